// Those who run the hub: how they come in, whom they let in, and what they see of organizations and of the hub itself. It is
// numbers and names of organizations; never what an organization holds.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  eventually,
  everyPage,
  expectProblem,
  expectStatus,
  idOf,
  isoMs,
} from '../support/client.ts'
import { cookieOf, dana, openHub, operatorSecret, type TestHub } from '../support/hub.ts'
import { redeemOperator, signInOperator, type TestOperator } from '../support/operator.ts'

let hub: TestHub
let olga: TestOperator

beforeAll(async () => {
  hub = await openHub()
  olga = await signInOperator(hub)
})
afterAll(() => hub.close())

const bootstrap = async (email = 'first@hub.example') => {
  const made = await hub.operator.post('/operator/bootstrap', { email, name: 'First' })
  return expectStatus(made, 201).body as { url: string; expiresAt: string }
}
const press = (link: string, headers: Record<string, string> = { origin: hub.url }) =>
  hub.anonymous.send('POST', new URL(link).pathname, undefined, headers)

describe('an operator', () => {
  test('comes in by the bootstrap link, and is named', async () => {
    const { url, expiresAt } = await bootstrap()
    expect(url).toMatch(new RegExp(`^${hub.url}/operator/sign-in/cwol_`))
    expect(expiresAt).toEqual(isoMs)
    const answer = expectStatus(await press(url), 303)
    expect(answer.headers.get('location')).toBe('/console')
    const [cookie = ''] = answer.headers.getSetCookie()
    for (const part of [
      /^__Host-causeway-operator=cwos_/,
      /HttpOnly/i,
      /Secure/i,
      /SameSite=Lax/i,
      /Max-Age=43200/,
    ]) {
      expect(cookie).toMatch(part)
    }
    const me = await hub.browser(cookieOf(answer)).get('/operator/me')
    expect(expectStatus(me, 200).body).toEqual({
      id: idOf('opr_'),
      email: 'first@hub.example',
      name: 'First',
    })
  })

  test('is the same one when bootstrapped again, with another link', async () => {
    const [one, other] = [await bootstrap(), await bootstrap()]
    expect(one.url).not.toBe(other.url)
    const ids = await Promise.all(
      [one.url, other.url].map(async (url) => {
        const client = hub.browser(await redeemOperator(hub, url))
        return (await client.get('/operator/me')).body.id
      }),
    )
    expect(ids[0]).toBe(ids[1])
  })

  test('uses a link once, however many race for it; looking at it uses nothing up', async () => {
    const { url } = await bootstrap()
    for (const method of ['GET', 'HEAD', 'GET']) {
      expectStatus(await hub.anonymous.send(method, new URL(url).pathname), 200)
    }
    const answers = await Promise.all(Array.from({ length: 8 }, () => press(url)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(7).fill(401)])
    expect((await press(url)).text).toContain('does not work any more')
  })

  test('cannot be signed in by another site, nor by garbage or a late link', async () => {
    const { url } = await bootstrap()
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}]) {
      expectProblem(await press(url, headers), 403, 'forbidden')
    }
    expectStatus(await press(`${hub.url}/operator/sign-in/${'x'.repeat(400)}`), 401)
    expectStatus(await press(`${url.slice(0, -1)}~`), 401)
    await hub.objectSql('SESSION', 'operators', 'UPDATE link SET expires_at = 1')
    expectStatus(await press(url), 401)
  })

  test('gets a letter with a link by address, five in an hour; a stranger gets none, and the same answer', async () => {
    const operator = await signInOperator(hub)
    const ask = (email: string) => hub.browser('').post('/operator/sign-in/link', { email })
    const lettersTo = async (to: string) =>
      ((await hub.control('GET', '/mail')) as { to: string; text: string }[]).filter(
        (each) => each.to === to,
      )
    for (let at = 0; at < 8; at++) {
      expect(expectStatus(await ask(operator.email), 202).body).toEqual({ sent: true })
    }
    expect(expectStatus(await ask('stranger@evil.example'), 202).body).toEqual({ sent: true })
    const letters = await eventually(async () => {
      const found = await lettersTo(operator.email)
      expect(found.length).toBeGreaterThanOrEqual(4)
      return found
    })
    expect(letters.length).toBeLessThanOrEqual(8)
    const link = /http\S+\/operator\/sign-in\/\S+/.exec(letters.at(-1)?.text ?? '')?.[0] ?? ''
    await redeemOperator(hub, link)
    expect(await lettersTo('stranger@evil.example')).toEqual([])
  })

  test('signs out, and only from our own pages', async () => {
    const operator = await signInOperator(hub)
    const foreign = await hub.anonymous.send('POST', '/operator/sign-out', undefined, {
      cookie: operator.cookie,
      origin: 'https://evil.example',
    })
    expectProblem(foreign, 403, 'forbidden')
    expectStatus(await operator.client.get('/operator/me'), 200)
    expectStatus(await operator.client.post('/operator/sign-out'), 303)
    expectProblem(await operator.client.get('/operator/me'), 401, 'unauthenticated')
  })

  test('changes nothing from another site', async () => {
    const foreign = { cookie: olga.cookie, origin: 'https://evil.example' }
    for (const path of ['operators', 'organizations', 'wake']) {
      const answer = await hub.anonymous.send('POST', `/operator/${path}`, {}, foreign)
      expectProblem(answer, 403, 'forbidden')
    }
  })

  test('opens no door of an organization, and a member opens none of theirs', async () => {
    const acme = await hub.openOrganization()
    expectProblem(await olga.client.get('/v1/me'), 401, 'unauthenticated')
    expectProblem(await acme.memberClient.get('/operator/me'), 401, 'unauthenticated')
    expectProblem(await acme.client.get('/operator/organizations'), 401, 'unauthenticated')
    const link = await hub.signInLink(acme.id, dana.email)
    const mixed = new URL(link).pathname.replace('/sign-in/', '/operator/sign-in/')
    expectStatus(await press(hub.url + mixed), 401)
  })

  test('does nothing that would let them act as an organization', async () => {
    const acme = await hub.openOrganization()
    const body = { organizationId: acme.id, email: dana.email }
    for (const [path, input] of [
      ['sign-in-links', body],
      ['members', { ...body, name: 'Eve', role: 'owner' }],
      ['bootstrap', { email: 'eve@hub.example', name: 'Eve' }],
    ] as const) {
      expectProblem(await olga.client.post(`/operator/${path}`, input), 403, 'forbidden')
    }
  })
})

