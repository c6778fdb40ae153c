// Connections: every authorized link to a system, and which of them need a person.
import { useQuery } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { connectorsQuery } from '../../hub/queries.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ChoiceFilter, FilterBar, useFilters } from '../../kit/filters.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { Page as Frame, StateFact, StateStrip } from '../../kit/page.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import type { Connection } from './connection.ts'
import { ConnectorName } from './connector-name.tsx'

const columns: readonly Column<Connection>[] = [
  { title: 'Name', cell: ({ name }) => name },
  { title: 'System', width: '16%', cell: ({ connector }) => <ConnectorName id={connector} /> },
  { title: 'State', width: '18%', cell: ({ status }) => <Status word={status} /> },
  { title: 'Account', cell: ({ account }) => <span title={account.id}>{account.name}</span> },
  { title: 'Changed', width: '14%', cell: ({ updatedAt }) => <Time at={updatedAt} /> },
]

export function Page() {
  const may = useMay()
  const [filters, change] = useFilters(['connector', 'status'])
  const { data: connectors } = useQuery({ ...connectorsQuery, enabled: may('connectors:read') })
  const list = usePages<Connection>(['connections', 'list', filters.connector], (cursor) =>
    told(
      hub.GET('/v1/connections', {
        params: {
          query: {
            limit: pageLimit,
            ...(cursor ? { cursor } : {}),
            ...(filters.connector ? { connector: filters.connector } : {}),
          },
        },
      }),
    ),
  )
  const { status } = filters
  const rows = status ? list.rows.filter((each) => each.status === status) : list.rows
  const count = (word: Connection['status']) =>
    list.rows.filter((each) => each.status === word).length
  const broken = count('needs_reconnect')
  return (
    <Frame
      title="Connections"
      purpose="Authorized links to your systems: what the assistant, the API and webhooks work on."
      action={
        may('connections:write') && (
          <ButtonLink to="/connectors" variant="filled" size="sm" icon="plus">
            Connect a system
          </ButtonLink>
        )
      }
      strip={
        list.rows.length > 0 && (
          <StateStrip>
            <StateFact name="Active">{count('active')}</StateFact>
            <StateFact name="Need reconnecting">
              {broken > 0 ? <Status word="needs_reconnect" says={String(broken)} /> : 'None'}
            </StateFact>
            <StateFact name="Revoked">{count('revoked')}</StateFact>
          </StateStrip>
        )
      }
    >
      <FilterBar>
        <ChoiceFilter
          label="System"
          value={filters.connector}
          choices={(connectors ?? []).map(({ id, name }) => [id, name] as const)}
          onChange={(connector) => change({ connector })}
        />
        <ChoiceFilter
          label="State"
          value={status}
          choices={[
            ['active', 'Active'],
            ['needs_reconnect', 'Needs reconnect'],
            ['revoked', 'Revoked'],
          ]}
          onChange={(next) => change({ status: next })}
        />
      </FilterBar>
      <DataTable
        label="Connections"
        list={{ ...list, rows }}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/connections/${id}`}
        empty={
          <EmptyState
            title={filters.connector || status ? 'None fits these filters' : 'Nothing is connected'}
            icon="connections"
            snippet={{
              label: 'listing connections from a program',
              text: `curl ${location.origin}/v1/connections -H "Authorization: Bearer $API_KEY"`,
            }}
          >
            Choose a system from the catalogue and connect it; it takes a minute.
            <ButtonLink to="/connectors" variant="filled">
              To the catalogue
            </ButtonLink>
          </EmptyState>
        }
      />
    </Frame>
  )
}
