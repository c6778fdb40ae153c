// Slack's connector against its simulator. What is sent and answered is held against the description of Slack's own SDK.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ActionCall } from '../../core/contract/connector.ts'
import { VendorError } from '../../core/contract/vendor-error.ts'
import { openVendorBench, slackApp, type VendorBench } from '../../test/support/vendor-session.ts'
import { actions } from './actions.ts'
import * as api from './api.ts'
import { markdownToBlocks } from './blocks.ts'
import { slack } from './index.ts'

const redirectUri = 'http://127.0.0.1:8787/slack/oauth/callback'
const scopes = slack.authorizations.flatMap((way) => (way.kind === 'oauth2' ? way.scopes : []))

let bench: VendorBench
let accessToken: string

async function allow(scope = scopes.join(',')): Promise<string> {
  const form = new URLSearchParams({
    client_id: slackApp.clientId,
    redirect_uri: redirectUri,
    scope,
    state: 'st',
    decision: 'allow',
  })
  const url = `${bench.simulatorUrl}/slack/oauth/v2/authorize`
  const response = await fetch(url, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

async function install(): Promise<api.SlackInstallation> {
  const code = await allow()
  return api.exchangeCode(bench.call({}), slackApp, { code, redirectUri })
}

beforeAll(async () => {
  bench = await openVendorBench('slack')
  accessToken = (await install()).accessToken
})
afterAll(() => bench.close())
afterEach(async () => {
  expect(bench.wrongExchanges()).toEqual([])
  await bench.calm()
})

const account = { id: 'T0ACME0001', name: 'Acme', url: 'https://acme.slack.com' }
const call = (given: Partial<ActionCall> = {}): ActionCall => ({
  ...bench.call({ credentials: { accessToken }, account }),
  ...given,
})
const { listChannels, listUsers, postMessage } = actions
const thread = z.array(
  z.looseObject({
    channel: z.string(),
    ts: z.string(),
    text: z.string(),
    blocks: z.array(z.unknown()),
  }),
)
const messages = async () => thread.parse(await bench.control('GET', '/threads'))
const lastSent = () =>
  JSON.parse(bench.egress.exchanges.at(-1)?.body ?? '{}') as Record<string, unknown>

async function failureOf(promise: Promise<unknown> | undefined): Promise<VendorError> {
  const error = await promise?.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof VendorError)) throw new Error(`expected a vendor error, not ${error}`)
  const said = JSON.stringify([error.message, error.stack, error.vendorDetail, String(error.cause)])
  for (const secret of [accessToken, slackApp.clientSecret]) expect(said).not.toContain(secret)
  return error
}

describe('installation', () => {
  it('exchanges a code once', async () => {
    const code = await allow()
    const made = await api.exchangeCode(call(), slackApp, { code, redirectUri })
    expect(made).toMatchObject({
      accessToken: expect.stringMatching(/^xoxb-/),
      refreshToken: null,
      expiresAtMs: null,
      botUserId: 'U0CAUSEWAY',
      team: { id: 'T0ACME0001', name: 'Acme' },
      enterprise: null,
      isEnterpriseInstall: false,
      installedBy: 'U0DANA0001',
    })
    expect([...made.scopes].sort()).toEqual([...scopes].sort())
    const again = await failureOf(api.exchangeCode(call(), slackApp, { code, redirectUri }))
    expect(again).toMatchObject({ kind: 'refused', vendorDetail: 'code_already_used' })
  })

  it('refuses another redirect URI and a wrong client secret', async () => {
    const elsewhere = { code: await allow(), redirectUri: 'https://evil.example/' }
    const error = await failureOf(api.exchangeCode(call(), slackApp, elsewhere))
    expect(error.vendorDetail).toBe('bad_redirect_uri')
    const stranger = { ...slackApp, clientSecret: 'not-the-secret' }
    const grant = { code: await allow(), redirectUri }
    expect((await failureOf(api.exchangeCode(call(), stranger, grant))).kind).toBe('refused')
  })

  it('does not send a code twice when the answer is lost', async () => {
    await bench.fault('lost_response')
    const grant = { code: await allow(), redirectUri }
    expect((await failureOf(api.exchangeCode(call(), slackApp, grant))).kind).toBe('no_answer')
    expect(bench.egress.exchanges).toHaveLength(1)
  })

  it('says who we are', async () => {
    expect(await slack.identify(call())).toEqual(account)
  })
})

