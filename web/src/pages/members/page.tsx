// Members: who belongs, by name, role and group, and who is invited.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { groupsQuery, type Member, type PageOf, pathOf, rolesQuery } from '../../hub/people.ts'
import { useMay, useMe } from '../../hub/permissions.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { ChoiceFilter, FilterBar, TextFilter, useFilters } from '../../kit/filters.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Page as Frame, StateFact, StateStrip } from '../../kit/page.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import { Invitations } from './invitations.tsx'
import { Invite } from './invite.tsx'
import styles from './members.module.css'
import { openInvitationsQuery } from './members.ts'

const columns: readonly Column<Member>[] = [
  { title: 'Name', cell: ({ id, name }) => <Name id={id} name={name} /> },
  { title: 'Address', width: '30%', cell: ({ email }) => <Literal text={email} /> },
  {
    title: 'Role',
    width: '9rem',
    cell: ({ role, roleName }) => <RoleWord {...{ role, roleName }} />,
  },
  { title: 'Groups', width: '9rem', cell: ({ groupIds }) => <GroupNames ids={groupIds} /> },
  { title: 'Seen', width: '7rem', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
]

function Name(props: { id: string; name: string }) {
  const me = useMe()
  return (
    <>
      <Literal text={props.name} />
      {props.id === me.id && ' (you)'}
    </>
  )
}

function RoleWord(props: { role: string; roleName: string }) {
  const isLeading = props.role === 'owner' || props.role === 'admin'
  return <Status word={props.role} says={props.roleName} tone={isLeading ? 'good' : 'quiet'} />
}

function GroupNames(props: { ids: readonly string[] }) {
  const { data: groups } = useQuery({ ...groupsQuery, enabled: props.ids.length > 0 })
  const names = props.ids.map((id) => groups?.find((group) => group.id === id)?.name ?? 'a group')
  if (names.length === 0) return <span className={styles.faint}>none</span>
  return <span title={names.join(', ')}>{names.join(', ')}</span>
}

export function Page() {
  const may = useMay()
  const [isInviting, setInviting] = useState(false)
  const [{ query, role, groupId }, change] = useFilters(['query', 'role', 'groupId'])
  const list = usePages<Member>(['members', 'list', query, role, groupId], (cursor) =>
    ask<PageOf<Member>>(
      'GET',
      pathOf(['members'], { query, role, groupId, cursor, limit: pageLimit }),
    ),
  )
  const { data: roles } = useQuery(rolesQuery)
  const { data: groups } = useQuery(groupsQuery)
  const { data: invitations } = useQuery(openInvitationsQuery)
  const mayInvite = may('members:write')
  usePaletteActions(mayInvite ? [{ label: 'Invite a member', run: () => setInviting(true) }] : [])
  const isFiltered = query !== undefined || role !== undefined || groupId !== undefined
  const waiting = invitations?.filter(({ status }) => status === 'pending').length ?? 0
  return (
    <Frame
      title="Members"
      purpose="The people of your organization: each has one role, and is in any number of groups."
      action={
        mayInvite && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setInviting(true)}>
            Invite a member
          </Button>
        )
      }
      strip={
        list.rows.length > 0 &&
        !isFiltered && (
          <StateStrip>
            <StateFact name="Members">
              {list.rows.length}
              {list.hasMore && '+'}
            </StateFact>
            <StateFact name="Owners">
              {list.rows.filter((member) => member.role === 'owner').length}
            </StateFact>
            <StateFact name="Admins">
              {list.rows.filter((member) => member.role === 'admin').length}
            </StateFact>
            <StateFact name="Seen this week">{list.rows.filter(seenThisWeek).length}</StateFact>
            <StateFact name="Invited">
              {waiting === 0 ? '0' : <Status word="pending" says={String(waiting)} />}
            </StateFact>
          </StateStrip>
        )
      }
    >
      <Invitations />
      <FilterBar>
        <TextFilter
          label="Name or address"
          value={query}
          onChange={(value) => change({ query: value })}
        />
        <ChoiceFilter
          label="Role"
          value={role}
          choices={roles?.map(({ id, name }) => [id, name] as const) ?? []}
          onChange={(value) => change({ role: value })}
        />
        {groups && groups.length > 0 && (
          <ChoiceFilter
            label="Group"
            value={groupId}
            choices={groups.map(({ id, name }) => [id, name] as const)}
            onChange={(value) => change({ groupId: value })}
          />
        )}
      </FilterBar>
      <DataTable
        label="Members"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/members/${id}`}
        empty={
          <EmptyState title="Nobody is like that" icon="members">
            Choose another role or group, or look for another name.
          </EmptyState>
        }
      />
      <Invite opened={isInviting} onClose={() => setInviting(false)} />
    </Frame>
  )
}

const weekMs = 7 * 86_400_000

const seenThisWeek = ({ lastSeenAt }: Member) =>
  lastSeenAt !== null && Date.now() - Date.parse(lastSeenAt) < weekMs
