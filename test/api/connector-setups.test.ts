// `/v1/connector-setups`: what an admin is told of each vendor, the organization's own client kept, tested and removed. Each
// vendor's token endpoint is a simulator's.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Client, expectProblem, expectStatus, isoMs } from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
let org: TestOrganization

beforeAll(async () => {
  hub = await openHub()
  org = await hub.openOrganization()
})
afterAll(() => hub.close())

const path = (connector: string, rest = '') => `/v1/connector-setups/${connector}${rest}`

/** The client that a pretend vendor knows. */
const clientOf = (vendor: string): Promise<Record<string, string>> =>
  hub.control('GET', `/${vendor}/app`)

const slackApp = {
  clientId: '1000000000001.1000000000099',
  clientSecret: 'own-slack-client-secret-of-acme',
  signingSecret: '0123456789abcdef0123456789abcdef',
}

const vendors = [
  'asana',
  'database',
  'google',
  'hubspot',
  'jira',
  'microsoft',
  'salesforce',
  'slack',
  'tableau',
  'teams',
]

describe('the setups', () => {
  test('tell of every vendor what to do, with the values of this hub', async () => {
    const list = expectStatus(await org.client.get('/v1/connector-setups'), 200).body
    expect(list.nextCursor).toBeNull()
    expect(list.data.map((each: { connector: string }) => each.connector)).toEqual(vendors)
    for (const setup of list.data) {
      expect(setup.steps.length, setup.connector).toBeGreaterThan(1)
      for (const uri of setup.redirectUris) expect(uri.startsWith(`${hub.url}/`)).toBe(true)
      for (const uri of setup.redirectUris) expect(JSON.stringify(setup.steps)).toContain(uri)
      const single = expectStatus(await org.client.get(path(setup.connector)), 200)
      expect(single.body).toEqual(setup)
    }
    const there = list.data.filter((each: { available: boolean }) => each.available)
    const catalogue = expectStatus(await org.client.get('/v1/connectors'), 200).body.data
    expect(there.map((each: { connector: string }) => each.connector)).toEqual(
      catalogue.map((each: { id: string }) => each.id),
    )
  })

  test('have a Slack manifest with our addresses, and a link that opens Slack with it', async () => {
    const { body } = expectStatus(await org.client.get(path('slack')), 200)
    const manifest = JSON.parse(body.manifest)
    const named = `?organization=${org.id}`
    expect(manifest.oauth_config.redirect_urls).toEqual([`${hub.url}/slack/oauth/callback`])
    expect(manifest.settings.event_subscriptions.request_url).toBe(
      `${hub.url}/slack/events${named}`,
    )
    expect(manifest.settings.interactivity.request_url).toBe(
      `${hub.url}/slack/interactions${named}`,
    )
    expect(manifest.oauth_config.scopes.bot).toEqual(
      body.scopes.map((each: { scope: string }) => each.scope),
    )
    const url = new URL(body.manifestUrl)
    expect(url.origin + url.pathname).toBe('https://api.slack.com/apps')
    expect(url.searchParams.get('new_app')).toBe('1')
    expect(JSON.parse(url.searchParams.get('manifest_json') ?? '')).toEqual(manifest)
  })

  test("say whose client is used: the hub's for Slack, none for others", async () => {
    const app = async (connector: string) => (await org.client.get(path(connector))).body.app
    expect(await app('slack')).toEqual({ source: 'hub', fields: {}, updatedAt: null })
    expect(await app('google')).toEqual({ source: null, fields: {}, updatedAt: null })
  })
})