describe('list_channels', () => {
  it('pages to the end', async () => {
    const first = await listChannels.run(call(), { limit: 1 })
    expect(first.data).toMatchObject([{ id: 'C0GENERAL1', name: 'general', isMember: true }])
    const cursor = first.nextCursor ?? ''
    const second = await listChannels.run(call(), { limit: 1, cursor })
    expect(second).toMatchObject({ data: [{ name: 'support' }], nextCursor: null })
    expect(listChannels.output.parse(first)).toEqual(first)
  })
})

describe('list_users', () => {
  it('gives people with their email, without bots', async () => {
    const found = await listUsers.run(call(), { limit: 100 })
    expect(listUsers.output.parse(found)).toEqual(found)
    expect(found.data.map((user) => user.email)).toEqual([
      'dana@acme.example',
      'lee@acme.example',
      'gus@elsewhere.example',
    ])
    expect(found.data.find((user) => user.name === 'gus')?.isGuest).toBe(true)
  })
})

describe('post_message', () => {
  it('posts to a channel by name, and answers in its thread', async () => {
    const made = await postMessage.run(call(), { channel: 'support', text: 'Hello **all**' })
    expect(made).toMatchObject({
      channel: 'C0SUPPORT1',
      url: `https://acme.slack.com/archives/C0SUPPORT1/p${made.ts.replace('.', '')}`,
    })
    const reply = { channel: made.channel, text: 'A reply', threadTs: made.ts }
    const below = await postMessage.run(call(), reply)
    expect(below.url).toContain(`?thread_ts=${made.ts}&cid=C0SUPPORT1`)
    expect((await messages()).slice(-2)).toMatchObject([
      { ts: made.ts, threadTs: null, text: 'Hello all' },
      { ts: below.ts, threadTs: made.ts },
    ])
    expect(lastSent()).toMatchObject({
      link_names: false,
      parse: 'none',
      unfurl_links: false,
      metadata: { event_type: 'causeway_run' },
    })
  })

  it('pings nobody, whatever the text says', async () => {
    const text =
      '<!here> <!channel> @channel @here <@U0LEE00002> [x](javascript:alert) & <https://a.example|b>'
    await postMessage.run(call(), { channel: '#general', text })
    const said = JSON.stringify([lastSent().text, lastSent().blocks])
    expect(said).not.toMatch(/<!|<@|<javascript|@channel|@here/)
    expect(said).toContain('&lt;!here&gt;')
  })

  it.each([
    [{ channel: '#nowhere', text: 'x' }, 'not_found'],
    [{ channel: 'C0SUPPORT1', text: 'x', threadTs: '1000000000.000000' }, 'not_found'],
  ] as const)('names what is not there: %j', async (input, kind) => {
    expect((await failureOf(postMessage.run(call(), input))).kind).toBe(kind)
  })

  it('refuses text that one message does not hold, and sends nothing', async () => {
    const text = '&'.repeat(10_000)
    expect((await failureOf(postMessage.run(call(), { channel: '#general', text }))).kind).toBe(
      'refused',
    )
    expect(bench.egress.exchanges).toEqual([])
  })

  it.each([
    { channel: '#general', text: '  \n ' },
    { channel: '#general', text: 'x'.repeat(10_001) },
    { channel: 'two words', text: 'x' },
    { channel: '<!here>', text: 'x' },
    { channel: '#general', text: 'x', threadTs: 'yesterday' },
    { channel: '#general', text: 'x', asUser: true },
  ])('refuses bad input %#', (input) => {
    expect(postMessage.input.safeParse(input).success).toBe(false)
  })

  it('is ambiguous when the answer is lost, and the look-up finds the message', async () => {
    for (const threadTs of [undefined, (await messages())[0]?.ts]) {
      const own = call()
      const input = { channel: '#support', text: 'lost', ...(threadTs ? { threadTs } : {}) }
      await bench.fault('lost_response')
      const error = await failureOf(postMessage.run(own, input))
      expect(error).toMatchObject({ kind: 'no_answer', ambiguous: true })
      const lookup = await postMessage.lookup?.(own, input)
      expect(lookup).toMatchObject({ found: 'done', output: { channel: 'C0SUPPORT1' } })
    }
    expect((await messages()).filter((message) => message.text === 'lost')).toHaveLength(2)
  })

  it('is unsure at first about a message that is not there, and knows after a while', async () => {
    const input = { channel: '#support', text: 'never posted' }
    expect(await postMessage.lookup?.(call(), input)).toEqual({ found: 'unsure' })
    const later = call({ startedAtMs: Date.now() - 60_000 })
    expect(await postMessage.lookup?.(later, input)).toEqual({ found: 'absent' })
    const gone = { channel: '#nowhere', text: 'x' }
    expect(await postMessage.lookup?.(later, gone)).toEqual({ found: 'unsure' })
  })

  it('says to a person what will happen', () => {
    const input = { channel: 'support', text: 'Two\n lines', threadTs: '1.000000' }
    expect(postMessage.summary(input)).toBe('Post to #support in a thread: "Two lines"')
  })
})

