// A form for any action, made from the JSON Schema of its input: objects, lists, choices, unions, numbers, dates, long texts. The
// hub's refusals appear under the fields they name; what has no field, above the form.
import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Problem } from '../../hub/problem.ts'
import { ErrorCard } from '../error-card.tsx'
import { FieldView, type FormState } from './fields.tsx'
import styles from './schema-form.module.css'
import { shapeOf } from './shapes.ts'
import { initialOf, outputOf, setAt } from './values.ts'

export function SchemaForm(props: {
  schema: Readonly<Record<string, unknown>>
  /** Names the form for people who do not see it. */
  label: string
  submitLabel: string
  isRunning: boolean
  problem: Problem | null
  onSubmit: (value: Record<string, unknown>) => void
  /** Beside the submit button. */
  aside?: ReactNode
  /** Fields that are never shown as typed: passwords and tokens. Dotted paths. */
  secrets?: readonly string[]
}) {
  const { schema, problem, onSubmit, secrets = [] } = props
  const shape = useMemo(() => shapeOf(schema), [schema])
  const [value, setValue] = useState<unknown>(() => initialOf(shape, true))
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map())
  const form = useRef<HTMLFormElement>(null)
  const prefix = useId()
  useEffect(() => {
    if (problem)
      setRefusals(new Map(problem.errors.map(({ path, message }) => [path, words(message)])))
  }, [problem])
  // biome-ignore lint/correctness/useExhaustiveDependencies: when refusals come, the first refused field takes the focus
  useEffect(() => {
    const refused = form.current?.querySelector('[aria-invalid="true"]')
    if (refused instanceof HTMLElement) refused.focus()
  }, [refusals])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const output = outputOf(shape, value)
    setRefusals(new Map(output.refusals.map(({ path, message }) => [path, message])))
    if (output.refusals.length === 0) onSubmit(output.value as Record<string, unknown>)
  }
  const state: FormState = {
    prefix,
    refusals,
    secrets,
    change: (path, next) => setValue((before: unknown) => setAt(before, path, next)),
  }
  const shown = shape.kind === 'object' ? pathsOf(form.current) : []
  const unplaced = problem?.errors.filter(({ path }) => !shown.includes(path)) ?? []
  return (
    <form ref={form} className={styles.form} onSubmit={submit} aria-label={props.label} noValidate>
      {problem && (problem.errors.length === 0 || unplaced.length > 0) && (
        <ErrorCard problem={problem} unplaced={unplaced} />
      )}
      <FieldView
        shape={shape}
        path={[]}
        value={value}
        label=""
        isRequired={true}
        isWhole={true}
        state={state}
      />
      <div className={styles.foot}>
        <Button type="submit" loading={props.isRunning} size="sm">
          {props.submitLabel}
        </Button>
        {props.aside}
      </div>
    </form>
  )
}

const pathsOf = (form: HTMLFormElement | null) =>
  [...(form?.querySelectorAll('[data-path]') ?? [])].map((each) => each.getAttribute('data-path'))

/** The hub's words for a pattern are for programs; the field's own help stands beside it. */
function words(message: string): string {
  if (/must match pattern/.test(message)) return 'This does not have the form that is asked for.'
  if (/received undefined/.test(message)) return 'Fill this in.'
  return message.charAt(0).toUpperCase() + message.slice(1)
}
