// The queue's consumer: what is ours is tried, what is not is let go, and only our own failures come back.
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { expect, test } from 'vitest'
import type { Hub } from '../../core/context.ts'
import { getDelivery, publishEvent } from '../../core/webhooks/index.ts'
import { makeQueueHandler } from '../../queues/index.ts'
import { openBench } from './webhook-bench.ts'

/** Consumes messages with these bodies; says which were acknowledged and which come back. */
async function consume(hub: Hub, bodies: readonly unknown[], queue = 'causeway-deliveries') {
  const timestamp = new Date(hub.clock.now())
  const batch = createMessageBatch(
    queue,
    bodies.map((body, i) => ({ id: `m${i}`, timestamp, attempts: 1, body })),
  )
  await makeQueueHandler(() => hub)(batch, {})
  const { explicitAcks, retryMessages, ackAll } = await getQueueResult(
    batch,
    createExecutionContext(),
  )
  return { acked: explicitAcks, retried: retryMessages.map(({ msgId }) => msgId), ackAll }
}

const message = (bench: { shard: string }, deliveryId: string) => ({
  kind: 'delivery',
  shard: bench.shard,
  deliveryId,
})

test('tries each delivery once and acknowledges it, also when the receiver fails', async () => {
  const bench = await openBench()
  const { deliveryId } = await bench.publishTo()
  bench.handed.length = 0
  await publishEvent(bench.ctx, { type: 'custom.second', data: {} })
  const [second = ''] = bench.handed
  bench.answers.push({ status: 500 })
  const bodies = [deliveryId, deliveryId, second].map((id) => message(bench, id))
  const { acked, retried } = await consume(bench.hub, bodies)
  expect([acked.sort(), retried]).toEqual([['m0', 'm1', 'm2'], []])
  expect(bench.received).toHaveLength(2)
  const statuses = await Promise.all(
    [deliveryId, second].map(
      async (id) => (await getDelivery(bench.ctx, { deliveryId: id })).status,
    ),
  )
  expect(statuses.sort()).toEqual(['delivered', 'retrying'])
})

test('lets go of what is not one of its messages', async () => {
  const bench = await openBench()
  const bodies = [
    null,
    'text',
    { kind: 'delivery' },
    { ...message(bench, 'dlv_x'), more: 1 },
    { ...message(bench, 'dlv_x'), shard: 'zz' },
    message(bench, 'dlv_unknown'),
  ]
  const { acked, retried } = await consume(bench.hub, bodies)
  expect([acked.length, retried]).toEqual([bodies.length, []])
  expect((await consume(bench.hub, ['x'], 'another-queue')).ackAll).toBe(true)
  expect(bench.received).toEqual([])
})

test('gives back what a failing database kept it from trying, and no other', async () => {
  const bench = await openBench()
  const { deliveryId } = await bench.publishTo()
  let failing = true
  const hub: Hub = {
    ...bench.hub,
    shard(name) {
      if (!failing) return bench.hub.shard(name)
      failing = false
      throw new Error('the database is away')
    },
  }
  const { acked, retried } = await consume(hub, [
    message(bench, 'dlv_first'),
    message(bench, deliveryId),
  ])
  expect([acked, retried]).toEqual([['m1'], ['m0']])
  expect(bench.received).toHaveLength(1)
})

test('has at most six requests out at once', async () => {
  const bench = await openBench()
  await bench.publishTo()
  bench.handed.length = 0
  for (let n = 0; n < 9; n++) await publishEvent(bench.ctx, { type: 'custom.many', data: { n } })
  let [out, most] = [0, 0]
  const hub: Hub = {
    ...bench.hub,
    egress: {
      ...bench.hub.egress,
      async fetch(...request) {
        out++
        most = Math.max(most, out)
        const response = await bench.hub.egress.fetch(...request)
        await bench.hub.shard(bench.shard).run('SELECT 1')
        out--
        return response
      },
    },
  }
  const bodies = bench.handed.map((id) => message(bench, id))
  expect((await consume(hub, bodies)).acked).toHaveLength(9)
  expect(bench.received).toHaveLength(9)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(6)
})

test('a receiver that is down does not have the Dispatcher called for each of its failures', async () => {
  const bench = await openBench()
  await bench.publishTo({ retryDelaysSeconds: [100] })
  bench.handed.length = 0
  for (let n = 0; n < 9; n++) await publishEvent(bench.ctx, { type: 'custom.down', data: { n } })
  bench.answers.push(...Array.from({ length: 9 }, () => ({ status: 500 })))
  await consume(
    bench.hub,
    bench.handed.map((id) => message(bench, id)),
  )
  expect(bench.received).toHaveLength(9)
  expect(bench.armed).toEqual([bench.time.nowMs + 100_000])
})

test('what the queue gave up is told to the operator, let go, and found by its shard', async () => {
  const bench = await openBench()
  const told: unknown[] = []
  const woken: string[] = []
  const hub = {
    ...bench.hub,
    log: {
      write: (level: string, text: string, fields?: object) =>
        told.push({ level, text, ...fields }),
    },
    dispatcher: (shard: string) => ({
      ...bench.hub.dispatcher(shard),
      wake: async () => {
        woken.push(shard)
      },
    }),
  }
  const bodies = [message(bench, 'dlv_1'), message(bench, 'dlv_2'), 'text']
  const { acked, retried } = await consume(hub, bodies, 'causeway-deliveries-dead')
  expect([acked, retried]).toEqual([['m0', 'm1', 'm2'], []])
  expect(told).toMatchObject([
    { level: 'error', deliveryId: 'dlv_1', shard: bench.shard },
    { level: 'error', deliveryId: 'dlv_2', shard: bench.shard },
    { level: 'error', messageId: 'm2' },
  ])
  expect(woken).toEqual([bench.shard])
})
