// Who is in a group: taken in by name, taken out by a button.
import { Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ask } from '../../hub/client.ts'
import { type Group, type Member, type PageOf, pathOf } from '../../hub/people.ts'
import { useMay } from '../../hub/permissions.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { useAct } from '../../kit/act.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { Section } from '../../kit/page.tsx'
import styles from './groups.module.css'

export function GroupMembers(props: { group: Group }) {
  const { group } = props
  const may = useMay()
  const mayWrite = may('members:write')
  const list = usePages<Member>(['groups', group.id, 'members'], (cursor) =>
    ask<PageOf<Member>>(
      'GET',
      pathOf(['groups', group.id, 'members'], { cursor, limit: pageLimit }),
    ),
  )
  const columns = useMemo<readonly Column<Member>[]>(
    () => [
      { title: 'Name', width: '30%', cell: ({ name }) => <Literal text={name} /> },
      { title: 'Address', cell: ({ email }) => <Literal text={email} /> },
      { title: 'Role', width: '7rem', cell: ({ roleName }) => roleName },
      ...(mayWrite
        ? [
            {
              title: 'Act',
              width: '7rem',
              cell: (member: Member) => <TakeOut group={group} member={member} />,
            },
          ]
        : []),
    ],
    [group, mayWrite],
  )
  return (
    <>
      {mayWrite && (
        <Section title="Take a member in">
          <TakeIn group={group} />
        </Section>
      )}
      <DataTable
        label="Members of the group"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/members/${id}`}
        empty={
          <EmptyState title="Nobody is in it yet" icon="groups">
            {mayWrite
              ? 'Take members in above. What is for this group alone, nobody can use until then.'
              : 'An admin can take members in.'}
          </EmptyState>
        }
      />
    </>
  )
}

/** Looked for by the hub, since an organization may have more members than a list shows. */
function TakeIn(props: { group: Group }) {
  const { group } = props
  const [typed, setTyped] = useState('')
  const [memberId, setMemberId] = useState<string | null>(null)
  const [looked] = useDebouncedValue(typed.trim(), 250)
  const { data: members } = useQuery({
    queryKey: ['members', 'search', looked],
    placeholderData: keepPreviousData,
    queryFn: async () =>
      (
        await ask<PageOf<Member>>(
          'GET',
          pathOf(['members'], { limit: 50, query: looked === '' ? null : looked }),
        )
      ).data,
  })
  const add = useAct(
    (id: string) => ask<Member>('POST', pathOf(['groups', group.id, 'members']), { memberId: id }),
    {
      renews: [['groups'], ['members']],
      says: ({ name }) => `${name} is in ${group.name}.`,
      onDone: () => {
        setMemberId(null)
        setTyped('')
      },
    },
  )
  const choices =
    members
      ?.filter(({ id, groupIds }) => id === memberId || !groupIds.includes(group.id))
      .map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` })) ?? []
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault()
        if (memberId) add.run(memberId)
      }}
    >
      <Select
        label="Member"
        placeholder="A name or an address"
        searchable
        data={choices}
        filter={({ options }) => options}
        value={memberId}
        searchValue={typed}
        nothingFoundMessage="Nobody else is called that"
        onChange={setMemberId}
        onSearchChange={(text) => setTyped(text)}
      />
      <Button type="submit" disabled={memberId === null} loading={add.isRunning}>
        Take in
      </Button>
    </form>
  )
}

function TakeOut(props: { group: Group; member: Member }) {
  const { group, member } = props
  const remove = useAct(() => ask('DELETE', pathOf(['groups', group.id, 'members', member.id])), {
    renews: [['groups'], ['members']],
    says: `${member.name} is no longer in ${group.name}.`,
  })
  return (
    <Button
      variant="default"
      size="compact-xs"
      loading={remove.isRunning}
      aria-label={`Take out ${member.name}`}
      onClick={() => remove.run()}
    >
      Take out
    </Button>
  )
}
