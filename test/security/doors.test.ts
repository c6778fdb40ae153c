// The doors for machines that are not the API: Slack's, the operator's, and our own webhooks come back. What is forged, late,
// repeated or malformed is refused and leaves nothing behind.
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

  test('refuses the very same request when it comes again', async () => {
    const ts = await written('hello again')
    const body = mention(ts)
    const headers = slackHeaders(body, {})
    const send = () => hub.anonymous.send('POST', '/slack/events', body, headers)
    const answers = [await send(), ...(await Promise.all([send(), send(), send()]))]
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 401])
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
    const answer = await hub.operator.delete('/operator/organizations')
    expectProblem(answer, 405, 'method_not_allowed')
    expect(answer.headers.get('allow')).toBe('GET, POST')
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
