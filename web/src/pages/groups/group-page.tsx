// One group: who is in it, what it is used for, and what can be done with it.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { type Group, pathOf } from '../../hub/people.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { Id } from '../../kit/id.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Columns, Fact, Facts, Page as Frame, Section, Stacked } from '../../kit/page.tsx'
import { SkeletonBlock, SkeletonRows } from '../../kit/skeletons.tsx'
import { Time } from '../../kit/time.tsx'
import { GroupDialog } from './group-form.tsx'
import { GroupMembers } from './group-members.tsx'
import styles from './groups.module.css'
import { groupQuery, useUses } from './groups.ts'

export function Page() {
  const { groupId = '' } = useParams({ strict: false })
  const query = useQuery(groupQuery(groupId))
  const group = query.data
  return (
    <Frame
      title={group?.name ?? 'Group'}
      purpose={group?.description ?? 'Members under one name.'}
      back={{ to: '/groups', label: 'Groups' }}
    >
      {query.isError && !group && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonBlock height={320} />}
      {group && (
        <Columns>
          <Stacked>
            <GroupMembers group={group} />
          </Stacked>
          <Stacked>
            <UsedFor group={group} />
            <About group={group} />
          </Stacked>
        </Columns>
      )}
    </Frame>
  )
}

function UsedFor(props: { group: Group }) {
  const uses = useUses()?.(props.group.id)
  const isUnused = uses && uses.connections.length + uses.rules.length === 0
  return (
    <Section title="Used for">
      {!uses && <SkeletonRows count={2} />}
      {isUnused && (
        <p className={styles.faint}>
          Nothing yet. Open a <TextLink to="/connections">connection</TextLink> and choose who may
          use it, or name the group in a <TextLink to="/policies">rule</TextLink>.
        </p>
      )}
      {uses && !isUnused && (
        <ul className={styles.list}>
          {uses.connections.map(({ id, name }) => (
            <li key={id}>
              May use{' '}
              <TextLink to={`/connections/${id}`}>
                <Literal text={name} />
              </TextLink>
            </li>
          ))}
          {uses.rules.map(({ id, description }) => (
            <li key={id}>
              Rule{' '}
              <TextLink to="/policies">
                {description ? <Literal text={description} /> : id}
              </TextLink>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function About(props: { group: Group }) {
  const { group } = props
  const may = useMay()
  const [open, setOpen] = useState<'change' | 'delete' | null>(null)
  const close = () => setOpen(null)
  return (
    <Section title="About it">
      <Facts>
        <Fact name="Members">{group.memberCount}</Fact>
        <Fact name="Made">
          <Time at={group.createdAt} />
        </Fact>
        <Fact name="Id">
          <Id id={group.id} />
        </Fact>
      </Facts>
      {may('members:write') && (
        <div className={styles.acts}>
          <Button variant="default" size="xs" onClick={() => setOpen('change')}>
            Change
          </Button>
          <Button variant="default" color="red" size="xs" onClick={() => setOpen('delete')}>
            Delete
          </Button>
        </div>
      )}
      <GroupDialog opened={open === 'change'} group={group} onClose={close} />
      <DeleteGroup group={group} opened={open === 'delete'} onClose={close} />
    </Section>
  )
}

function DeleteGroup(props: { group: Group; opened: boolean; onClose: () => void }) {
  const { group, opened } = props
  const navigate = useNavigate()
  const remove = useAct(() => ask('DELETE', pathOf(['groups', group.id])), {
    isQuiet: true,
    says: 'The group is deleted.',
    renews: [['groups', 'list'], ['groups', 'choices'], ['members']],
    onDone: () => void navigate({ to: '/groups' }),
  })
  return (
    <ConfirmByName
      opened={opened}
      title="Delete the group"
      name={group.name}
      verb="Delete"
      isRunning={remove.isRunning}
      problem={remove.problem}
      onConfirm={() => remove.run()}
      onClose={() => {
        props.onClose()
        remove.reset()
      }}
    >
      <p>
        Its members stay in the organization. A group that a connection or a rule names cannot be
        deleted: change those first.
      </p>
    </ConfirmByName>
  )
}
