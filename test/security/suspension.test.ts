// A suspended organization lets nobody in and sends nothing. Nothing is lost by it: what was due waits, and goes on after.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deliveryOf, publish, subscribed } from '../api/subscriber.ts'
import { approvalOn, type Chat, chatOf, people } from '../support/chat.ts'
import { eventually, expectProblem, expectStatus } from '../support/client.ts'
import { cookieOf, dana, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
let chat: Chat
/** Has the pretend Slack's only workspace. */
let acme: TestOrganization

beforeAll(async () => {
  hub = await openHub()
  chat = chatOf((method, path, body) => hub.control(method, path, body))
  acme = await hub.openOrganization()
  await acme.connectSlack()
  await acme.connectJira()
})
afterAll(() => hub.close())

const set = async (organization: TestOrganization, suspended: boolean) => {
  const body = { suspended, ...(suspended ? { reason: 'Unpaid <b>bill</b>' } : {}) }
  const path = `/operator/organizations/${organization.id}`
  return expectStatus(await hub.operator.patch(path, body), 200).body
}
const suspend = (organization: TestOrganization) => set(organization, true)
const unsuspend = (organization: TestOrganization) => set(organization, false)

describe('a suspension', () => {
  test('is written in the trail with its reason, once, and so is its end', async () => {
    const org = await hub.openOrganization()
    const before = await org.auditSize()
    expect(await suspend(org)).toMatchObject({
      suspendedAt: expect.any(String),
      suspendedReason: 'Unpaid <b>bill</b>',
    })
    await suspend(org)
    await unsuspend(org)
    expect(await unsuspend(org)).toMatchObject({ suspendedAt: null, suspendedReason: null })
    expect(await org.auditSize()).toBe(before + 2)
    const { data } = (await org.client.get('/v1/audit-events?limit=2')).body
    expect(data).toMatchObject([
      { action: 'organization.unsuspend', actor: { type: 'operator', id: 'operator' } },
      { action: 'organization.suspend', values: { reason: 'Unpaid <b>bill</b>' } },
    ])
    const events = await org.client.get('/v1/events?type=security.alert')
    expect(
      events.body.data.map((each: { data: { suspended: boolean } }) => each.data.suspended),
    ).toEqual([false, true])
  })

  test('refuses keys and sessions by name, and lets them in again after', async () => {
    const org = await hub.openOrganization()
    await suspend(org)
    for (const client of [org.client, org.memberClient]) {
      expectProblem(await client.get('/v1/me'), 403, 'organization_suspended')
      const event = { type: 'custom.x', data: {} }
      expectProblem(await client.post('/v1/events', event), 403, 'organization_suspended')
    }
    expectProblem(await hub.client('cwk_test_x').get('/v1/me'), 401, 'unauthenticated')
    await unsuspend(org)
    for (const client of [org.client, org.memberClient])
      expectStatus(await client.get('/v1/me'), 200)
  })

  test('stops sign-in links without using them up', async () => {
    const org = await hub.openOrganization()
    const link = await hub.signInLink(org.id, dana.email)
    const press = () =>
      hub.anonymous.send('POST', new URL(link).pathname, undefined, { origin: hub.url })
    await suspend(org)
    expect((await press()).status).toBe(403)
    await unsuspend(org)
    expectStatus(await press(), 303)
  })

  test('stops a hosted connect at each of its steps', async () => {
    const made = await acme.client.post('/v1/connect-sessions', { connector: 'slack' })
    const link = new URL(expectStatus(made, 201).body.url).pathname
    const origin = { origin: hub.url }
    const left = await hub.anonymous.send('POST', link, undefined, origin)
    const state = new URL(left.headers.get('location') ?? '').searchParams.get('state') ?? ''
    await suspend(acme)
    expect((await hub.anonymous.get(link)).status).toBe(403)
    expect((await hub.anonymous.send('POST', link, undefined, origin)).status).toBe(403)
    const back = `/slack/oauth/callback?${new URLSearchParams({ state, code: 'x' })}`
    expect((await hub.anonymous.get(back, { cookie: cookieOf(left) })).status).toBe(403)
    await unsuspend(acme)
    // The state was not used up: only the code is wrong now.
    const answer = await hub.anonymous.get(back, { cookie: cookieOf(left) })
    expect(answer.status).toBe(400)
  })
})

describe('the assistant of a suspended organization', () => {
  test('says one sentence to whoever asks, and does nothing', async () => {
    await suspend(acme)
    const calls = (await hub.control('GET', '/jira/calls')).length
    const asked = await chat.mention('which bugs are open in project ACME?')
    const said = await chat.replyTo(asked)
    expect(said).toMatchObject({ ephemeralTo: people.dana })
    expect(said.text).toMatch(/suspended/)
    expect((await hub.control('GET', '/jira/calls')).length).toBe(calls)
    expect(await chat.repliesTo(asked)).toHaveLength(1)
    await unsuspend(acme)
    const again = await chat.mention('which bugs are open in project ACME?')
    expect((await chat.replyTo(again)).text).toMatch(/ACME-\d+/)
  })

  test('does not do what is confirmed now; a confirmation made before can be pressed after', async () => {
    const asked = await chat.mention('file a bug in project ACME: Held by the operator')
    const approvalId = approvalOn(await chat.confirmationTo(asked))
    const made = async () =>
      JSON.stringify(await hub.control('GET', '/jira/calls')).includes('Held by the operator')
    await suspend(acme)
    const before = (await chat.repliesTo(asked)).length
    await chat.press(approvalId, 'approve')
    const said = await chat.replyTo(asked, before + 1)
    expect(said.text).toMatch(/suspended/)
    expect(await made()).toBe(false)
    await unsuspend(acme)
    expect((await acme.client.get(`/v1/approvals/${approvalId}`)).body.status).toBe('pending')
    await chat.press(approvalId, 'approve')
    await eventually(async () => expect(await made()).toBe(true))
  })
})

describe('deliveries of a suspended organization', () => {
  test('wait, and go on under the same id when it ends', async () => {
    const { org, hook, path } = await subscribed(hub, { retryDelaysSeconds: [1] }, 500)
    const eventId = await publish(org)
    await deliveryOf(org, path, 'retrying')
    await suspend(org)
    const row = () =>
      hub.sql<{ status: string; reason: string; due_at: number }>(
        org.shard,
        'SELECT status, reason, due_at FROM deliveries WHERE event_id = ?',
        eventId,
      )
    await eventually(async () => {
      await hub.operator.post('/operator/wake')
      expect(await row()).toMatchObject([{ status: 'retrying', reason: 'organization_suspended' }])
    })
    expect(await hook.received()).toHaveLength(1)
    const health = await hub.operator.get(`/operator/organizations/${org.id}`)
    expect(health.body.health.deliveries).toMatchObject({ held: 1, due: 0 })
    const whole = await hub.operator.get('/operator/health')
    const shard = whole.body.shards.find((each: { shard: string }) => each.shard === org.shard)
    expect(shard.queues.deliveriesHeld).toBeGreaterThanOrEqual(1)

    await unsuspend(org)
    await deliveryOf(org, path, 'delivered')
    const received = await hook.received()
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId])
  })

  test('are not tried by a message that was in the queue already', async () => {
    const { org, hook } = await subscribed(hub)
    await suspend(org)
    const [endpoint] = await hub.sql<{ id: string }>(
      org.shard,
      'SELECT id FROM webhook_endpoints WHERE organization_id = ?',
      org.id,
    )
    const nowMs = Date.now()
    const eventId = `evt_${'0'.repeat(26)}`
    await hub.sql(
      org.shard,
      "INSERT INTO events (id, organization_id, type, data, created_at) VALUES (?, ?, 'custom.x', '{}', ?)",
      eventId,
      org.id,
      nowMs,
    )
    await hub.sql(
      org.shard,
      `INSERT INTO deliveries (id, organization_id, event_id, endpoint_id, status, attempt_count, due_at, handed_at, lease_until, created_at)
       VALUES (?, ?, ?, ?, 'pending', 0, ?, 0, 0, ?)`,
      `dlv_${'0'.repeat(38)}`,
      org.id,
      eventId,
      endpoint?.id ?? '',
      nowMs,
      nowMs,
    )
    await hub.operator.post('/operator/wake')
    await hub.operator.post('/operator/wake')
    expect(await hook.received()).toEqual([])
    await unsuspend(org)
    await eventually(async () => expect(await hook.received()).toHaveLength(1))
  })
})
