// `/v1/webhook-endpoints` and `/v1/deliveries`: events sent, signed, to who wants them, and what became of each.
import { Webhook } from 'standardwebhooks'
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
import { deliveryOf, paid, publish, receiver, subscribed } from './subscriber.ts'

const nowhere = 'whe_00000000000000000000000000'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

describe('POST /v1/webhook-endpoints', () => {
  test('201: tells the secret once, and shows no values of headers', async () => {
    const more = { description: 'Ours', headers: { 'x-tenant': 'planted-header-value' } }
    const { org, hook, endpoint, path } = await subscribed(hub, more)
    expect(endpoint).toEqual({
      id: idOf('whe_'),
      url: hook.url,
      description: 'Ours',
      eventTypes: ['custom.*'],
      headers: ['x-tenant'],
      enabled: true,
      disabledReason: null,
      retryDelaysSeconds: null,
      createdAt: isoMs,
      updatedAt: isoMs,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/=]{32,}$/),
    })
    const { secret, ...shown } = endpoint
    const one = expectStatus(await org.client.get(path), 200)
    expect(one.body).toEqual(shown)
    const list = expectStatus(await org.client.get('/v1/webhook-endpoints'), 200)
    expect(list.body).toEqual({ data: [shown], nextCursor: null })
    for (const { text } of [one, list]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain('planted-header-value')
    }
  })

  test('201: replays its secret under the same Idempotency-Key', async () => {
    const org = await hub.openOrganization()
    const { url } = await receiver(hub)
    const make = () =>
      org.client.post('/v1/webhook-endpoints', { url }, { 'idempotency-key': 'hook' })
    const first = expectStatus(await make(), 201)
    const again = expectStatus(await make(), 201)
    expect(again.body).toEqual(first.body)
    expect((await org.client.get('/v1/webhook-endpoints')).body.data).toHaveLength(1)
  })

  test('400: refuses addresses that lead inside, and names the field', async () => {
    const org = await hub.openOrganization()
    const inside = [
      'https://10.0.0.1/',
      'https://192.168.1.1/',
      'https://169.254.169.254/latest/meta-data',
      'https://[fd00::1]/',
      'https://0x0a000001/',
      'http://example.com/',
      'https://example.com:22/',
      'https://user:pass@example.com/',
      'ftp://example.com/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      '/relative',
      'https://localhost.localdomain/',
    ]
    for (const url of inside) {
      const answer = await org.client.post('/v1/webhook-endpoints', { url })
      expectProblem(answer, 400, 'invalid_url')
      expect(answer.body.errors[0].path).toBe('url')
    }
    expect((await org.client.get('/v1/webhook-endpoints')).body.data).toEqual([])
  })

  test('400: refuses types, headers and waits that cannot be', async () => {
    const org = await hub.openOrganization()
    const { url } = await receiver(hub)
    const wrong = [
      {},
      { url: '' },
      { url, eventTypes: [] },
      { url, eventTypes: ['run.finished'] },
      { url, eventTypes: ['run.*x'] },
      { url, headers: { host: 'evil' } },
      { url, headers: { 'Webhook-Signature': 'mine' } },
      { url, headers: { 'x-causeway-hop': '0' } },
      { url, headers: { 'a b': 'c' } },
      { url, headers: { a: 'b\r\nc: d' } },
      { url, retryDelaysSeconds: [0] },
      { url, retryDelaysSeconds: [86_401] },
      { url, retryDelaysSeconds: Array(21).fill(1) },
      { url, description: 'x'.repeat(501) },
      { url, secret: 'whsec_mine' },
    ]
    for (const body of wrong) {
      const answer = await org.client.post('/v1/webhook-endpoints', body)
      expectProblem(answer, 400, 'invalid_request')
    }
  })
})

