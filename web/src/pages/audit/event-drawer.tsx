// One event whole: who, what, with which values, and its proof, which this browser checks by itself.
import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { Actor } from '../../kit/actor.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Id } from '../../kit/id.tsx'
import { JsonView } from '../../kit/json-view.tsx'
import { Fact, Facts } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import styles from './audit.module.css'
import { type Check, checkProof } from './check-proof.ts'
import { Target } from './target.tsx'
import { type AuditEvent, type EventProof, proofQuery } from './trail.ts'

/** `known` is the event where the list has it already: its proof comes a moment later. */
export function EventDrawer(props: {
  eventId: string | undefined
  known: AuditEvent | undefined
  onClose: () => void
}) {
  const { eventId, known, onClose } = props
  return (
    <Drawer
      opened={eventId !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title="Audit event"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {eventId && <Whole eventId={eventId} known={known} />}
    </Drawer>
  )
}

function Whole(props: { eventId: string; known: AuditEvent | undefined }) {
  const proof = useQuery(proofQuery(props.eventId))
  const event = proof.data?.event ?? props.known
  return (
    <div className={styles.whole}>
      {event && <About event={event} />}
      {proof.isPending && <SkeletonBlock height={180} />}
      {proof.isError && (
        <ErrorCard problem={problemOf(proof.error)} onRetry={() => void proof.refetch()} />
      )}
      {proof.data && <Proof proof={proof.data} />}
    </div>
  )
}

function About(props: { event: AuditEvent }) {
  const { event } = props
  return (
    <>
      <Facts>
        <Fact name="Who">
          <Actor actor={{ ...event.actor, onBehalfOf: event.onBehalfOf }} />
        </Fact>
        <Fact name="Did">
          <code>{event.action}</code>
        </Fact>
        <Fact name="To">
          <Target target={event.target} />
        </Fact>
        <Fact name="Outcome">
          <Status word={outcomeWord(event.outcome)} says={event.outcome} />
        </Fact>
        <Fact name="When">
          <Time at={event.at} /> ({event.at})
        </Fact>
        <Fact name="Place">
          {event.seq} of epoch {event.epoch}
        </Fact>
        <Fact name="Id">
          <Id id={event.id} />
        </Fact>
      </Facts>
      {Object.keys(event.values).length > 0 && (
        <section className={styles.part} aria-label="Values">
          <h3>Values</h3>
          <JsonView value={event.values} label="The event’s values" />
        </section>
      )}
    </>
  )
}

function Proof(props: { proof: EventProof }) {
  const { proof } = props
  const { organizationId } = useMe()
  const { data: checks } = useQuery({
    queryKey: ['audit-proof-checked', proof.event.id, proof.checkpoint.rootHash],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => checkProof(proof, organizationId),
  })
  return (
    <section className={styles.part} aria-label="Proof">
      <h3>Proof</h3>
      <p className={styles.quiet}>
        Checked here, in your browser, from the event alone: the hub’s word is not needed.
      </p>
      <ul className={styles.checks}>
        {(checks ?? []).map((check) => (
          <CheckLine key={check.says} check={check} />
        ))}
      </ul>
      <details className={styles.more}>
        <summary>The proof itself, to check elsewhere</summary>
        <JsonView value={proof} label="The proof" />
      </details>
    </section>
  )
}

function CheckLine(props: { check: Check }) {
  const { ok, says } = props.check
  const look = ok === null ? 'fair' : ok ? 'good' : 'poor'
  return (
    <li className={styles[look]}>
      <Icon name={ok === null ? 'question' : ok ? 'tick' : 'cross'} />
      <span>
        {says}
        {ok === false && <strong> It does not hold.</strong>}
        {ok === null && ' This browser cannot tell.'}
      </span>
    </li>
  )
}

/** An outcome as a state with a colour. */
export const outcomeWord = (outcome: AuditEvent['outcome']) =>
  outcome === 'success' ? 'done' : outcome
