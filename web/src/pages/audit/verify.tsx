// The button that has the hub verify the whole trail, and what it came to.
import { Button } from '@mantine/core'
import { hub, told } from '../../hub/client.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import styles from './audit.module.css'

type Verify = ReturnType<typeof useVerify>
type Failure = NonNullable<NonNullable<Verify['result']>['failure']>

export function useVerify() {
  return useAct(() => told(hub.POST('/v1/audit/verify', { body: {} })), {
    isQuiet: true,
    renews: [['audit-checkpoints']],
  })
}

export function VerifyButton(props: { verify: Verify }) {
  const { verify } = props
  return (
    <Button
      leftSection={<Icon name="approvals" />}
      loading={verify.isRunning}
      onClick={() => verify.run()}
    >
      Verify the trail
    </Button>
  )
}

export function Verdict(props: { verify: Verify }) {
  const { problem, result } = props.verify
  if (problem) return <ErrorCard problem={problem} />
  if (!result) return null
  const { ok, checked, checkpoint, failure, lost } = result
  return (
    <div className={`${styles.verdict} ${ok ? styles.good : styles.poor}`} role="status">
      <Icon name={ok ? 'tick' : 'cross'} size={18} />
      <div>
        <strong>{ok ? 'The trail is whole.' : 'Something is wrong with the trail.'}</strong>
        <p>
          {checked.toLocaleString('en')} events were read anew
          {ok && checkpoint
            ? ` and make the root that was signed, over ${checkpoint.size.toLocaleString('en')}.`
            : ' and found sound before that.'}
        </p>
        {failure && <p>{failureWords(failure)}</p>}
        {lost.map(({ epoch, firstSeq, lastSeq }) => (
          <p key={`${epoch} ${firstSeq}`}>
            Lost by a restore: {firstSeq} to {lastSeq} of epoch {epoch}.
          </p>
        ))}
      </div>
    </div>
  )
}

/** What failed first, with its code and place. */
function failureWords(failure: Failure): string {
  const { code, detail, eventId } = failure
  return `${detail} (${code}${eventId ? `, ${eventId}` : ''})`
}
