// Checks an exchange with a vendor against the vendor's own published API description (OpenAPI 3.0, kept outside this repository in
// `../shared/vendor-specs`). Both sides are checked: what a connector sent, and what a simulator answered. Where the folder is absent
// every exchange passes and `vendorSpecsAreHere` is false, so that tests can say so.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormatsModule from 'ajv-formats'

const folder = fileURLToPath(new URL('../../../shared/vendor-specs/', import.meta.url))
export const vendorSpecsAreHere = existsSync(folder)
if (!vendorSpecsAreHere)
  console.info('vendor API descriptions are not here: exchanges are not checked against them')

type Shape = Record<string, unknown>

export interface Exchange {
  /** File in `vendor-specs`, such as `jira.json`. */
  spec: string
  method: string
  /** The vendor's path, with or without the base path of its servers, without the query. */
  path: string
  query?: Record<string, unknown> | undefined
  requestBody?: unknown
  /** Default `application/json`. Form bodies are objects of strings. */
  requestType?: string | undefined
  /** Left out: only the request is checked. */
  status?: number
  responseBody?: unknown
}

interface Spec {
  paths: Record<string, Shape>
  components: Shape
  basePath: string
  strict: Ajv
  /** Reads numbers and booleans out of form text. */
  lenient: Ajv
  compiled: Map<string, ValidateFunction>
}

const specs = new Map<string, Spec>()

/**
 * Parts of answers whose published description is wrong, and so is not applied. Slack's response types are generated from samples: the
 * blocks in them know neither `header` nor `markdown` nor people in rich text, and a view has no id. The blocks an app sends are
 * checked in its requests, whose types are written by hand and right.
 */
const undescribed: Record<string, string[]> = { 'slack.json': ['blocks', 'view'] }

function withoutUndescribed(value: unknown, names: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutUndescribed(item, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !names.includes(name))
      .map(([name, inner]) => [name, withoutUndescribed(inner, names)]),
  )
}
const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void

function openSpec(file: string): Spec {
  const known = specs.get(file)
  if (known) return known
  const document = translate(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')), file) as {
    paths: Record<string, Shape>
    components: Shape
    servers?: { url: string }[]
  }
  const open = (coerceTypes: boolean) => {
    const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes, logger: false })
    addFormats(ajv)
    ajv.addSchema({ $id: file, components: document.components })
    return ajv
  }
  const server = document.servers?.[0]?.url ?? ''
  const basePath = URL.canParse(server) ? new URL(server).pathname.replace(/\/$/, '') : ''
  const spec = {
    paths: document.paths,
    components: document.components,
    basePath,
    strict: open(false),
    lenient: open(true),
    compiled: new Map(),
  }
  specs.set(file, spec)
  return spec
}

/** OpenAPI 3.0 schemas as JSON Schema: `nullable`, boolean `exclusiveMinimum`, and references made absolute. */
function translate(value: unknown, file: string): unknown {
  if (Array.isArray(value)) return value.map((item) => translate(item, file))
  if (typeof value !== 'object' || value === null) return value
  const shape: Shape = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'example' || key === 'default' ? inner : translate(inner, file),
    ]),
  )
  if (typeof shape.$ref === 'string' && shape.$ref.startsWith('#/'))
    shape.$ref = `${file}${shape.$ref}`
  for (const [bound, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (shape[bound] === true) shape[bound] = shape[limit]
    if (shape[bound] === false) delete shape[bound]
  }
  const isNullable = shape.nullable === true
  if (!isNullable) return shape
  delete shape.nullable
  if (
    typeof shape.type === 'string' &&
    shape.$ref === undefined &&
    shape.anyOf === undefined &&
    shape.oneOf === undefined &&
    shape.allOf === undefined
  ) {
    return {
      ...shape,
      type: [shape.type, 'null'],
      ...(Array.isArray(shape.enum) ? { enum: [...shape.enum, null] } : {}),
    }
  }
  return { anyOf: [shape, { type: 'null' }] }
}

/** What is wrong with the exchange, as sentences; empty when nothing is. Never throws for a bad exchange, throws for an absent spec file. */
export function validateExchange(exchange: Exchange): string[] {
  if (!vendorSpecsAreHere) return []
  const spec = openSpec(exchange.spec)
  const path = exchange.path.startsWith(`${spec.basePath}/`)
    ? exchange.path.slice(spec.basePath.length)
    : exchange.path
  const method = exchange.method.toLowerCase()
  const template = findTemplate(spec, path)
  if (template === null) return [`${exchange.spec} has no path ${path}`]
  const item = spec.paths[template] ?? {}
  // Slack's read methods answer GET with the same arguments in the query; the description lists POST alone.
  const isReadByGet = method === 'get' && item.get === undefined && item.post !== undefined
  const operation = (isReadByGet ? item.post : item[method]) as Shape | undefined
  if (!operation) return [`${exchange.spec} has no ${exchange.method} ${template}`]
  const where = `${exchange.method} ${template}`
  const asked = isReadByGet
    ? {
        ...exchange,
        requestBody: exchange.query ?? {},
        requestType: 'application/x-www-form-urlencoded',
      }
    : exchange
  const wrong = [...wrongRequest(spec, template, asked, operation, where)]
  if (!isReadByGet) wrong.push(...wrongQuery(spec, exchange.query, item, operation, where))
  if (exchange.status !== undefined)
    wrong.push(...wrongResponse(spec, template, exchange, operation, where))
  return wrong
}

