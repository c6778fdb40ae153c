// The newest signed checkpoints, and the key that signed them: to be kept where the hub cannot write.
import { useQuery } from '@tanstack/react-query'
import { problemOf } from '../../hub/problem.ts'
import { CopyButton } from '../../kit/copy-button.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Section } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Snippet } from '../../kit/snippet.tsx'
import { Time } from '../../kit/time.tsx'
import styles from './audit.module.css'
import { checkpointsQuery } from './trail.ts'

export function Checkpoints() {
  const query = useQuery(checkpointsQuery)
  return (
    <Section title="Checkpoints" aside="signed heads of the trail">
      <p className={styles.quiet}>
        Keep one, and the key, where this hub cannot write: nothing under it can change unseen.
      </p>
      {query.isPending && <SkeletonRows count={2} />}
      {query.isError && !query.data && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.data && (
        <>
          <ul className={styles.checkpoints}>
            {query.data.data.map(({ size, note, at, rootHash }) => (
              <li key={size}>
                <span>
                  <strong>{size.toLocaleString('en')}</strong> events, <Time at={at} />
                </span>
                <code title={rootHash}>{rootHash.slice(0, 16)}…</code>
                <CopyButton text={note} label={`the signed checkpoint of ${size} events`} />
              </li>
            ))}
          </ul>
          {query.data.data.length === 0 && <p className={styles.quiet}>None yet.</p>}
          <Snippet text={query.data.verifierKey} label="The key that signs" />
        </>
      )}
    </Section>
  )
}
