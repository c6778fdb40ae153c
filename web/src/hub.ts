// What the front page asks the hub: its health, and who is signed in. Answers are read field by
// field here, at the door, so that nothing behind it meets an unexpected shape.

/** One thing the hub depends on, with the one word that describes it. */
export type Dependency = {
  readonly name: string
  readonly word: string
  readonly tone: 'good' | 'fair' | 'poor'
  readonly detail: string | null
}

export type Health = {
  readonly ok: boolean
  readonly dependencies: readonly Dependency[]
  /** Where the pretend vendors are, on a developer's machine; null on a deployed hub. */
  readonly simulatorUrl: string | null
}

/** The actor who asks, as `GET /v1/me` tells it. */
export type Me = { readonly type: string; readonly email: string | null; readonly id: string }

const answerMsMax = 8_000

/** `GET /health`. Throws when the hub does not answer in eight seconds, or not with JSON. */
export async function readHealth(): Promise<Health> {
  const response = await ask('/health')
  const body = asRecord(await response.json())
  const named = asRecord(body.dependencies)
  return {
    ok: response.ok && body.status === 'ok',
    dependencies: Object.entries(named).map(([name, state]) => readDependency(name, state)),
    simulatorUrl: webUrl(body.simulatorUrl),
  }
}

/** `GET /v1/me` with the session cookie: null when nobody is signed in. Throws on other refusals. */
export async function readMe(): Promise<Me | null> {
  const response = await ask('/v1/me')
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`the hub answered ${response.status}`)
  const body = asRecord(await response.json())
  const { type, id, email, role } = body
  return {
    type: typeof role === 'string' ? role : typeof type === 'string' ? type : 'member',
    id: typeof id === 'string' ? id : '',
    email: typeof email === 'string' ? email : null,
  }
}

const ask = (path: string) =>
  fetch(path, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(answerMsMax),
  })

const goodWords = new Set(['set', 'ok', 'up', 'ready', 'healthy'])
const poorWords = new Set(['down', 'error', 'failed', 'failing', 'unavailable', 'missing'])

function readDependency(name: string, state: unknown): Dependency {
  const { status, detail } = asRecord(state)
  const said = typeof state === 'string' ? state : status
  const word = typeof said === 'string' ? said : 'unknown'
  const tone = goodWords.has(word) ? 'good' : poorWords.has(word) ? 'poor' : 'fair'
  return {
    name,
    word: word.replaceAll(/[-_]/g, ' '),
    tone,
    detail: typeof detail === 'string' ? detail : null,
  }
}

function webUrl(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null
  return /^https?:$/.test(new URL(value).protocol) ? value.replace(/\/$/, '') : null
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
