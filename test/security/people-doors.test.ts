// The doors for people: sign-in by a link, the session's cookie, and the hosted connect. What is used, late, garbage or from
// another site or browser is refused, and nothing is connected or ended by it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  eventually,
  expectPage,
  expectProblem,
  expectStatus,
  makeClient,
} from '../support/client.ts'
import { cookieOf, dana, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
/** Has the pretend Slack's only workspace. */
let acme: TestOrganization

beforeAll(async () => {
  hub = await openHub()
  acme = await hub.openOrganization()
  await acme.connectSlack()
})
afterAll(() => hub.close())

describe('sign-in', () => {
  const press = (link: string, headers: Record<string, string> = { origin: hub.url }) =>
    hub.anonymous.send('POST', new URL(link).pathname, undefined, headers)
  const newLink = () => hub.signInLink(acme.id, dana.email)

  test('by a link sets a cookie bound to this host, which scripts cannot read', async () => {
    const answer = expectStatus(await press(await newLink()), 303)
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-causeway=cws_/)
    for (const flag of [
      /; HttpOnly/i,
      /; Secure/i,
      /; SameSite=Lax/i,
      /; Path=\/(;|$)/i,
      /; Max-Age=604800/i,
    ]) {
      expect(cookie).toMatch(flag)
    }
    expect(cookie).not.toMatch(/domain=/i)
    const me = await hub.browser(cookieOf(answer)).get('/v1/me')
    expect(expectStatus(me, 200).body).toMatchObject({ type: 'member', email: dana.email })
  })

  test('by a link works once, however many race for it', async () => {
    const link = await newLink()
    const answers = await Promise.all(Array.from({ length: 10 }, () => press(link)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(9).fill(410)])
    expectStatus(await press(link), 410)
  })

  test('is not used up by a mail scanner that opens the link', async () => {
    const link = await newLink()
    for (const method of ['GET', 'HEAD', 'GET']) {
      const seen = await hub.anonymous.send(method, new URL(link).pathname)
      expect(expectStatus(seen, 200).headers.getSetCookie()).toEqual([])
    }
    expectStatus(await press(link), 303)
  })

  test('refuses a POST that another site made, and leaves the link as it was', async () => {
    const link = await newLink()
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      {},
    ]
    for (const headers of foreign) expectProblem(await press(link, headers), 403, 'forbidden')
    expectStatus(await press(link), 303)
  })

  test('refuses a link that is garbage, late, or of another kind', async () => {
    const link = await newLink()
    await hub.objectSql('SESSION', acme.id, 'UPDATE link SET expires_at = 1')
    const path = `${hub.url}/sign-in/`
    for (const wrong of [
      link,
      `${path}x`,
      `${path}${acme.apiKey}`,
      `${path}%00`,
      link.slice(0, -1),
    ]) {
      expectStatus(await press(wrong), 410)
    }
  })

  test('of a person who has left since is refused, link and session alike', async () => {
    const member = await acme.addMember('member')
    const link = await hub.signInLink(acme.id, member.email)
    await hub.sql(acme.shard, 'UPDATE members SET removed_at = 1 WHERE id = ?', member.id)
    expectStatus(await press(link), 410)
    expectProblem(await member.client.get('/v1/me'), 401, 'unauthenticated')
  })
})

