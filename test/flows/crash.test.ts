// "202 means it will be attempted": the hub is killed with SIGKILL at every boundary between accepting an event and recording its
// delivery, and started again each time. The event arrives, once as an event, always with the same webhook-id, and the audit
// trail has no gap. Four of the boundaries by default, all of them with TEST_ALL.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  freePort,
  type HubOptions,
  type HubProcess,
  prepareHub,
  startHub,
} from '../crash/hub-process.ts'
import { testVariables } from '../support/local-variables.ts'

interface Organization {
  readonly id: string
  readonly apiKey: string
  readonly endpointId: string
  readonly secret: string
}

interface Delivered {
  readonly headers: Record<string, string>
  readonly body: string
  readonly organization: string
}

const pointsLeast = 20
const operatorSecret = testVariables('').OPERATOR_SECRET ?? ''
const folder = mkdtempSync(join(tmpdir(), 'causeway-crash-'))
const told: { point: number; name: string }[] = []
const delivered: Delivered[] = []
let listeners: (() => void)[] = []
let outside: Server
let options: HubOptions
let hub: HubProcess
let organizations: Organization[]
/** The boundaries of an undisturbed event on a hub that has just started, in their order: point N is the Nth. */
let names: readonly string[]

/** What the hub tells of its boundaries, and the subscribers of both organizations. */
function openOutside(): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://outside')
      if (url.pathname === '/crash') {
        const name = url.searchParams.get('name') ?? ''
        told.push({ point: Number(url.searchParams.get('point')), name })
      } else {
        const headers = request.headers as Record<string, string>
        const body = Buffer.concat(chunks).toString()
        delivered.push({ headers, body, organization: url.pathname.slice('/hook/'.length) })
      }
      response.end()
      for (const listener of listeners) listener()
    })
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** Waits until what came from outside is enough. */
async function seen(what: string, enough: () => boolean, patienceMs = 30_000): Promise<void> {
  if (enough()) return
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${what}: not seen`)), patienceMs)
    const listener = () => {
      if (!enough()) return
      clearTimeout(late)
      listeners = listeners.filter((each) => each !== listener)
      resolve()
    }
    listeners.push(listener)
  })
}

async function call<T>(
  method: string,
  path: string,
  bearer: string,
  request: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; json: T }> {
  const response = await fetch(hub.url + path, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  })
  return { status: response.status, json: (await response.json()) as T }
}

async function makeOrganization(name: string): Promise<Organization> {
  const made = await call<{ organization: { id: string }; apiKey: { key: string } }>(
    'POST',
    '/operator/organizations',
    operatorSecret,
    { body: { name, region: 'eu', owner: { email: `${name}@acme.example`, name } } },
  )
  expect(made.status).toBe(201)
  const { port } = outside.address() as AddressInfo
  const apiKey = made.json.apiKey.key
  const id = made.json.organization.id
  const url = `http://127.0.0.1:${port}/hook/${id}`
  const endpoint = await call<{ id: string; secret: string }>(
    'POST',
    '/v1/webhook-endpoints',
    apiKey,
    { body: { url, eventTypes: ['custom.*'] } },
  )
  expect(endpoint.status).toBe(201)
  return { id, apiKey, endpointId: endpoint.json.id, secret: endpoint.json.secret }
}

/** Publishes as a careful client does: the same request with the same key until it is accepted. */
async function publish(
  organization: Organization,
  type: string,
  crashPoint: number | null,
): Promise<{ id: string } | null> {
  const answer = await call<{ id: string }>('POST', '/v1/events', organization.apiKey, {
    body: { type, data: { type } },
    headers: {
      'idempotency-key': type,
      ...(crashPoint === null ? {} : { 'x-crash-point': String(crashPoint) }),
    },
  }).catch(() => null)
  if (answer === null) return null
  expect(answer.status).toBe(202)
  return answer.json
}

async function restart(): Promise<void> {
  await hub.kill()
  hub = await startHub(options)
  const wake = await call('POST', '/operator/wake', operatorSecret, { body: { restarted: true } })
  expect(wake.status).toBe(200)
}

const ofType = (type: string) => delivered.filter((each) => JSON.parse(each.body).type === type)

async function nameBoundaries(organization: Organization): Promise<string[]> {
  await publish(organization, 'custom.trace', 0)
  await seen('the trace', () => told.some(({ name }) => name === 'after the consumer'))
  return told.splice(0).map(({ name }) => name)
}

beforeAll(async () => {
  outside = await openOutside()
  const { port } = outside.address() as AddressInfo
  options = {
    folder,
    port: await freePort(),
    crashUrl: `http://127.0.0.1:${port}/crash`,
    variables: { WEBHOOK_TIMEOUT_MS: '1000' },
  }
  await prepareHub(options)
  hub = await startHub(options)
  organizations = [await makeOrganization('one'), await makeOrganization('two')]
  const shards = organizations.map(({ apiKey }) =>
    apiKey.slice('cwk_test_'.length, 'cwk_test_00'.length),
  )
  expect(new Set(shards).size).toBe(2)
  await restart()
  names = await nameBoundaries(organizationOf(1))
  await restart()
})

