// Endpoints, filters, replay, and who may touch what.
import { describe, expect, test } from 'vitest'
import { grantsOfScopes } from '../../core/contract/permissions.ts'
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getDelivery,
  getWebhookEndpoint,
  listAttempts,
  listDeliveries,
  listEvents,
  listEventTypes,
  listWebhookEndpoints,
  newWebhookEndpoint,
  publishEvent,
  replayDeliveries,
  retryDelivery,
  rotateWebhookSecret,
  testWebhookEndpoint,
  updateWebhookEndpoint,
  webhookEndpointChange,
} from '../../core/webhooks/index.ts'
import { openBench } from './webhook-bench.ts'

const first = { limit: 100 }
const url = 'https://93.184.215.14/in'

describe('an endpoint', () => {
  test('is shown without its secret and without the values of its headers', async () => {
    const { ctx } = await openBench()
    const made = await createWebhookEndpoint(ctx, {
      url,
      description: 'ours',
      eventTypes: ['run.*', 'run.*', 'custom.a'],
      headers: { 'X-Token': 'sesame', Authorization: 'Bearer sesame' },
      retryDelaysSeconds: [1, 2],
    })
    expect(made.secret).toMatch(/^whsec_/)
    const shown = await getWebhookEndpoint(ctx, { endpointId: made.id })
    const { secret: _secret, ...rest } = made
    expect(shown).toEqual(rest)
    expect(shown).toEqual({
      id: made.id,
      url,
      description: 'ours',
      eventTypes: ['run.*', 'custom.a'],
      headers: ['Authorization', 'X-Token'],
      enabled: true,
      disabledReason: null,
      retryDelaysSeconds: [1, 2],
      createdAt: made.createdAt,
      updatedAt: made.createdAt,
    })
    expect(JSON.stringify(await listWebhookEndpoints(ctx, first))).not.toContain('sesame')
  })

  test.each([
    { url: '' },
    {},
    { url, unknown: 1 },
    { url, eventTypes: [] },
    { url, eventTypes: ['run*'] },
    { url, eventTypes: ['runs.done'] },
    { url, eventTypes: ['*.done'] },
    { url, headers: { 'webhook-id': 'x' } },
    { url, headers: { Host: 'x' } },
    { url, headers: { 'Content-Type': 'x' } },
    { url, headers: { 'X-Causeway-Hop': 'x' } },
    { url, headers: { 'bad name': 'x' } },
    { url, headers: { 'x-a': 'line\r\nbreak' } },
    { url, retryDelaysSeconds: [0] },
    { url, retryDelaysSeconds: [86_401] },
    { url, retryDelaysSeconds: Array(21).fill(1) },
    { url, rateLimit: { limit: 1, windowSeconds: 1 } },
  ])('is not made of %j', (body) => {
    expect(newWebhookEndpoint.safeParse(body).success).toBe(false)
  })

  test('may not be at a private address, at its making nor by a change', async () => {
    const { ctx } = await openBench()
    const refused = { code: 'invalid_url', options: { errors: [{ path: 'url' }] } }
    await expect(createWebhookEndpoint(ctx, { url: 'https://10.0.0.1/' })).rejects.toMatchObject(
      refused,
    )
    const { id } = await createWebhookEndpoint(ctx, { url })
    const change = { url: 'https://192.168.0.1/' }
    await expect(updateWebhookEndpoint(ctx, { endpointId: id, change })).rejects.toMatchObject(
      refused,
    )
    expect((await getWebhookEndpoint(ctx, { endpointId: id })).url).toBe(url)
  })

  test('is changed field by field; what is not named stays, null clears', async () => {
    const { ctx } = await openBench()
    const made = await createWebhookEndpoint(ctx, {
      url,
      description: 'a',
      eventTypes: ['run.*'],
      headers: { 'X-A': '1' },
    })
    const endpointId = made.id
    const change = webhookEndpointChange.parse({ description: 'b' })
    const { secret: _secret, ...before } = made
    const one = await updateWebhookEndpoint(ctx, { endpointId, change })
    expect(one).toEqual({ ...before, description: 'b', updatedAt: one.updatedAt })
    const two = await updateWebhookEndpoint(ctx, {
      endpointId,
      change: { description: null, eventTypes: null, headers: {}, enabled: false },
    })
    expect(two).toMatchObject({
      description: null,
      eventTypes: null,
      headers: [],
      enabled: false,
      disabledReason: 'disabled',
    })
    const three = await updateWebhookEndpoint(ctx, { endpointId, change: { enabled: true } })
    expect(three).toMatchObject({ enabled: true, disabledReason: null })
    const disabled = await listEvents(ctx, { type: 'webhook_endpoint.disabled', ...first })
    expect(disabled.data).toHaveLength(1)
  })

  test('changed twice at once is changed by one', async () => {
    const { ctx } = await openBench()
    const { id } = await createWebhookEndpoint(ctx, { url })
    const results = await Promise.allSettled([
      updateWebhookEndpoint(ctx, { endpointId: id, change: { description: 'a' } }),
      rotateWebhookSecret(ctx, { endpointId: id }),
    ])
    const failed = results.filter((result) => result.status === 'rejected')
    for (const { reason } of failed) expect(reason).toMatchObject({ code: 'conflict' })
    expect(failed.length).toBeLessThan(2)
  })

  test('that is deleted is not found, and gets nothing any more', async () => {
    const bench = await openBench()
    const { endpoint } = await bench.publishTo()
    await deleteWebhookEndpoint(bench.ctx, { endpointId: endpoint.id })
    const gone = { endpointId: endpoint.id }
    await expect(getWebhookEndpoint(bench.ctx, gone)).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleteWebhookEndpoint(bench.ctx, gone)).rejects.toMatchObject({
      code: 'not_found',
    })
    bench.handed.length = 0
    await publishEvent(bench.ctx, { type: 'custom.thing.after', data: {} })
    expect(bench.handed).toEqual([])
  })
})

