// The doors that are not the API: Slack's, the operator's, sign-in and the hosted connect. What is forged, late, repeated or
// from another place is refused and leaves nothing behind.
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  eventually,
  expectProblem,
  expectStatus,
  makeClient,
} from '../support/client.ts'
import {
  cookieOf,
  dana,
  openHub,
  slackSigningSecret,
  type TestHub,
  type TestOrganization,
} from '../support/hub.ts'

let hub: TestHub
/** Has the pretend Slack's only workspace. */
let acme: TestOrganization

beforeAll(async () => {
  hub = await openHub()
  acme = await hub.openOrganization()
  await acme.connectSlack()
})
afterAll(() => hub.close())

const secondsNow = () => Math.floor(Date.now() / 1000)

interface Signing {
  readonly secret?: string
  readonly at?: number
}

function slackHeaders(body: string, { secret = slackSigningSecret, at = secondsNow() }: Signing) {
  const code = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')
  return {
    'content-type': 'application/json',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${code}`,
  }
}

const toSlackDoor = (body: string, signing: Signing = {}, path = '/slack/events') =>
  hub.anonymous.send('POST', path, body, slackHeaders(body, signing))

let mentions = 0

/** A mention of the bot as Slack would send it; `ts` names the message. */
function mention(ts: string, text = 'hello', eventId = `Ev0DOOR${++mentions}`) {
  const team = 'T0ACME0001'
  return JSON.stringify({
    type: 'event_callback',
    event_id: eventId,
    event_time: secondsNow(),
    api_app_id: 'A0CAUSEWAY1',
    team_id: team,
    authorizations: [{ team_id: team, user_id: 'U0CAUSEWAY', is_bot: true }],
    event: {
      type: 'app_mention',
      user: 'U0DANA0001',
      text: `<@U0CAUSEWAY> ${text}`,
      ts,
      team,
      channel: 'C0GENERAL1',
      event_ts: ts,
    },
  })
}

const freshTs = () => `${secondsNow()}.${String(++mentions).padStart(6, '0')}`

/** Runs `work` and asserts that no conversation was begun and nothing was written to the trail. */
async function storingNothing(work: () => Promise<void>): Promise<void> {
  const state = async () => [await hub.objectCount('CONVERSATION'), await acme.auditSize()]
  const before = await state()
  await work()
  expect(await state()).toEqual(before)
}

async function botMessages(ts: string): Promise<unknown[]> {
  const all = await hub.control('GET', '/slack/threads')
  return all.filter(
    (each: { threadTs: string | null; user: string }) =>
      each.threadTs === ts && each.user === 'U0CAUSEWAY',
  )
}

/** A message a person wrote without mentioning the bot: something real for an event to name. */
async function written(text: string): Promise<string> {
  const said = { text, user: 'U0DANA0001', channel: 'C0GENERAL1', threadTs: null, mention: false }
  return (await hub.control('POST', '/slack/say', said)).ts
}

describe('the Slack door', () => {
  test('takes a signed mention and answers at once', async () => {
    const ts = await written('hello')
    const answer = expectStatus(await toSlackDoor(mention(ts)), 200)
    expect(answer.text).toBe('')
    await eventually(async () => expect(await botMessages(ts)).toHaveLength(1))
  })

  test('takes one request once, however often it is replayed', async () => {
    const ts = await written('hello again')
    const body = mention(ts)
    const headers = slackHeaders(body, {})
    const replay = () => hub.anonymous.send('POST', '/slack/events', body, headers)
    const answers = [await replay(), ...(await Promise.all([replay(), replay(), replay()]))]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    // The same message under another event id, as Slack has sent it too.
    expectStatus(await toSlackDoor(mention(ts)), 200)
    // What is asked next in that thread is answered after all of these.
    const reply = { text: 'and now?', user: 'U0DANA0001', channel: 'C0GENERAL1', threadTs: ts }
    await hub.control('POST', '/slack/say', { ...reply, mention: true })
    await eventually(async () => expect((await botMessages(ts)).length).toBeGreaterThan(1))
    expect(await botMessages(ts)).toHaveLength(2)
  })

  test('answers the challenge of a signed url_verification', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c1' })
    expect(expectStatus(await toSlackDoor(body), 200).body).toEqual({ challenge: 'c1' })
  })

  test('takes an event of a workspace nobody connected and does nothing', () =>
    storingNothing(async () => {
      const body = mention(freshTs()).replaceAll('T0ACME0001', 'T0NOBODY01')
      expectStatus(await toSlackDoor(body), 200)
    }))

  const body = mention('1700000000.000100')
  const refused: Record<string, () => Promise<Answer>> = {
    'signed with another secret': () => toSlackDoor(body, { secret: 'not-the-secret' }),
    'more than five minutes old': () => toSlackDoor(body, { at: secondsNow() - 302 }),
    'dated in the future': () => toSlackDoor(body, { at: secondsNow() + 120 }),
    'without a signature': () => hub.anonymous.post('/slack/events', JSON.parse(body)),
    'whose body was changed after signing': () =>
      hub.anonymous.send('POST', '/slack/events', `${body} `, slackHeaders(body, {})),
    'whose time was changed after signing': () =>
      hub.anonymous.send('POST', '/slack/events', body, {
        ...slackHeaders(body, { at: secondsNow() - 600 }),
        'x-slack-request-timestamp': String(secondsNow()),
      }),
    'with a signature of another version': () => {
      const headers = slackHeaders(body, {})
      const signature = headers['x-slack-signature'].replace('v0=', 'v1=')
      return hub.anonymous.send('POST', '/slack/events', body, {
        ...headers,
        'x-slack-signature': signature,
      })
    },
    'with a time that is no number': () =>
      hub.anonymous.send('POST', '/slack/events', body, {
        ...slackHeaders(body, {}),
        'x-slack-request-timestamp': 'NaN',
      }),
    'signed, with an empty body': () => toSlackDoor(''),
    'signed, that is not JSON': () => toSlackDoor('{"type":'),
    'signed, that is a list': () => toSlackDoor('[]'),
    'signed, without an event': () => toSlackDoor('{"type":"event_callback","event_id":"Ev1"}'),
    'signed, whose message has no time': () => toSlackDoor(body.replace('"ts":', '"tz":')),
    'signed, that is a form at the events path': () => toSlackDoor(`payload=${body}`),
    'signed, that is no form at the interactions path': () =>
      toSlackDoor(body, {}, '/slack/interactions'),
    'forged, at the interactions path': () =>
      toSlackDoor(`payload=${encodeURIComponent(body)}`, { secret: 'x' }, '/slack/interactions'),
  }
  for (const [name, request] of Object.entries(refused)) {
    test(`refuses a request ${name}`, () =>
      storingNothing(async () => {
        expectProblem(await request(), 401, 'unauthenticated')
      }))
  }

  test('writes one bounded line about a refusal, without what was sent', async () => {
    const before = hub.logs().length
    await toSlackDoor(`{"planted-in-a-forged-body":"${'x'.repeat(10_000)}"}`, { secret: 'x' })
    const lines = await eventually(() => {
      const about = hub.logs().slice(before)
      expect(about.filter((line) => line.includes('Slack door was refused'))).toHaveLength(1)
      return about
    })
    for (const line of lines) {
      expect(line).not.toContain('planted-in-a-forged-body')
      expect(line.length).toBeLessThan(1_000)
    }
  })

  test('refuses a body of more than a mebibyte', () =>
    storingNothing(async () => {
      const large = mention('1700000000.000101', 'x'.repeat(1024 * 1024))
      expectProblem(await toSlackDoor(large), 413, 'payload_too_large')
    }))

  test('takes POST only', async () => {
    for (const path of ['/slack/events', '/slack/interactions']) {
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
        const answer = expectProblem(
          await hub.anonymous.send(method, path),
          405,
          'method_not_allowed',
        )
        expect(answer.headers.get('allow')).toBe('POST')
      }
    }
  })

  test('ignores a press whose button names no approval', () =>
    expectPress('apr_00000000000000000000000000'))

  async function expectPress(approvalId: string) {
    const payload = JSON.stringify({
      type: 'block_actions',
      team: { id: 'T0ACME0001' },
      user: { id: 'U0DANA0001' },
      channel: { id: 'C0GENERAL1' },
      container: { message_ts: await written('a press') },
      actions: [{ action_id: 'unknown', block_id: 'b', value: approvalId, action_ts: '1.1' }],
    })
    const form = new URLSearchParams({ payload }).toString()
    await storingNothing(async () => {
      expectStatus(await toSlackDoor(form, {}, '/slack/interactions'), 200)
    })
  }
})

describe("the operator's door", () => {
  const input = { name: 'Mine', region: 'eu', owner: dana }

  test('refuses a request without the secret, with a wrong one, and with an API key', async () => {
    const clients = [
      hub.anonymous,
      hub.client('wrong'),
      hub.client(`${acme.apiKey}`),
      makeClient(hub.url, { authorization: 'Basic x' }),
    ]
    for (const client of clients) {
      for (const path of ['organizations', 'members', 'sign-in-links', 'wake', 'unheard-of']) {
        expectProblem(await client.post(`/operator/${path}`, input), 401, 'unauthenticated')
      }
    }
  })

  test('opens nothing else', async () => {
    expectProblem(await hub.operator.get('/v1/me'), 401, 'unauthenticated')
  })

  test('refuses wrong input with the fields that are wrong', async () => {
    const wrong = { name: '', region: 'mars', owner: { email: 'x' }, extra: 1 }
    const answer = await hub.operator.post('/operator/organizations', wrong)
    const paths = expectProblem(answer, 400, 'invalid_request').body.errors.map(
      (each: { path: string }) => each.path,
    )
    expect(paths).toEqual(expect.arrayContaining(['name', 'region', 'owner.email', 'owner.name']))
  })

  test('does not find an organization that is not there', async () => {
    const body = { organizationId: 'org_00000000000000000000000000', email: dana.email }
    expectProblem(await hub.operator.post('/operator/sign-in-links', body), 404, 'not_found')
  })

  test('answers another method with 405 and an unknown path with 404', async () => {
    const answer = await hub.operator.get('/operator/organizations')
    expectProblem(answer, 405, 'method_not_allowed')
    expect(answer.headers.get('allow')).toBe('POST')
    expectProblem(await hub.operator.post('/operator/unheard-of', {}), 404, 'not_found')
  })

  test('opens one organization for one Idempotency-Key, with a further key each time', async () => {
    const once = { 'idempotency-key': `creation-${Date.now()}` }
    const first = expectStatus(await hub.operator.post('/operator/organizations', input, once), 201)
    const again = expectStatus(await hub.operator.post('/operator/organizations', input, once), 201)
    expect(again.body.organization).toEqual(first.body.organization)
    expect(again.body.apiKey.key).not.toBe(first.body.apiKey.key)
  })
})

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
      /; Max-Age=86400/i,
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
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(9).fill(401)])
    expectProblem(await press(link), 401, 'unauthenticated')
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
      expectProblem(await press(wrong), 401, 'unauthenticated')
    }
  })

  test('of a person who has left since is refused, link and session alike', async () => {
    const member = await acme.addMember('member')
    const link = await hub.signInLink(acme.id, member.email)
    await hub.sql(acme.shard, 'UPDATE members SET removed_at = 1 WHERE id = ?', member.id)
    expectProblem(await press(link), 401, 'unauthenticated')
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
    expectProblem(await back({ state, code }, cookie), 404, 'not_found')
    expect(await connections(acme)).toHaveLength(1)
  })

  test('refuses the state of another browser, and lets the right one finish', async () => {
    const mine = await leave(await newLink())
    const other = await leave(await newLink())
    const code = await consent(mine.to)
    expectProblem(await back({ state: mine.state, code }), 404, 'not_found')
    expectProblem(await back({ state: mine.state, code }, other.cookie), 404, 'not_found')
    expectStatus(await back({ state: mine.state, code }, mine.cookie), 200)
  })

  test('voids the state of a link that is opened again', async () => {
    const link = await newLink()
    const first = await leave(link)
    const second = await leave(link)
    const code = await consent(first.to)
    expectProblem(await back({ state: first.state, code }, first.cookie), 404, 'not_found')
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
      expectProblem(await hub.anonymous.get(path), 404, 'not_found')
      const answer = await hub.anonymous.send('POST', path, undefined, { origin: hub.url })
      expectProblem(answer, 404, 'not_found')
    }
    for (const wrong of [state, 'x', '', '\u0000', acme.apiKey]) {
      expectProblem(await back({ state: wrong, code }, cookie), 404, 'not_found')
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
    expectProblem(answer, 400, 'vendor_refused')
    expect(await connections(other)).toEqual([])
    expectProblem(await back({ state, code: 'late' }, cookie), 404, 'not_found')
  })

  test('says so when the vendor refuses the code, and keeps nothing', async () => {
    const other = await hub.openOrganization()
    const { state, cookie } = await leave(await newLink(other))
    expectProblem(await back({ state, code: 'made-up' }, cookie), 400, 'vendor_refused')
    expect(await connections(other)).toEqual([])
  })

  test('leaves a workspace with the organization that has it', async () => {
    const other = await hub.openOrganization()
    const { state, cookie, to } = await leave(await newLink(other))
    const answer = await back({ state, code: await consent(to) }, cookie)
    expectProblem(answer, 409, 'already_claimed')
    expect(await connections(other)).toEqual([])
    expect(await connections(acme)).toMatchObject([{ connector: 'slack', status: 'active' }])
    const ts = await written('still ours?')
    await toSlackDoor(mention(ts))
    await eventually(async () => expect(await botMessages(ts)).toHaveLength(1))
  })
})

describe('a webhook to ourselves', () => {
  test('is refused when the endpoint is made, in every spelling of our address', async () => {
    const { port } = new URL(hub.url)
    for (const host of ['127.0.0.1', 'localhost', '127.1', '0x7f000001', '2130706433', '[::1]']) {
      const url = `http://${host}:${port}/v1/events`
      const answer = await acme.client.post('/v1/webhook-endpoints', { url })
      expectProblem(answer, 400, 'invalid_url')
    }
  })

  test('that comes by another name is refused by its mark', async () => {
    const before = await acme.auditSize()
    const event = { type: 'custom.loop', data: {} }
    const answer = await acme.client.post('/v1/events', event, { 'x-causeway-hop': '1' })
    expectProblem(answer, 403, 'forbidden')
    expect(await acme.auditSize()).toBe(before)
  })
})
