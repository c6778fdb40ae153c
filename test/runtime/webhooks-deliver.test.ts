// One delivery's life: claimed by one, sent signed, recorded by its holder, tried again, given up, cancelled.
import { eq } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { selectDelivery } from '../../core/db/queries/deliveries.ts'
import { auditEvents, webhookEndpoints } from '../../core/db/schema/index.ts'
import {
  deleteWebhookEndpoint,
  getDelivery,
  getWebhookEndpoint,
  listAttempts,
  listDeliveries,
  listEvents,
  publishEvent,
  retryDelivery,
  rotateWebhookSecret,
  testWebhookEndpoint,
  updateWebhookEndpoint,
} from '../../core/webhooks/index.ts'
import { openBench } from './webhook-bench.ts'

const first = { limit: 100 }

test('an event reaches its subscriber, signed, with the body as promised', async () => {
  const bench = await openBench()
  const { endpoint, event, deliveryId } = await bench.publishTo({ headers: { 'X-Token': 't' } })
  await bench.deliver(deliveryId)
  const [got] = bench.received
  expect(bench.received).toHaveLength(1)
  expect(new Webhook(endpoint.secret).verify(got?.body ?? '', got?.headers ?? {})).toEqual({
    id: event.id,
    type: 'custom.thing.done',
    timestamp: event.createdAt,
    data: { n: 1 },
  })
  expect(got?.headers).toMatchObject({ 'webhook-id': event.id, 'X-Token': 't' })
  expect(await getDelivery(bench.ctx, { deliveryId })).toMatchObject({
    status: 'delivered',
    reason: null,
    attemptCount: 1,
    nextAttemptAt: null,
  })
  const { data: attempts } = await listAttempts(bench.ctx, { deliveryId, ...first })
  expect(attempts).toMatchObject([{ number: 1, statusCode: 200, error: null }])
})

test('a message brought twice, or after its end, is sent once', async () => {
  const bench = await openBench()
  const { deliveryId } = await bench.publishTo()
  await Promise.all([1, 2, 3, 4].map(() => bench.deliver(deliveryId)))
  await bench.deliver(deliveryId)
  expect(bench.received).toHaveLength(1)
})

test('a failure is tried again with the same webhook-id and a fresh timestamp', async () => {
  const bench = await openBench()
  const { endpoint, deliveryId } = await bench.publishTo()
  bench.answers.push({ status: 500, body: 'no' })
  await bench.deliver(deliveryId)
  const failed = await getDelivery(bench.ctx, { deliveryId })
  expect(failed).toMatchObject({ status: 'retrying', attemptCount: 1 })
  expect(Date.parse(failed.nextAttemptAt ?? '') - bench.time.nowMs).toBe(5_000)
  expect(bench.armed).toEqual([bench.time.nowMs + 5_000])

  bench.time.nowMs += 3_000
  await bench.deliver(deliveryId)
  expect(bench.received).toHaveLength(1)
  bench.time.nowMs += 2_000
  await bench.deliver(deliveryId)
  const [one, two] = bench.received
  expect(two?.headers['webhook-id']).toBe(one?.headers['webhook-id'])
  expect(two?.body).toBe(one?.body)
  expect(
    Number(two?.headers['webhook-timestamp']) - Number(one?.headers['webhook-timestamp']),
  ).toBe(5)
  expect(() =>
    new Webhook(endpoint.secret).verify(two?.body ?? '', two?.headers ?? {}),
  ).not.toThrow()
  const { data: attempts } = await listAttempts(bench.ctx, { deliveryId, ...first })
  expect(attempts).toMatchObject([
    { number: 2, statusCode: 200 },
    { number: 1, statusCode: 500, error: 'http_500', responseBody: 'no' },
  ])
})

test('the schedule ends: the delivery failed, exhausted, and a retry by hand is one try more', async () => {
  const bench = await openBench()
  const { deliveryId } = await bench.publishTo({ retryDelaysSeconds: [1] })
  bench.answers.push({ status: 500 }, { failure: 'timeout' }, { status: 500 })
  await bench.deliver(deliveryId)
  bench.time.nowMs += 1_200
  await bench.deliver(deliveryId)
  expect(await getDelivery(bench.ctx, { deliveryId })).toMatchObject({
    status: 'failed',
    reason: 'exhausted',
    attemptCount: 2,
  })
  bench.handed.length = 0
  expect(await retryDelivery(bench.ctx, { deliveryId })).toMatchObject({ status: 'pending' })
  expect(bench.handed).toEqual([deliveryId])
  await bench.deliver(deliveryId)
  expect(await getDelivery(bench.ctx, { deliveryId })).toMatchObject({
    status: 'failed',
    attemptCount: 3,
  })
})

