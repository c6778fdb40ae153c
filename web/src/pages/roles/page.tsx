// Roles: what each may, as one table; and roles of the organization's own, made of the same permissions.
import { Button, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { mayGive, pathOf, permissionsQuery, type Role, rolesQuery } from '../../hub/people.ts'
import { useMay, useMe } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { Icon } from '../../kit/icons.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Page as Frame, Section, StateFact, StateStrip } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import { Matrix } from './matrix.tsx'
import { RoleDialog } from './role-form.tsx'
import styles from './roles.module.css'

export function Page() {
  const may = useMay()
  const roles = useQuery(rolesQuery)
  const permissions = useQuery(permissionsQuery)
  const [isMaking, setMaking] = useState(false)
  const [withSystems, setWithSystems] = useState(false)
  const mayWrite = may('members:write')
  usePaletteActions(mayWrite ? [{ label: 'Make a role', run: () => setMaking(true) }] : [])
  const error = roles.error ?? permissions.error
  const own = roles.data?.filter(({ builtIn }) => !builtIn) ?? []
  const make = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      New role
    </Button>
  )
  return (
    <Frame
      title="Roles"
      purpose="What each role may. Every member has one; nobody gives a role that holds more than their own."
      action={mayWrite && make}
      strip={
        roles.data && (
          <StateStrip>
            <StateFact name="Built in">{roles.data.length - own.length}</StateFact>
            <StateFact name="Your own">{own.length}</StateFact>
            <StateFact name="Permissions">{permissions.data?.length ?? '…'}</StateFact>
          </StateStrip>
        )
      }
    >
      {error && <ErrorCard problem={problemOf(error)} onRetry={() => void roles.refetch()} />}
      {(roles.isPending || permissions.isPending) && <SkeletonBlock height={420} />}
      {roles.data && (
        <Section title="Your own roles">
          {own.length === 0 && (
            <p className={styles.faint}>
              None yet. The built-in ones fit most teams; make one of your own for people who need
              some of a role only, as support that may read runs but run nothing.
            </p>
          )}
          {own.length > 0 && (
            <ul className={styles.list}>
              {own.map((role) => (
                <OwnRole key={role.id} role={role} />
              ))}
            </ul>
          )}
        </Section>
      )}
      {roles.data && permissions.data && (
        <Section
          title="Who may what"
          aside={
            <Switch
              size="xs"
              label="Single systems too"
              checked={withSystems}
              onChange={(event) => setWithSystems(event.currentTarget.checked)}
            />
          }
          flush
        >
          <Matrix roles={roles.data} permissions={permissions.data} withSystems={withSystems} />
        </Section>
      )}
      <RoleDialog opened={isMaking} onClose={() => setMaking(false)} />
    </Frame>
  )
}

function OwnRole(props: { role: Role }) {
  const { role } = props
  const may = useMay()
  const me = useMe()
  const [open, setOpen] = useState<'change' | 'delete' | null>(null)
  const close = () => setOpen(null)
  const remove = useAct(() => ask('DELETE', pathOf(['roles', role.id])), {
    isQuiet: true,
    renews: [['roles']],
    says: `The role ${role.name} is deleted.`,
    onDone: close,
  })
  const count = role.permissions.length
  return (
    <li className={styles.role}>
      <div className={styles.words}>
        <strong>
          <Literal text={role.name} />
        </strong>
        <span className={styles.faint}>
          {role.description && (
            <>
              <Literal text={role.description} /> ·{' '}
            </>
          )}
          {count} {count === 1 ? 'permission' : 'permissions'} ·{' '}
          <TextLink to="/members" search={{ role: role.id }}>
            who has it
          </TextLink>
        </span>
      </div>
      {may('members:write') && mayGive(me, role) && (
        <div className={styles.acts}>
          <Button
            variant="default"
            size="xs"
            aria-label={`Change ${role.name}`}
            onClick={() => setOpen('change')}
          >
            Change
          </Button>
          <Button
            variant="default"
            color="red"
            size="xs"
            aria-label={`Delete ${role.name}`}
            onClick={() => setOpen('delete')}
          >
            Delete
          </Button>
        </div>
      )}
      <RoleDialog opened={open === 'change'} role={role} onClose={close} />
      <ConfirmByName
        opened={open === 'delete'}
        title="Delete the role"
        name={role.name}
        verb="Delete"
        isRunning={remove.isRunning}
        problem={remove.problem}
        onConfirm={() => remove.run()}
        onClose={() => {
          close()
          remove.reset()
        }}
      >
        <p>This cannot be undone. A role that a member, an invitation or a rule has stays.</p>
      </ConfirmByName>
    </li>
  )
}
