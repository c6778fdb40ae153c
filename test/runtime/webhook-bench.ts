// A hub whose clock, chance, receiver and queue a test holds in its hand; database, vault and use cases are the real ones.
import type { Ctx, Hub } from '../../core/context.ts'
import { EgressError, type EgressFailure } from '../../core/contract/ports.ts'
import { createWebhookEndpoint, deliver, publishEvent } from '../../core/webhooks/index.ts'
import { makeTestOrganization, testHub } from './support.ts'

export type Answer =
  | { status: number; headers?: Record<string, string>; body?: string }
  | { failure: EgressFailure }

export interface Received {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

/** Opens a new organization on a hub whose time stands still until a test moves it. */
export async function openBench() {
  const base = testHub()
  const organization = await makeTestOrganization()
  // After whatever the organization's own making left behind.
  const time = { nowMs: base.clock.now() + 1_000 }
  const received: Received[] = []
  const answers: Answer[] = []
  const handed: string[] = []
  const armed: number[] = []
  /** Runs while a request is out, as another process would. */
  const during: { work: (() => Promise<void>) | null } = { work: null }

  const egress: Hub['egress'] = {
    ...base.egress,
    async fetch(url, init) {
      received.push({ url, headers: init.headers, body: String(init.body) })
      const { work } = during
      during.work = null
      await work?.()
      const answer = answers.shift() ?? { status: 200 }
      if ('failure' in answer) throw new EgressError(answer.failure, 'as the test says')
      return {
        status: answer.status,
        headers: new Headers(answer.headers),
        body: new TextEncoder().encode(answer.body ?? ''),
        truncated: false,
      }
    },
  }
  const clock = { now: () => time.nowMs }
  const ids = { ...base.ids, random: () => 0.5 }
  const outbox: Ctx['outbox'] = {
    arm: async () => {},
    handOver: (deliveryIds) => void handed.push(...deliveryIds),
    auditGrew: () => {},
  }
  const hub: Hub = {
    ...base,
    clock,
    log: { write: () => {} },
    ids,
    egress,
    handOver: async (_shard, deliveryIds) => void handed.push(...deliveryIds),
    dispatcher: () => ({ arm: async (atMs) => void armed.push(atMs), wake: async () => {} }),
    open: (options) => ({ ...base.open(options), hub, clock, ids, egress, outbox }),
  }
  const ctx: Ctx = { ...organization.ctx, hub, clock, ids, egress, outbox }
  const later: Promise<unknown>[] = []

  return {
    ...organization,
    hub,
    ctx,
    time,
    received,
    answers,
    handed,
    armed,
    during,
    /** Tries a delivery once, as the queue's consumer does. */
    async deliver(deliveryId: string) {
      await deliver(hub, organization.shard, deliveryId, (_name, work) => void later.push(work))
      await Promise.all(later.splice(0))
    },
    /** Claims a delivery and sends it, as a process does that dies before the answer comes. */
    dieWhileSending: (deliveryId: string) =>
      new Promise<void>((resolve, reject) => {
        const never = () => {
          resolve()
          return new Promise<never>(() => {})
        }
        const dying = { ...hub, egress: { ...egress, fetch: never } }
        deliver(dying, organization.shard, deliveryId, () => {}).catch(reject)
      }),
    /** An endpoint and one event for it; the delivery's id is what was handed over. */
    async publishTo(endpoint: Partial<Parameters<typeof createWebhookEndpoint>[1]> = {}) {
      const made = await createWebhookEndpoint(ctx, {
        url: 'https://93.184.215.14/in',
        ...endpoint,
      })
      handed.length = 0
      const event = await publishEvent(ctx, { type: 'custom.thing.done', data: { n: 1 } })
      const [deliveryId = 'none'] = handed
      return { endpoint: made, event, deliveryId }
    },
  }
}
