// The shard's clockwork and its sweep: what is due is found, once, whatever was lost; nothing spins.
import { env, runInDurableObject } from 'cloudflare:test'
import { expect, inject, test, vi } from 'vitest'
import { selectDelivery } from '../../core/db/queries/deliveries.ts'
import {
  createWebhookEndpoint,
  getDelivery,
  handOverDue,
  publishEvent,
} from '../../core/webhooks/index.ts'
import { makeDispatcher, type Sweep } from '../../durable-objects/dispatcher.ts'
import { makeTestOrganization, testHub } from './support.ts'
import { openBench } from './webhook-bench.ts'

const patient = { restarted: false, aliveSinceMs: 0 }

/** The sweep sees the whole shard: other organizations' leftovers are not this test's. */
async function sweep(bench: Awaited<ReturnType<typeof openBench>>, options = patient) {
  bench.handed.length = 0
  const result = await handOverDue(bench.hub, bench.shard, options)
  return { ...result, handed: [...bench.handed] }
}

test('what the queue lost is handed over again after half a minute, not before', async () => {
  const bench = await openBench()
  const { deliveryId } = await bench.publishTo()
  const early = await sweep(bench)
  expect(early.handed).not.toContain(deliveryId)
  expect(early.nextDueAt).toBeLessThanOrEqual(bench.time.nowMs + 30_000)
  bench.time.nowMs += 30_001
  expect((await sweep(bench)).handed).toContain(deliveryId)
  expect((await sweep(bench)).handed).not.toContain(deliveryId)
})

test('a retry is handed over when it is due, and the sweep says when that is', async () => {
  const bench = await openBench()
  const { deliveryId } = await bench.publishTo({ retryDelaysSeconds: [2] })
  bench.answers.push({ status: 500 })
  await bench.deliver(deliveryId)
  const before = await sweep(bench)
  expect(before.handed).not.toContain(deliveryId)
  expect(before.nextDueAt).toBeLessThanOrEqual(bench.time.nowMs + 2_000)
  bench.time.nowMs += 2_000
  expect((await sweep(bench)).handed).toContain(deliveryId)
})

test('a restart frees the leases of the dead and waits for nobody', async () => {
  const bench = await openBench()
  const { deliveryId } = await bench.publishTo()
  await bench.dieWhileSending(deliveryId)
  bench.time.nowMs += 10
  expect((await sweep(bench)).handed).not.toContain(deliveryId)
  const restarted = { restarted: true, aliveSinceMs: bench.time.nowMs }
  expect((await sweep(bench, restarted)).handed).toContain(deliveryId)
  await bench.deliver(deliveryId)
  expect((await getDelivery(bench.ctx, { deliveryId })).status).toBe('delivered')
})

test('a restart leaves alone what the living have begun', async () => {
  const bench = await openBench()
  const { deliveryId } = await bench.publishTo()
  bench.during.work = async () => {
    const { leaseId } = (await selectDelivery(bench.ctx.db, bench.organizationId, deliveryId)) ?? {}
    const options = { restarted: true, aliveSinceMs: bench.time.nowMs - 1 }
    expect((await sweep(bench, options)).handed).not.toContain(deliveryId)
    const row = await selectDelivery(bench.ctx.db, bench.organizationId, deliveryId)
    expect(row?.leaseId).toBe(leaseId)
  }
  await bench.deliver(deliveryId)
  expect(bench.received).toHaveLength(1)
  expect((await getDelivery(bench.ctx, { deliveryId })).status).toBe('delivered')
})

/** A Dispatcher of its own over the storage of a real one, with the sweeps and the time of the test. */
async function withDispatcher(
  name: string,
  sweeps: readonly Sweep[],
  use: (parts: {
    dispatcher: InstanceType<ReturnType<typeof makeDispatcher>>
    storage: DurableObjectStorage
    time: { nowMs: number }
  }) => Promise<void>,
) {
  const { DISPATCHER } = env as unknown as { DISPATCHER: DurableObjectNamespace }
  await runInDurableObject(DISPATCHER.get(DISPATCHER.idFromName(name)), async (_real, state) => {
    const time = { nowMs: testHub().clock.now() + 3_600_000 }
    const hub = { ...testHub(), clock: { now: () => time.nowMs }, log: { write: () => {} } }
    const Dispatcher = makeDispatcher(() => hub, sweeps)
    const dispatcher = new Dispatcher(state, env)
    await use({ dispatcher, storage: state.storage, time })
    await state.storage.deleteAlarm()
    await state.storage.deleteAll()
  })
}

