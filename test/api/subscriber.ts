// A subscriber to an organization's events: a receiver at the simulators, an endpoint that leads to it, and what became of what it was
// sent. What the tests of events and of webhook endpoints share.
import { expect } from 'vitest'
import { eventually, expectStatus } from '../support/client.ts'
import type { TestHub, TestOrganization } from '../support/hub.ts'

export const paid = { type: 'custom.order.paid', data: { amount: 12, note: 'Ünïcode ✓' } }
let hooks = 0

interface Receiver {
  readonly url: string
  /** What came, oldest first. */
  received(): Promise<{ headers: Record<string, string>; body: string; status: number }[]>
}

/** A receiver that answers with these statuses in turn, then 200. */
export async function receiver(hub: TestHub, ...statuses: number[]): Promise<Receiver> {
  const path = `/hooks/api-${++hooks}`
  const answers = statuses.map((status) => ({ status }))
  if (answers.length > 0) await hub.control('PUT', path, answers)
  return {
    url: `${hub.simulatorUrl}/_control${path}`,
    received: () => hub.control('GET', path),
  }
}

/** An organization of its own whose `custom.*` events go to a receiver. */
export async function subscribed(hub: TestHub, more: object = {}, ...statuses: number[]) {
  const org = await hub.openOrganization()
  const hook = await receiver(hub, ...statuses)
  const given = { url: hook.url, eventTypes: ['custom.*'], ...more }
  const { body } = expectStatus(await org.client.post('/v1/webhook-endpoints', given), 201)
  return { org, hook, endpoint: body, path: `/v1/webhook-endpoints/${body.id}` }
}

/** Publishes an event and returns its id. */
export async function publish(org: TestOrganization, event = paid): Promise<string> {
  return expectStatus(await org.client.post('/v1/events', event), 202).body.id
}

/** The newest delivery of the endpoint at that path, once it has that status. */
export function deliveryOf(org: TestOrganization, path: string, status: string) {
  return eventually(async () => {
    const { body } = expectStatus(await org.client.get(`${path}/deliveries?limit=1`), 200)
    expect(body.data[0]?.status).toBe(status)
    return body.data[0]
  })
}