describe('PATCH /v1/webhook-endpoints/{id}', () => {
  test('200: changes what is given and leaves the rest', async () => {
    const { org, endpoint, path } = await subscribed(hub, { description: 'before' })
    const change = { description: null, eventTypes: ['run.*'], retryDelaysSeconds: [60] }
    const { body } = expectStatus(await org.client.patch(path, change), 200)
    expect(body).toMatchObject({ ...change, url: endpoint.url, enabled: true })
    expect(Date.parse(body.updatedAt)).toBeGreaterThan(Date.parse(endpoint.updatedAt))
  })

  test('200: disabled, it gets nothing, and says why; enabled, what comes next', async () => {
    const { org, hook, path } = await subscribed(hub)
    const off = expectStatus(await org.client.patch(path, { enabled: false }), 200)
    expect(off.body).toMatchObject({ enabled: false, disabledReason: expect.any(String) })
    const missed = await publish(org)
    expect(await deliveryOf(org, path, 'skipped')).toMatchObject({
      eventId: missed,
      attemptCount: 0,
    })
    const on = expectStatus(await org.client.patch(path, { enabled: true }), 200)
    expect(on.body).toMatchObject({ enabled: true, disabledReason: null })
    const next = await publish(org)
    await deliveryOf(org, path, 'delivered')
    const ids = (await hook.received()).map(({ headers }) => headers['webhook-id'])
    expect(ids).toEqual([next])
  })

  test('400: refuses what a new endpoint may not have either', async () => {
    const { org, path } = await subscribed(hub)
    for (const change of [{ enabled: 'no' }, { url: '' }, { eventTypes: [] }, { secret: 'x' }]) {
      expectProblem(await org.client.patch(path, change), 400, 'invalid_request')
    }
    const inside = await org.client.patch(path, { url: 'https://10.0.0.1/' })
    expectProblem(inside, 400, 'invalid_url')
  })
})

describe('DELETE /v1/webhook-endpoints/{id}', () => {
  test('204: it gets nothing more, and is not found again', async () => {
    const { org, path } = await subscribed(hub)
    expectStatus(await org.client.delete(path), 204)
    await publish(org)
    for (const answer of [
      await org.client.get(path),
      await org.client.patch(path, { enabled: true }),
      await org.client.delete(path),
      await org.client.get(`${path}/deliveries`),
      await org.client.post(`${path}/test`),
    ]) {
      expectProblem(answer, 404, 'not_found')
    }
  })
})

describe('a delivery', () => {
  test('carries the event, signed by Standard Webhooks', async () => {
    const { org, hook, endpoint, path } = await subscribed(hub, { headers: { 'x-tenant': 'acme' } })
    const eventId = await publish(org)
    const delivery = await deliveryOf(org, path, 'delivered')
    const [first] = await hook.received()
    expect(first?.headers).toMatchObject({ 'webhook-id': eventId, 'x-tenant': 'acme' })
    const verified = new Webhook(endpoint.secret).verify(first?.body ?? '', first?.headers ?? {})
    expect(verified).toEqual({ id: eventId, ...paid, timestamp: isoMs })
    expect(delivery).toEqual({
      id: idOf('dlv_'),
      eventId,
      eventType: paid.type,
      endpointId: endpoint.id,
      status: 'delivered',
      reason: null,
      attemptCount: 1,
      nextAttemptAt: null,
      createdAt: isoMs,
      endedAt: isoMs,
    })
    expect((await org.client.get(`/v1/deliveries/${delivery.id}`)).body).toEqual(delivery)
  })

  test('that failed waits for its next try, and can be tried at once', async () => {
    const { org, hook, path } = await subscribed(hub, { retryDelaysSeconds: [3_600] }, 503)
    await publish(org)
    const { id, nextAttemptAt } = await deliveryOf(org, path, 'retrying')
    expect(Date.parse(nextAttemptAt)).toBeGreaterThan(Date.now() + 1_800_000)
    const retried = expectStatus(await org.client.post(`/v1/deliveries/${id}/retry`), 200)
    expect(retried.body).toMatchObject({ id, status: 'pending' })
    await deliveryOf(org, path, 'delivered')
    const pages = await everyPage(org.client, `/v1/deliveries/${id}/attempts`, 1)
    expect(pages.map((page) => page.body.data[0])).toEqual([
      expect.objectContaining({ number: 2, statusCode: 200, error: null }),
      {
        id: idOf('att_'),
        number: 1,
        startedAt: isoMs,
        durationMs: expect.any(Number),
        statusCode: 503,
        error: expect.any(String),
        responseBody: expect.any(String),
      },
    ])
    const ids = (await hook.received()).map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(1)
  })

  test('404: is not found where there is none', async () => {
    const { client } = await hub.openOrganization()
    const path = '/v1/deliveries/dlv_00000000000000000000000000000000000000'
    expectProblem(await client.get(path), 404, 'not_found')
    expectProblem(await client.get(`${path}/attempts`), 404, 'not_found')
    expectProblem(await client.post(`${path}/retry`), 404, 'not_found')
  })

  test('409: is not tried again while its endpoint is disabled', async () => {
    const { org, path } = await subscribed(hub)
    await publish(org)
    const { id } = await deliveryOf(org, path, 'delivered')
    expectStatus(await org.client.patch(path, { enabled: false }), 200)
    expectProblem(await org.client.post(`/v1/deliveries/${id}/retry`), 409, 'conflict')
  })

  test('400: is not listed by a status that is none', async () => {
    const { org, path } = await subscribed(hub)
    expectProblem(await org.client.get(`${path}/deliveries?status=lost`), 400, 'invalid_request')
  })
})

