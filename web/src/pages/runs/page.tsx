// Runs: every execution of an action, newest first, whoever asked and by whichever way.
import { useQuery } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { connectionsQuery } from '../../hub/queries.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ChoiceFilter, FilterBar, useFilters } from '../../kit/filters.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { Page as Frame } from '../../kit/page.tsx'
import { Effect, Status } from '../../kit/status.tsx'
import { durationWords, Time } from '../../kit/time.tsx'
import { Who } from '../../kit/who.tsx'
import { ActionName } from '../connections/connector-name.tsx'
import { durationOf, type Run, type RunState, runStates } from './run.ts'

const columns: readonly Column<Run>[] = [
  {
    title: 'Action',
    cell: ({ connector, action }) => <ActionName connector={connector} action={action} />,
  },
  { title: 'Kind', width: '9rem', cell: ({ effect }) => <Effect effect={effect} /> },
  { title: 'State', width: '9rem', cell: ({ state }) => <Status word={state} /> },
  { title: 'Who', cell: ({ actor }) => <Who actor={actor} /> },
  { title: 'Started', width: '9rem', cell: ({ startedAt }) => <Time at={startedAt} /> },
  {
    title: 'Took',
    width: '7rem',
    align: 'end',
    cell: (run) => {
      const ms = durationOf(run)
      return ms === null ? '–' : durationWords(ms)
    },
  },
]

const freshEveryMs = 15_000

export function Page() {
  const may = useMay()
  const [{ connectionId, state }, change] = useFilters(['connectionId', 'state'])
  const { data: connections } = useQuery({
    ...connectionsQuery,
    enabled: may('connections:read'),
  })
  const list = usePages<Run>(
    ['runs', 'list', connectionId, state],
    (cursor) =>
      told(
        hub.GET('/v1/runs', {
          params: {
            query: {
              limit: pageLimit,
              ...(cursor ? { cursor } : {}),
              ...(connectionId ? { connectionId } : {}),
              ...(isState(state) ? { state } : {}),
            },
          },
        }),
      ),
    { everyMs: freshEveryMs },
  )
  return (
    <Frame
      title="Runs"
      purpose="Every action that was run: its input, output, timing, and who asked."
    >
      <FilterBar>
        <ChoiceFilter
          label="State"
          value={state}
          choices={[
            ['done', 'Done'],
            ['failed', 'Failed'],
            ['unknown', 'Unknown'],
            ['claimed', 'Running'],
          ]}
          onChange={(next) => change({ state: next })}
        />
        <ChoiceFilter
          label="Connection"
          value={connectionId}
          choices={(connections ?? []).map(({ id, name }) => [id, name] as const)}
          onChange={(next) => change({ connectionId: next })}
        />
      </FilterBar>
      <DataTable
        label="Runs"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/runs/${id}`}
        empty={
          <EmptyState
            title={connectionId || state ? 'None fits these filters' : 'Nothing has run yet'}
            icon="runs"
            snippet={{
              label: 'a question for the assistant',
              text: '@Causeway which bugs are open in project ACME?',
            }}
          >
            Ask the assistant, or run an action from a connection’s page.
            <ButtonLink to="/connections">To the connections</ButtonLink>
          </EmptyState>
        }
      />
    </Frame>
  )
}

const isState = (text: string | undefined): text is RunState =>
  (runStates as readonly (string | undefined)[]).includes(text)
