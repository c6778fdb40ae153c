// What happened, what to do, and the request's id to tell to others. Announced when it appears.
import { Button } from '@mantine/core'
import type { FieldProblem, Problem } from '../hub/problem.ts'
import styles from './error-card.module.css'
import { Icon } from './icons.tsx'
import { Id } from './id.tsx'
import { ButtonLink } from './links.tsx'

/** What a person can do about a refusal, by its code. */
const advice: Readonly<Record<string, string>> = {
  unreachable: 'Check the network, then try again.',
  internal: 'Try again. If it stays, give the request’s id to your operator.',
  forbidden: 'Ask an owner or an admin of your organization for this right.',
  policy_denied: 'An admin can change the rule under Policies.',
  not_found: 'It may have been deleted, or belong to another organization.',
  rate_limited: 'Wait a minute, then try again.',
  connection_not_active: 'Reconnect the connection, then try again.',
  vendor_unreachable: 'The vendor did not answer. Nothing is lost; try again in a minute.',
  vendor_rate_limited: 'The vendor asks for patience. Try again in a minute.',
  outcome_unknown: 'Look at the vendor before you try again, or it may happen twice.',
  organization_suspended: 'Ask the operator of this hub.',
  last_owner: 'Make somebody else an owner first.',
}

/** `unplaced` are fields' refusals that no field on the page shows. */
export function ErrorCard(props: {
  problem: Problem
  onRetry?: () => void
  unplaced?: readonly FieldProblem[]
}) {
  const { problem, onRetry } = props
  const fields = props.unplaced ?? problem.errors
  return (
    <div className={styles.card} role="alert">
      <Icon name="alert" size={18} />
      <div className={styles.words}>
        <strong>{problem.title}</strong>
        {problem.detail !== '' && <p>{problem.detail}</p>}
        {fields.length > 0 && (
          <ul>
            {fields.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                {path !== 'body' && <code>{path}</code>} {message}
              </li>
            ))}
          </ul>
        )}
        {advice[problem.code] && <p className={styles.quiet}>{advice[problem.code]}</p>}
        {problem.code === 'connection_not_active' && (
          <ButtonLink to="/connections">To the connections</ButtonLink>
        )}
        {problem.requestId && (
          <p className={styles.quiet}>
            Request <Id id={problem.requestId} label="the request’s id" />
          </p>
        )}
      </div>
      {onRetry && (
        <Button variant="default" size="xs" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