describe('POST /v1/webhook-endpoints/{id}/rotate-secret', () => {
  test('200: the new secret signs, and for a day the old one beside it', async () => {
    const { org, hook, endpoint, path } = await subscribed(hub)
    const { secret } = expectStatus(await org.client.post(`${path}/rotate-secret`), 200).body
    expect(secret).not.toBe(endpoint.secret)
    await publish(org)
    await deliveryOf(org, path, 'delivered')
    const [first] = await hook.received()
    for (const each of [secret, endpoint.secret]) {
      expect(new Webhook(each).verify(first?.body ?? '', first?.headers ?? {})).toMatchObject(paid)
    }
  })
})

describe('POST /v1/webhook-endpoints/{id}/test', () => {
  test('200: sends one event to this endpoint alone', async () => {
    const { org, hook, endpoint, path } = await subscribed(hub)
    const other = await receiver(hub)
    expectStatus(await org.client.post('/v1/webhook-endpoints', { url: other.url }), 201)
    const sent = expectStatus(await org.client.post(`${path}/test`), 200).body
    expect(sent).toEqual({ eventId: idOf('evt_'), deliveryId: idOf('dlv_') })
    await deliveryOf(org, path, 'delivered')
    const [first] = await hook.received()
    const body = new Webhook(endpoint.secret).verify(first?.body ?? '', first?.headers ?? {})
    expect(body).toMatchObject({ id: sent.eventId, type: 'webhook_endpoint.test' })
    const bodies = (await other.received()).map((each) => JSON.parse(each.body).type)
    expect(bodies).not.toContain('webhook_endpoint.test')
  })

  test('409: not while it is disabled', async () => {
    const { org, path } = await subscribed(hub)
    expectStatus(await org.client.patch(path, { enabled: false }), 200)
    expectProblem(await org.client.post(`${path}/test`), 409, 'conflict')
  })
})

describe('POST /v1/webhook-endpoints/{id}/replay', () => {
  const since = '2026-01-01T00:00:00Z'

  test('200: sends what was published before the endpoint was there', async () => {
    const org = await hub.openOrganization()
    const made = [await publish(org), await publish(org)]
    const hook = await receiver(hub)
    const given = { url: hook.url, eventTypes: ['custom.*'] }
    const { id } = expectStatus(await org.client.post('/v1/webhook-endpoints', given), 201).body
    const path = `/v1/webhook-endpoints/${id}/replay`
    const answer = await org.client.post(path, { since, only: 'missing' })
    expect(expectStatus(answer, 200).body).toEqual({ count: 2, nextSince: null })
    await eventually(async () => {
      const ids = (await hook.received()).map(({ headers }) => headers['webhook-id'])
      expect(ids.sort()).toEqual([...made].sort())
    })
    const again = await org.client.post(path, { since, only: 'missing' })
    expect(again.body.count).toBe(0)
  })

  test('200: sends again what failed, and only that, under its first id', async () => {
    const { org, hook, path } = await subscribed(hub, { retryDelaysSeconds: [] }, 200, 500)
    await publish(org)
    await deliveryOf(org, path, 'delivered')
    const failed = await publish(org)
    await deliveryOf(org, path, 'failed')
    const answer = await org.client.post(`${path}/replay`, { since })
    expect(expectStatus(answer, 200).body.count).toBe(1)
    await deliveryOf(org, path, 'delivered')
    expect((await hook.received()).map(({ headers }) => headers['webhook-id'])).toEqual([
      expect.any(String),
      failed,
      failed,
    ])
  })

  test('400: refuses a range that is none', async () => {
    const { org, path } = await subscribed(hub)
    for (const body of [
      {},
      { since: 'yesterday' },
      { since, until: since },
      { since, only: 'some' },
      { since: '2999-01-01T00:00:00Z' },
    ]) {
      expectProblem(await org.client.post(`${path}/replay`, body), 400, 'invalid_request')
    }
  })

  test('404 and 409: not of an endpoint that is not there, or is disabled', async () => {
    const { org, path } = await subscribed(hub)
    const absent = await org.client.post(`/v1/webhook-endpoints/${nowhere}/replay`, { since })
    expectProblem(absent, 404, 'not_found')
    expectStatus(await org.client.patch(path, { enabled: false }), 200)
    expectProblem(await org.client.post(`${path}/replay`, { since }), 409, 'conflict')
  })
})
