// `GET /v1/overview`: what happened, what needs a person, and how much there is; each person sees what they may read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, expectProblem, expectStatus } from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
let org: TestOrganization
let jiraId: string

beforeAll(async () => {
  hub = await openHub()
  org = await hub.openOrganization()
})
afterAll(() => hub.close())

interface Item {
  readonly kind: string
  readonly id: string
  readonly title: string
  readonly path: string
  readonly at: string
}

const read = async (client = org.memberClient) =>
  expectStatus(await client.get('/v1/overview'), 200).body
const itemsOf = (overview: { attention: Item[] }, kind: string) =>
  overview.attention.filter((item) => item.kind === kind)
const today = (overview: { activity: object[] }) => overview.activity.at(-1)

describe('the overview', () => {
  test('of a new organization is whole, and says what comes first', async () => {
    const overview = await read()
    expect(overview.activity).toHaveLength(30)
    const days = overview.activity.map((each: { day: string }) => each.day)
    expect(days).toEqual([...days].sort())
    expect(new Set(days).size).toBe(30)
    const nothing = { reads: 0, writes: 0, failures: 0, answers: 0 }
    const day = new Date().toISOString().slice(0, 10)
    expect(today(overview)).toEqual({ day, ...nothing, deliveries: 0, failedDeliveries: 0 })
    expect(overview.counts).toEqual({
      connections: { active: 0, needsReconnect: 0 },
      members: 1,
      endpoints: { enabled: 0, disabled: 0 },
      approvalsWaiting: 0,
      runs24h: { done: 0, failed: 0, unknown: 0 },
    })
    expect(itemsOf(overview, 'setup')).toMatchObject([{ path: '/connectors' }])
    expect(itemsOf(overview, 'passkey')).toMatchObject([{ id: org.ownerId, path: '/account' }])
    expect(overview.attention).toHaveLength(2)
  })

  test('counts what was read, written, failed, answered and delivered', async () => {
    jiraId = await org.connectJira()
    const url = `${hub.simulatorUrl}/_control/hooks/overview`
    expectStatus(await org.client.post('/v1/webhook-endpoints', { url }), 201)
    const actions = `/v1/connections/${jiraId}/actions`
    const search = { jql: 'project = ACME', limit: 1 }
    expectStatus(await org.client.post(`${actions}/search_issues`, search), 200)
    expectStatus(await org.client.post(`${actions}/search_issues`, { jql: '===' }), 400)
    const comment = { issue: 'ACME-1', body: 'Hello' }
    expectStatus(await org.client.post(`${actions}/comment_issue`, comment), 200)
    expectStatus(await org.memberClient.post('/v1/assistant/messages', { text: 'hello' }), 200)
    await eventually(async () => {
      const overview = await read()
      expect(today(overview)).toMatchObject({ reads: 2, writes: 1, failures: 1, answers: 1 })
      // Three runs and the answer.
      expect(today(overview)).toMatchObject({ deliveries: 4, failedDeliveries: 0 })
    })
    const { counts, attention } = await read()
    expect(counts.connections).toEqual({ active: 1, needsReconnect: 0 })
    expect(counts.runs24h).toEqual({ done: 2, failed: 1, unknown: 0 })
    expect(attention.some((item: Item) => item.kind === 'setup')).toBe(false)
  })

  test('lists what needs a person, newest first, where the dashboard shows it', async () => {
    const rule = { effect: 'approve', match: { actions: ['jira.comment_issue'] } }
    const policy = expectStatus(await org.memberClient.post('/v1/policies', rule), 201).body.id
    const comment = { issue: 'ACME-1', body: 'Wait for me' }
    const held = await org.client.post(`/v1/connections/${jiraId}/actions/comment_issue`, comment)
    const { approvalId } = expectProblem(held, 409, 'approval_required').body
    expectStatus(await org.memberClient.delete(`/v1/policies/${policy}`), 204)

    const [run] = (await org.client.get('/v1/runs')).body.data
    await hub.sql(org.shard, "UPDATE runs SET state = 'unknown' WHERE id = ?", run.id)
    await hub.control('POST', '/jira/faults', { kind: 'unauthorized', count: 1 })
    await org.client.post(`/v1/connections/${jiraId}/test`)
    await hub.control('DELETE', '/jira/faults')

    const overview = await read()
    expect(itemsOf(overview, 'approval')).toMatchObject([
      { id: approvalId, path: `/approvals/${approvalId}` },
    ])
    expect(itemsOf(overview, 'connection')).toMatchObject([
      { id: jiraId, path: `/connections/${jiraId}`, title: expect.stringContaining('Jira') },
    ])
    expect(itemsOf(overview, 'run')).toMatchObject([{ id: run.id, path: `/runs/${run.id}` }])
    expect(overview.counts.runs24h.unknown).toBe(1)
    expect(overview.counts.approvalsWaiting).toBe(1)
    expect(overview.counts.connections).toEqual({ active: 0, needsReconnect: 1 })
    const times = overview.attention.map((item: Item) => item.at)
    expect(times).toEqual([...times].sort().reverse())
  })

  test('lists an endpoint that its receiver ended, and not one that a person disabled', async () => {
    const made = async (name: string) => {
      const url = `${hub.simulatorUrl}/_control/hooks/${name}`
      return expectStatus(await org.client.post('/v1/webhook-endpoints', { url }), 201).body.id
    }
    const [gone, off] = [await made('overview-gone'), await made('overview-off')]
    const disabled = await org.client.patch(`/v1/webhook-endpoints/${off}`, { enabled: false })
    expectStatus(disabled, 200)
    await hub.control('PUT', '/hooks/overview-gone', [{ status: 410 }])
    expectStatus(await org.client.post(`/v1/webhook-endpoints/${gone}/test`), 200)
    await eventually(async () => {
      const overview = await read()
      expect(itemsOf(overview, 'endpoint')).toMatchObject([{ id: gone, path: `/webhooks/${gone}` }])
      expect(overview.counts.endpoints).toEqual({ enabled: 1, disabled: 2 })
    })
  })

  test('has no more than twenty, the newest', async () => {
    const other = await hub.openOrganization()
    for (let number = 0; number < 25; number++) {
      await hub.sql(
        other.shard,
        `INSERT INTO connections (id, organization_id, connector, name, status, account_id, account_name, config, credentials, created_by, created_at, updated_at, connected_at)
         VALUES (?, ?, 'jira', ?, 'needs_reconnect', ?, 'Dana', '{}', '', '{}', 1, ?, 1)`,
        `conn_${String(number).padStart(26, '0')}`,
        other.id,
        `Jira ${number}`,
        `account ${number}`,
        Date.now() + number,
      )
    }
    const { attention, counts } = await read(other.memberClient)
    expect(attention).toHaveLength(20)
    expect(attention[0].title).toContain('Jira 24')
    expect(counts.connections).toEqual({ active: 0, needsReconnect: 25 })
  })
})

