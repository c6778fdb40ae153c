// Who may use a connection: every member, or some groups. Owners and admins see it anyway, to manage it.
import type { operations } from '@causeway/sdk'
import { Button, Checkbox, Modal, Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { TextLink } from '../../kit/links.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import type { Connection } from './connection.ts'

type Group =
  operations['listGroups']['responses'][200]['content']['application/json']['data'][number]

const groupsMax = 100
const groupsOf = () => told(hub.GET('/v1/groups', { params: { query: { limit: groupsMax } } }))

export function Audience(props: { connection: Connection; mayChange: boolean }) {
  const { connection, mayChange } = props
  const [isOpen, setOpen] = useState(false)
  const may = useMay()
  const groups = useQuery({
    queryKey: ['groups', 'newest'],
    queryFn: groupsOf,
    enabled: may('members:read') && (isOpen || connection.audience != null),
  })
  if (connection.memberId !== null) return <>one person’s own account</>
  const names = connection.audience?.groupIds.map(
    (id) => groups.data?.data.find((group) => group.id === id)?.name ?? 'a group',
  )
  return (
    <>
      {names ? names.join(', ') : 'every member'}{' '}
      {mayChange && (
        <Button variant="subtle" size="compact-xs" onClick={() => setOpen(true)}>
          Change
        </Button>
      )}
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={`Who may use ${connection.name}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {groups.error && <ErrorCard problem={problemOf(groups.error)} />}
        {groups.isPending && <SkeletonRows count={3} />}
        {isOpen && groups.data && (
          <Choose connection={connection} groups={groups.data.data} onDone={() => setOpen(false)} />
        )}
      </Modal>
    </>
  )
}

function Choose(props: { connection: Connection; groups: readonly Group[]; onDone: () => void }) {
  const { connection, groups, onDone } = props
  const [isEveryone, setEveryone] = useState(connection.audience == null)
  const [chosen, setChosen] = useState<readonly string[]>(connection.audience?.groupIds ?? [])
  const act = useAct(
    () =>
      told(
        hub.PATCH('/v1/connections/{connectionId}', {
          params: { path: { connectionId: connection.id } },
          body: { audience: isEveryone ? null : { groupIds: [...chosen] } },
        }),
      ),
    { isQuiet: true, renews: [['connections']], says: 'Changed.', onDone },
  )
  return (
    <form
      className={dialog.body}
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      {act.problem && <ErrorCard problem={act.problem} />}
      <Radio
        name="audience"
        label="Every member"
        checked={isEveryone}
        onChange={() => setEveryone(true)}
      />
      <Radio
        name="audience"
        label="Members of these groups"
        description="For all others it does not exist. Owners and admins still see it, to manage it."
        checked={!isEveryone}
        onChange={() => setEveryone(false)}
      />
      {!isEveryone && (
        <Checkbox.Group label="Groups" value={[...chosen]} onChange={(next) => setChosen(next)}>
          {groups.map(({ id, name, memberCount }) => (
            <Checkbox
              key={id}
              value={id}
              mt="xs"
              label={name}
              description={`${memberCount} ${memberCount === 1 ? 'member' : 'members'}`}
            />
          ))}
        </Checkbox.Group>
      )}
      {!isEveryone && groups.length === 0 && (
        <p>
          There are no groups yet. <TextLink to="/groups">Make one first</TextLink>.
        </p>
      )}
      <div className={dialog.actions}>
        <Button type="submit" loading={act.isRunning} disabled={!isEveryone && chosen.length === 0}>
          Save
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