test('413 gives the message up, a refused address is blocked, and neither is tried again', async () => {
  const bench = await openBench()
  for (const [answer, status, reason] of [
    [{ status: 413 }, 'failed', 'too_large'],
    [{ failure: 'blocked' }, 'blocked', 'blocked_address'],
  ] as const) {
    const { deliveryId } = await bench.publishTo({ eventTypes: ['custom.thing.*'] })
    bench.answers.push(answer)
    await bench.deliver(deliveryId)
    const delivery = await getDelivery(bench.ctx, { deliveryId })
    expect(delivery).toMatchObject({ status, reason, nextAttemptAt: null })
  }
})

test('what cannot be sent for a reason of ours follows the schedule and ends with it', async () => {
  const bench = await openBench()
  const { endpoint, deliveryId } = await bench.publishTo({ retryDelaysSeconds: [1] })
  const { db } = bench.ctx
  await db
    .update(webhookEndpoints)
    .set({ secret: 'v1.d1.AAAA' })
    .where(eq(webhookEndpoints.id, endpoint.id))
  await bench.deliver(deliveryId)
  bench.time.nowMs += 1_200
  await bench.deliver(deliveryId)
  expect(bench.received).toEqual([])
  const delivery = await getDelivery(bench.ctx, { deliveryId })
  expect(delivery).toMatchObject({ status: 'failed', reason: 'exhausted', attemptCount: 2 })
  const { data: attempts } = await listAttempts(bench.ctx, { deliveryId, ...first })
  expect(attempts.map(({ error }) => error)).toEqual(['internal', 'internal'])
})

describe('a lease', () => {
  test('that lapsed is taken over, and its late holder records nothing', async () => {
    const bench = await openBench()
    const { deliveryId } = await bench.publishTo()
    bench.answers.push({ status: 500 }, { status: 200 })
    bench.during.work = async () => {
      bench.time.nowMs += bench.hub.settings.webhookTimeoutMs + 5_001
      await bench.deliver(deliveryId)
    }
    // The holder's own answer comes after another has delivered: 200 for the first asker, 500 for the second.
    await bench.deliver(deliveryId)
    expect(bench.received).toHaveLength(2)
    const delivery = await getDelivery(bench.ctx, { deliveryId })
    expect(delivery).toMatchObject({ status: 'retrying', attemptCount: 2 })
    const { data: attempts } = await listAttempts(bench.ctx, { deliveryId, ...first })
    expect(attempts).toMatchObject([
      { number: 2, error: 'http_500' },
      { number: 1, error: 'interrupted', statusCode: null },
    ])
  })

  test('held by another keeps everybody else away', async () => {
    const bench = await openBench()
    const { deliveryId } = await bench.publishTo()
    bench.during.work = async () => {
      await bench.deliver(deliveryId)
      await expect(retryDelivery(bench.ctx, { deliveryId })).rejects.toMatchObject({
        code: 'conflict',
      })
    }
    await bench.deliver(deliveryId)
    expect(bench.received).toHaveLength(1)
    expect((await getDelivery(bench.ctx, { deliveryId })).status).toBe('delivered')
  })

  test('is due again at its end, so that a dead holder’s work is found', async () => {
    const bench = await openBench()
    const { deliveryId } = await bench.publishTo()
    await bench.dieWhileSending(deliveryId)
    const row = await selectDelivery(bench.ctx.db, bench.organizationId, deliveryId)
    expect(row?.dueAt).toBe(bench.time.nowMs + bench.hub.settings.webhookTimeoutMs + 5_000)
    expect(row?.leaseUntil).toBe(row?.dueAt)
    bench.time.nowMs = row?.dueAt ?? 0
    await bench.deliver(deliveryId)
    expect((await getDelivery(bench.ctx, { deliveryId })).status).toBe('delivered')
  })
})

