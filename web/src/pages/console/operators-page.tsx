// Who runs this hub: people with a way in of their own, so that the log says who did what.
import { Button, Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Page, Section } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Time } from '../../kit/time.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import styles from './console.module.css'
import { type ListedOperator, operatorQuery, type PageOf } from './operator.ts'

export function OperatorsPage() {
  const [opened, setOpened] = useState(false)
  const me = useQuery(operatorQuery).data
  const list = useQuery({
    queryKey: ['operator', 'operators'],
    queryFn: () => ask<PageOf<ListedOperator>>('GET', '/operator/operators'),
  })
  return (
    <Page
      title="Operators"
      purpose="Who runs this hub. Each comes in by a letter to an address of their own, and each act is in the operator log."
      action={
        <Button leftSection={<Icon name="plus" />} onClick={() => setOpened(true)}>
          Add an operator
        </Button>
      }
    >
      {list.isError && (
        <ErrorCard problem={problemOf(list.error)} onRetry={() => void list.refetch()} />
      )}
      <Section title="Operators" flush>
        {list.isPending && <SkeletonRows count={2} />}
        <ul className={styles.people}>
          {list.data?.data.map((operator) => (
            <li key={operator.id}>
              <span className={styles.who}>
                <strong>{operator.name}</strong>
                <span className={styles.quiet}>
                  {operator.email} · since <Time at={operator.createdAt} />
                </span>
              </span>
              {operator.id === me?.id ? (
                <span className={styles.quiet}>You</span>
              ) : (
                <Remove operator={operator} />
              )}
            </li>
          ))}
        </ul>
      </Section>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title="Add an operator"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {opened && <Add onClose={() => setOpened(false)} />}
      </Modal>
    </Page>
  )
}

function Add(props: { onClose: () => void }) {
  const form = useForm({
    initialValues: { name: '', email: '' },
    validate: {
      name: (name) => (name.trim() === '' ? 'Who is it?' : null),
      email: (email) => (email.includes('@') ? null : 'Their address at work.'),
    },
  })
  const add = useAct((values: typeof form.values) => ask('POST', '/operator/operators', values), {
    isQuiet: true,
    renews: [['operator', 'operators']],
    says: (_, { email }) => `Added. ${email} gets a letter with the way in.`,
    onDone: props.onClose,
  })
  const unplaced = useProblem(form, add.problem, ['name', 'email'])
  return (
    <form className={dialog.body} onSubmit={form.onSubmit((values) => add.run(values))} noValidate>
      {add.problem && unplaced && <ErrorCard problem={add.problem} unplaced={unplaced} />}
      <TextInput label="Name" name="name" required data-autofocus {...form.getInputProps('name')} />
      <TextInput
        label="Address"
        name="email"
        type="email"
        required
        {...form.getInputProps('email')}
      />
      <div className={`${dialog.actions} ${dialog.end}`}>
        <Button variant="default" onClick={props.onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isRunning}>
          Add
        </Button>
      </div>
    </form>
  )
}

function Remove(props: { operator: ListedOperator }) {
  const { id, name } = props.operator
  const [opened, setOpened] = useState(false)
  const remove = useAct(() => ask('DELETE', `/operator/operators/${id}`), {
    isQuiet: true,
    renews: [['operator', 'operators']],
    says: `${name} is no operator any more.`,
    onDone: () => setOpened(false),
  })
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        Remove
      </Button>
      <ConfirmByName
        opened={opened}
        title={`Remove ${name}`}
        name={name}
        verb="Remove"
        isRunning={remove.isRunning}
        problem={remove.problem}
        onConfirm={() => remove.run(undefined)}
        onClose={() => setOpened(false)}
      >
        Their sessions end at once. What they did stays in the log.
      </ConfirmByName>
    </>
  )
}
