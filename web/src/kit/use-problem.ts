// Puts a refusal's field errors where they belong: under the fields of a @mantine/form form. What no field shows is left for the
// ErrorCard above the form.
import type { FormErrors } from '@mantine/form'
import { useEffect } from 'react'
import type { FieldProblem, Problem } from '../hub/problem.ts'

interface FormWithErrors {
  setErrors(errors: FormErrors): void
}

/**
 * `fields` are the dotted paths that the form shows. Returns the refusals without a place, null when every one has its field:
 * `{unplaced && <ErrorCard problem={problem} unplaced={unplaced} />}`.
 */
export function useProblem(
  form: FormWithErrors,
  problem: Problem | null,
  fields: readonly string[],
): readonly FieldProblem[] | null {
  const { setErrors } = form
  // biome-ignore lint/correctness/useExhaustiveDependencies: a problem is placed once, when it comes; the form's functions are new at each render
  useEffect(() => {
    if (!problem) return
    const placed = problem.errors.flatMap(({ path, message }) => {
      const field = fieldOf(path, fields)
      return field === undefined ? [] : [[field, sentenceOf(message)] as const]
    })
    setErrors(Object.fromEntries(placed.toReversed()))
    if (placed[0]) focusField(placed[0][0])
  }, [problem])
  if (!problem) return null
  const unplaced = problem.errors.filter(({ path }) => fieldOf(path, fields) === undefined)
  return problem.errors.length > 0 && unplaced.length === 0 ? null : unplaced
}

/** The field that shows a path: its own, or the one that it lies within (`eventTypes.0` under `eventTypes`). */
const fieldOf = (path: string, fields: readonly string[]) =>
  fields.find((field) => path === field) ?? fields.find((field) => path.startsWith(`${field}.`))

/** The hub's messages begin small, since they stand after a path in other places. */
export const sentenceOf = (message: string) => message.charAt(0).toUpperCase() + message.slice(1)

function focusField(path: string): void {
  const field = document.querySelector(
    `[name="${CSS.escape(path)}"], [data-path="${CSS.escape(path)}"]`,
  )
  if (field instanceof HTMLElement) field.focus()
}