describe('the chat door', () => {
  const metadata = (key: string) => ({ event_type: 'causeway_answer', event_payload: { key } })
  const find = (channel: string, value: string, threadTs: string | null = null) =>
    api.findMessageByMetadata(call(), {
      ...{ channel, threadTs, value, sinceTs: '1.000000' },
      eventType: 'causeway_answer',
      key: 'key',
    })

  it('posts, finds by metadata, and replaces a message', async () => {
    const content = markdownToBlocks(
      '# Bugs\n\n- [ACME-1](https://acme.example/1): **open**\n\n---\n\n`x`',
    )
    const made = await api.postMessage(call(), {
      channel: 'C0SUPPORT1',
      ...content,
      metadata: metadata('k1'),
    })
    expect(await find('C0SUPPORT1', 'k1')).toEqual({ status: 'found', ...made })
    expect(await find('C0SUPPORT1', 'k2')).toEqual({ status: 'absent' })
    await api.updateMessage(call(), { ...made, text: 'Done' })
    const shown = (await messages()).find((message) => message.ts === made.ts)
    expect(shown).toMatchObject({ text: 'Done', blocks: [] })
  })

  it('finds a message in a thread over many pages', async () => {
    const root = await api.postMessage(call(), { channel: 'C0GENERAL1', text: 'root' })
    const threadTs = root.ts
    for (let index = 0; index < 205; index++) {
      await api.postMessage(call(), { channel: 'C0GENERAL1', threadTs, text: `${index}` })
    }
    const last = await api.postMessage(call(), {
      ...{ channel: 'C0GENERAL1', threadTs, text: 'last' },
      metadata: metadata('deep'),
    })
    bench.egress.exchanges.length = 0
    expect(await find('C0GENERAL1', 'deep', threadTs)).toEqual({ status: 'found', ...last })
    expect(bench.egress.exchanges).toHaveLength(2)
  })

  it('shows one person alone a message', async () => {
    await api.postEphemeral(call(), { channel: 'C0SUPPORT1', user: 'U0LEE00002', text: 'psst' })
    expect((await messages()).at(-1)).toMatchObject({ text: 'psst', ephemeralTo: 'U0LEE00002' })
  })

  it('tells who a person is', async () => {
    expect(await api.usersInfo(call(), 'U0DANA0001')).toEqual({
      id: 'U0DANA0001',
      name: 'dana',
      email: 'dana@acme.example',
      isEmailConfirmed: true,
      teamId: 'T0ACME0001',
      isBot: false,
      isRestricted: false,
      isStranger: false,
      isDeleted: false,
    })
    expect(await api.usersInfo(call(), 'U0GUEST003')).toMatchObject({ isRestricted: true })
    expect(await api.usersInfo(call(), 'U0CAUSEWAY')).toMatchObject({ isBot: true, email: null })
    expect((await failureOf(api.usersInfo(call(), 'U0NOBODY00'))).kind).toBe('not_found')
  })
})

