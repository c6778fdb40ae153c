// The dialog that makes a role, or changes one: a name, and its permissions by what they let people do. What the maker does not
// hold is shown, and cannot be chosen.
import { Button, Checkbox, Modal, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { pathOf, permissionsQuery, type Role } from '../../hub/people.ts'
import { useMay } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import { groupsOf } from './permissions.ts'
import styles from './roles.module.css'

const fields = ['name', 'description', 'permissions']

/** Without `role` it makes one. */
export function RoleDialog(props: { opened: boolean; role?: Role; onClose: () => void }) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={props.role ? 'Change the role' : 'New role'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {props.opened && <RoleForm {...props} />}
    </Modal>
  )
}

function RoleForm(props: Parameters<typeof RoleDialog>[0]) {
  const { role, onClose } = props
  const form = useForm({
    initialValues: {
      name: role?.name ?? '',
      description: role?.description ?? '',
      permissions: [...(role?.permissions ?? ['organization:read'])],
    },
    validate: {
      name: (name) => (name.trim() === '' ? 'What is it called?' : null),
      permissions: (chosen) => (chosen.length === 0 ? 'Choose at least one.' : null),
    },
  })
  const save = useAct(
    ({ name, description, permissions }: typeof form.values) =>
      ask<Role>(role ? 'PATCH' : 'POST', pathOf(role ? ['roles', role.id] : ['roles']), {
        name: name.trim(),
        description: description.trim() || null,
        permissions,
      }),
    {
      isQuiet: true,
      renews: [['roles'], ['members'], ['me']],
      says: ({ name }) => (role ? 'Saved.' : `The role ${name} is there. Give it to members.`),
      onDone: onClose,
    },
  )
  const unplaced = useProblem(form, save.problem, fields)
  const chosen = form.values.permissions
  return (
    <form className={dialog.body} onSubmit={form.onSubmit((values) => save.run(values))} noValidate>
      {unplaced && save.problem && <ErrorCard problem={save.problem} unplaced={unplaced} />}
      <TextInput
        label="Name"
        name="name"
        placeholder="Support"
        maxLength={80}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea
        label="Whom it is for"
        name="description"
        placeholder="Looks into what went wrong; changes nothing."
        maxLength={500}
        rows={2}
        {...form.getInputProps('description')}
      />
      <Picker
        chosen={chosen}
        onChange={(permissions) => form.setFieldValue('permissions', permissions)}
      />
      {form.errors.permissions && (
        <p className={styles.error} role="alert">
          {form.errors.permissions}
        </p>
      )}
      <div className={`${dialog.actions} ${dialog.end}`}>
        <span className={styles.faint}>{chosen.length} chosen</span>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isRunning}>
          {role ? 'Save' : 'Make the role'}
        </Button>
      </div>
    </form>
  )
}

function Picker(props: { chosen: readonly string[]; onChange: (chosen: string[]) => void }) {
  const { chosen, onChange } = props
  const may = useMay()
  const { data: permissions } = useQuery(permissionsQuery)
  const flip = (permission: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, permission] : chosen.filter((each) => each !== permission))
  return groupsOf(permissions ?? []).map((group) => (
    <details
      key={group.name}
      className={styles.group}
      open={group.name !== 'Single systems' || undefined}
    >
      <summary>
        {group.name}{' '}
        <span className={styles.faint}>
          {group.permissions.filter(({ permission }) => chosen.includes(permission)).length} of{' '}
          {group.permissions.length}
        </span>
      </summary>
      <div className={styles.choices} data-path="permissions">
        {group.permissions.map(({ permission, description }) => (
          <Checkbox
            key={permission}
            size="xs"
            label={description}
            description={<code>{permission}</code>}
            checked={chosen.includes(permission)}
            disabled={!may(permission) && !chosen.includes(permission)}
            onChange={(event) => flip(permission, event.currentTarget.checked)}
          />
        ))}
      </div>
    </details>
  ))
}
