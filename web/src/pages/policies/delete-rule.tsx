// A rule is removed after its effect was typed: what it held back would run from then on.
import { hub, told } from '../../hub/client.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import { effectWords, matchWords, type Policy, useRuleNames } from './rules.ts'

export function DeleteRule(props: { rule: Policy | null; onClose: () => void }) {
  const { rule, onClose } = props
  const names = useRuleNames()
  const remove = useAct(
    (policyId: string) =>
      told(hub.DELETE('/v1/policies/{policyId}', { params: { path: { policyId } } })),
    {
      isQuiet: true,
      renews: [['policies'], ['policy-simulation']],
      says: 'The rule is gone.',
      onDone: onClose,
    },
  )
  return (
    <ConfirmByName
      opened={rule !== null}
      title="Delete the rule"
      name={rule?.effect ?? ''}
      verb="Delete"
      isRunning={remove.isRunning}
      problem={remove.problem}
      onConfirm={() => rule && remove.run(rule.id)}
      onClose={onClose}
    >
      {rule && (
        <p>
          <strong>{effectWords[rule.effect].title}</strong>: {matchWords(rule.match, names)}. From
          the next action on, the other rules and the defaults decide alone.
        </p>
      )}
    </ConfirmByName>
  )
}
