// `/v1/events` and `/v1/event-types`: an event published is there to be read, and goes once to who wants it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  eventually,
  everyPage,
  expectProblem,
  expectStatus,
  idOf,
  isoMs,
} from '../support/client.ts'
import { openHub, type TestHub } from '../support/hub.ts'
import { paid, publish, subscribed } from './subscriber.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

describe('POST /v1/events', () => {
  test('202: tells id, type and time', async () => {
    const org = await hub.openOrganization()
    const { body } = expectStatus(await org.client.post('/v1/events', paid), 202)
    expect(body).toEqual({ id: idOf('evt_'), type: paid.type, createdAt: isoMs })
    const [event] = (await org.client.get('/v1/events')).body.data
    expect(event).toEqual({ ...body, data: paid.data })
  })

  test('202: is one event for one Idempotency-Key, also when it is sent at once', async () => {
    const { org, hook } = await subscribed(hub)
    const once = { 'idempotency-key': 'order-1' }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => org.client.post('/v1/events', paid, once)),
    )
    for (const { status } of answers) expect([202, 409]).toContain(status)
    const again = expectStatus(await org.client.post('/v1/events', paid, once), 202)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const last = await publish(org, { ...paid, data: { amount: 0, note: 'last' } })
    await eventually(async () => {
      const ids = (await hook.received()).map(({ headers }) => headers['webhook-id'])
      expect(ids).toContain(last)
      expect(ids).toContain(again.body.id)
      expect(ids).toHaveLength(2)
    })
  })

  test('400: refuses a type that is not a custom one, and data that is no object', async () => {
    const org = await hub.openOrganization()
    const types = ['run.done', 'custom', 'custom.', 'custom.A', 'custom.a b', 'Custom.a', 7, '*']
    const wrong = [
      ...types.map((type) => ({ type, data: {} })),
      { type: `custom.${'a'.repeat(130)}`, data: {} },
      { type: 'custom.a' },
      { type: 'custom.a', data: [] },
      { type: 'custom.a', data: 'text' },
      { type: 'custom.a', data: null },
      { type: 'custom.a', data: {}, id: 'evt_mine' },
    ]
    const size = await org.auditSize()
    for (const body of wrong) {
      expectProblem(await org.client.post('/v1/events', body), 400, 'invalid_request')
    }
    expect(await org.auditSize()).toBe(size)
  })

  test('413: refuses data of more than 256 KiB, and takes what has just that', async () => {
    const org = await hub.openOrganization()
    const data = (bytes: number) => ({ ...paid, data: { filler: 'x'.repeat(bytes - 13) } })
    const large = await org.client.post('/v1/events', data(256 * 1024 + 1))
    expectProblem(large, 413, 'payload_too_large')
    expectStatus(await org.client.post('/v1/events', data(256 * 1024)), 202)
  })
})

describe('GET /v1/events', () => {
  test('200: lists newest first, by type, in pages to the end', async () => {
    const org = await hub.openOrganization()
    const made: string[] = []
    for (let i = 0; i < 5; i++) made.unshift(await publish(org))
    const pages = await everyPage(org.client, `/v1/events?type=${paid.type}`, 2)
    expect(pages.map((page) => page.body.data.length)).toEqual([2, 2, 1])
    expect(pages.flatMap((page) => page.body.data.map(({ id }: { id: string }) => id))).toEqual(
      made,
    )
    expect((await org.client.get('/v1/events?type=custom.none')).body.data).toEqual([])
  })

  test('400: refuses a cursor that is none', async () => {
    const { client } = await hub.openOrganization()
    expectProblem(await client.get('/v1/events?cursor=evt_1'), 400, 'invalid_cursor')
  })
})

describe('GET /v1/events/{id}', () => {
  test('200: tells one event with its data', async () => {
    const org = await hub.openOrganization()
    const id = await publish(org)
    const { body } = expectStatus(await org.client.get(`/v1/events/${id}`), 200)
    expect(body).toEqual({ id, ...paid, createdAt: isoMs })
  })

  test('404: knows no other organization’s event, and none that was not', async () => {
    const id = await publish(await hub.openOrganization())
    const { client } = await hub.openOrganization()
    expectProblem(await client.get(`/v1/events/${id}`), 404, 'not_found')
    expectProblem(await client.get('/v1/events/evt_%27%20OR%201=1'), 404, 'not_found')
  })
})

describe('GET /v1/event-types', () => {
  test('200: names every built-in type with its group', async () => {
    const { client } = await hub.openOrganization()
    const { body } = expectStatus(await client.get('/v1/event-types'), 200)
    expect(body.data).toEqual(
      expect.arrayContaining([
        { type: 'run.done', group: 'run.*' },
        { type: 'connection.needs_reconnect', group: 'connection.*' },
      ]),
    )
  })
})