afterAll(async () => {
  await hub?.kill()
  outside?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('an accepted event is delivered, whatever the moment at which the hub is killed', async () => {
  expect(names.length).toBeGreaterThanOrEqual(pointsLeast)
  for (const point of process.env.TEST_ALL ? names.map((_name, i) => i + 1) : fewOf()) {
    const organization = organizationOf(point)
    const type = `custom.point_${point}`
    const accepted = publish(organization, type, point)
    await reached(point)
    await restart()
    const answered = (await accepted) ?? (await publish(organization, type, null))
    await seen(`the delivery after point ${point}`, () => ofType(type).length > 0)
    const first = ofType(type)[0]
    expect(first?.headers['webhook-id']).toBe(answered?.id)
    await recordedAsDelivered(organization, answered?.id ?? '')
  }

  for (const organization of organizations) await holdsTogether(organization)
}, 900_000)

// Half a minute passes before what a queue may still hold is handed over again.
test.runIf(process.env.TEST_ALL)(
  'nobody has to wake a hub that was killed: its alarm survives and finds the event',
  async () => {
    const type = 'custom.alarm'
    const point = pointOf(/^after request: SHARD_.. batch/)
    const accepted = publish(organizationOf(1), type, point)
    await reached(point)
    await hub.kill()
    hub = await startHub(options)
    expect(await accepted).toBeNull()
    await seen('the delivery', () => ofType(type).length > 0, 90_000)
    await recordedAsDelivered(organizationOf(1), ofType(type)[0]?.headers['webhook-id'] ?? '')
  },
  150_000,
)

/** Before and after the two commits that matter most, and on either side of the send. */
function fewOf(): number[] {
  return [
    pointOf(/^before request: SHARD_.. batch/),
    pointOf(/^after request: SHARD_.. batch/),
    pointOf(/^before network/),
    pointOf(/^after network/),
  ]
}

function pointOf(name: RegExp): number {
  const index = names.findIndex((each) => name.test(each))
  expect(index).toBeGreaterThanOrEqual(0)
  return index + 1
}

async function reached(point: number): Promise<void> {
  await seen(`point ${point} (${names[point - 1]})`, () => told.length > 0)
  told.length = 0
}

/** The two take turns: they live on two shards. */
function organizationOf(point: number): Organization {
  const organization = organizations[point % 2]
  if (!organization) throw new Error('there are no organizations')
  return organization
}

async function recordedAsDelivered(organization: Organization, eventId: string): Promise<void> {
  const list = `/v1/webhook-endpoints/${organization.endpointId}/deliveries?limit=100`
  await expect
    .poll(
      async () => {
        const { json } = await call<{ data: { eventId: string; status: string }[] }>(
          'GET',
          list,
          organization.apiKey,
        )
        return json.data.filter((each) => each.eventId === eventId).map((each) => each.status)
      },
      { timeout: 30_000, interval: 200 },
    )
    .toEqual(['delivered'])
}

/** Each event once, each message signed with one id for one event, nothing of the other organization, no gap in the trail. */
async function holdsTogether(organization: Organization): Promise<void> {
  const events = await everything<{ id: string; type: string }>(organization, '/v1/events')
  const custom = events.filter((event) => event.type.startsWith('custom.'))
  expect(new Set(custom.map((event) => event.type)).size).toBe(custom.length)

  const messages = delivered.filter((each) => each.organization === organization.id)
  const webhook = new Webhook(organization.secret)
  for (const { body, headers } of messages) {
    const message = webhook.verify(body, headers) as { id: string; type: string }
    expect(message.id).toBe(headers['webhook-id'])
    expect(custom).toContainEqual(expect.objectContaining({ id: message.id, type: message.type }))
  }
  expect(new Set(messages.map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set(custom.map((event) => event.id)),
  )

  const verified = await call<{ ok: boolean; failure: unknown }>(
    'POST',
    '/v1/audit/verify',
    organization.apiKey,
  )
  expect(verified.json).toMatchObject({ ok: true, failure: null })
  const rows = await everything<{ seq: number; target: { id: string } }>(
    organization,
    '/v1/audit-events',
  )
  const numbers = rows.map((row) => row.seq).sort((a, b) => a - b)
  expect(numbers).toEqual(numbers.map((_number, i) => i + 1))
  for (const event of custom) {
    expect(rows.filter((row) => row.target.id === event.id)).toHaveLength(1)
  }
}

async function everything<T>(organization: Organization, path: string): Promise<T[]> {
  const found: T[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: { json: { data: T[]; nextCursor: string | null } } = await call(
      'GET',
      `${path}?limit=100${query}`,
      organization.apiKey,
    )
    found.push(...page.json.data)
    cursor = page.json.nextCursor
  } while (cursor !== null)
  return found
}
