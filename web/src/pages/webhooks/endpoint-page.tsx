// One endpoint: whether its deliveries arrive, what it gets, what became of each event, and everything that can be done with it.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { useAct } from '../../kit/act.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { ChoiceFilter, FilterBar, useFilters } from '../../kit/filters.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Id } from '../../kit/id.tsx'
import {
  Fact,
  Facts,
  Page as Frame,
  Section,
  Stacked,
  StateFact,
  StateStrip,
} from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Status, sentence } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { EndpointActs } from './endpoint-acts.tsx'
import { EndpointState } from './endpoint-state.tsx'
import {
  type Delivery,
  deliveryStatuses,
  type Endpoint,
  endpointName,
  endpointQuery,
  lookEveryMs,
  reasonWords,
  recentDeliveriesQuery,
} from './endpoints.ts'
import { countsOf, HealthBar, shareWords } from './health-bar.tsx'
import { VerifySnippet } from './verify-snippet.tsx'
import styles from './webhooks.module.css'

/** The hub's most in one page: as much as the bar shows. */
const strokes = 100

export function Page() {
  const { endpointId = '' } = useParams({ strict: false })
  const query = useQuery(endpointQuery(endpointId))
  const endpoint = query.data
  return (
    <Frame
      title={endpoint ? endpointName(endpoint) : 'Webhook endpoint'}
      purpose="One address: what it gets, and whether it arrives."
      back={{ to: '/webhooks', label: 'Webhooks' }}
      status={endpoint && <EndpointState endpoint={endpoint} />}
      action={endpoint && <TestButton endpoint={endpoint} />}
    >
      {query.isError && !endpoint && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonBlock height={320} />}
      {endpoint && (
        <>
          <Health endpointId={endpoint.id} />
          <EndpointActs endpoint={endpoint} />
          <Deliveries endpointId={endpoint.id} />
          <div className={styles.sides}>
            <About endpoint={endpoint} />
            <Section title="Verify what arrives">
              <VerifySnippet />
            </Section>
          </div>
        </>
      )}
    </Frame>
  )
}

function TestButton(props: { endpoint: Endpoint }) {
  const { id, enabled } = props.endpoint
  const may = useMay()
  const test = useAct(
    () =>
      told(
        hub.POST('/v1/webhook-endpoints/{endpointId}/test', {
          params: { path: { endpointId: id } },
        }),
      ),
    { renews: [['deliveries', id]], says: 'A test event is on its way: see it below.' },
  )
  if (!may('webhook-endpoints:write') || !enabled) return null
  return (
    <Button loading={test.isRunning} leftSection={<Icon name="arrow" />} onClick={() => test.run()}>
      Send a test
    </Button>
  )
}

function Health(props: { endpointId: string }) {
  const may = useMay()
  const { data } = useQuery({
    ...recentDeliveriesQuery(props.endpointId, strokes),
    enabled: may('deliveries:read'),
    refetchInterval: lookEveryMs,
  })
  if (!data) return <SkeletonBlock height={120} />
  const { delivered, failed, waiting } = countsOf(data)
  return (
    <>
      <StateStrip label={`Of the last ${data.length} deliveries`}>
        <StateFact name="Arrived">{shareWords(delivered, failed)}</StateFact>
        <StateFact name="Delivered">{delivered}</StateFact>
        <StateFact name="Failed">
          {failed === 0 ? '0' : <Status word="failed" says={String(failed)} />}
        </StateFact>
        <StateFact name="Waiting">
          {waiting === 0 ? '0' : <Status word="retrying" says={String(waiting)} />}
        </StateFact>
        <StateFact name="Newest">
          <Time at={data[0]?.createdAt ?? null} />
        </StateFact>
      </StateStrip>
      {data.length > 0 && (
        <Section title="Recent deliveries" aside="oldest left, newest right; high ones failed">
          <HealthBar deliveries={data} strokes={Math.max(40, data.length)} />
        </Section>
      )}
    </>
  )
}

const columns: readonly Column<Delivery>[] = [
  { title: 'Event', cell: ({ eventType }) => eventType },
  { title: 'Status', width: '8rem', cell: ({ status }) => <Status word={status} /> },
  { title: 'Tries', width: '4.5rem', align: 'end', cell: ({ attemptCount }) => attemptCount },
  { title: 'Next try, or why not', width: '16rem', cell: (delivery) => <Next {...delivery} /> },
  { title: 'When', width: '7.5rem', cell: ({ createdAt }) => <Time at={createdAt} /> },
]

function Next(props: Delivery) {
  const { nextAttemptAt, reason } = props
  if (nextAttemptAt) return <Time at={nextAttemptAt} />
  return <span title={reason ?? ''}>{reason ? reasonWords(reason) : '–'}</span>
}

function Deliveries(props: { endpointId: string }) {
  const { endpointId } = props
  const may = useMay()
  const [{ status }, change] = useFilters(['status'])
  const chosen = deliveryStatuses.find((each) => each === status)
  const list = usePages<Delivery>(
    ['deliveries', endpointId, 'list', chosen ?? null],
    (cursor) =>
      told(
        hub.GET('/v1/webhook-endpoints/{endpointId}/deliveries', {
          params: {
            path: { endpointId },
            query: {
              limit: pageLimit,
              ...(cursor ? { cursor } : {}),
              ...(chosen ? { status: chosen } : {}),
            },
          },
        }),
      ),
    { everyMs: lookEveryMs, enabled: may('deliveries:read') },
  )
  return (
    <Stacked>
      <FilterBar>
        <ChoiceFilter
          label="Status"
          value={chosen}
          choices={deliveryStatuses.map((each) => [each, sentence(each)])}
          onChange={(value) => change({ status: value })}
        />
      </FilterBar>
      <DataTable
        label="Deliveries"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/deliveries/${id}`}
        empty={
          chosen ? (
            <EmptyState title={`No delivery is ${chosen}`} icon="webhooks">
              Choose another status to see the rest.
            </EmptyState>
          ) : (
            <EmptyState title="Nothing was sent yet" icon="webhooks">
              Send a test, or wait for the first event that this endpoint wants.
            </EmptyState>
          )
        }
      />
    </Stacked>
  )
}

function About(props: { endpoint: Endpoint }) {
  const { endpoint } = props
  const { eventTypes, headers, retryDelaysSeconds } = endpoint
  return (
    <Section title="About it">
      <Facts>
        <Fact name="Address">
          <code>{endpoint.url}</code>
        </Fact>
        {endpoint.disabledReason && (
          <Fact name="Paused, for">{reasonWords(endpoint.disabledReason)}</Fact>
        )}
        <Fact name="Events">
          {eventTypes === null ? (
            'Every event'
          ) : (
            <span className={styles.types}>
              {eventTypes.map((type) => (
                <code key={type}>{type}</code>
              ))}
            </span>
          )}
        </Fact>
        <Fact name="Headers">{headers.length === 0 ? 'None of its own' : headers.join(', ')}</Fact>
        <Fact name="Next tries after">
          {retryDelaysSeconds === null
            ? '5 s to 24 h, ten tries'
            : `${retryDelaysSeconds.join(', ')} s`}
        </Fact>
        <Fact name="Made">
          <Time at={endpoint.createdAt} />
        </Fact>
        <Fact name="Changed">
          <Time at={endpoint.updatedAt} />
        </Fact>
        <Fact name="Id">
          <Id id={endpoint.id} />
        </Fact>
      </Facts>
    </Section>
  )
}
