// Every organization on this hub: its size and its standing. What it holds is its own.
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { useAct } from '../../kit/act.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import dialog from '../../kit/dialog.module.css'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { FilterBar, TextFilter, useFilters } from '../../kit/filters.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Page } from '../../kit/page.tsx'
import { Status, sentence } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import { type Organization, type PageOf, regions, withQuery } from './operator.ts'

const columns: readonly Column<Organization>[] = [
  { title: 'Name', cell: ({ name }) => name },
  {
    title: 'Standing',
    width: '8rem',
    cell: ({ suspendedAt }) => <Status word={suspendedAt ? 'suspended' : 'active'} />,
  },
  { title: 'Plan', width: '7rem', cell: ({ plan }) => sentence(plan) },
  { title: 'Region', width: '5rem', cell: ({ region }) => region.toUpperCase() },
  { title: 'Shard', width: '4rem', cell: ({ shard }) => shard },
  { title: 'Members', width: '6rem', align: 'end', cell: ({ members }) => members },
  {
    title: 'Connections',
    width: '9rem',
    cell: ({ connections }) =>
      connections.needsReconnect > 0
        ? `${connections.active}, ${connections.needsReconnect} broken`
        : connections.active,
  },
  { title: 'Since', width: '8rem', cell: ({ createdAt }) => <Time at={createdAt} /> },
]

export function OrganizationsPage() {
  const [{ query }, change] = useFilters(['query'])
  const [opened, setOpened] = useState(false)
  const list = usePages<Organization>(['operator', 'organizations', query ?? null], (cursor) =>
    ask<PageOf<Organization>>(
      'GET',
      withQuery('/operator/organizations', { limit: String(pageLimit), cursor, query }),
    ),
  )
  return (
    <Page
      title="Organizations"
      purpose="Who is on this hub: sizes and standing. What an organization holds is seen only while it consents."
      action={
        <Button leftSection={<Icon name="plus" />} onClick={() => setOpened(true)}>
          New organization
        </Button>
      }
    >
      <FilterBar>
        <TextFilter
          label="Find by name or id"
          value={query}
          onChange={(next) => change({ query: next })}
        />
      </FilterBar>
      <DataTable
        label="Organizations"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/console/organizations/${id}`}
        empty={
          <EmptyState title={query ? 'None by that name' : 'No organization yet'} icon="groups">
            {query
              ? 'Search by a part of the name, or the beginning of the id.'
              : 'Open the first one: its owner gets a letter with the way in.'}
          </EmptyState>
        }
      />
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title="New organization"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {opened && <NewOrganization onClose={() => setOpened(false)} />}
      </Modal>
    </Page>
  )
}

function NewOrganization(props: { onClose: () => void }) {
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { name: '', region: 'eu', owner: { name: '', email: '' } },
    validate: {
      name: (name) => (name.trim() === '' ? 'What is it called?' : null),
      owner: {
        name: (name) => (name.trim() === '' ? 'Who is its owner?' : null),
        email: (email) => (email.includes('@') ? null : 'The owner’s address at work.'),
      },
    },
  })
  const create = useAct(
    (values: typeof form.values) =>
      ask<{ organization: { id: string } }>('POST', '/operator/organizations', values),
    {
      isQuiet: true,
      renews: [['operator', 'organizations']],
      says: (_, { owner }) => `Opened. ${owner.email} gets a letter with the way in.`,
      onDone: ({ organization }) =>
        void navigate({ to: '/console/$', params: { _splat: `organizations/${organization.id}` } }),
    },
  )
  const unplaced = useProblem(form, create.problem, ['name', 'region', 'owner.name', 'owner.email'])
  return (
    <form
      className={dialog.body}
      onSubmit={form.onSubmit((values) => create.run(values))}
      noValidate
    >
      {create.problem && unplaced && <ErrorCard problem={create.problem} unplaced={unplaced} />}
      <TextInput label="Name" name="name" required data-autofocus {...form.getInputProps('name')} />
      <NativeSelect
        label="Region"
        description="Where its data lives. It is fixed from now on."
        name="region"
        data={regions.map((region) => ({ value: region, label: region.toUpperCase() }))}
        {...form.getInputProps('region')}
      />
      <TextInput
        label="Owner’s name"
        name="owner.name"
        required
        {...form.getInputProps('owner.name')}
      />
      <TextInput
        label="Owner’s address"
        name="owner.email"
        type="email"
        required
        {...form.getInputProps('owner.email')}
      />
      <div className={`${dialog.actions} ${dialog.end}`}>
        <Button variant="default" onClick={props.onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isRunning}>
          Open it
        </Button>
      </div>
    </form>
  )
}
