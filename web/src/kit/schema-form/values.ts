// The value behind a form made from a schema: what it begins as, how one place of it changes, and what is sent: nothing for an
// optional field that was left empty. Pure.
import type { Shape } from './shapes.ts'

export type Path = readonly (string | number)[]

/** Text that is meant as JSON and not read yet. */
export class JsonText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What a field begins as; undefined for none. `isRequired` objects begin open. */
export function initialOf(shape: Shape, isRequired: boolean): unknown {
  if (shape.initial !== undefined && shape.initial !== null) return shape.initial
  if (shape.kind === 'constant') return shape.value
  if (!isRequired) return undefined
  switch (shape.kind) {
    case 'object':
      return Object.fromEntries(
        shape.fields
          .map(({ name, shape: of, isRequired: must }) => [name, initialOf(of, must)] as const)
          .filter(([, value]) => value !== undefined),
      )
    case 'variants':
      return shape.variants[0] ? initialOf(shape.variants[0], true) : undefined
    case 'list':
      return []
    case 'truth':
      return false
    default:
      return undefined
  }
}

/** A copy of `value` with `next` at that place; undefined takes the place away. */
export function setAt(value: unknown, path: Path, next: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return next
  if (typeof step === 'number') {
    const list = Array.isArray(value) ? [...value] : []
    list[step] = setAt(list[step], rest, next)
    return list
  }
  const record: Record<string, unknown> =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  const inner = setAt(record[step], rest, next)
  if (inner === undefined) delete record[step]
  else record[step] = inner
  return record
}

export interface Refusal {
  readonly path: string
  readonly message: string
}

/** What is sent, and what is missing or cannot be read; `path` is dotted, as in the hub's refusals. */
export function outputOf(shape: Shape, value: unknown): { value: unknown; refusals: Refusal[] } {
  const refusals: Refusal[] = []
  const output = read(shape, value, '', refusals)
  return { value: output, refusals }
}

function read(shape: Shape, value: unknown, path: string, refusals: Refusal[]): unknown {
  const within = (step: string | number) => (path === '' ? `${step}` : `${path}.${step}`)
  if (value instanceof JsonText) {
    if (value.text.trim() === '') return undefined
    try {
      return JSON.parse(value.text)
    } catch {
      refusals.push({ path: path || 'body', message: 'This is not JSON.' })
      return undefined
    }
  }
  switch (shape.kind) {
    case 'text':
      return value === '' || value === undefined ? undefined : value
    case 'object': {
      const record = typeof value === 'object' && value !== null ? value : {}
      const entries = shape.fields.flatMap(({ name, shape: of, isRequired }) => {
        const given = (record as Record<string, unknown>)[name]
        const inner =
          given === undefined && !isRequired ? undefined : read(of, given, within(name), refusals)
        const isMissing = inner === undefined || (isRequired && isBlank(inner))
        if (
          isMissing &&
          isRequired &&
          !refusals.some((each) => each.path.startsWith(within(name)))
        ) {
          refusals.push({ path: within(name), message: 'Fill this in.' })
        }
        return inner === undefined ? [] : [[name, inner] as const]
      })
      return Object.fromEntries(entries)
    }
    case 'list': {
      if (!Array.isArray(value)) return value
      const item = shape.item()
      return value.map((each, index) => read(item, each, within(index), refusals) ?? '')
    }
    case 'variants': {
      const chosen = shape.variants[variantOf(shape.variants, value)]
      return chosen ? read(chosen, value, path, refusals) : value
    }
    default:
      return value
  }
}

const isBlank = (value: unknown) => typeof value === 'string' && value.trim() === ''

/** Which variant a value is of: the one whose constants it has, or whose kind fits; else the first. */
export function variantOf(variants: readonly Shape[], value: unknown): number {
  const at = variants.findIndex((variant) => {
    if (variant.kind === 'object') {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
      const record = value as Record<string, unknown>
      return variant.fields.every(
        ({ name, shape }) => shape.kind !== 'constant' || record[name] === shape.value,
      )
    }
    if (variant.kind === 'list') return Array.isArray(value)
    if (variant.kind === 'number') return typeof value === 'number'
    if (variant.kind === 'truth') return typeof value === 'boolean'
    return typeof value === 'string'
  })
  return Math.max(0, at)
}
