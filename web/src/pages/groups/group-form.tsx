// The dialog that makes a group, or changes its name and description.
import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { ask } from '../../hub/client.ts'
import { type Group, pathOf } from '../../hub/people.ts'
import { useAct } from '../../kit/act.ts'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { useProblem } from '../../kit/use-problem.ts'

const fields = ['name', 'description']

/** Without `group` it makes one. */
export function GroupDialog(props: {
  opened: boolean
  group?: Group
  onClose: () => void
  onDone?: (group: Group) => void
}) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.group ? 'Change the group' : 'New group'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {props.opened && <GroupForm {...props} />}
    </Modal>
  )
}

function GroupForm(props: Parameters<typeof GroupDialog>[0]) {
  const { group, onClose, onDone } = props
  const form = useForm({
    initialValues: { name: group?.name ?? '', description: group?.description ?? '' },
    validate: { name: (name) => (name.trim() === '' ? 'What is it called?' : null) },
  })
  const save = useAct(
    ({ name, description }: typeof form.values) =>
      ask<Group>(group ? 'PATCH' : 'POST', pathOf(group ? ['groups', group.id] : ['groups']), {
        name: name.trim(),
        description: description.trim() || null,
      }),
    {
      isQuiet: true,
      renews: [['groups']],
      says: group ? 'Saved.' : ({ name }) => `${name} is there. Take members in.`,
      onDone: (saved) => {
        onClose()
        onDone?.(saved)
      },
    },
  )
  const unplaced = useProblem(form, save.problem, fields)
  return (
    <form className={dialog.body} onSubmit={form.onSubmit((values) => save.run(values))} noValidate>
      {unplaced && save.problem && <ErrorCard problem={save.problem} unplaced={unplaced} />}
      <TextInput
        label="Name"
        name="name"
        placeholder="Finance"
        maxLength={80}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea
        label="What it is for"
        name="description"
        placeholder="May use the ledger; payments need an approval."
        maxLength={500}
        autosize={false}
        rows={3}
        {...form.getInputProps('description')}
      />
      <div className={`${dialog.actions} ${dialog.end}`}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isRunning}>
          {group ? 'Save' : 'Make the group'}
        </Button>
      </div>
    </form>
  )
}