describe('a vendor in trouble', () => {
  const anyRead = () => listChannels.run(call(), { limit: 20 })
  const anyPost = (text: string) => postMessage.run(call(), { channel: '#general', text })

  it('waits for a rate limit, and posts once', async () => {
    await bench.fault('rate_limited')
    await anyPost('after the limit')
    expect(bench.waits).toEqual([1_000])
    const posted = (await messages()).filter((message) => message.text === 'after the limit')
    expect(posted).toHaveLength(1)
  })

  it.each([
    ['server_error', 3, 'server_error'],
    ['malformed', 1, 'malformed'],
    ['unauthorized', 1, 'unauthorized'],
    ['disconnect', 3, 'no_answer'],
    ['slow', 1, 'no_answer'],
    ['rate_limited', 3, 'rate_limited'],
  ] as const)('names %s on a read', async (fault, count, kind) => {
    await bench.fault(fault, count)
    expect((await failureOf(anyRead())).kind).toBe(kind)
  })

  it.each(['server_error', 'slow', 'malformed', 'disconnect'])(
    'never posts again after %s',
    async (fault) => {
      await bench.fault(fault)
      expect((await failureOf(anyPost(`once ${fault}`))).ambiguous).toBe(true)
      expect(bench.egress.exchanges).toHaveLength(1)
    },
  )

  it.each([
    ['invalid_auth', 'unauthorized'],
    ['account_inactive', 'unauthorized'],
    ['token_revoked', 'unauthorized'],
    ['not_authed', 'unauthorized'],
    ['missing_scope', 'forbidden'],
    ['not_in_channel', 'forbidden'],
    ['channel_not_found', 'not_found'],
    ['user_not_found', 'not_found'],
    ['ratelimited', 'rate_limited'],
    ['internal_error', 'server_error'],
    ['fatal_error', 'server_error'],
    ['msg_too_long', 'refused'],
    ['toString', 'refused'],
  ] as const)('takes %s behind HTTP 200 for %s', async (word, kind) => {
    const body = JSON.stringify({ ok: false, error: word, needed: 'chat:write' })
    const scripted = call({
      egress: {
        refusalOf: async () => null,
        fetch: async () => ({
          status: 200,
          headers: new Headers(),
          body: new TextEncoder().encode(body),
          truncated: false,
        }),
      },
    })
    const error = await failureOf(api.usersInfo(scripted, 'U1'))
    expect(error).toMatchObject({ kind, vendorDetail: `${word}; needs chat:write` })
  })

  it('is unauthorized without a token, and sends nothing', async () => {
    expect((await failureOf(slack.identify(call({ credentials: {} })))).kind).toBe('unauthorized')
    expect(bench.egress.exchanges).toEqual([])
  })

  it('takes the grant back, and is unauthorized from then on', async () => {
    await slack.revoke?.(call())
    expect((await failureOf(anyRead())).kind).toBe('unauthorized')
    accessToken = (await install()).accessToken
    await api.uninstallApp(call(), slackApp)
    expect((await failureOf(slack.identify(call()))).kind).toBe('unauthorized')
    accessToken = (await install()).accessToken
    expect((await anyRead()).data.length).toBeGreaterThan(0)
  })
})
