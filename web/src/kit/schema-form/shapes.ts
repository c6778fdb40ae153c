// Reads a JSON Schema (draft 2020-12, as the catalogue gives for each action's input) as the shape of a form. What it does not know
// becomes a field for JSON text, so that every schema has a form; the hub's own validation decides in the end.
//
//   text · number · truth · choice · constant · object · list · variants · json

type Schema = Readonly<Record<string, unknown>>

interface Named {
  /** The schema's own title or description, for people. */
  readonly title: string | null
  readonly help: string | null
  readonly initial: unknown
  readonly isNullable: boolean
}

export interface Field {
  readonly name: string
  readonly isRequired: boolean
  readonly shape: Shape
}

export type Shape = Named &
  (
    | {
        readonly kind: 'text'
        readonly format: 'text' | 'date' | 'time' | 'email' | 'url'
        readonly isLong: boolean
        readonly lengthMax: number | null
      }
    | {
        readonly kind: 'number'
        readonly isWhole: boolean
        readonly min: number | null
        readonly max: number | null
      }
    | { readonly kind: 'truth' }
    | { readonly kind: 'choice'; readonly choices: readonly (string | number)[] }
    | { readonly kind: 'constant'; readonly value: unknown }
    | { readonly kind: 'object'; readonly fields: readonly Field[] }
    | { readonly kind: 'list'; readonly item: () => Shape; readonly countMax: number | null }
    | { readonly kind: 'variants'; readonly variants: readonly Shape[] }
    | { readonly kind: 'json' }
  )

/** A line is too short for texts that may be longer. */
const lineCharactersMax = 500
const depthMax = 12

/** The shape of a schema; `root` holds the `$defs` that it refers to. */
export function shapeOf(schema: Schema, root: Schema = schema, depth = 0): Shape {
  const resolved = resolve(schema, root)
  const { isNullable, schema: own } = withoutNull(resolved)
  const named: Named = {
    title: textOf(resolved.title) ?? textOf(own.title),
    help: textOf(resolved.description) ?? textOf(own.description),
    initial: 'default' in resolved ? resolved.default : own.default,
    isNullable,
  }
  if (depth > depthMax) return { ...named, kind: 'json' }
  if ('const' in own) return { ...named, kind: 'constant', value: own.const }
  if (Array.isArray(own.enum)) return { ...named, kind: 'choice', choices: choicesOf(own.enum) }
  const variants = alternativesOf(own)
  if (variants) {
    const shapes = variants.map((each) => shapeOf(each, root, depth + 1))
    const constants = shapes.flatMap((each) => (each.kind === 'constant' ? [each.value] : []))
    return constants.length === shapes.length
      ? { ...named, kind: 'choice', choices: choicesOf(constants) }
      : { ...named, kind: 'variants', variants: shapes }
  }
  switch (own.type) {
    case 'string':
      return { ...named, kind: 'text', ...textKind(own, named.help) }
    case 'integer':
    case 'number':
      return {
        ...named,
        kind: 'number',
        isWhole: own.type === 'integer',
        min: boundOf(own.minimum),
        max: boundOf(own.maximum),
      }
    case 'boolean':
      return { ...named, kind: 'truth' }
    case 'object':
      return isRecord(own.properties)
        ? { ...named, kind: 'object', fields: fieldsOf(own, root, depth) }
        : { ...named, kind: 'json' }
    case 'array': {
      const items = own.items
      if (!isRecord(items)) return { ...named, kind: 'json' }
      return {
        ...named,
        kind: 'list',
        item: () => shapeOf(items, root, depth + 1),
        countMax: boundOf(own.maxItems),
      }
    }
    default:
      return { ...named, kind: 'json' }
  }
}

function fieldsOf(schema: Schema, root: Schema, depth: number): Field[] {
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(isRecord(schema.properties) ? schema.properties : {}).flatMap(
    ([name, each]) =>
      isRecord(each)
        ? [{ name, isRequired: required.includes(name), shape: shapeOf(each, root, depth + 1) }]
        : [],
  )
}

function resolve(schema: Schema, root: Schema): Schema {
  const { $ref: reference, ...rest } = schema
  if (typeof reference !== 'string') return schema
  let at: unknown = root
  for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    at = isRecord(at) ? at[step] : undefined
  }
  return isRecord(at) ? { ...at, ...rest } : rest
}

/** `type: [T, null]` and `anyOf: [T, null]` are T that may be null. */
function withoutNull(schema: Schema): { schema: Schema; isNullable: boolean } {
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null')
    const isNullable = types.length < schema.type.length
    return { isNullable, schema: { ...schema, type: types.length === 1 ? types[0] : undefined } }
  }
  const alternatives = alternativesOf(schema)
  const others = alternatives?.filter((each) => each.type !== 'null')
  if (!alternatives || !others || others.length === alternatives.length) {
    return { schema, isNullable: false }
  }
  const { anyOf: _any, oneOf: _one, ...rest } = schema
  const [only] = others
  return {
    isNullable: true,
    schema: others.length === 1 && only ? { ...rest, ...only } : { ...rest, anyOf: others },
  }
}

function alternativesOf(schema: Schema): readonly Schema[] | null {
  const list = schema.anyOf ?? schema.oneOf
  return Array.isArray(list) ? list.filter(isRecord) : null
}

const formats = new Map<string, 'date' | 'time' | 'email' | 'url'>([
  ['date', 'date'],
  ['date-time', 'time'],
  ['email', 'email'],
  ['uri', 'url'],
])

function textKind(
  schema: Schema,
  help: string | null,
): Pick<Extract<Shape, { kind: 'text' }>, 'format' | 'isLong' | 'lengthMax'> {
  const lengthMax = boundOf(schema.maxLength)
  const format = formats.get(textOf(schema.format) ?? '') ?? 'text'
  const mayBreak = typeof schema.pattern !== 'string' || !schema.pattern.includes('\\r\\n')
  const isLong =
    format === 'text' &&
    mayBreak &&
    ((lengthMax ?? 0) > lineCharactersMax || /markdown/i.test(help ?? '')) &&
    !/cursor/i.test(help ?? '')
  return { format, isLong, lengthMax }
}

/** Bounds of a double's whole numbers say nothing. */
const boundOf = (value: unknown): number | null =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
const isRecord = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const choicesOf = (values: readonly unknown[]) =>
  values.filter((value) => typeof value === 'string' || typeof value === 'number')

/** A shape in a few words, for lists of fields. */
export function typeWords(shape: Shape): string {
  const suffix = shape.isNullable ? ' or null' : ''
  switch (shape.kind) {
    case 'text':
      return `${shape.format === 'text' ? 'text' : `text (${shape.format})`}${suffix}`
    case 'number':
      return `${shape.isWhole ? 'whole number' : 'number'}${suffix}`
    case 'truth':
      return `true or false${suffix}`
    case 'choice':
      return `${shape.choices.map(String).join(' | ')}${suffix}`
    case 'list':
      return `list of ${typeWords(shape.item())}${suffix}`
    case 'constant':
      return JSON.stringify(shape.value)
    case 'variants':
      return `${shape.variants.map(typeWords).join(' or ')}${suffix}`
    default:
      return `${shape.kind}${suffix}`
  }
}