describe('what is refused', () => {
  test('401: nobody', async () => {
    expectProblem(await hub.anonymous.get('/v1/overview'), 401, 'unauthenticated')
  })

  test('403: who may not read the organization', async () => {
    const narrow = await org.withScopes(['events:read'])
    expectProblem(await narrow.get('/v1/overview'), 403, 'forbidden')
  })

  test('what the actor may not read is null, and not in the list', async () => {
    const narrow = await org.withScopes(['organization:read'])
    expect(await read(narrow)).toEqual({
      activity: null,
      attention: [],
      counts: {
        connections: null,
        members: null,
        endpoints: null,
        approvalsWaiting: null,
        runs24h: null,
      },
    })
  })

  test('a plain member sees nothing of what others asked for, nor of runs and endpoints', async () => {
    const { client } = await org.addMember('member')
    const overview = await read(client)
    expect(overview.activity).toBeNull()
    expect(overview.counts).toMatchObject({ approvalsWaiting: 0, endpoints: null, runs24h: null })
    const kinds = new Set(overview.attention.map((item: Item) => item.kind))
    expect([...kinds].sort()).toEqual(['connection', 'passkey'])
  })

  test('of a connection that is for others only, its people see nothing', async () => {
    await hub.sql(
      org.shard,
      'UPDATE connections SET audience = ? WHERE id = ?',
      JSON.stringify({ groupIds: ['grp_others'] }),
      jiraId,
    )
    const { client } = await org.addMember('developer')
    expect(itemsOf(await read(client), 'connection')).toEqual([])
    expect(itemsOf(await read(), 'connection')).toHaveLength(1)
  })

  test("another organization's is another", async () => {
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    const overview = await read(other.memberClient)
    expect(overview.counts.connections).toEqual({ active: 0, needsReconnect: 0 })
    expect(JSON.stringify(overview)).not.toContain(jiraId)
  })
})
