// One event for one address: what was sent, each try with what came back, and one more try.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Id } from '../../kit/id.tsx'
import { JsonView } from '../../kit/json-view.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Columns, Fact, Facts, Page as Frame, Section, Stacked } from '../../kit/page.tsx'
import { SkeletonBlock, SkeletonRows } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import { durationWords, Time } from '../../kit/time.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import {
  type Attempt,
  type Delivery,
  endpointName,
  endpointQuery,
  lookEveryMs,
  reasonWords,
} from './endpoints.ts'
import styles from './webhooks.module.css'

export function Page() {
  const { deliveryId = '' } = useParams({ strict: false })
  const query = useQuery({
    queryKey: ['deliveries', 'one', deliveryId],
    refetchInterval: ({ state }) => (isWaiting(state.data) ? lookEveryMs : false),
    queryFn: () =>
      told(hub.GET('/v1/deliveries/{deliveryId}', { params: { path: { deliveryId } } })),
  })
  const delivery = query.data
  return (
    <Frame
      title={delivery ? delivery.eventType : 'Delivery'}
      purpose="One event for one address: what was sent, and what came back."
      back={
        delivery
          ? { to: `/webhooks/${delivery.endpointId}`, label: 'The endpoint' }
          : { to: '/webhooks', label: 'Webhooks' }
      }
      status={delivery && <Status word={delivery.status} />}
      action={delivery && <Retry delivery={delivery} />}
    >
      {query.isError && !delivery && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonBlock height={320} />}
      {delivery && (
        <Columns>
          <Stacked>
            <Attempts delivery={delivery} />
            <Event eventId={delivery.eventId} />
          </Stacked>
          <About delivery={delivery} />
        </Columns>
      )}
    </Frame>
  )
}

const isWaiting = (delivery: Delivery | undefined) =>
  delivery?.status === 'pending' || delivery?.status === 'retrying'

function Retry(props: { delivery: Delivery }) {
  const { id, endpointId, status } = props.delivery
  const may = useMay()
  const retry = useAct(
    () =>
      told(hub.POST('/v1/deliveries/{deliveryId}/retry', { params: { path: { deliveryId: id } } })),
    {
      says: 'It is tried again now.',
      renews: [
        ['deliveries', 'one', id],
        ['deliveries', endpointId],
        ['attempts', id],
      ],
    },
  )
  const mayRetry = may('deliveries:write')
  usePaletteActions(mayRetry ? [{ label: 'Try this delivery again', run: () => retry.run() }] : [])
  if (!mayRetry) return null
  return (
    <Button
      variant={status === 'delivered' ? 'default' : 'filled'}
      leftSection={<Icon name="refresh" />}
      loading={retry.isRunning}
      onClick={() => retry.run()}
    >
      {status === 'delivered' ? 'Send again' : 'Try again now'}
    </Button>
  )
}

function Attempts(props: { delivery: Delivery }) {
  const { delivery } = props
  const query = useQuery({
    // Counted in the key: a new try is read as soon as the delivery tells of it.
    queryKey: ['attempts', delivery.id, delivery.attemptCount, delivery.status],
    placeholderData: (before) => before,
    queryFn: async () =>
      (
        await told(
          hub.GET('/v1/deliveries/{deliveryId}/attempts', {
            params: { path: { deliveryId: delivery.id }, query: { limit: 100 } },
          }),
        )
      ).data,
  })
  const aside = delivery.nextAttemptAt ? (
    <>
      next <Time at={delivery.nextAttemptAt} />
    </>
  ) : undefined
  return (
    <Section title="Tries" aside={aside}>
      {query.isPending && <SkeletonRows count={2} />}
      {query.isError && !query.data && <ErrorCard problem={problemOf(query.error)} />}
      {query.data?.length === 0 && <p className={styles.faint}>None yet.</p>}
      {query.data && query.data.length > 0 && (
        <ol className={styles.attempts} reversed>
          {query.data.map((attempt) => (
            <Try key={attempt.id} attempt={attempt} />
          ))}
        </ol>
      )}
    </Section>
  )
}

function Try(props: { attempt: Attempt }) {
  const { number, startedAt, durationMs, statusCode, error, responseBody } = props.attempt
  return (
    <li className={styles.attempt}>
      <div className={styles.line}>
        <strong>Try {number}</strong>
        <Status
          word={error === null ? 'delivered' : 'failed'}
          says={statusCode === null ? reasonWords(error ?? 'internal') : String(statusCode)}
        />
        <span className={styles.faint}>{durationWords(durationMs)}</span>
        <Time at={startedAt} />
      </div>
      {error !== null && statusCode !== null && !error.startsWith('http_') && (
        <span className={styles.faint}>{reasonWords(error)}</span>
      )}
      {responseBody ? (
        <details className={styles.more}>
          <summary>How its answer began</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
          <pre className={styles.answer} tabIndex={0}>
            {responseBody}
          </pre>
        </details>
      ) : (
        statusCode !== null && <span className={styles.faint}>Its answer had no body.</span>
      )}
    </li>
  )
}

function Event(props: { eventId: string }) {
  const { eventId } = props
  const may = useMay()
  const { data: event } = useQuery({
    queryKey: ['events', eventId],
    staleTime: Number.POSITIVE_INFINITY,
    enabled: may('events:read'),
    queryFn: () => told(hub.GET('/v1/events/{eventId}', { params: { path: { eventId } } })),
  })
  if (!may('events:read')) return null
  return (
    <Section title="What is sent">
      {event ? (
        <JsonView
          label="The delivery’s body"
          value={{ id: event.id, type: event.type, timestamp: event.createdAt, data: event.data }}
        />
      ) : (
        <SkeletonBlock height={140} />
      )}
    </Section>
  )
}

function About(props: { delivery: Delivery }) {
  const { delivery } = props
  const { data: endpoint } = useQuery(endpointQuery(delivery.endpointId))
  return (
    <Section title="About it">
      <Facts>
        <Fact name="Endpoint">
          <TextLink to={`/webhooks/${delivery.endpointId}`}>
            {endpoint ? endpointName(endpoint) : delivery.endpointId}
          </TextLink>
        </Fact>
        {delivery.reason && <Fact name="Why">{reasonWords(delivery.reason)}</Fact>}
        <Fact name="Tries">{delivery.attemptCount}</Fact>
        <Fact name="Happened">
          <Time at={delivery.createdAt} />
        </Fact>
        <Fact name="Ended">
          <Time at={delivery.endedAt} absent="Not yet" />
        </Fact>
        <Fact name="Event">
          <Id id={delivery.eventId} />
        </Fact>
        <Fact name="Delivery">
          <Id id={delivery.id} />
        </Fact>
      </Facts>
    </Section>
  )
}
