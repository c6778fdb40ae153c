// Webhooks: the addresses that get events, with how their deliveries went.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Page as Frame, StateFact, StateStrip } from '../../kit/page.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import { EndpointState } from './endpoint-state.tsx'
import { type Endpoint, endpointName } from './endpoints.ts'
import { HealthGlance } from './health-bar.tsx'
import { NewEndpoint } from './new-endpoint.tsx'
import styles from './webhooks.module.css'

const columns: readonly Column<Endpoint>[] = [
  {
    title: 'Endpoint',
    cell: (endpoint) => <span title={endpoint.url}>{endpointName(endpoint)}</span>,
  },
  {
    title: 'State',
    width: '8rem',
    cell: (endpoint) => <EndpointState endpoint={endpoint} />,
  },
  { title: 'Last deliveries', width: '15rem', cell: ({ id }) => <HealthGlance endpointId={id} /> },
  {
    title: 'Events',
    width: '12rem',
    cell: ({ eventTypes }) => <span title={eventTypes?.join(', ')}>{eventsWords(eventTypes)}</span>,
  },
  { title: 'Made', width: '8rem', cell: ({ createdAt }) => <Time at={createdAt} /> },
]

function eventsWords(eventTypes: readonly string[] | null): string {
  if (eventTypes === null) return 'Every event'
  const [first = '', ...rest] = eventTypes
  return rest.length === 0 ? first : `${first} and ${rest.length} more`
}

export function Page() {
  const may = useMay()
  const [isMaking, setMaking] = useState(false)
  const mayWrite = may('webhook-endpoints:write')
  const list = usePages<Endpoint>(['webhook-endpoints', 'list'], (cursor) =>
    told(
      hub.GET('/v1/webhook-endpoints', {
        params: { query: { limit: pageLimit, ...(cursor ? { cursor } : {}) } },
      }),
    ),
  )
  usePaletteActions(
    mayWrite ? [{ label: 'Make a webhook endpoint', run: () => setMaking(true) }] : [],
  )
  const paused = list.rows.filter(({ enabled }) => !enabled).length
  const make = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      New endpoint
    </Button>
  )
  return (
    <Frame
      title="Webhooks"
      purpose="Addresses that get your events: signed, tried for three days, and never lost."
      action={mayWrite && list.rows.length > 0 && make}
      strip={
        list.rows.length > 0 && (
          <StateStrip>
            <StateFact name="Enabled">{list.rows.length - paused}</StateFact>
            <StateFact name="Paused">
              {paused === 0 ? '0' : <Status word="disabled" says={String(paused)} />}
            </StateFact>
          </StateStrip>
        )
      }
    >
      <DataTable
        label="Webhook endpoints"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/webhooks/${id}`}
        empty={
          <EmptyState
            title="No address gets your events yet"
            icon="webhooks"
            snippet={{ label: 'Make an endpoint', text: snippet() }}
          >
            Give an address and it is told of every run, approval and change, with a signature to
            check.
            {mayWrite && make}
          </EmptyState>
        }
      />
      {list.rows.some(({ enabled }) => enabled) && (
        <p className={styles.faint}>
          Each stroke is one delivery, the newest at the right: low ones were delivered, high ones
          failed.
        </p>
      )}
      <NewEndpoint opened={isMaking} onClose={() => setMaking(false)} />
    </Frame>
  )
}

const snippet = () => `curl ${location.origin}/v1/webhook-endpoints \\
  -H "Authorization: Bearer $CAUSEWAY_KEY" -H 'Content-Type: application/json' \\
  -d '{ "url": "https://example.com/hooks", "eventTypes": ["run.*"] }'`
