// Where you are signed in: ended one by one, everywhere else, or everywhere.
import { Button } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Section } from '../../kit/page.tsx'
import { Sessions } from '../../kit/sessions.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import styles from './account.module.css'

const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: async () =>
    (await told(hub.GET('/v1/me/sessions', { params: { query: { limit: 100 } } }))).data,
})

export function MySessions() {
  const { data, error, isPending } = useQuery(sessionsQuery)
  const [endingId, setEndingId] = useState<string>()
  const renews = [sessionsQuery.queryKey]
  const end = useAct(
    (sessionId: string) =>
      told(hub.DELETE('/v1/me/sessions/{sessionId}', { params: { path: { sessionId } } })),
    { renews, says: 'That browser is signed out.' },
  )
  const endOthers = useAct(() => endSessions(true), {
    renews,
    says: ({ ended }) => `${ended} other ${ended === 1 ? 'browser' : 'browsers'} signed out.`,
  })
  const endAll = useAct(() => endSessions(false), { onDone: () => location.assign('/sign-in') })
  return (
    <Section
      title="Where you are signed in"
      aside={data && `${data.length} ${data.length === 1 ? 'browser' : 'browsers'}`}
    >
      {isPending && <SkeletonRows count={2} />}
      {error && <ErrorCard problem={problemOf(error)} />}
      {data && (
        <Sessions
          sessions={data}
          endingId={end.isRunning ? endingId : undefined}
          onEnd={({ id }) => {
            setEndingId(id)
            end.run(id)
          }}
        />
      )}
      {data && (
        <div className={styles.acts}>
          {data.length > 1 && (
            <Button
              variant="default"
              size="xs"
              loading={endOthers.isRunning}
              onClick={() => endOthers.run()}
            >
              Sign out everywhere else
            </Button>
          )}
          <Button
            variant="default"
            color="red"
            size="xs"
            loading={endAll.isRunning}
            onClick={() => endAll.run()}
          >
            Sign out everywhere
          </Button>
        </div>
      )}
    </Section>
  )
}

const endSessions = (keepCurrent: boolean) =>
  told(hub.POST('/v1/me/sessions/end', { body: { keepCurrent } }))
