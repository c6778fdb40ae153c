// Hostile requests to one operation: its good sample with one thing, or several, made wrong. Driven by a stream of numbers, so that
// fast-check owns the chance: a failure repeats by its seed.
export interface Sample {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface HostileRequest {
  /** With the query. */
  readonly path: string
  readonly body: string | Uint8Array | undefined
  readonly headers: Record<string, string>
}

const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Already encoded as they stand in a URL. No dot segments: a client resolves those away before it sends. */
const segments = [
  '%00',
  '%F0%9F%92%A9',
  '%ED%A0%80',
  '%ff%fe',
  '%',
  '%2e%2e%2fadmin',
  '%2F%2F',
  "'%20OR%201=1--",
  '%22%3E%3Cscript%3E',
  '__proto__',
  'constructor',
  'undefined',
  'null',
  'x'.repeat(79),
  'x'.repeat(3_000),
  'org_00000000000000000000000000',
  'conn_00000000000000000000000000',
  '%25%30%30',
  ';',
  '%20',
]

const queryValues = [
  '',
  '0',
  '-1',
  '101',
  '1e9',
  '1.5',
  'NaN',
  '0x10',
  ' 5',
  'true',
  '[]',
  '\u0000',
  '💩',
  "'; DROP TABLE runs; --",
  'x'.repeat(5_000),
  '9'.repeat(400),
  cursorOf(['zzz']),
  cursorOf([1]),
  cursorOf([1, 2]),
  cursorOf([-1, 1e21]),
  cursorOf(['a', 'b', 'c']),
  cursorOf({ id: 'x' }),
  cursorOf([null]),
  cursorOf([['deep']]),
  cursorOf(['\u0000']),
  '2026-13-45T00:00:00Z',
  '2026-01-01T00:00:00+99:99',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
]

const queryNames = [
  'limit',
  'cursor',
  'status',
  'state',
  'type',
  'since',
  'until',
  'actorId',
  'targetId',
  'eventId',
  'from',
  'to',
  'format',
  'connectionId',
  '__proto__',
  'constructor',
]

const nested = (depth: number, open: string, close: string) =>
  `${open.repeat(depth)}1${close.repeat(depth)}`

/** JSON texts, so that what no value can hold (1e400, duplicate names, lone surrogates) can be sent. */
const jsonValues = [
  'null',
  'true',
  '0',
  '-0',
  '1e400',
  '9007199254740993',
  '-1',
  '1.5',
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u202e\\u0007"',
  `"${'é'.repeat(200)}"`,
  `"${'x'.repeat(120_000)}"`,
  '[]',
  '[null]',
  '[[]]',
  '["*"]',
  '["__proto__"]',
  `[${'"custom.a",'.repeat(200)}"custom.b"]`,
  '{}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{}}}',
  '{"\\ud800":"\\ud800"}',
  '{"a":1,"a":2}',
  '{"toJSON":1,"then":1,"valueOf":1}',
  '"http://127.0.0.1/"',
  '"http://[::1]:1/"',
  '"https://169.254.169.254/latest"',
  '"https://user:secret@example.com/"',
  '"file:///etc/passwd"',
  '"javascript:alert(1)"',
  '"http://0x7f.1/"',
  '"2026-02-30T00:00:00Z"',
  nested(5_000, '[', ']'),
  nested(5_000, '{"a":', '}'),
]

const wholeBodies = [
  '',
  ' ',
  '{',
  '{"a":1}x',
  'nul',
  '[]',
  '"text"',
  'null',
  '42',
  "{'a':1}",
  '\ufeff{}',
  '{"a":\u0001}',
  nested(100_000, '[', ']'),
  `{"filler":"${'x'.repeat(600 * 1024)}"}`,
]

const types = [
  'application/json',
  'application/json; charset=utf-16',
  'application/json; charset=utf-8',
  'text/plain',
  'application/xml',
  'multipart/form-data; boundary=x',
  'application/json, text/plain',
  '/',
]

const headerChoices: Record<string, string>[] = [
  { 'idempotency-key': ' ' },
  { 'idempotency-key': 'x'.repeat(256) },
  { 'idempotency-key': 'with blank' },
  { 'idempotency-key': '__proto__' },
  { accept: 'text/event-stream' },
  { accept: '*/*;q=abc' },
  { 'accept-encoding': 'gzip;q=-1' },
  { 'content-encoding': 'gzip' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'x-forwarded-for': '127.0.0.1, <script>' },
  { 'x-http-method-override': 'DELETE' },
  { range: 'bytes=0-0' },
  { 'if-none-match': '*' },
  { cookie: '__Host-causeway=cws_garbage; a=b; =; ;' },
  { cookie: 'x'.repeat(4_000) },
  { 'x-request-id': 'forged' },
]

/** A request to the operation with at least one hostile part. */
export function hostileRequest(
  operation: { method: string; path: string },
  sample: Sample,
  picks: Iterator<number>,
): HostileRequest {
  const next = (): number => picks.next().value ?? 0
  const pick = <Item>(items: readonly Item[]): Item => items[next() % items.length] as Item
  const hasParams = Object.keys(sample.params ?? {}).length > 0
  const hasBody = sample.body !== undefined
  const wrongPath = hasParams && next() % 4 === 0
  const wrongQuery = next() % (operation.method === 'GET' ? 2 : 6) === 0
  const wrongBody = hasBody && (next() % 4 !== 0 || !(wrongPath || wrongQuery))

  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) =>
    wrongPath && next() % 2 === 0 ? pick(segments) : (sample.params?.[name] ?? ''),
  )
  const query = new URLSearchParams(sample.query)
  if (wrongQuery) query.set(pick(queryNames), pick(queryValues))
  const headers: Record<string, string> = {}
  if (next() % 3 === 0) Object.assign(headers, pick(headerChoices))
  if (hasBody) headers['content-type'] = next() % 8 === 0 ? pick(types) : 'application/json'
  const body = hasBody
    ? wrongBody
      ? spoiled(sample.body, next, pick)
      : text(sample.body)
    : undefined
  const search = query.toString()
  return { path: search === '' ? path : `${path}?${search}`, body, headers }
}

const text = (value: unknown) => JSON.stringify(value)

function spoiled(
  body: unknown,
  next: () => number,
  pick: <Item>(items: readonly Item[]) => Item,
): string | Uint8Array {
  const kind = next() % 10
  if (kind === 0) return pick(wholeBodies)
  if (kind === 1) return new Uint8Array([0x7b, 0xff, 0xfe, 0x00, 0x7d, next() % 256])
  const fields = Object.entries(body as Record<string, unknown>).map(
    ([name, value]) => [JSON.stringify(name), text(value)] as const,
  )
  const entries = new Map<string, string>(fields)
  const names = [...entries.keys()]
  if (kind === 2) entries.delete(pick(names))
  else if (kind === 3)
    entries.set(pick(['"__proto__"', '"constructor"', '"x"', '""']), pick(jsonValues))
  else entries.set(pick(names), pick(jsonValues))
  return `{${[...entries].map(([name, value]) => `${name}:${value}`).join(',')}}`
}