describe('operators', () => {
  test('add one another by a letter', async () => {
    const email = `added-${Date.now()}@hub.example`
    const added = await olga.client.post('/operator/operators', { email, name: 'Added' })
    expect(expectStatus(added, 201).body).toEqual({
      id: idOf('opr_'),
      email,
      name: 'Added',
      createdAt: isoMs,
    })
    const letters = (await hub.control('GET', '/mail')) as { to: string; text: string }[]
    const text = letters.find(({ to }) => to === email)?.text ?? ''
    const link = /http\S+\/operator\/sign-in\/\S+/.exec(text)?.[0] ?? ''
    const client = hub.browser(await redeemOperator(hub, link))
    expect((await client.get('/operator/me')).body.email).toBe(email)
    const { data } = expectStatus(await client.get('/operator/operators'), 200).body
    expect(data.map((each: { email: string }) => each.email)).toContain(email)
  })

  test('remove one another: session and link die at once, and stay dead when they are added again', async () => {
    const other = await signInOperator(hub)
    const { url } = await bootstrap(other.email)
    expectStatus(await olga.client.delete(`/operator/operators/${other.id}`), 204)
    expectProblem(await other.client.get('/operator/me'), 401, 'unauthenticated')
    expectStatus(await press(url), 401)
    await bootstrap(other.email)
    expectProblem(await other.client.get('/operator/me'), 401, 'unauthenticated')
    const gone = `/operator/operators/${other.id}`
    expectProblem(await olga.client.delete(gone), 404, 'not_found')
  })

  test('refuse wrong input field by field', async () => {
    const answer = await olga.client.post('/operator/operators', { email: 'x', name: '', more: 1 })
    const paths = expectProblem(answer, 400, 'invalid_request').body.errors.map(
      (each: { path: string }) => each.path,
    )
    expect(paths).toEqual(expect.arrayContaining(['email', 'name']))
  })

  test('remove neither themselves nor the last one', async () => {
    expectProblem(await olga.client.delete(`/operator/operators/${olga.id}`), 409, 'conflict')
    const { data } = (await hub.operator.get('/operator/operators')).body
    for (const { id } of data.filter((each: { id: string }) => each.id !== olga.id)) {
      expectStatus(await hub.operator.delete(`/operator/operators/${id}`), 204)
    }
    expectProblem(await hub.operator.delete(`/operator/operators/${olga.id}`), 409, 'conflict')
    expectStatus(await olga.client.get('/operator/me'), 200)
  })

  test('leave a line in the operator log for every act', async () => {
    const operator = await signInOperator(hub)
    const made = await operator.client.post('/operator/organizations', {
      name: 'Logged',
      region: 'eu',
      owner: { email: 'owner@logged.example', name: 'Owner' },
    })
    const { id } = expectStatus(made, 201).body.organization
    await operator.client.patch(`/operator/organizations/${id}`, { plan: 'team' })
    const { data } = expectStatus(await operator.client.get('/operator/events?limit=3'), 200).body
    expect(data).toEqual([
      {
        id: idOf('oev_'),
        operatorId: operator.id,
        action: 'organization.change',
        targetId: id,
        values: { plan: 'team' },
        at: isoMs,
      },
      expect.objectContaining({ action: 'organization.create', operatorId: operator.id }),
      expect.objectContaining({ action: 'operator.sign_in', operatorId: operator.id }),
    ])
    const pages = await everyPage(operator.client, '/operator/events', 7)
    const ids = pages.flatMap((page) => page.body.data.map((each: { id: string }) => each.id))
    expect(ids).toEqual([...ids].sort().reverse())
  })
})

