// `/v1/me` and `/v1/api-keys`: who asks, and programs' keys, with what every
// creating operation promises of `Idempotency-Key`.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programScopes } from '../../core/contract/permissions.ts'
import { everyPage, expectProblem, expectStatus, idOf, isoMs } from '../support/client.ts'
import { dana, openHub, type TestHub } from '../support/hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

const given = { name: 'Nightly import', scopes: ['events:write'] }
const keyFormat = /^cwk_test_[0-9A-Za-z]{36}$/

describe('GET /v1/me', () => {
  test('200: tells a key what it is and what it may', async () => {
    const org = await hub.openOrganization()
    const { body } = expectStatus(await org.client.get('/v1/me'), 200)
    expect(body).toEqual({
      type: 'api_key',
      id: idOf('key_'),
      email: null,
      name: null,
      role: null,
      organizationId: org.id,
      organizationName: expect.stringMatching(/^Organization \d+$/),
      scopes: ['*'],
      session: null,
    })
    const narrow = await org.withScopes(['events:read', 'actions:jira:write'])
    expect((await narrow.get('/v1/me')).body.scopes).toEqual(['actions:jira:write', 'events:read'])
  })

  test('200: tells a person who they are', async () => {
    const org = await hub.openOrganization()
    const { body } = expectStatus(await org.memberClient.get('/v1/me'), 200)
    expect(body).toMatchObject({ type: 'member', id: org.ownerId, ...dana, role: 'owner' })
    expect(body.scopes).toEqual(expect.arrayContaining(['policies:write', 'approvals:decide']))
  })
})