describe('a client of its own', () => {
  test('is kept, shown without its secrets, told to the trail without them, replaced and removed', async () => {
    const own = await hub.openOrganization()
    const { memberClient } = own
    const kept = expectStatus(await memberClient.post(path('slack', '/app'), slackApp), 200)
    expect(kept.body).toEqual((await memberClient.get(path('slack'))).body)
    expect(kept.body.app).toEqual({
      source: 'organization',
      fields: { clientId: slackApp.clientId },
      updatedAt: isoMs,
    })
    const again = { ...slackApp, clientSecret: 'another-slack-client-secret' }
    expectStatus(await memberClient.post(path('slack', '/app'), again), 200)
    expectStatus(await memberClient.delete(path('slack', '/app')), 204)
    expect((await memberClient.get(path('slack'))).body.app.source).toBe('hub')
    expectProblem(await memberClient.delete(path('slack', '/app')), 404, 'not_found')

    const trail = expectStatus(await own.client.get('/v1/audit-events?limit=10'), 200)
    const actions = trail.body.data.map((each: { action: string }) => each.action)
    expect(actions.slice(0, 3)).toEqual([
      'vendor_app.remove',
      'vendor_app.replace',
      'vendor_app.keep',
    ])
    const everything = [kept.text, trail.text].join('\n')
    for (const secret of [slackApp.clientSecret, again.clientSecret, slackApp.signingSecret]) {
      expect(everything).not.toContain(secret)
    }
  })

  test('is kept once for one Idempotency-Key', async () => {
    const own = await hub.openOrganization()
    const key = { 'idempotency-key': 'keep-once' }
    const first = await own.memberClient.post(path('slack', '/app'), slackApp, key)
    const size = await own.auditSize()
    const second = await own.memberClient.post(path('slack', '/app'), slackApp, key)
    expect(expectStatus(second, 200).headers.get('idempotency-replayed')).toBe('true')
    expect(second.text).toBe(first.text)
    expect(await own.auditSize()).toBe(size)
  })

  test('is used by the connect that follows, and the other organization goes on with the hub’s', async () => {
    const own = await hub.openOrganization()
    expectStatus(await own.memberClient.post(path('slack', '/app'), slackApp), 200)
    const clientIdOf = async (client: Client) => {
      const session = await client.post('/v1/connect-sessions', { connector: 'slack' })
      const { pathname } = new URL(expectStatus(session, 201).body.url)
      const left = await hub.anonymous.send('POST', pathname, undefined, { origin: hub.url })
      return new URL(left.headers.get('location') ?? '').searchParams.get('client_id')
    }
    expect(await clientIdOf(own.client)).toBe(slackApp.clientId)
    expect(await clientIdOf(org.client)).toBe('1000000000001.1000000000002')
  })

  test('does not make a connect by consent where the connector has none', async () => {
    expectStatus(await org.memberClient.post(path('jira', '/app'), await clientOf('jira')), 200)
    const session = await org.client.post('/v1/connect-sessions', { connector: 'jira' })
    expectProblem(session, 400, 'invalid_request')
  })
})

