// The operator log: who did what to which organization, newest first. Nothing can be taken out of it here.
import { ask } from '../../hub/client.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page } from '../../kit/page.tsx'
import { Time } from '../../kit/time.tsx'
import { type OperatorEvent, type PageOf, withQuery } from './operator.ts'

const columns: readonly Column<OperatorEvent>[] = [
  { title: 'What', cell: ({ action }) => action },
  { title: 'To', cell: ({ targetId }) => targetId ?? '—' },
  { title: 'Details', cell: ({ values }) => detailsOf(values) },
  { title: 'Who', width: '12rem', cell: ({ operatorId }) => operatorId },
  { title: 'When', width: '8rem', cell: ({ at }) => <Time at={at} /> },
]

const detailsOf = (values: OperatorEvent['values']) =>
  Object.entries(values)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ')

export function EventsPage() {
  const list = usePages<OperatorEvent>(['operator', 'events'], (cursor) =>
    ask<PageOf<OperatorEvent>>(
      'GET',
      withQuery('/operator/events', { limit: String(pageLimit), cursor }),
    ),
  )
  return (
    <Page
      title="Operator log"
      purpose="What operators did, newest first. What was done to an organization stands in its own audit trail too."
    >
      <DataTable
        label="The operator log"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState title="Nothing was done yet">It begins with the first act.</EmptyState>}
      />
    </Page>
  )
}