describe('an event', () => {
  test('goes to the endpoints whose patterns cover its type', async () => {
    const bench = await openBench()
    const { ctx } = bench
    const patterns = [null, ['*'], ['custom.*'], ['custom.a.b'], ['custom.a.*'], ['run.*']]
    const made = []
    for (const eventTypes of patterns)
      made.push(await createWebhookEndpoint(ctx, { url, eventTypes }))
    bench.handed.length = 0
    await publishEvent(ctx, { type: 'custom.a.b', data: {} })
    expect(bench.handed).toHaveLength(5)
    const counts = await Promise.all(
      made.map(
        async ({ id }) => (await listDeliveries(ctx, { endpointId: id, ...first })).data.length,
      ),
    )
    expect(counts).toEqual([1, 1, 1, 1, 1, 0])
  })

  test('is bounded in size', async () => {
    const { ctx } = await openBench()
    const data = { text: 'é'.repeat(128 * 1024) }
    await expect(publishEvent(ctx, { type: 'custom.big', data })).rejects.toMatchObject({
      code: 'payload_too_large',
    })
    expect((await listEvents(ctx, { type: 'custom.big', ...first })).data).toEqual([])
  })

  test('has a built-in type, or the test’s, or one of its publisher', async () => {
    const { ctx } = await openBench()
    const { data } = listEventTypes(ctx)
    expect(data).toContainEqual({ type: 'run.done', group: 'run.*' })
    expect(data).toContainEqual({ type: 'webhook_endpoint.test', group: 'webhook_endpoint.*' })
  })
})

