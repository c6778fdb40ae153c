// An example of an input, for snippets: what is required, each value as its help names it (“such as ACME”).
import type { Shape } from './shapes.ts'

/** A plausible value of the shape. */
export function exampleOf(shape: Shape, name = 'value'): unknown {
  if (shape.initial !== undefined && shape.initial !== null) return shape.initial
  switch (shape.kind) {
    case 'text':
      return textOf(shape.help, name, shape.format)
    case 'number':
      return shape.min ?? 1
    case 'truth':
      return true
    case 'choice':
      return shape.choices[0] ?? null
    case 'constant':
      return shape.value
    case 'list':
      return [exampleOf(shape.item(), name)]
    case 'variants':
      return shape.variants[0] ? exampleOf(shape.variants[0], name) : null
    case 'object':
      return Object.fromEntries(
        shape.fields
          .filter(({ isRequired }) => isRequired)
          .map((field) => [field.name, exampleOf(field.shape, field.name)]),
      )
    case 'json':
      return {}
  }
}

function textOf(help: string | null, name: string, format: string): string {
  const such = /such as ["“]?([^\s"”,;]+)/i.exec(help ?? '')?.[1]
  if (such) return such.replace(/[.:]$/, '')
  if (format === 'date') return '2026-12-01'
  if (format === 'time') return '2026-12-01T09:00:00Z'
  if (format === 'email') return 'you@acme.example'
  if (format === 'url') return 'https://acme.example'
  return name === 'jql' ? 'project = ACME' : '…'
}