describe('POST /v1/api-keys', () => {
  test('201: tells the key once, and never again', async () => {
    const org = await hub.openOrganization()
    const { body } = expectStatus(await org.client.post('/v1/api-keys', given), 201)
    expect(body).toEqual({
      id: idOf('key_'),
      ...given,
      start: body.key.slice(0, 23),
      key: expect.stringMatching(keyFormat),
      createdBy: expect.objectContaining({ type: 'api_key' }),
      createdAt: isoMs,
      expiresAt: null,
    })
    const one = expectStatus(await org.client.get(`/v1/api-keys/${body.id}`), 200)
    const { key, ...shown } = body
    expect(one.body).toEqual(shown)
    const list = await org.client.get('/v1/api-keys')
    for (const answer of [one, list]) expect(answer.text).not.toContain(key)
  })

  test('201: the key works, for what it was given', async () => {
    const org = await hub.openOrganization()
    const { key } = expectStatus(await org.client.post('/v1/api-keys', given), 201).body
    const event = { type: 'custom.night', data: {} }
    expectStatus(await hub.client(key).post('/v1/events', event), 202)
    expectProblem(await hub.client(key).get('/v1/events'), 403, 'forbidden')
  })

  test('201: its key is of no use from the moment it expires', async () => {
    const org = await hub.openOrganization()
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const made = await org.client.post('/v1/api-keys', { ...given, expiresAt })
    const { id, key, expiresAt: told } = expectStatus(made, 201).body
    expect(told).toBe(expiresAt)
    expectStatus(await hub.client(key).get('/v1/me'), 200)
    await hub.sql(org.shard, 'UPDATE api_keys SET expires_at = ? WHERE id = ?', Date.now(), id)
    expectProblem(await hub.client(key).get('/v1/me'), 401, 'unauthenticated')
  })

  test('201: is announced and written down without its secret', async () => {
    const org = await hub.openOrganization()
    const { id, key } = expectStatus(await org.client.post('/v1/api-keys', given), 201).body
    const events = await org.client.get('/v1/events?type=api_key.created')
    expect(events.body.data).toMatchObject([{ data: { apiKeyId: id } }])
    const trail = await org.client.get('/v1/audit-events?action=api_key.create')
    expect(trail.body.data[0]).toMatchObject({ target: { id }, values: { name: given.name } })
    for (const answer of [events, trail]) expect(answer.text).not.toContain(key)
  })

  test('400: names each field that is wrong', async () => {
    const org = await hub.openOrganization()
    const wrong: [object, string][] = [
      [{ scopes: ['events:write'] }, 'name'],
      [{ ...given, name: ' ' }, 'name'],
      [{ ...given, name: 'x'.repeat(121) }, 'name'],
      [{ ...given, name: 7 }, 'name'],
      [{ ...given, scopes: [] }, 'scopes'],
      [{ ...given, scopes: ['everything'] }, 'scopes.0'],
      [{ ...given, scopes: ['policies:write'] }, 'scopes.0'],
      [{ ...given, scopes: 'events:write' }, 'scopes'],
      [{ ...given, expiresAt: 'tomorrow' }, 'expiresAt'],
      [{ ...given, expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
      [{ ...given, key: 'mine' }, 'body'],
      [[], 'body'],
    ]
    for (const [body, path] of wrong) {
      const answer = expectProblem(
        await org.client.post('/v1/api-keys', body),
        400,
        'invalid_request',
      )
      expect(answer.body.errors, JSON.stringify(body)).toEqual(
        expect.arrayContaining([{ path, message: expect.any(String) }]),
      )
    }
  })

  test('403: a program with every scope of today gets no key for those of tomorrow', async () => {
    const org = await hub.openOrganization()
    const maker = await org.withScopes([...programScopes])
    const every = await maker.post('/v1/api-keys', { name: 'All', scopes: ['*'] })
    expectProblem(every, 403, 'forbidden')
    expectStatus(await org.memberClient.post('/v1/api-keys', { name: 'All', scopes: ['*'] }), 201)
  })

  test('403: a person is asked for a fresh sign-in, whatever the key may do', async () => {
    const org = await hub.openOrganization()
    await hub.ageSignIns(org.id, 16 * 60_000)
    const key = { name: 'Late', scopes: ['events:read'] }
    const late = await org.memberClient.post('/v1/api-keys', key)
    expectProblem(late, 403, 'reauthentication_required')
  })

  test('403: grants nothing that its maker has not', async () => {
    const org = await hub.openOrganization()
    const maker = await org.withScopes(['api-keys:write', 'events:read', 'actions:jira:read'])
    for (const scopes of [['*'], ['events:write'], ['actions:read'], ['actions:jira:write']]) {
      expectProblem(await maker.post('/v1/api-keys', { ...given, scopes }), 403, 'forbidden')
    }
    const scopes = ['events:read', 'actions:jira:read']
    expectStatus(await maker.post('/v1/api-keys', { ...given, scopes }), 201)
    const developer = await org.addMember('developer')
    const audit = { ...given, scopes: ['audit:read'] }
    expectProblem(await developer.client.post('/v1/api-keys', audit), 403, 'forbidden')
  })
})

describe('Idempotency-Key', () => {
  const once = (key: string) => ({ 'idempotency-key': key })
  const keysOf = async (client: { get(path: string): Promise<{ body: { data: unknown[] } }> }) =>
    (await client.get('/v1/api-keys?limit=100')).body.data

  test('replays an answer, its secret too, and makes nothing twice', async () => {
    const org = await hub.openOrganization()
    const first = expectStatus(await org.client.post('/v1/api-keys', given, once('a')), 201)
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    const size = await org.auditSize()
    // The same JSON with its fields in another order is the same request.
    const turned = { scopes: given.scopes, name: given.name }
    for (const body of [given, turned]) {
      const again = expectStatus(await org.client.post('/v1/api-keys', body, once('a')), 201)
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      expect(again.body).toEqual(first.body)
    }
    expect(await keysOf(org.client)).toHaveLength(2)
    expect(await org.auditSize()).toBe(size)
  })

  test('makes one of many that come at the same time', async () => {
    const org = await hub.openOrganization()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => org.client.post('/v1/api-keys', given, once('b'))),
    )
    for (const { status } of answers) expect([201, 409]).toContain(status)
    const made = answers.filter(({ status }) => status === 201)
    expect(new Set(made.map(({ body }) => body.key)).size).toBe(1)
    expect(await keysOf(org.client)).toHaveLength(2)
  })

  test('409: no longer replays a secret after ten minutes', async () => {
    const org = await hub.openOrganization()
    expectStatus(await org.client.post('/v1/api-keys', given, once('c')), 201)
    const late = 'UPDATE idempotency_keys SET secret_until = 1 WHERE organization_id = ?'
    await hub.sql(org.shard, late, org.id)
    const again = await org.client.post('/v1/api-keys', given, once('c'))
    expectProblem(again, 409, 'idempotency_expired')
    expect(await keysOf(org.client)).toHaveLength(2)
  })

  test('422: was used with another body, or on another path', async () => {
    const org = await hub.openOrganization()
    expectStatus(await org.client.post('/v1/api-keys', given, once('d')), 201)
    const other = { ...given, name: 'Another' }
    const answer = await org.client.post('/v1/api-keys', other, once('d'))
    expectProblem(answer, 422, 'idempotency_mismatch')
    const event = { type: 'custom.a', data: {} }
    const elsewhere = await org.client.post('/v1/events', event, once('d'))
    expectProblem(elsewhere, 422, 'idempotency_mismatch')
  })

  test('is free again after a refusal', async () => {
    const org = await hub.openOrganization()
    const wrong = { ...given, scopes: ['nonsense'] }
    expectProblem(await org.client.post('/v1/api-keys', wrong, once('e')), 400, 'invalid_request')
    expectStatus(await org.client.post('/v1/api-keys', given, once('e')), 201)
  })

  test("is each actor's own", async () => {
    const org = await hub.openOrganization()
    const other = await org.withScopes(['*'])
    const first = expectStatus(await org.client.post('/v1/api-keys', given, once('f')), 201)
    const second = expectStatus(await other.post('/v1/api-keys', given, once('f')), 201)
    expect(second.headers.get('idempotency-replayed')).toBeNull()
    expect(second.body.id).not.toBe(first.body.id)
  })

  test('is forgotten after a day', async () => {
    const org = await hub.openOrganization()
    const first = expectStatus(await org.client.post('/v1/api-keys', given, once('g')), 201)
    const late = 'UPDATE idempotency_keys SET expires_at = 1 WHERE organization_id = ?'
    await hub.sql(org.shard, late, org.id)
    const again = expectStatus(await org.client.post('/v1/api-keys', given, once('g')), 201)
    expect(again.body.id).not.toBe(first.body.id)
  })

  test('400: is not printable, or is too long', async () => {
    const org = await hub.openOrganization()
    for (const key of ['', 'with blank', 'é', 'x'.repeat(256)]) {
      const answer = await org.client.post('/v1/api-keys', given, once(key))
      expectProblem(answer, 400, 'invalid_request')
    }
    expectStatus(await org.client.post('/v1/api-keys', given, once('x'.repeat(255))), 201)
  })
})

