// The form of an endpoint, new or changed: address, events, and what few need beneath. Values of custom headers are never shown
// again, so a change keeps them unless they are replaced.
import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Problem } from '../../hub/problem.ts'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import type { Endpoint } from './endpoints.ts'
import { EventTypesField } from './event-types-field.tsx'
import { type HeaderRow, HeadersField } from './headers-field.tsx'
import styles from './webhooks.module.css'

/** What the hub takes, for making and for changing. */
export interface EndpointValues {
  readonly url: string
  readonly description: string | null
  readonly eventTypes: string[] | null
  readonly retryDelaysSeconds: number[] | null
  readonly headers?: Record<string, string>
}

const fields = ['url', 'description', 'eventTypes', 'headers', 'retryDelaysSeconds']

export function EndpointForm(props: {
  endpoint?: Endpoint
  verb: string
  isRunning: boolean
  problem: Problem | null
  onSubmit: (values: EndpointValues) => void
  onCancel: () => void
}) {
  const { endpoint, verb, isRunning, problem, onSubmit, onCancel } = props
  const form = useForm({
    initialValues: {
      url: endpoint?.url ?? '',
      description: endpoint?.description ?? '',
      eventTypes: (endpoint?.eventTypes ?? null) as string[] | null,
      retryDelaysSeconds: endpoint?.retryDelaysSeconds?.join(', ') ?? '',
      headers: null as HeaderRow[] | null,
    },
    validate: {
      url: (url) => (url.trim() === '' ? 'Where should events go?' : null),
      eventTypes: (types) => (types?.length === 0 ? 'Choose at least one, or every event.' : null),
      retryDelaysSeconds: (text) =>
        secondsOf(text).every(Number.isInteger) ? null : 'Whole seconds, with commas between.',
    },
  })
  const unplaced = useProblem(form, problem, fields)
  const submit = form.onSubmit((values) => {
    const delays = secondsOf(values.retryDelaysSeconds)
    onSubmit({
      url: values.url.trim(),
      description: values.description.trim() || null,
      eventTypes: values.eventTypes,
      retryDelaysSeconds: delays.length > 0 ? delays : null,
      ...(values.headers
        ? { headers: Object.fromEntries(values.headers.map(({ name, value }) => [name, value])) }
        : {}),
    })
  })
  return (
    <form className={dialog.body} onSubmit={submit} noValidate>
      {unplaced && problem && <ErrorCard problem={problem} unplaced={unplaced} />}
      <TextInput
        label="Address"
        description="https, on port 443 or 8443, reachable from the internet"
        placeholder="https://example.com/hooks/causeway"
        type="url"
        name="url"
        required
        data-autofocus
        {...form.getInputProps('url')}
      />
      <TextInput
        label="Name"
        description="What your team calls it"
        placeholder="CRM mirror"
        name="description"
        maxLength={500}
        {...form.getInputProps('description')}
      />
      <EventTypesField
        value={form.values.eventTypes}
        error={form.errors.eventTypes}
        onChange={(types) => form.setFieldValue('eventTypes', types)}
      />
      <details className={styles.more}>
        <summary>Headers and retries</summary>
        <div className={styles.form}>
          <HeadersField
            known={endpoint?.headers ?? null}
            rows={form.values.headers}
            error={form.errors.headers}
            onChange={(rows) => form.setFieldValue('headers', rows)}
          />
          <TextInput
            label="Waits before the next tries, in seconds"
            description="Without: ten tries over about three days"
            placeholder="5, 300, 1800"
            name="retryDelaysSeconds"
            {...form.getInputProps('retryDelaysSeconds')}
          />
        </div>
      </details>
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

/** “5, 300” as numbers; a part that is none is NaN. */
function secondsOf(text: string): number[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN))
}
