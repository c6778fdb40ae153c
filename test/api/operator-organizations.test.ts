// What operators see of organizations and of the hub itself: numbers, and names of organizations; never what an organization holds.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyPage, expectProblem, expectStatus, isoMs } from '../support/client.ts'
import { dana, openHub, operatorSecret, type TestHub } from '../support/hub.ts'
import { signInOperator, type TestOperator } from '../support/operator.ts'

let hub: TestHub
let olga: TestOperator

beforeAll(async () => {
  hub = await openHub()
  olga = await signInOperator(hub)
})
afterAll(() => hub.close())

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
      noticesDue: expect.any(Number),
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