describe('GET /v1/api-keys', () => {
  test('200: pages to the end, newest first, each key once', async () => {
    const org = await hub.openOrganization()
    const made: string[] = []
    for (let i = 0; i < 4; i++) {
      made.unshift((await org.client.post('/v1/api-keys', { ...given, name: `Key ${i}` })).body.id)
    }
    const pages = await everyPage(org.client, '/v1/api-keys', 2)
    const ids = pages.flatMap((page) => page.body.data.map(({ id }: { id: string }) => id))
    expect(ids.slice(0, 4)).toEqual(made)
    expect(new Set(ids).size).toBe(5)
    expect(pages.at(-1)?.body.nextCursor).toBeNull()
  })

  test('400: refuses limits and cursors that are none', async () => {
    const { client } = await hub.openOrganization()
    for (const limit of ['0', '-1', '101', '1.5', 'many', '']) {
      expectProblem(await client.get(`/v1/api-keys?limit=${limit}`), 400, 'invalid_request')
    }
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    for (const cursor of ['', 'x', '%00', encoded([1]), encoded(['a', 'b']), encoded({})]) {
      expectProblem(await client.get(`/v1/api-keys?cursor=${cursor}`), 400, 'invalid_cursor')
    }
  })
})

describe('DELETE /v1/api-keys/{id}', () => {
  test('204: the key is refused from then on, and is shown no more', async () => {
    const org = await hub.openOrganization()
    const { id, key } = expectStatus(await org.client.post('/v1/api-keys', given), 201).body
    const gone = expectStatus(await org.client.delete(`/v1/api-keys/${id}`), 204)
    expect(gone.text).toBe('')
    expectProblem(await hub.client(key).get('/v1/me'), 401, 'unauthenticated')
    expectProblem(await org.client.get(`/v1/api-keys/${id}`), 404, 'not_found')
    expectProblem(await org.client.delete(`/v1/api-keys/${id}`), 404, 'not_found')
    const events = await org.client.get('/v1/events?type=api_key.revoked')
    expect(events.body.data).toMatchObject([{ data: { apiKeyId: id } }])
  })
})

describe('a scope', () => {
  test('of any kind that is for programs may be given to a key', async () => {
    const org = await hub.openOrganization()
    const client = await org.withScopes(programScopes)
    expect((await client.get('/v1/me')).body.scopes).toEqual([...programScopes].sort())
  })
})
