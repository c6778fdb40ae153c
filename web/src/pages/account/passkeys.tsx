// Your passkeys: made in this browser, named, removed. The browser's part is loaded when it is used.
import { Button, Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { deviceWords } from '../../hub/device.ts'
import { type PageOf, pathOf } from '../../hub/people.ts'
import { type Problem, problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import dialog from '../../kit/dialog.module.css'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Section } from '../../kit/page.tsx'
import { makePasskey, type Passkey, passkeyProblemOf } from '../../kit/passkey.ts'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Time } from '../../kit/time.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import styles from './account.module.css'

const passkeysQuery = queryOptions({
  queryKey: ['me', 'passkeys'],
  queryFn: async () =>
    (await ask<PageOf<Passkey>>('GET', pathOf(['me', 'passkeys'], { limit: 100 }))).data,
})

export function Passkeys() {
  const { data, error, isPending } = useQuery(passkeysQuery)
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button
      size="xs"
      leftSection={<Icon name="passkey" size={14} />}
      onClick={() => setAdding(true)}
    >
      Add a passkey
    </Button>
  )
  return (
    <Section title="Passkeys" aside={data && data.length > 0 && add} flush={data?.length === 0}>
      {isPending && <SkeletonRows count={1} />}
      {error && <ErrorCard problem={problemOf(error)} />}
      {data?.length === 0 && (
        <EmptyState title="Sign in without waiting for a letter" icon="passkey">
          A passkey lives in your device or password manager, and opens by your finger, face or PIN.
          It cannot be phished.
          {add}
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <ul className={styles.list}>
          {data.map((passkey) => (
            <Row key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {data?.length === 1 && (
        <p className={styles.faint}>
          Add a second one on another device, and losing this one costs nothing.
        </p>
      )}
      <Modal
        opened={isAdding}
        onClose={() => setAdding(false)}
        title="Add a passkey"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {isAdding && <Adding onClose={() => setAdding(false)} />}
      </Modal>
    </Section>
  )
}

function Adding(props: { onClose: () => void }) {
  const make = useAct(
    async (name: string) => {
      try {
        return await makePasskey(name)
      } catch (thrown) {
        throw passkeyProblemOf(thrown)
      }
    },
    {
      isQuiet: true,
      renews: [passkeysQuery.queryKey],
      says: 'The passkey is yours. Use it at the next sign-in.',
      onDone: props.onClose,
    },
  )
  return (
    <NameForm
      name={deviceWords(navigator.userAgent)}
      verb="Go on"
      problem={make.problem}
      isRunning={make.isRunning}
      onSubmit={make.run}
      onCancel={props.onClose}
    >
      <p>Name it so that you know it again. Then your browser asks where to keep it.</p>
    </NameForm>
  )
}

function NameForm(props: {
  name: string
  verb: string
  problem: Problem | null
  isRunning: boolean
  onSubmit: (name: string) => void
  onCancel: () => void
  children?: React.ReactNode
}) {
  const { verb, problem, isRunning, onSubmit, onCancel, children } = props
  const form = useForm({
    initialValues: { name: props.name },
    validate: { name: (name) => (name.trim() === '' ? 'What is it called?' : null) },
  })
  const unplaced = useProblem(form, problem, ['name'])
  return (
    <form
      className={dialog.body}
      noValidate
      onSubmit={form.onSubmit(({ name }) => onSubmit(name.trim()))}
    >
      {children}
      {unplaced && problem && <ErrorCard problem={problem} unplaced={unplaced} />}
      <TextInput
        label="Name"
        name="name"
        maxLength={80}
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <div className={`${dialog.actions} ${dialog.end}`}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={isRunning}>
          {verb}
        </Button>
      </div>
    </form>
  )
}

function Row(props: { passkey: Passkey }) {
  const { passkey } = props
  const { id, name } = passkey
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null)
  const close = () => setOpen(null)
  const options = { isQuiet: true, renews: [passkeysQuery.queryKey], onDone: close }
  const path = pathOf(['me', 'passkeys', id])
  const rename = useAct((next: string) => ask<Passkey>('PATCH', path, { name: next }), {
    ...options,
    says: 'Renamed.',
  })
  const remove = useAct(() => ask('DELETE', path), {
    ...options,
    says: `${name} no longer signs you in.`,
  })
  return (
    <li className={styles.row}>
      <Icon name="passkey" />
      <div className={styles.words}>
        <strong>
          <Literal text={name} />
        </strong>
        <span className={styles.faint}>
          Added <Time at={passkey.createdAt} />, last used <Time at={passkey.lastUsedAt} />
          {passkey.backedUp ? '; kept by your passkey manager' : '; on this one device only'}
        </span>
      </div>
      <div className={styles.acts}>
        <Button
          variant="default"
          size="xs"
          aria-label={`Rename ${name}`}
          onClick={() => setOpen('rename')}
        >
          Rename
        </Button>
        <Button
          variant="default"
          color="red"
          size="xs"
          aria-label={`Remove ${name}`}
          onClick={() => setOpen('remove')}
        >
          Remove
        </Button>
      </div>
      <Modal
        opened={open === 'rename'}
        onClose={close}
        title="Rename the passkey"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {open === 'rename' && (
          <NameForm
            name={name}
            verb="Rename"
            problem={rename.problem}
            isRunning={rename.isRunning}
            onSubmit={rename.run}
            onCancel={close}
          />
        )}
      </Modal>
      <ConfirmByName
        opened={open === 'remove'}
        title="Remove the passkey"
        name={name}
        verb="Remove"
        isRunning={remove.isRunning}
        problem={remove.problem}
        onConfirm={() => remove.run()}
        onClose={() => {
          close()
          remove.reset()
        }}
      >
        <p>It signs you in nowhere any more. Remove it from your device or manager too.</p>
      </ConfirmByName>
    </li>
  )
}