describe('what is refused', () => {
  test('400: a field that is missing, unknown, not a text, with blanks, or that would send the secret elsewhere', async () => {
    const before = await org.auditSize()
    const pathsOf = async (connector: string, body: unknown) => {
      const answer = await org.memberClient.post(path(connector, '/app'), body)
      const problem = expectProblem(answer, 400, 'invalid_request')
      expect(problem.text).not.toContain('never-repeat-me')
      return problem.body.errors.map((each: { path: string }) => each.path)
    }
    const secret = 'never-repeat-me'
    expect(await pathsOf('slack', {})).toEqual(['clientId', 'clientSecret', 'signingSecret'])
    expect(await pathsOf('slack', { ...slackApp, extra: secret })).toEqual(['extra'])
    expect(await pathsOf('slack', { ...slackApp, clientSecret: 5 })).toEqual(['clientSecret'])
    for (const wrong of [`${secret} x`, `${secret}\nx`, `${secret}\u202e`, '   ']) {
      expect(await pathsOf('slack', { ...slackApp, signingSecret: wrong })).toEqual([
        'signingSecret',
      ])
    }
    expect(await pathsOf('slack', { ...slackApp, clientSecret: secret.repeat(200) })).toEqual([
      'clientSecret',
    ])
    expect(await pathsOf('database', { clientId: 'a' })).toContain('body')
    const salesforce = { clientId: 'key', clientSecret: secret }
    for (const domain of [
      'https://evil.example',
      'https://acme.my.salesforce.com.evil.example',
      'http://acme.my.salesforce.com',
      'https://acme.my.salesforce.com/x',
      'https://u@acme.my.salesforce.com',
    ]) {
      expect(await pathsOf('salesforce', { ...salesforce, domain })).toEqual(['domain'])
    }
    const entra = { ...(await clientOf('microsoft')), tenantId: 'common/../evil' }
    expect(await pathsOf('microsoft', entra)).toEqual(['tenantId'])
    expect(await org.auditSize()).toBe(before)
  })

  test('401: nobody', async () => {
    expectProblem(await hub.anonymous.get('/v1/connector-setups'), 401, 'unauthenticated')
    expectProblem(await hub.anonymous.post(path('slack', '/app'), slackApp), 401, 'unauthenticated')
  })

  test('403: a key, with every scope too, and a member who may only read', async () => {
    const auditor = (await org.addMember('auditor')).client
    expectStatus(await auditor.get(path('slack')), 200)
    for (const [client, code] of [
      [org.client, 'person_required'],
      [auditor, 'forbidden'],
    ] as const) {
      expectProblem(await client.post(path('slack', '/app'), slackApp), 403, code)
      expectProblem(await client.delete(path('slack', '/app')), 403, code)
      expectProblem(await client.post(path('slack', '/test')), 403, code)
    }
    const narrow = await org.withScopes(['events:read'])
    expectProblem(await narrow.get('/v1/connector-setups'), 403, 'forbidden')
  })

  test('404: a vendor that is none', async () => {
    for (const name of ['fax', '__proto__', 'Slack']) {
      expectProblem(await org.memberClient.get(path(name)), 404, 'not_found')
      expectProblem(await org.memberClient.post(path(name, '/app'), slackApp), 404, 'not_found')
      expectProblem(await org.memberClient.post(path(name, '/test')), 404, 'not_found')
    }
  })

  test("another organization's client is not seen, tested or removed", async () => {
    const [one, other] = [await hub.openOrganization(), await hub.openOrganization()]
    expectStatus(await one.memberClient.post(path('asana', '/app'), await clientOf('asana')), 200)
    expect((await other.memberClient.get(path('asana'))).body.app.source).toBeNull()
    expect((await other.memberClient.post(path('asana', '/test'))).body.ok).toBe(false)
    expectProblem(await other.memberClient.delete(path('asana', '/app')), 404, 'not_found')
    expect((await one.memberClient.get(path('asana'))).body.app.source).toBe('organization')
  })
})

interface Check {
  readonly name: string
  readonly ok: boolean | null
  readonly says: string
}