function findTemplate(spec: Spec, path: string): string | null {
  const fits = Object.keys(spec.paths).filter((template) => {
    const pattern = template
      .replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replaceAll(/\{[^}]+\}/g, '[^/]+')
    return new RegExp(`^${pattern}$`).test(path)
  })
  const places = (template: string) => template.split('{').length
  return fits.sort((a, b) => places(a) - places(b))[0] ?? null
}

function resolve(spec: Spec, value: unknown): Shape {
  const shape = (value ?? {}) as Shape
  if (typeof shape.$ref !== 'string') return shape
  const steps = shape.$ref.slice(shape.$ref.indexOf('#/') + 2).split('/')
  return steps.reduce<unknown>((at, step) => (at as Shape | undefined)?.[step], {
    components: spec.components,
  }) as Shape
}

function check(
  spec: Spec,
  key: string,
  schema: unknown,
  value: unknown,
  isForm: boolean,
): string[] {
  const id = `${key} ${isForm}`
  const validate =
    spec.compiled.get(id) ?? (isForm ? spec.lenient : spec.strict).compile(schema as Shape)
  spec.compiled.set(id, validate)
  if (validate(isForm ? structuredClone(value) : value)) return []
  // Errors of the branches of `anyOf` come by the dozen: the first few say enough.
  return (validate.errors ?? [])
    .slice(0, 6)
    .map(
      (error) =>
        `${key}: ${error.instancePath || '/'} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
    )
}

function wrongRequest(
  spec: Spec,
  template: string,
  exchange: Exchange,
  operation: Shape,
  where: string,
): string[] {
  const described = resolve(spec, operation.requestBody)
  const type = exchange.requestType?.split(';')[0]?.trim() ?? 'application/json'
  const content = (described.content ?? {}) as Record<string, { schema?: unknown }>
  if (exchange.requestBody === undefined || exchange.requestBody === null)
    return described.required === true ? [`${where}: a body is required`] : []
  if (Object.keys(content).length === 0) return [`${where}: takes no body`]
  const media = content[type]
  if (!media) return [`${where}: does not take ${type}`]
  const isForm = type === 'application/x-www-form-urlencoded'
  return check(
    spec,
    `${exchange.method} ${template} request ${type}`,
    media.schema,
    isForm ? readForm(exchange.requestBody) : exchange.requestBody,
    isForm,
  )
}

/** Objects travel in forms as JSON text. */
function readForm(body: unknown): unknown {
  const fields = body as Record<string, unknown>
  const read = (value: unknown) => {
    if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
    try {
      return JSON.parse(value) as unknown
    } catch {
      return value
    }
  }
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, read(value)]))
}

function wrongQuery(
  spec: Spec,
  query: Record<string, unknown> | undefined,
  item: Shape,
  operation: Shape,
  where: string,
): string[] {
  const listed = [
    ...((item.parameters ?? []) as unknown[]),
    ...((operation.parameters ?? []) as unknown[]),
  ].map((parameter) => resolve(spec, parameter))
  const inQuery = listed.filter((parameter) => parameter.in === 'query')
  const unknown = Object.keys(query ?? {}).filter(
    (name) => !inQuery.some((parameter) => parameter.name === name),
  )
  const absent = inQuery.filter(
    (parameter) => parameter.required === true && query?.[String(parameter.name)] === undefined,
  )
  return [
    ...unknown.map((name) => `${where}: unknown query parameter ${name}`),
    ...absent.map((parameter) => `${where}: query parameter ${String(parameter.name)} is required`),
  ]
}

function wrongResponse(
  spec: Spec,
  template: string,
  exchange: Exchange,
  operation: Shape,
  where: string,
): string[] {
  const responses = (operation.responses ?? {}) as Shape
  const described = responses[String(exchange.status)] ?? responses.default
  if (!described) return [`${where}: status ${exchange.status} is not described`]
  const content = (resolve(spec, described).content ?? {}) as Record<string, { schema?: unknown }>
  const schema = content['application/json']?.schema
  if (schema === undefined) return []
  return check(
    spec,
    `${exchange.method} ${template} ${exchange.status}`,
    schema,
    withoutUndescribed(exchange.responseBody, undescribed[exchange.spec] ?? []),
    false,
  )
}
