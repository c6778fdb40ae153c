// The organization's own client at a vendor: its id in the clear, its secrets for the vault, which are never shown again. A field left
// empty on a change is refused rather than guessed: an app is kept whole.
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Section } from '../../kit/page.tsx'
import { Time } from '../../kit/time.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import styles from './setup.module.css'
import type { Setup } from './setups.ts'

export function AppForm(props: { setup: Setup }) {
  const { setup } = props
  const { connector, fields, app } = setup
  const mayWrite = useMay()('connectors:write')
  const isOwn = app.source === 'organization'
  const keep = useAct(
    (body: Record<string, string>) =>
      told(
        hub.POST('/v1/connector-setups/{connector}/app', { params: { path: { connector } }, body }),
      ),
    { isQuiet: true, renews: [['setups']], says: 'Kept. The secrets are in the vault.' },
  )
  const form = useForm<Record<string, string>>({
    initialValues: Object.fromEntries(fields.map(({ name }) => [name, app.fields[name] ?? ''])),
    validate: Object.fromEntries(
      fields
        .filter(({ required }) => required)
        .map(({ name, label }) => [
          name,
          (value: string) => (value.trim() === '' ? `${label} is needed.` : null),
        ]),
    ),
  })
  const unplaced = useProblem(
    form,
    keep.problem,
    fields.map(({ name }) => name),
  )
  if (!mayWrite) {
    return (
      <Section title="The app">
        <p className={styles.quiet}>An owner or admin brings the app’s id and secret here.</p>
      </Section>
    )
  }
  const submit = form.onSubmit((values) =>
    keep.run(Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))),
  )
  return (
    <Section
      title={isOwn ? 'Your app' : 'Bring your own app'}
      aside={
        isOwn && (
          <>
            Kept <Time at={app.updatedAt} />
          </>
        )
      }
    >
      <form className={dialog.body} onSubmit={submit} noValidate>
        {keep.problem && unplaced && <ErrorCard problem={keep.problem} unplaced={unplaced} />}
        {fields.map(({ name, label, secret, required, help }) => {
          const Field = secret ? PasswordInput : TextInput
          return (
            <Field
              key={name}
              name={name}
              label={label}
              description={
                secret && isOwn ? `${help} In the vault; enter it again to change it.` : help
              }
              required={required}
              autoComplete="off"
              spellCheck={false}
              {...form.getInputProps(name)}
            />
          )
        })}
        <div className={`${dialog.actions} ${dialog.end}`}>
          {isOwn && <Remove setup={setup} />}
          <Button type="submit" loading={keep.isRunning}>
            {isOwn ? 'Replace' : 'Keep in the vault'}
          </Button>
        </div>
      </form>
    </Section>
  )
}

function Remove(props: { setup: Setup }) {
  const { connector, name } = props.setup
  const [opened, setOpened] = useState(false)
  const remove = useAct(
    () =>
      told(hub.DELETE('/v1/connector-setups/{connector}/app', { params: { path: { connector } } })),
    {
      isQuiet: true,
      renews: [['setups'], ['connections']],
      says: 'Removed.',
      onDone: () => setOpened(false),
    },
  )
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Remove
      </Button>
      <ConfirmByName
        opened={opened}
        title={`Remove your ${name} app`}
        name={name}
        verb="Remove"
        isRunning={remove.isRunning}
        problem={remove.problem}
        onConfirm={() => remove.run(undefined)}
        onClose={() => setOpened(false)}
      >
        Its secrets are destroyed here. Connections that were made through it need to be
        reconnected.
      </ConfirmByName>
    </>
  )
}