describe('the test', () => {
  afterEach(async () => {
    for (const vendor of ['asana', 'hubspot']) await hub.control('DELETE', `/${vendor}/faults`)
  })

  /** Keeps a client and tests it; the checks by name. */
  async function tested(connector: string, values: Record<string, string>) {
    expectStatus(await org.memberClient.post(path(connector, '/app'), values), 200)
    const { body } = expectStatus(await org.memberClient.post(path(connector, '/test')), 200)
    const checks = new Map((body.checks as Check[]).map((check) => [check.name, check]))
    for (const check of checks.values()) {
      expect(check.says).not.toContain(values.clientSecret)
      expect(check.says.length).toBeGreaterThan(10)
    }
    expect(body.ok).toBe([...checks.values()].every(({ ok }) => ok !== false))
    return { ok: body.ok, client: checks.get('client'), checks }
  }

  const withClients = [
    'asana',
    'google',
    'hubspot',
    'jira',
    'microsoft',
    'salesforce',
    'teams',
  ] as const

  test.each(withClients)('accepts the right client of %s', async (vendor) => {
    const { ok, client } = await tested(vendor, await clientOf(vendor))
    expect(ok).toBe(true)
    expect(client?.ok).toBe(true)
  })

  test.each(withClients)('names a wrong id, and a wrong secret, of %s', async (vendor) => {
    const right = await clientOf(vendor)
    const wrongId = (right.clientId ?? '').replace(/\d(?=[^\d]*$)|t$/, (last) =>
      last === '7' ? '8' : '7',
    )
    const id = await tested(vendor, { ...right, clientId: wrongId })
    expect(id.client?.ok).toBe(false)
    const { client } = await tested(vendor, { ...right, clientSecret: 'wrong-secret-of-acme' })
    expect(client?.ok).toBe(false)
    // Atlassian and Asana say of both the same.
    const same = vendor === 'jira' || vendor === 'asana'
    expect(client?.says === id.client?.says).toBe(same)
  })

  test("finds the hub's own Slack client right, and says what Slack alone can show", async () => {
    const { body } = expectStatus(await org.memberClient.post(path('slack', '/test')), 200)
    expect(body.ok).toBe(true)
    const found = Object.fromEntries(body.checks.map(({ name, ok }: Check) => [name, ok]))
    expect(found).toMatchObject({ reachable: true, client: true, redirect_uri: null })
    expect(found.signing_secret).toBeNull()
  })

  test('names the wrong id and the wrong secret of Slack apart', async () => {
    const own = await hub.openOrganization()
    const saysOf = async (app: Record<string, string>) => {
      expectStatus(await own.memberClient.post(path('slack', '/app'), app), 200)
      const { body } = expectStatus(await own.memberClient.post(path('slack', '/test')), 200)
      expect(body.ok).toBe(false)
      return body.checks.find(({ name }: Check) => name === 'client').says
    }
    expect(await saysOf(slackApp)).toContain('knows no app with this Client ID')
    const { manifest } = expectStatus(await own.memberClient.get(path('slack')), 200).body
    const { clientId } = await hub.control('POST', '/slack/apps', { manifest })
    const known = { ...slackApp, clientId }
    expect(await saysOf(known)).toContain('refuses its Client Secret')
  })

  test('names a redirect URI that the app does not know', async () => {
    await hub.control('POST', '/google/redirect-uris', ['https://elsewhere.example/callback'])
    const { ok, checks, client } = await tested('google', await clientOf('google'))
    expect([ok, client?.ok, checks.get('redirect_uri')?.ok]).toEqual([false, true, false])
    expect(checks.get('redirect_uri')?.says).toContain(`${hub.url}/connect/google/callback`)
    await hub.control('POST', '/google/redirect-uris', [`${hub.url}/connect/google/callback`])
    expect((await tested('google', await clientOf('google'))).ok).toBe(true)
  })

  test('names a tenant that is not there', async () => {
    const tenantId = '00000000-0000-4000-8000-000000000000'
    const { client } = await tested('microsoft', { ...(await clientOf('microsoft')), tenantId })
    expect(client?.says).toContain('Directory (tenant) ID')
  })

  test('says of a vendor that does not answer, or cannot, that it does not', async () => {
    for (const kind of ['disconnect', 'server_error', 'rate_limited']) {
      await hub.control('POST', '/asana/faults', { kind, count: 1 })
      const { ok, checks, client } = await tested('asana', await clientOf('asana'))
      expect([kind, ok, checks.get('reachable')?.ok, client]).toEqual([
        kind,
        false,
        false,
        undefined,
      ])
    }
    await hub.control('POST', '/hubspot/faults', { kind: 'malformed', count: 1 })
    const { client } = await tested('hubspot', await clientOf('hubspot'))
    expect(client?.ok).toBeNull()
  })

  test('says what looks unlike the vendor’s values', async () => {
    const { checks } = await tested('asana', { clientId: 'acme', clientSecret: 'wrong-secret' })
    expect(checks.get('form:clientId')?.ok).toBeNull()
  })

  test('says where no client is kept, and where none is needed', async () => {
    const own = await hub.openOrganization()
    const google = await own.memberClient.post(path('google', '/test'))
    expect(google.body).toMatchObject({ ok: false, checks: [{ name: 'app', ok: false }] })
    const tableau = await own.memberClient.post(path('tableau', '/test'))
    expect(tableau.body).toMatchObject({ ok: true, checks: [{ name: 'app', ok: true }] })
  })

  test('connects nothing and leaves no trace', async () => {
    const size = await org.auditSize()
    expectStatus(await org.memberClient.post(path('slack', '/test')), 200)
    expect(await org.auditSize()).toBe(size)
    expect((await org.client.get('/v1/connections')).body.data).toEqual([])
  })
})
