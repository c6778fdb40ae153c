// Policies: the organization's rules in words, and a simulator that tells what would be decided and which rule says so.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { Actor } from '../../kit/actor.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Page as Frame, Section, StateFact, StateStrip } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import { DeleteRule } from './delete-rule.tsx'
import { NewRule } from './new-rule.tsx'
import styles from './policies.module.css'
import {
  effects,
  effectWords,
  matchWords,
  type Policy,
  policiesQuery,
  useRuleNames,
} from './rules.ts'
import { Simulator } from './simulator.tsx'

export function Page() {
  const may = useMay()
  const query = useQuery(policiesQuery)
  const [isMaking, setMaking] = useState(false)
  const [deleted, setDeleted] = useState<Policy | null>(null)
  const [spoken, setSpoken] = useState<string | null>(null)
  const mayWrite = may('policies:write')
  const rules = query.data ?? []
  usePaletteActions(mayWrite ? [{ label: 'Make a rule', run: () => setMaking(true) }] : [])
  const make = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      New rule
    </Button>
  )
  return (
    <Frame
      title="Policies"
      purpose="Which actions run at once, which wait for a yes, and which never run: for people, keys and the assistant alike."
      action={mayWrite && rules.length > 0 && make}
      strip={query.data && <State rules={rules} />}
    >
      <div className={styles.columns}>
        <Section
          title="Rules"
          aside="The strictest that matches wins: deny, then approve, confirm, allow"
          flush
        >
          {query.isPending && <SkeletonRows count={4} />}
          {query.isError && !query.data && (
            <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
          )}
          {query.data && rules.length === 0 && <NoRules>{mayWrite && make}</NoRules>}
          <ul className={styles.rules}>
            {rules
              .toSorted((a, b) => effects.indexOf(b.effect) - effects.indexOf(a.effect))
              .map((rule) => (
                <Rule
                  key={rule.id}
                  rule={rule}
                  isSpoken={rule.id === spoken}
                  onDelete={mayWrite ? () => setDeleted(rule) : null}
                />
              ))}
          </ul>
          <p className={styles.defaults}>
            Where no rule speaks: reads run; writes by a person or a key run; writes proposed by a
            model wait for a confirmation, and no rule makes that weaker.
          </p>
        </Section>
        <Simulator rules={rules} onSpoken={setSpoken} />
      </div>
      <NewRule opened={isMaking} onClose={() => setMaking(false)} />
      <DeleteRule rule={deleted} onClose={() => setDeleted(null)} />
    </Frame>
  )
}

function State(props: { rules: readonly Policy[] }) {
  return (
    <StateStrip label="Rules by effect">
      {effects.toReversed().map((effect) => {
        const count = props.rules.filter((rule) => rule.effect === effect).length
        return (
          <StateFact key={effect} name={effectWords[effect].title}>
            {count === 0 ? '0' : <Status word={effect} says={String(count)} />}
          </StateFact>
        )
      })}
    </StateStrip>
  )
}

function Rule(props: { rule: Policy; isSpoken: boolean; onDelete: (() => void) | null }) {
  const { rule, isSpoken, onDelete } = props
  const names = useRuleNames()
  return (
    <li className={isSpoken ? `${styles.rule} ${styles.spoken}` : styles.rule}>
      <span className={styles.effect}>
        <Status word={rule.effect} />
      </span>
      <div className={styles.what}>
        <span>{matchWords(rule.match, names)}</span>
        <span className={styles.quiet}>
          {rule.description && `${rule.description} · `}
          <Actor actor={rule.createdBy} />, <Time at={rule.createdAt} />
          {isSpoken && ' · this one decides the case at the simulator'}
        </span>
      </div>
      {onDelete && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={`Delete: ${effectWords[rule.effect].title}, ${matchWords(rule.match, names)}`}
          onClick={onDelete}
        >
          Delete
        </Button>
      )}
    </li>
  )
}

function NoRules(props: { children: React.ReactNode }) {
  return (
    <EmptyState
      title="No rules: the defaults decide"
      icon="policies"
      snippet={{
        label: 'A first rule, as its JSON',
        text: `{ "effect": "approve",
  "match": { "actions": ["jira.*"], "effects": ["write"], "roles": ["member"] },
  "description": "Members’ writes in Jira wait for a lead" }`,
      }}
    >
      A rule makes them stricter or says more: for one vendor, one role, one group, one channel.
      {props.children}
    </EmptyState>
  )
}