describe('replay', () => {
  async function openHistory() {
    const bench = await openBench()
    const since = new Date(bench.time.nowMs).toISOString()
    const { endpoint, deliveryId: delivered } = await bench.publishTo({ retryDelaysSeconds: [] })
    await bench.deliver(delivered)
    const ids: Record<string, string> = { delivered }
    const publish = async (name: string) => {
      bench.handed.length = 0
      bench.time.nowMs += 1_000
      await publishEvent(bench.ctx, { type: `custom.${name}`, data: {} })
      ids[name] = bench.handed[0] ?? ''
    }
    await publish('failed')
    bench.answers.push({ status: 500 })
    await bench.deliver(ids.failed ?? '')
    const endpointId = endpoint.id
    await updateWebhookEndpoint(bench.ctx, { endpointId, change: { enabled: false } })
    await publish('skipped')
    await updateWebhookEndpoint(bench.ctx, { endpointId, change: { enabled: true } })
    bench.received.length = 0
    const replay = async (only: 'failed' | 'missing' | 'all', from = since) => {
      bench.handed.length = 0
      const answer = await replayDeliveries(bench.ctx, { endpointId, range: { since: from, only } })
      for (const id of [...bench.handed]) await bench.deliver(id)
      return { answer, types: bench.received.splice(0).map((got) => JSON.parse(got.body).type) }
    }
    return { bench, endpointId, since, ids, replay }
  }

  test('of what failed brings that alone, and not twice', async () => {
    const { replay } = await openHistory()
    expect(await replay('failed')).toEqual({
      answer: { count: 1, nextSince: null },
      types: ['custom.failed'],
    })
    expect((await replay('failed')).answer.count).toBe(0)
  })

  test('of what is missing brings what was skipped', async () => {
    const { replay } = await openHistory()
    // The event that says it was disabled was skipped too.
    expect((await replay('missing')).types).toEqual(['webhook_endpoint.disabled', 'custom.skipped'])
  })

  test('of all brings everything in its order, with the same webhook-ids', async () => {
    const { replay } = await openHistory()
    expect((await replay('all')).types).toEqual([
      'custom.thing.done',
      'custom.failed',
      'webhook_endpoint.disabled',
      'custom.skipped',
    ])
  })

  test('brings an endpoint what happened before it was made', async () => {
    const { bench, since } = await openHistory()
    const late = await createWebhookEndpoint(bench.ctx, { url, eventTypes: ['custom.failed'] })
    bench.handed.length = 0
    const range = { since, only: 'missing' as const }
    const answer = await replayDeliveries(bench.ctx, { endpointId: late.id, range })
    expect(answer).toEqual({ count: 1, nextSince: null })
    const [id = ''] = bench.handed
    await bench.deliver(id)
    expect(await getDelivery(bench.ctx, { deliveryId: id })).toMatchObject({
      endpointId: late.id,
      eventType: 'custom.failed',
      status: 'delivered',
    })
  })

  test('keeps to its range', async () => {
    const { bench, endpointId, since, replay } = await openHistory()
    const afterFirst = new Date(Date.parse(since) + 1).toISOString()
    expect((await replay('all', afterFirst)).types).not.toContain('custom.thing.done')
    const range = { since, until: afterFirst, only: 'all' as const }
    const answer = await replayDeliveries(bench.ctx, { endpointId, range })
    expect(answer.count).toBe(1)
    const empty = { since: afterFirst, until: since, only: 'all' as const }
    await expect(replayDeliveries(bench.ctx, { endpointId, range: empty })).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })

  test('is refused while the endpoint is disabled', async () => {
    const { bench, endpointId, since, ids } = await openHistory()
    await updateWebhookEndpoint(bench.ctx, { endpointId, change: { enabled: false } })
    const conflict = { code: 'conflict' }
    await expect(
      replayDeliveries(bench.ctx, { endpointId, range: { since, only: 'all' } }),
    ).rejects.toMatchObject(conflict)
    await expect(retryDelivery(bench.ctx, { deliveryId: ids.failed ?? '' })).rejects.toMatchObject(
      conflict,
    )
    await expect(testWebhookEndpoint(bench.ctx, { endpointId })).rejects.toMatchObject(conflict)
  })
})

describe('rights', () => {
  const since = '2026-01-01T00:00:00Z'
  const everyUse = (endpointId: string, deliveryId: string) =>
    ({
      create: (ctx) => createWebhookEndpoint(ctx, { url }),
      list: (ctx) => listWebhookEndpoints(ctx, first),
      get: (ctx) => getWebhookEndpoint(ctx, { endpointId }),
      update: (ctx) => updateWebhookEndpoint(ctx, { endpointId, change: {} }),
      delete: (ctx) => deleteWebhookEndpoint(ctx, { endpointId }),
      rotate: (ctx) => rotateWebhookSecret(ctx, { endpointId }),
      test: (ctx) => testWebhookEndpoint(ctx, { endpointId }),
      replay: (ctx) => replayDeliveries(ctx, { endpointId, range: { since, only: 'all' } }),
      deliveries: (ctx) => listDeliveries(ctx, { endpointId, ...first }),
      delivery: (ctx) => getDelivery(ctx, { deliveryId }),
      attempts: (ctx) => listAttempts(ctx, { deliveryId, ...first }),
      retry: (ctx) => retryDelivery(ctx, { deliveryId }),
      publish: (ctx) => publishEvent(ctx, { type: 'custom.x', data: {} }),
      events: (ctx) => listEvents(ctx, first),
      types: async (ctx) => listEventTypes(ctx),
    }) satisfies Record<
      string,
      (ctx: Awaited<ReturnType<typeof openBench>>['ctx']) => Promise<unknown>
    >

  test('are needed for every use', async () => {
    const bench = await openBench()
    const { endpoint, deliveryId } = await bench.publishTo()
    const stranger = { ...bench.ctx, grants: grantsOfScopes(['api-keys:read']) }
    for (const use of Object.values(everyUse(endpoint.id, deliveryId))) {
      await expect(use(stranger)).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  test('end at the organization: another’s objects are not found', async () => {
    const [ours, theirs] = [await openBench(), await openBench()]
    const { endpoint, deliveryId } = await theirs.publishTo()
    const { create, list, publish, events, types, ...named } = everyUse(endpoint.id, deliveryId)
    for (const use of Object.values(named)) {
      await expect(use(ours.ctx)).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await list(ours.ctx)).data).toEqual([])
    ours.handed.length = 0
    await publish(ours.ctx)
    expect(ours.handed).toEqual([])
    const seen = (await events(theirs.ctx)).data.filter((event) => event.type.startsWith('custom.'))
    expect(seen.map((event) => event.type)).toEqual(['custom.thing.done'])
  })
})