test('an arm sets the alarm, an earlier one moves it, a later one does not', async () => {
  await withDispatcher('arm', [], async ({ dispatcher, storage, time }) => {
    await dispatcher.arm(time.nowMs + 5_000, '00')
    expect(await storage.getAlarm()).toBe(time.nowMs + 5_000)
    await dispatcher.arm(time.nowMs + 9_000, '00')
    expect(await storage.getAlarm()).toBe(time.nowMs + 5_000)
    await dispatcher.arm(time.nowMs + 1_000, '00')
    expect(await storage.getAlarm()).toBe(time.nowMs + 1_000)
  })
})

test('an alarm that is found late is set again at once', async () => {
  await withDispatcher('late', [], async ({ dispatcher, storage, time }) => {
    await dispatcher.arm(time.nowMs + 1_000, '00')
    time.nowMs += 40_000
    await dispatcher.arm(time.nowMs + 5_000, '00')
    expect(await storage.getAlarm()).toBe(time.nowMs)
  })
})

test('after an arm it looks again, ever more seldom, for a minute at least, and then rests', async () => {
  await withDispatcher('watch', [], async ({ dispatcher, storage, time }) => {
    await dispatcher.arm(time.nowMs + 5_000, '00')
    const armedAt = time.nowMs
    const looks: number[] = []
    for (let alarm = await storage.getAlarm(); alarm !== null; alarm = await storage.getAlarm()) {
      time.nowMs = alarm
      looks.push((alarm - armedAt) / 1000)
      await storage.deleteAlarm()
      await dispatcher.alarm()
    }
    expect(looks).toEqual([5, 10, 20, 40, 80])
  })
})

test('the alarm stands at the earliest time any sweep names, and never closer than a quarter second', async () => {
  const due: { at: number | null }[] = [{ at: null }, { at: null }]
  const sweeps = due.map((each, i) => ({
    name: `s${i}`,
    run: async () => ({ nextDueAt: each.at }),
  }))
  await withDispatcher('due', sweeps, async ({ dispatcher, storage, time }) => {
    const [one, two] = due
    if (!one || !two) return
    await dispatcher.wake('00', { restarted: false })
    expect(await storage.getAlarm()).toBeNull()
    one.at = time.nowMs + 7_200_000
    two.at = time.nowMs + 3_600_000
    await dispatcher.wake('00', { restarted: false })
    expect(await storage.getAlarm()).toBe(two.at)
    two.at = time.nowMs - 1
    await dispatcher.wake('00', { restarted: false })
    expect(await storage.getAlarm()).toBe(time.nowMs + 250)
  })
})

test('a failing sweep stops no other, and is tried again ever more seldom', async () => {
  const run = vi.fn(async () => ({ nextDueAt: null }))
  const sweeps = [
    { name: 'fails', run: () => Promise.reject(new Error('no')) },
    { name: 'works', run },
  ]
  await withDispatcher('fails', sweeps, async ({ dispatcher, storage, time }) => {
    const waits: number[] = []
    for (let i = 0; i < 8; i++) {
      await storage.deleteAlarm()
      await dispatcher.wake('00', { restarted: false })
      waits.push(((await storage.getAlarm()) ?? 0) - time.nowMs)
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    expect(run).toHaveBeenCalledTimes(8)
  })
})

test('with the real queue, alarm and network an event arrives by itself', async () => {
  const { ctx } = await makeTestOrganization()
  const hook = `${inject('simulatorUrl')}/_control/hooks/${ctx.organizationId}`
  const endpoint = await createWebhookEndpoint(ctx, { url: hook, eventTypes: ['custom.real'] })
  await fetch(hook, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ status: 503 }]),
  })
  await ctx.hub.dispatcher(ctx.shard).wake({ restarted: false })
  const change = { retryDelaysSeconds: [1] }
  const { updateWebhookEndpoint } = await import('../../core/webhooks/index.ts')
  await updateWebhookEndpoint(ctx, { endpointId: endpoint.id, change })
  const event = await publishEvent(ctx, { type: 'custom.real', data: { real: true } })
  const got = await vi.waitFor(
    async () => {
      const records = (await (await fetch(hook)).json()) as { status: number; body: string }[]
      expect(records.map((record) => record.status)).toEqual([503, 200])
      return records
    },
    { timeout: 15_000, interval: 200 },
  )
  expect(new Set(got.map((record) => record.body)).size).toBe(1)
  expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ id: event.id, data: { real: true } })
}, 20_000)
