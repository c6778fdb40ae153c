// The newest runs through one connection.
import { useQuery } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { ButtonLink, TextLink } from '../../kit/links.tsx'
import { Section } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { Who } from '../../kit/who.tsx'
import styles from './connections.module.css'
import { ActionName } from './connector-name.tsx'

const shownMax = 8

export function RecentRuns(props: { connectionId: string }) {
  const { connectionId } = props
  const { data, error } = useQuery({
    queryKey: ['runs', 'of', connectionId],
    queryFn: () =>
      told(hub.GET('/v1/runs', { params: { query: { connectionId, limit: shownMax } } })),
  })
  return (
    <Section
      title="Recent runs"
      flush
      aside={
        <ButtonLink to="/runs" search={{ connectionId }} variant="transparent" size="compact-sm">
          All of them
        </ButtonLink>
      }
    >
      {error && <ErrorCard problem={problemOf(error)} />}
      {!data && !error && <SkeletonRows count={3} />}
      {data?.data.length === 0 && <p className={styles.none}>Nothing was run through it yet.</p>}
      <ul className={styles.runs}>
        {data?.data.map(({ id, action, connector, state, actor, startedAt }) => (
          <li key={id}>
            <span>
              <TextLink to={`/runs/${id}`}>
                <ActionName connector={connector} action={action} />
              </TextLink>
              <span className={styles.quiet}>
                <Who actor={actor} />, <Time at={startedAt} />
              </span>
            </span>
            <Status word={state} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
