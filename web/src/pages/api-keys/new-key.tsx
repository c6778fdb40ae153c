// The dialog that makes a key: a name, how far it reaches, until when; then the key itself, this one time, with how to use it.
import { Button, Modal, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { holds, useMe } from '../../hub/permissions.ts'
import { type Act, useAct } from '../../kit/act.ts'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { PermissionPicker } from '../../kit/permission-picker.tsx'
import { Secret } from '../../kit/secret.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Snippet } from '../../kit/snippet.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import styles from './api-keys.module.css'
import { permissionsQuery } from './api-keys.ts'
import { keySnippet } from './snippets.ts'

interface NewApiKey {
  readonly name: string
  readonly scopes: string[]
  readonly expiresAt: string | null
}

export function NewKey(props: { opened: boolean; onClose: () => void }) {
  const { opened } = props
  const create = useAct((body: NewApiKey) => told(hub.POST('/v1/api-keys', { body })), {
    isQuiet: true,
    renews: [['api-keys']],
  })
  const onClose = () => {
    props.onClose()
    create.reset()
  }
  const made = create.result
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={made ? `The key “${made.name}” is ready` : 'New key'}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={false}
    >
      {made ? (
        <div className={dialog.body}>
          <Secret name="API key" secret={made.key}>
            Keep it where your program’s secrets are, as CAUSEWAY_KEY.
          </Secret>
          <Snippet label="Ask with curl" text={keySnippet('curl')} />
          <Snippet label="Ask with the SDK" text={keySnippet('sdk')} />
          <div className={`${dialog.actions} ${dialog.end}`}>
            <Button onClick={onClose}>Done</Button>
          </div>
        </div>
      ) : (
        opened && <NewKeyForm create={create} onCancel={onClose} />
      )}
    </Modal>
  )
}

const dayMs = 86_400_000
const ends = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: 'own', label: 'on a day of your choice' },
  { value: 'never', label: 'never' },
]
const fields = ['name', 'scopes', 'expiresAt']

function NewKeyForm(props: { create: Act<NewApiKey, unknown>; onCancel: () => void }) {
  const { create, onCancel } = props
  const me = useMe()
  const { data: permissions } = useQuery(permissionsQuery)
  const offered = permissions?.filter(
    ({ permission, peopleOnly }) => !peopleOnly && holds(me.scopes, permission),
  )
  const mayAll = permissions?.every(
    ({ permission, peopleOnly }) => peopleOnly || holds(me.scopes, permission),
  )
  const form = useForm({
    initialValues: {
      name: '',
      reach: 'some',
      scopes: [] as string[],
      end: '90',
      day: dayText(Date.now() + 90 * dayMs),
    },
    validate: {
      name: (name) => (name.trim() === '' ? 'Say which program it is for.' : null),
      scopes: (scopes, { reach }) =>
        reach === 'some' && scopes.length === 0 ? 'Tick at least one.' : null,
    },
  })
  const unplaced = useProblem(form, create.problem, fields)
  const submit = form.onSubmit(({ name, reach, scopes, end, day }) =>
    create.run({
      name: name.trim(),
      scopes: reach === 'all' ? ['*'] : scopes,
      expiresAt: expiryOf(end, day),
    }),
  )
  return (
    <form className={dialog.body} onSubmit={submit} noValidate>
      {unplaced && create.problem && <ErrorCard problem={create.problem} unplaced={unplaced} />}
      <div className={styles.pair}>
        <TextInput
          label="Name"
          placeholder="Deploy pipeline"
          name="name"
          maxLength={120}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <NativeSelect
          label="Ends"
          data={ends}
          {...form.getInputProps('end')}
          error={form.values.end === 'own' ? null : form.errors.expiresAt}
        />
        {form.values.end === 'own' && (
          <TextInput
            label="Last day"
            type="date"
            name="expiresAt"
            required
            {...form.getInputProps('day')}
            error={form.errors.expiresAt}
          />
        )}
      </div>
      {mayAll && (
        <Radio.Group label="Reach" {...form.getInputProps('reach')}>
          <div className={styles.either}>
            <Radio value="some" label="Only what it needs" />
            <Radio value="all" label="Everything that a program may have" />
          </div>
        </Radio.Group>
      )}
      {form.values.reach === 'some' &&
        (offered ? (
          <PermissionPicker
            permissions={offered}
            value={form.values.scopes}
            onChange={(scopes) => form.setFieldValue('scopes', scopes)}
          />
        ) : (
          <SkeletonBlock height={240} />
        ))}
      {form.errors.scopes && (
        <p className={styles.error} role="alert">
          {form.errors.scopes}
        </p>
      )}
      <div className={`${dialog.actions} ${dialog.end} ${styles.foot}`}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isRunning}>
          Make the key
        </Button>
      </div>
    </form>
  )
}

/** A day as the field wants it, in the reader's zone. */
function dayText(ms: number): string {
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** The end as the hub takes it: a day lasts until its midnight where the reader is. A day that is none is refused by the hub. */
function expiryOf(end: string, day: string): string | null {
  if (end === 'never') return null
  if (end !== 'own') return new Date(Date.now() + Number(end) * dayMs).toISOString()
  const last = new Date(`${day}T23:59:59`)
  return Number.isNaN(last.getTime()) ? day : last.toISOString()
}