describe('organizations', () => {
  test('are opened by a person without a key, and their owner gets the way in', async () => {
    const email = `owner-${Date.now()}@new.example`
    const made = await olga.client.post('/operator/organizations', {
      name: 'New & <b>bold</b>',
      region: 'eu',
      owner: { email, name: 'Nora' },
    })
    expect(expectStatus(made, 201).body.apiKey).toBeNull()
    const letters = (await hub.control('GET', '/mail')) as {
      to: string
      text: string
      html: string
    }[]
    const letter = letters.find(({ to }) => to === email)
    expect(letter?.html).not.toContain('<b>bold</b>')
    const link = /http\S+\/sign-in\/\S+/.exec(letter?.text ?? '')?.[0] ?? ''
    const me = await hub.browser(await hub.redeem(link)).get('/v1/me')
    expect(me.body).toMatchObject({ email, role: 'owner' })
  })

  test('are listed over all shards, newest first, in pages, by name and by id', async () => {
    const mark = `Needle ${Date.now()}`
    const ids: string[] = []
    for (let at = 0; at < 5; at++) {
      const input = { name: `${mark} ${at}`, region: 'eu', owner: dana }
      ids.push((await hub.operator.post('/operator/organizations', input)).body.organization.id)
    }
    const path = `/operator/organizations?query=${encodeURIComponent(mark.toUpperCase())}`
    const pages = await everyPage(olga.client, path, 2)
    const listed = pages.flatMap((page) => page.body.data)
    expect(listed.map((each) => each.id)).toEqual(ids.toReversed())
    expect(new Set(listed.map((each) => each.shard)).size).toBe(2)
    expect(listed[0]).toEqual({
      id: ids[4],
      name: `${mark} 4`,
      region: 'eu',
      plan: 'free',
      shard: expect.stringMatching(/^0[01]$/),
      suspendedAt: null,
      createdAt: isoMs,
      members: 1,
      connections: { active: 0, needsReconnect: 0 },
    })
    const one = await olga.client.get(`/operator/organizations?query=${ids[2]}`)
    expect(one.body.data.map((each: { id: string }) => each.id)).toEqual([ids[2]])
    const none = await olga.client.get('/operator/organizations?query=%25%27%22no')
    expect(expectStatus(none, 200).body).toEqual({ data: [], nextCursor: null })
    const wrong = await olga.client.get('/operator/organizations?cursor=x')
    expectProblem(wrong, 400, 'invalid_cursor')
  })

  test('show their health as numbers, and nothing of what they hold', async () => {
    const acme = await hub.openOrganization()
    const marks = ['planted-connection', 'planted-event', 'planted-endpoint', 'planted-key']
    const jira = await acme.connectJira()
    await acme.client.patch(`/v1/connections/${jira}`, { name: marks[0] })
    await acme.client.post('/v1/events', { type: 'custom.planted', data: { mark: marks[1] } })
    await acme.client.post('/v1/webhook-endpoints', {
      url: 'http://127.0.0.1:9/planted-endpoint',
      description: marks[2],
    })
    await acme.client.post('/v1/api-keys', { name: marks[3], scopes: ['events:read'] })
    const input = { project: 'ACME', issueType: 'Task', summary: 'planted-input' }
    const run = await acme.client.post(`/v1/connections/${jira}/actions/create_issue`, input)
    expectStatus(run, 200)
    const one = expectStatus(await olga.client.get(`/operator/organizations/${acme.id}`), 200)
    expect(one.body).toMatchObject({
      id: acme.id,
      members: 1,
      connections: { active: 1, needsReconnect: 0 },
      suspendedReason: null,
      consent: null,
      health: {
        apiKeys: 2,
        endpoints: { enabled: 1, disabled: 0 },
        runs24h: { done: 1, failed: 0, unknown: 0 },
        approvalsWaiting: 0,
        auditEvents: expect.any(Number),
        lastActiveAt: isoMs,
      },
    })
    const answers = [
      one,
      await olga.client.get('/operator/organizations?limit=100'),
      await olga.client.get('/operator/health'),
      await olga.client.get('/operator/events?limit=100'),
      await olga.client.get('/operator/operators'),
      ...(await Promise.all(
        ['connections', 'runs', 'deliveries', 'audit-events', 'members'].map((what) =>
          olga.client.get(`/operator/organizations/${acme.id}/view/${what}`),
        ),
      )),
    ]
    for (const answer of answers) {
      for (const secret of ['planted', 'custom.', dana.email, 'ACME', 'jira', operatorSecret]) {
        expect(answer.text).not.toContain(secret)
      }
    }
  })

  test('that are not there are not found', async () => {
    const path = '/operator/organizations/org_00000000000000000000000000'
    expectProblem(await olga.client.get(path), 404, 'not_found')
    expectProblem(await olga.client.patch(path, { plan: 'team' }), 404, 'not_found')
  })

  test('get a plan, and refuse what is none', async () => {
    const acme = await hub.openOrganization()
    const path = `/operator/organizations/${acme.id}`
    const changed = await olga.client.patch(path, { plan: 'enterprise' })
    expect(expectStatus(changed, 200).body.plan).toBe('enterprise')
    const trail = await acme.memberClient.get('/v1/audit-events?action=organization.change_plan')
    expect(trail.body.data).toEqual([
      expect.objectContaining({
        actor: { type: 'operator', id: olga.id },
        values: { from: 'free', to: 'enterprise' },
      }),
    ])
    const size = await acme.auditSize()
    expectStatus(await olga.client.patch(path, { plan: 'enterprise' }), 200)
    for (const wrong of [
      {},
      { plan: 'gold' },
      { suspended: true },
      { region: 'us' },
      { reason: 'x' },
    ]) {
      expectProblem(await olga.client.patch(path, wrong), 400, 'invalid_request')
    }
    expect(await acme.auditSize()).toBe(size)
  })
})