describe('a session', () => {
  const signedIn = async () => hub.redeem(await hub.signInLink(acme.id, dana.email))

  test('is refused from another site for everything that is not a read', async () => {
    const cookie = await signedIn()
    const before = await acme.auditSize()
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${hub.url}.evil.example` },
      { 'sec-fetch-site': 'same-site' },
      {},
    ]
    const body = { name: 'Stolen', scopes: ['*'] }
    for (const headers of foreign) {
      const client = makeClient(hub.url, { cookie, ...headers })
      expectProblem(await client.post('/v1/api-keys', body), 403, 'forbidden')
      expectProblem(await client.delete('/v1/policies/x'), 403, 'forbidden')
    }
    expect(await acme.auditSize()).toBe(before)
  })

  test('ends when its person signs out, and only from our own pages', async () => {
    const cookie = await signedIn()
    const foreign = makeClient(hub.url, { cookie, origin: 'https://evil.example' })
    expectProblem(await foreign.post('/sign-out'), 403, 'forbidden')
    await hub.browser(cookie).get('/sign-out')
    expectStatus(await hub.browser(cookie).get('/v1/me'), 200)
    const out = expectStatus(await hub.browser(cookie).post('/sign-out'), 303)
    expect(out.headers.getSetCookie().join()).toMatch(/__Host-causeway=;.*Max-Age=0/i)
    expectProblem(await hub.browser(cookie).get('/v1/me'), 401, 'unauthenticated')
  })

  test('that is garbage is refused', async () => {
    for (const value of ['x', 'cws_', `cws_${'0'.repeat(36)}`, acme.apiKey]) {
      const client = hub.browser(`__Host-causeway=${value}`)
      expectProblem(await client.get('/v1/me'), 401, 'unauthenticated')
    }
  })

  test('has the rights its person has now', async () => {
    const member = await acme.addMember('admin')
    expectStatus(await member.client.get('/v1/audit-events'), 200)
    await hub.sql(acme.shard, "UPDATE members SET role = 'member' WHERE id = ?", member.id)
    expectProblem(await member.client.get('/v1/audit-events'), 403, 'forbidden')
  })
})

describe('the hosted connect', () => {
  const gone = 'This link no longer works'

  async function newLink(organization = acme): Promise<string> {
    const made = await organization.client.post('/v1/connect-sessions', { connector: 'slack' })
    return new URL(expectStatus(made, 201).body.url).pathname
  }

  /** The browser leaves: where it is sent, and the cookie it was given. */
  async function leave(link: string) {
    const answer = await hub.anonymous.send('POST', link, undefined, { origin: hub.url })
    const to = new URL(expectStatus(answer, 303).headers.get('location') ?? '')
    return { state: to.searchParams.get('state') ?? '', cookie: cookieOf(answer), to }
  }

  /** The person allows it at the vendor: the code they come back with. */
  async function consent(to: URL): Promise<string> {
    const form = new URLSearchParams([...to.searchParams, ['decision', 'allow']])
    const { origin, pathname } = to
    const answer = await fetch(origin + pathname, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  }

  const back = (query: Record<string, string>, cookie = '') =>
    hub.anonymous.get(`/slack/oauth/callback?${new URLSearchParams(query)}`, { cookie })
  const connections = async (organization: TestOrganization) =>
    expectStatus(await organization.client.get('/v1/connections'), 200).body.data

  test('binds the browser by a cookie of this host', async () => {
    const answer = await hub.anonymous.send('POST', await newLink(), undefined, { origin: hub.url })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-causeway-connect=.*HttpOnly.*Secure.*SameSite=Lax/i)
  })

  test('connects once: a state that comes back again finds nothing', async () => {
    const { state, cookie, to } = await leave(await newLink())
    const code = await consent(to)
    expectStatus(await back({ state, code }, cookie), 200)
    expectPage(await back({ state, code }, cookie), 404, gone)
    expect(await connections(acme)).toHaveLength(1)
  })

  test('refuses the state of another browser, and lets the right one finish', async () => {
    const mine = await leave(await newLink())
    const other = await leave(await newLink())
    const code = await consent(mine.to)
    expectPage(await back({ state: mine.state, code }), 404, gone)
    expectPage(await back({ state: mine.state, code }, other.cookie), 404, gone)
    expectStatus(await back({ state: mine.state, code }, mine.cookie), 200)
  })

  test('voids the state of a link that is opened again', async () => {
    const link = await newLink()
    const first = await leave(link)
    const second = await leave(link)
    const code = await consent(first.to)
    expectPage(await back({ state: first.state, code }, first.cookie), 404, gone)
    expectStatus(
      await back({ state: second.state, code: await consent(second.to) }, second.cookie),
      200,
    )
  })

  test('refuses links and states that are garbage, late or used', async () => {
    const link = await newLink()
    const { state, cookie, to } = await leave(link)
    const code = await consent(to)
    await hub.sql(acme.shard, 'UPDATE connect_sessions SET expires_at = 1 WHERE used_at IS NULL')
    const paths = [link, '/connect/x', '/connect/%00', `/connect/${acme.apiKey}`]
    for (const path of paths) {
      expectPage(await hub.anonymous.get(path), 404, gone)
      const answer = await hub.anonymous.send('POST', path, undefined, { origin: hub.url })
      expectPage(answer, 404, gone)
    }
    for (const wrong of [state, 'x', '', '\u0000', acme.apiKey]) {
      expectPage(await back({ state: wrong, code }, cookie), 404, gone)
    }
  })

  test('refuses to leave for another site that made the POST', async () => {
    const headers = { origin: 'https://evil.example' }
    const answer = await hub.anonymous.send('POST', await newLink(), undefined, headers)
    expectProblem(answer, 403, 'forbidden')
  })

  test('says so when consent was not given, and keeps nothing', async () => {
    const other = await hub.openOrganization()
    const { state, cookie } = await leave(await newLink(other))
    const answer = await back({ state, error: 'access_denied' }, cookie)
    expectPage(answer, 400, 'Consent was not given at Slack')
    expect(await connections(other)).toEqual([])
    expectPage(await back({ state, code: 'late' }, cookie), 404, gone)
  })

  test('says so when the vendor refuses the code, and keeps nothing', async () => {
    const other = await hub.openOrganization()
    const { state, cookie } = await leave(await newLink(other))
    expectPage(await back({ state, code: 'made-up' }, cookie), 400, 'Nothing was connected')
    expect(await connections(other)).toEqual([])
  })

  test('leaves a workspace with the organization that has it', async () => {
    const other = await hub.openOrganization()
    const { state, cookie, to } = await leave(await newLink(other))
    const answer = await back({ state, code: await consent(to) }, cookie)
    expectPage(answer, 409, 'connected elsewhere')
    expect(await connections(other)).toEqual([])
    expect(await connections(acme)).toMatchObject([{ connector: 'slack', status: 'active' }])
    const said = { text: 'still ours?', channel: 'C0GENERAL1' }
    await hub.control('POST', '/slack/mention', said)
    await eventually(async () => {
      const types = await acme.client.get('/v1/events?type=assistant.answered')
      expect(types.body.data).toHaveLength(1)
    })
  })
})
