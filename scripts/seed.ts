// Seeds a local hub through its real doors: one organization with two people, Jira connected with
// an API token and Slack by OAuth, as a person would. What is done is noted in `seed.json` as soon
// as it is done, so a start that was killed half-way goes on where it stopped and seeds nothing twice.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allowSlack } from './start/slack-consent.ts'
import { type Urls, writePrivate } from './start/state.ts'

export type Seeded = {
  readonly organizationId: string
  readonly apiKey: string
  /** Signs a browser in as the owner, once. */
  readonly signInUrl: string
}

type Progress = {
  idempotencyKey: string
  organizationId?: string
  apiKey?: string
  complete?: boolean
}

const owner = { email: 'dana@acme.example', name: 'Dana Reyes' }
const member = { email: 'lee@acme.example', name: 'Lee Park', role: 'member' }
const requestMsMax = 60_000

/**
 * Brings the organization about, or finds it, and makes a new sign-in link for its owner.
 * Throws with the door's own answer when one refuses.
 */
export async function seed(state: string, urls: Urls, operatorSecret: string): Promise<Seeded> {
  const notePath = join(state, 'seed.json')
  const operator = client(urls.hub, operatorSecret)
  let progress = readProgress(notePath)
  const note = (more: Partial<Progress>) => {
    progress = { ...progress, ...more }
    writePrivate(notePath, JSON.stringify(progress))
  }
  if (progress.apiKey === undefined || !(await isKeyGood(urls, progress.apiKey))) {
    note({
      ...(await createOrganization(operator, progress.idempotencyKey, note)),
      complete: false,
    })
  }
  const { organizationId, apiKey } = progress
  if (organizationId === undefined || apiKey === undefined) throw new Error('no organization')
  if (!progress.complete) {
    await addMember(operator, organizationId)
    await connectVendors(urls, apiKey)
    note({ complete: true })
  }
  const link = await operator('POST', '/operator/sign-in-links', {
    organizationId,
    email: owner.email,
  })
  const signInUrl = text(expectStatus(link, [200, 201]).body, 'url')
  return { organizationId, apiKey, signInUrl }
}

/** Asks the hub to settle what a killed process left undone. Only where no other process runs. */
export async function wake(urls: Urls, operatorSecret: string): Promise<void> {
  expectStatus(
    await client(urls.hub, operatorSecret)('POST', '/operator/wake', { restarted: true }),
    [200, 202, 204],
  )
}

async function createOrganization(
  operator: Client,
  idempotencyKey: string,
  note: (more: Partial<Progress>) => void,
): Promise<{ organizationId: string; apiKey: string }> {
  const input = { name: 'Acme', region: 'eu', owner }
  // Noted before it is used: a start killed after the hub answered finds its organization again.
  note({ idempotencyKey })
  const made = await operator('POST', '/operator/organizations', input, idempotencyKey)
  const { body } = expectStatus(made, [200, 201])
  return {
    organizationId: text(field(body, 'organization'), 'id'),
    apiKey: text(field(body, 'apiKey'), 'key'),
  }
}

async function addMember(operator: Client, organizationId: string): Promise<void> {
  // Adding the same person again answers the member who is there.
  expectStatus(
    await operator('POST', '/operator/members', { organizationId, ...member }),
    [200, 201],
  )
}

async function connectVendors(urls: Urls, apiKey: string): Promise<void> {
  const api = client(urls.hub, apiKey)
  const { body } = expectStatus(await api('GET', '/v1/connections?limit=100'), [200])
  const list = field(body, 'data')
  const connected = new Set(Array.isArray(list) ? list.map((item) => field(item, 'connector')) : [])
  if (!connected.has('jira')) {
    const offered = await client(urls.simulator)('GET', '/_control/jira/credentials')
    const credentials = expectStatus(offered, [200]).body
    const input = { connector: 'jira', name: 'Jira', ...asRecord(credentials) }
    expectStatus(await api('POST', '/v1/connections', input), [200, 201])
  }
  if (!connected.has('slack')) {
    const session = await api('POST', '/v1/connect-sessions', { connector: 'slack' })
    await allowSlack(text(expectStatus(session, [200, 201]).body, 'url'), urls)
  }
}

async function isKeyGood(urls: Urls, apiKey: string): Promise<boolean> {
  return (await client(urls.hub, apiKey)('GET', '/v1/me')).status === 200
}

function readProgress(path: string): Progress {
  if (!existsSync(path)) return { idempotencyKey: randomUUID() }
  const { idempotencyKey, organizationId, apiKey, complete } = asRecord(
    JSON.parse(readFileSync(path, 'utf8')),
  )
  return {
    idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : randomUUID(),
    ...(typeof organizationId === 'string' ? { organizationId } : {}),
    ...(typeof apiKey === 'string' ? { apiKey } : {}),
    complete: complete === true,
  }
}

type Answer = { readonly asked: string; readonly status: number; readonly body: unknown }
type Client = (
  method: string,
  path: string,
  body?: unknown,
  idempotencyKey?: string,
) => Promise<Answer>

function client(origin: string, secret?: string): Client {
  return async (method, path, body, idempotencyKey) => {
    const response = await fetch(origin + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(requestMsMax),
      headers: {
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const answer = await response.text()
    let parsed: unknown = answer
    try {
      parsed = JSON.parse(answer)
    } catch {
      // Not JSON: the raw text is what a failed step reports.
    }
    return { asked: `${method} ${path}`, status: response.status, body: parsed }
  }
}

function expectStatus(answer: Answer, statuses: readonly number[]): Answer {
  if (statuses.includes(answer.status)) return answer
  const said = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
  throw new Error(
    `seeding stopped: ${answer.asked} answered ${answer.status} ${said.slice(0, 300)}`,
  )
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const field = (value: unknown, name: string): unknown => asRecord(value)[name]

function text(value: unknown, name: string): string {
  const found = field(value, name)
  if (typeof found === 'string') return found
  throw new Error(`seeding stopped: the hub's answer has no "${name}"`)
}
