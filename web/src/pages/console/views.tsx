// An organization's own lists, to read, while it consents. What is shown is asked for one list at a time: each look is an entry in
// the operator log and in the organization's own audit trail.
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { usePages } from '../../hub/use-pages.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Section } from '../../kit/page.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import styles from './console.module.css'
import { type PageOf, type WholeOrganization, withQuery } from './operator.ts'

type Row = Readonly<Record<string, unknown>>

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const when = (name: string): Column<Row> => ({
  title: 'When',
  width: '8rem',
  cell: (row) => <Time at={text(row[name]) || null} />,
})
const state = (name: string): Column<Row> => ({
  title: 'State',
  width: '9rem',
  cell: (row) => <Status word={text(row[name])} />,
})
const plain = (title: string, name: string, width?: string): Column<Row> => ({
  title,
  cell: (row) => text(row[name]),
  ...(width ? { width } : {}),
})

const views = {
  connections: [
    plain('Name', 'name'),
    plain('Connector', 'connector', '9rem'),
    state('status'),
    when('createdAt'),
  ],
  runs: [
    plain('Action', 'action'),
    plain('Connector', 'connector', '9rem'),
    state('state'),
    when('startedAt'),
  ],
  deliveries: [
    plain('Event', 'eventId'),
    plain('Reason', 'reason', '10rem'),
    state('status'),
    when('createdAt'),
  ],
  'audit-events': [plain('Action', 'action'), state('outcome'), when('at')],
  members: [
    plain('Name', 'name'),
    plain('Address', 'email'),
    plain('Role', 'role', '9rem'),
    when('createdAt'),
  ],
} satisfies Record<string, readonly Column<Row>[]>

type View = keyof typeof views

const titles: Readonly<Record<View, string>> = {
  connections: 'Connections',
  runs: 'Runs',
  deliveries: 'Deliveries',
  'audit-events': 'Audit',
  members: 'Members',
}

export function Views(props: { organization: WholeOrganization }) {
  const { consent } = props.organization
  const [view, setView] = useState<View | null>(null)
  if (consent === null) {
    return (
      <Section title="What it holds">
        <EmptyState title="Not yours to see" icon="approvals">
          The organization has not consented. Its owner can, for some hours, under Settings →
          Operator access.
        </EmptyState>
      </Section>
    )
  }
  return (
    <Section
      title="What it holds"
      aside={
        <>
          Consent ends <Time at={consent.expiresAt} />
        </>
      }
    >
      <p className={styles.watched}>
        <Icon name="read" size={16} /> Each look is written in the operator log and in the
        organization’s own audit trail.
      </p>
      <SegmentedControl
        aria-label="Which list"
        value={view ?? ''}
        onChange={(next) => setView(next as View)}
        data={Object.entries(titles).map(([value, label]) => ({ value, label }))}
      />
      {view && <List key={view} view={view} organizationId={props.organization.id} />}
    </Section>
  )
}

function List(props: { view: View; organizationId: string }) {
  const { view, organizationId } = props
  const list = usePages<Row>(['operator', 'view', organizationId, view], (cursor) =>
    ask<PageOf<Row>>(
      'GET',
      withQuery(`/operator/organizations/${organizationId}/view/${view}`, { cursor }),
    ),
  )
  return (
    <DataTable
      label={titles[view]}
      list={list}
      columns={views[view]}
      rowKey={(row) => text(row.id)}
      empty={<EmptyState title="Nothing there">The list is empty.</EmptyState>}
    />
  )
}
