// The dialog that invites a person: their address, a role, groups. They get a letter with a link for seven days.
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { groupsQuery, pathOf } from '../../hub/people.ts'
import { useAct } from '../../kit/act.ts'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import styles from './members.module.css'
import type { Invitation } from './members.ts'
import { RoleField } from './role-field.tsx'

const fields = ['email', 'name', 'role', 'groupIds']

export function Invite(props: { opened: boolean; onClose: () => void }) {
  const { opened, onClose } = props
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Invite a member"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened && <InviteForm onClose={onClose} />}
    </Modal>
  )
}

function InviteForm(props: { onClose: () => void }) {
  const { onClose } = props
  const { data: groups } = useQuery(groupsQuery)
  const form = useForm({
    initialValues: { email: '', name: '', role: 'member', groupIds: [] as string[] },
    validate: {
      email: (email) => (/^\S+@\S+$/.test(email.trim()) ? null : 'Whose address is it?'),
    },
  })
  const invite = useAct(
    (values: typeof form.values) =>
      ask<Invitation>('POST', pathOf(['invitations']), {
        email: values.email.trim(),
        role: values.role,
        ...(values.name.trim() ? { name: values.name.trim() } : {}),
        ...(values.groupIds.length > 0 ? { groupIds: values.groupIds } : {}),
      }),
    {
      isQuiet: true,
      renews: [['invitations']],
      says: ({ email }) => `A letter is on its way to ${email}.`,
      onDone: onClose,
    },
  )
  const unplaced = useProblem(form, invite.problem, fields)
  return (
    <form
      className={dialog.body}
      onSubmit={form.onSubmit((values) => invite.run(values))}
      noValidate
    >
      {unplaced && invite.problem && <ErrorCard problem={invite.problem} unplaced={unplaced} />}
      <TextInput
        label="Address at work"
        type="email"
        name="email"
        autoComplete="off"
        placeholder="sam@company.example"
        required
        data-autofocus
        {...form.getInputProps('email')}
      />
      <TextInput
        label="Name"
        description="They can change it"
        name="name"
        autoComplete="off"
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <RoleField
        label="Role"
        value={form.values.role}
        error={form.errors.role}
        onChange={(role) => form.setFieldValue('role', role)}
      />
      {groups && groups.length > 0 && (
        <Checkbox.Group
          label="Groups"
          value={form.values.groupIds}
          error={form.errors.groupIds}
          onChange={(ids) => form.setFieldValue('groupIds', ids)}
        >
          <div className={styles.choices}>
            {groups.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={<Literal text={name} />} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <p className={styles.faint}>The link in the letter works once, for seven days.</p>
      <div className={`${dialog.actions} ${dialog.end}`}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={invite.isRunning}>
          Send the invitation
        </Button>
      </div>
    </form>
  )
}