describe('410', () => {
  test('disables the endpoint at once, cancels what waits, and says so', async () => {
    const bench = await openBench()
    const { endpoint, deliveryId } = await bench.publishTo()
    bench.handed.length = 0
    await publishEvent(bench.ctx, { type: 'custom.thing.waiting', data: {} })
    const [waiting = ''] = bench.handed
    bench.answers.push({ status: 410 })
    await bench.deliver(deliveryId)

    const shown = await getWebhookEndpoint(bench.ctx, { endpointId: endpoint.id })
    expect(shown).toMatchObject({ enabled: false, disabledReason: 'gone' })
    const { data } = await listDeliveries(bench.ctx, { endpointId: endpoint.id, ...first })
    expect(data.map(({ id, status, reason }) => [id, status, reason])).toEqual([
      [expect.any(String), 'skipped', 'endpoint_disabled'],
      [waiting, 'cancelled', 'endpoint_disabled'],
      [deliveryId, 'failed', 'gone'],
    ])
    const events = await listEvents(bench.ctx, { type: 'webhook_endpoint.disabled', ...first })
    expect(events.data).toMatchObject([
      { data: { webhookEndpointId: endpoint.id, reason: 'gone' } },
    ])
    const rows = await bench.ctx.db.select().from(auditEvents)
    const said = rows.filter((row) => row.action === 'webhook_endpoint.disable')
    expect(said.filter((row) => row.organizationId === bench.organizationId)).toMatchObject([
      { actor: { type: 'system', id: 'webhooks' }, target: { id: endpoint.id } },
    ])
    await bench.deliver(waiting)
    expect(bench.received).toHaveLength(1)
  })

  test('of two tries at once disables once', async () => {
    const bench = await openBench()
    const { endpoint, deliveryId } = await bench.publishTo()
    bench.handed.length = 0
    await publishEvent(bench.ctx, { type: 'custom.thing.second', data: {} })
    const [second = ''] = bench.handed
    bench.answers.push({ status: 410 }, { status: 410 })
    bench.during.work = () => bench.deliver(second)
    await bench.deliver(deliveryId)
    for (const id of [deliveryId, second]) {
      expect(await getDelivery(bench.ctx, { deliveryId: id })).toMatchObject({ reason: 'gone' })
    }
    const events = await listEvents(bench.ctx, { type: 'webhook_endpoint.disabled', ...first })
    expect(events.data).toHaveLength(1)
    expect((await getWebhookEndpoint(bench.ctx, { endpointId: endpoint.id })).enabled).toBe(false)
  })
})

describe('what waits for an endpoint', () => {
  test('that is disabled or deleted in the meantime is cancelled, in flight too', async () => {
    const bench = await openBench()
    const { endpoint, deliveryId } = await bench.publishTo()
    bench.answers.push({ status: 500 })
    bench.during.work = async () => {
      const disable = { endpointId: endpoint.id, change: { enabled: false } }
      await updateWebhookEndpoint(bench.ctx, disable)
    }
    await bench.deliver(deliveryId)
    bench.time.nowMs += 6_000
    await bench.deliver(deliveryId)
    expect(bench.received).toHaveLength(1)
    expect(await getDelivery(bench.ctx, { deliveryId })).toMatchObject({
      status: 'cancelled',
      reason: 'endpoint_disabled',
      attemptCount: 1,
    })

    const other = await bench.publishTo()
    await deleteWebhookEndpoint(bench.ctx, { endpointId: other.endpoint.id })
    await bench.deliver(other.deliveryId)
    expect(await getDelivery(bench.ctx, { deliveryId: other.deliveryId })).toMatchObject({
      status: 'cancelled',
      reason: 'endpoint_deleted',
    })
    expect(bench.received).toHaveLength(1)
  })
})

test('a rotated secret signs beside the old one for a day, and alone after it', async () => {
  const bench = await openBench()
  const { endpoint, deliveryId } = await bench.publishTo()
  const rotated = await rotateWebhookSecret(bench.ctx, { endpointId: endpoint.id })
  await bench.deliver(deliveryId)
  const [got] = bench.received
  for (const secret of [endpoint.secret, rotated.secret]) {
    expect(() => new Webhook(secret).verify(got?.body ?? '', got?.headers ?? {})).not.toThrow()
  }
  bench.time.nowMs += 24 * 3_600_000
  bench.handed.length = 0
  await publishEvent(bench.ctx, { type: 'custom.thing.later', data: {} })
  await bench.deliver(bench.handed[0] ?? '')
  expect(bench.received[1]?.headers['webhook-signature']?.split(' ')).toHaveLength(1)
})

test('a test event goes to its endpoint alone', async () => {
  const bench = await openBench()
  const { endpoint } = await bench.publishTo({ eventTypes: ['custom.other'] })
  await bench.publishTo({ url: 'https://93.184.215.14/everything' })
  bench.handed.length = 0
  const sent = await testWebhookEndpoint(bench.ctx, { endpointId: endpoint.id })
  expect(bench.handed).toEqual([sent.deliveryId])
  await bench.deliver(sent.deliveryId)
  expect(bench.received.map((got) => JSON.parse(got.body))).toMatchObject([
    { id: sent.eventId, type: 'webhook_endpoint.test', data: { webhookEndpointId: endpoint.id } },
  ])
})