describe('the health of the hub', () => {
  test('says what runs and what each database has', async () => {
    const { body } = expectStatus(await olga.client.get('/operator/health'), 200)
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const config = readFileSync('wrangler.toml', 'utf8')
    const date = /^compatibility_date = "(.+)"$/m.exec(config)?.[1]
    expect(body.dependencies).toMatchObject({ directory: 'ok', 'shard 00': 'ok', 'shard 01': 'ok' })
    expect(body.versions).toMatchObject({ hub: manifest.version, compatibilityDate: date })
    for (const database of ['directory', 'shard 00', 'shard 01']) {
      const { applied, expected, missing } = body.versions.migrations[database]
      expect(missing).toEqual([])
      expect(applied).toBe(expected)
    }
    expect(body.shards.map((each: { shard: string }) => each.shard)).toEqual(['00', '01'])
  })

  test('counts what waits, and names what is stuck', async () => {
    const acme = await hub.openOrganization()
    const id = (kind: string) => `${kind}_${'0'.repeat(20)}${Date.now() % 1_000_000}`
    const hourAgo = Date.now() - 3_600_000
    await hub.sql(
      acme.shard,
      `INSERT INTO runs (id, organization_id, connection_id, connector, action, effect, state, actor, input, started_at, lease_until, lease_id)
       VALUES (?, ?, 'conn_x', 'jira', 'create_issue', 'write', 'claimed', '{}', '{}', ?, ?, 'x')`,
      id('run'),
      acme.id,
      hourAgo,
      hourAgo,
    )
    await hub.sql(
      'DIRECTORY',
      `INSERT INTO outside_ids (kind, value, organization_id, shard, subject_id, state, expires_at, created_at)
       VALUES ('account:slack', ?, ?, ?, 'conn_x', 'pending', ?, ?)`,
      id('T'),
      acme.id,
      acme.shard,
      hourAgo,
      hourAgo,
    )
    const { body } = expectStatus(await olga.client.get('/operator/health'), 200)
    const shard = body.shards.find((each: { shard: string }) => each.shard === acme.shard)
    expect(shard.organizations).toBeGreaterThan(0)
    expect(shard.queues).toEqual({
      deliveriesDue: expect.any(Number),
      deliveriesInFlight: expect.any(Number),
      deliveriesHeld: 0,
      oldestDueSeconds: shard.queues.oldestDueSeconds,
    })
    const oldestAt = new Date(hourAgo).toISOString()
    expect(shard.stuck).toEqual(
      expect.arrayContaining([
        { kind: 'runs_lapsed', count: 1, oldestAt },
        { kind: 'claims_late', count: 1, oldestAt },
      ]),
    )
  })
})
