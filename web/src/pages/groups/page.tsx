// Groups: members under one name, so that a connection or a rule can be for them alone.
import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { type Group, type PageOf, pathOf } from '../../hub/people.ts'
import { useMay } from '../../hub/permissions.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Page as Frame, StateFact, StateStrip } from '../../kit/page.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import { GroupDialog } from './group-form.tsx'
import styles from './groups.module.css'
import { useUses } from './groups.ts'

const columns: readonly Column<Group>[] = [
  { title: 'Group', width: '22%', cell: ({ name }) => <Literal text={name} /> },
  {
    title: 'For',
    cell: ({ description }) =>
      description ? <Literal text={description} /> : <span className={styles.faint}>not said</span>,
  },
  { title: 'Members', width: '6rem', align: 'end', cell: ({ memberCount }) => memberCount },
  { title: 'Used by', width: '14rem', cell: ({ id }) => <UsedBy groupId={id} /> },
  { title: 'Made', width: '7rem', cell: ({ createdAt }) => <Time at={createdAt} /> },
]

function UsedBy(props: { groupId: string }) {
  const uses = useUses()?.(props.groupId)
  if (!uses) return <span className={styles.faint}>…</span>
  const { connections, rules } = uses
  if (connections.length + rules.length === 0) return <Status word="unused" says="Nothing yet" />
  return (
    <Status
      word="ok"
      says={`${counted(connections.length, 'connection')}, ${counted(rules.length, 'rule')}`}
    />
  )
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

export function Page() {
  const may = useMay()
  const navigate = useNavigate()
  const [isMaking, setMaking] = useState(false)
  const list = usePages<Group>(['groups', 'list'], (cursor) =>
    ask<PageOf<Group>>('GET', pathOf(['groups'], { cursor, limit: pageLimit })),
  )
  const mayWrite = may('members:write')
  usePaletteActions(mayWrite ? [{ label: 'Make a group', run: () => setMaking(true) }] : [])
  const make = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      New group
    </Button>
  )
  return (
    <Frame
      title="Groups"
      purpose="Members under one name, so that a connection or a rule can be for them alone."
      action={mayWrite && list.rows.length > 0 && make}
      strip={
        list.rows.length > 0 && (
          <StateStrip>
            <StateFact name="Groups">{list.rows.length}</StateFact>
            <StateFact name="Largest">
              {Math.max(...list.rows.map(({ memberCount }) => memberCount))} members
            </StateFact>
            <StateFact name="Empty">
              {list.rows.filter(({ memberCount }) => memberCount === 0).length}
            </StateFact>
          </StateStrip>
        )
      }
    >
      <DataTable
        label="Groups"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/groups/${id}`}
        empty={
          <EmptyState
            title="Everybody is treated alike"
            icon="groups"
            snippet={{
              label: 'Who is in which group, from a program',
              text: `curl ${location.origin}/v1/groups -H "Authorization: Bearer $CAUSEWAY_KEY"`,
            }}
          >
            Make a group of some members. Then choose it on a connection, and only they can use it;
            or in a rule, and it speaks of them alone.
            {mayWrite && make}
          </EmptyState>
        }
      />
      <GroupDialog
        opened={isMaking}
        onClose={() => setMaking(false)}
        onDone={({ id }) => void navigate({ to: `/groups/${id}` })}
      />
    </Frame>
  )
}
