// Audit: who did what to what, with which outcome; filters that stand in the URL, one event whole with its proof, the trail verified
// and exported.
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { membersQuery } from '../../hub/queries.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { Actor, actorKind } from '../../kit/actor.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ChoiceFilter, FilterBar, TextFilter, useFilters } from '../../kit/filters.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Page as Frame, StateFact, StateStrip } from '../../kit/page.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import styles from './audit.module.css'
import { Checkpoints } from './checkpoints.tsx'
import { EventDrawer, outcomeWord } from './event-drawer.tsx'
import { Target } from './target.tsx'
import {
  type AuditEvent,
  actorTypes,
  checkpointsQuery,
  exportPath,
  type Filters,
  filterNames,
  filterQuery,
} from './trail.ts'
import { useVerify, Verdict, VerifyButton } from './verify.tsx'

export function Page() {
  const [filters, change] = useFilters(filterNames)
  const [{ event: eventId }, open] = useFilters(['event'])
  const verify = useVerify()
  const query = filterQuery(filters)
  const list = usePages<AuditEvent>(['audit-events', query], (cursor) =>
    told(
      hub.GET('/v1/audit-events', {
        params: { query: { ...query, limit: pageLimit, ...(cursor ? { cursor } : {}) } },
      }),
    ),
  )
  usePaletteActions([{ label: 'Verify the audit trail', run: () => verify.run() }])
  const isFiltered = filterNames.some((name) => filters[name] !== undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what opens is the newest search; rows need not render again for it
  const columns = useMemo(() => columnsOf((id) => open({ event: id })), [])
  return (
    <Frame
      title="Audit"
      purpose="Every act of every person and program, in an order that cannot be changed unseen."
      action={<VerifyButton verify={verify} />}
      strip={<State />}
    >
      <Verdict verify={verify} />
      <TrailFilters filters={filters} onChange={change} />
      <DataTable
        label="Audit events"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="No event is like that" icon="audit">
            {isFiltered ? 'Take a filter away to see more.' : 'The first act will stand here.'}
          </EmptyState>
        }
      />
      <Checkpoints />
      <EventDrawer
        eventId={eventId}
        known={list.rows.find(({ id }) => id === eventId)}
        onClose={() => open({ event: undefined })}
      />
    </Frame>
  )
}

function State() {
  const { data } = useQuery(checkpointsQuery)
  const [newest] = data?.data ?? []
  if (!newest) return null
  return (
    <StateStrip>
      <StateFact name="Sealed events">{newest.size.toLocaleString('en')}</StateFact>
      <StateFact name="Last sealed">
        <Time at={newest.at} />
      </StateFact>
      <StateFact name="Epoch">{newest.epoch}</StateFact>
    </StateStrip>
  )
}

const columnsOf = (open: (eventId: string) => void): readonly Column<AuditEvent>[] => [
  {
    title: 'Action',
    cell: ({ id, action }) => (
      <button type="button" className={styles.open} onClick={() => open(id)}>
        {action}
      </button>
    ),
  },
  {
    title: 'Who',
    width: '24%',
    cell: ({ actor, onBehalfOf }) => <Actor actor={{ ...actor, onBehalfOf }} />,
  },
  { title: 'To', width: '28%', cell: ({ target }) => <Target target={target} isPlain /> },
  {
    title: 'Outcome',
    width: '7.5rem',
    cell: ({ outcome }) => <Status word={outcomeWord(outcome)} says={outcome} />,
  },
  { title: 'When', width: '7.5rem', cell: ({ at }) => <Time at={at} /> },
]

function TrailFilters(props: { filters: Filters; onChange: (changes: Partial<Filters>) => void }) {
  const { filters, onChange } = props
  const may = useMay()
  const { data: members = [] } = useQuery({ ...membersQuery, enabled: may('members:read') })
  return (
    <FilterBar>
      <TextFilter
        label="Action, such as api_key.create"
        value={filters.action}
        onChange={(action) => onChange({ action })}
      />
      <ChoiceFilter
        label="By"
        value={filters.actorType}
        choices={actorTypes.map((type) => [type, actorKind(type)])}
        onChange={(actorType) => onChange({ actorType })}
      />
      <ChoiceFilter
        label="Person"
        value={filters.actorId}
        choices={members.map(({ id, name }) => [id, name])}
        onChange={(actorId) => onChange({ actorId })}
      />
      <TextFilter
        label="Id of what it was done to"
        value={filters.targetId}
        onChange={(targetId) => onChange({ targetId })}
      />
      <Day label="From" value={filters.from} onChange={(from) => onChange({ from })} />
      <Day label="To" value={filters.to} onChange={(to) => onChange({ to })} />
      <span className={styles.exports}>
        <Download href={exportPath(filters, 'ndjson')} words="NDJSON" />
        <Download href={exportPath(filters, 'csv')} words="CSV" />
      </span>
    </FilterBar>
  )
}

function Day(props: {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const { label, value, onChange } = props
  return (
    <TextInput
      size="xs"
      type="date"
      aria-label={label}
      leftSection={<span className={styles.day}>{label}</span>}
      leftSectionWidth={48}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  )
}

/** What is filtered, oldest first, as a file. */
function Download(props: { href: string; words: string }) {
  return (
    <Button
      component="a"
      href={props.href}
      download
      variant="default"
      size="xs"
      leftSection={<Icon name="down" size={14} />}
      aria-label={`Export as ${props.words}`}
    >
      {props.words}
    </Button>
  )
}
