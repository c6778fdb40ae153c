import { describe, expect, it } from 'vitest'
import { parseEvent } from './events.ts'
import { readableText } from './inbound-text.ts'
import { parseCommand, parseInteraction } from './interactions.ts'
import { signSlackRequest, verifySlackRequest } from './verify.ts'

const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

const envelope = {
  type: 'event_callback',
  event_id: 'Ev1',
  api_app_id: 'A1',
  team_id: 'T1',
  authorizations: [{ team_id: 'T1', enterprise_id: null, user_id: 'UBOT', is_bot: true }],
}
const mention = {
  type: 'app_mention',
  user: 'U1',
  channel: 'C1',
  text: '<@UBOT> hello',
  ts: '1795363201.000100',
  team: 'T1',
}
const event = (change: Record<string, unknown>, outer: Record<string, unknown> = {}) =>
  parseEvent(bytes({ ...envelope, ...outer, event: { ...mention, ...change } }))

describe('an event', () => {
  it('is a question when a person mentions the bot', () => {
    expect(event({})).toEqual({
      kind: 'mention',
      eventId: 'Ev1',
      eventTimeMs: null,
      appId: 'A1',
      teamId: 'T1',
      enterpriseId: null,
      isEnterpriseInstall: false,
      botUserId: 'UBOT',
      channel: 'C1',
      user: 'U1',
      isFromOutside: false,
      text: 'hello',
      ts: '1795363201.000100',
      threadTs: null,
    })
  })

  it('is a question when a person writes to the bot', () => {
    const direct = { type: 'message', channel_type: 'im', thread_ts: '1795363200.000100' }
    expect(event(direct)).toMatchObject({ kind: 'direct_message', threadTs: '1795363200.000100' })
  })

  it('belongs to the workspace that installed the app, not to the one that shares the channel', () => {
    const shared = event({ team: 'T2', user_team: 'T2' }, { team_id: 'T2', context_team_id: 'T1' })
    expect(shared).toMatchObject({ teamId: 'T1', isFromOutside: true })
  })

  it.each([
    ['our own message', { user: 'UBOT' }],
    ['another bot', { bot_id: 'B2' }],
    ['an edit', { edited: { user: 'U1', ts: '1' } }],
    ['a subtype', { subtype: 'message_changed' }],
    ['a hidden message', { hidden: true }],
    ['a message in a channel', { type: 'message', channel_type: 'channel' }],
    ['an event that is not used', { type: 'reaction_added' }],
  ])('is ignored when it is %s', (_, change) => {
    expect(event(change).kind).toBe('ignored')
  })

  it.each([
    ['no JSON', bytes('{"type":')],
    ['an empty body', new Uint8Array()],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00])],
    ['a list', bytes([])],
    ['no event id', bytes({ ...envelope, event_id: undefined, event: mention })],
    ['a channel that is an object', bytes({ ...envelope, event: { ...mention, channel: {} } })],
    ['a ts that is no ts', bytes({ ...envelope, event: { ...mention, ts: 'now' } })],
    ['a challenge that is no text', bytes({ type: 'url_verification', challenge: 7 })],
    [
      'text that is too long',
      bytes({ ...envelope, event: { ...mention, text: 'x'.repeat(100_001) } }),
    ],
  ])('is malformed with %s', (_, body) => {
    expect(parseEvent(body)).toEqual({ kind: 'malformed' })
  })
})

describe('what a person typed', () => {
  it.each([
    ['<@UBOT> hi', 'hi'],
    ['hi <@UBOT>', 'hi'],
    ['ask <@U2|lee> in <#C1|support>', 'ask @lee in #support'],
    ['<@U2> <#C2> <!here> <!subteam^S1|@team>', '@U2 #C2 @here @team'],
    ['priority &gt; High &amp;&amp; a &lt; b', 'priority > High && a < b'],
    [
      '<https://a.example/x|the page> <https://a.example>',
      'the page (https://a.example/x) https://a.example',
    ],
    [
      '<http://acme.example|acme.example> <mailto:a@b.example|a@b.example>',
      'acme.example a@b.example',
    ],
    ['&amp;lt;', '&lt;'],
  ])('reads %s', (text, expected) => {
    expect(readableText(text, 'UBOT')).toBe(expected)
  })
})

describe('a form', () => {
  const form = (fields: Record<string, string>) => bytes(new URLSearchParams(fields).toString())
  const payload = (value: unknown) => form({ payload: JSON.stringify(value) })
  const press = {
    type: 'block_actions',
    user: { id: 'U1', team_id: 'T1' },
    team: { id: 'T1' },
    channel: { id: 'C1' },
    container: { message_ts: '1.000100', thread_ts: '1.000000', is_ephemeral: false },
    actions: [{ action_id: 'approval_approve', block_id: 'b', value: 'apr_1', action_ts: '2.0' }],
  }

  it('is a pressed button', () => {
    expect(parseInteraction(payload(press))).toMatchObject({
      kind: 'block_actions',
      user: 'U1',
      teamId: 'T1',
      channel: 'C1',
      messageTs: '1.000100',
      threadTs: '1.000000',
      actions: [{ actionId: 'approval_approve', blockId: 'b', value: 'apr_1', actionTs: '2.0' }],
    })
  })

  it('is a command', () => {
    const fields = {
      team_id: 'T1',
      channel_id: 'C1',
      user_id: 'U1',
      command: '/ask',
      text: ' why? ',
    }
    expect(parseCommand(form(fields))).toMatchObject({
      kind: 'command',
      command: '/ask',
      text: 'why?',
    })
  })

  it('is a look at the certificate only when ssl_check is exactly 1', () => {
    expect(parseCommand(form({ ssl_check: '1' }))).toEqual({ kind: 'ssl_check' })
    expect(parseCommand(form({ ssl_check: '01' }))).toEqual({ kind: 'malformed' })
  })

  it.each([
    ['a modal', payload({ type: 'view_submission' }), 'ignored'],
    ['no payload', form({}), 'malformed'],
    ['a payload that is no JSON', form({ payload: '{' }), 'malformed'],
    ['an action without an id', payload({ ...press, actions: [{}] }), 'malformed'],
    ['26 actions', payload({ ...press, actions: Array(26).fill(press.actions[0]) }), 'malformed'],
  ])('with %s is named', (_, body, kind) => {
    expect(parseInteraction(body).kind).toBe(kind)
  })
})

describe('a signature', () => {
  const nowMs = 1_795_363_200_000
  const body = bytes('{"type":"x"}')
  const secrets = ['old-secret', 'new-secret']
  const signed = async (secret: string, seconds: number, change: Record<string, string> = {}) => {
    const timestamp = String(seconds)
    const signature = await signSlackRequest(secret, timestamp, body)
    const headers: Record<string, string> = {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
      ...change,
    }
    return { headers, body, url: 'https://hub.example/slack/events' }
  }
  const verdict = async (
    seconds: number,
    change: Record<string, string> = {},
    secret = 'new-secret',
    known: readonly string[] = secrets,
  ) => verifySlackRequest(await signed(secret, nowMs / 1000 + seconds, change), known, nowMs)

  it.each([0, -300, 60])('holds at %i seconds from now', async (seconds) => {
    expect(await verdict(seconds)).toEqual({ ok: true })
  })

  it('holds under each secret that is valid', async () => {
    for (const secret of secrets) expect(await verdict(0, {}, secret)).toEqual({ ok: true })
  })

  it.each([
    [-301, 'stale'],
    [61, 'future'],
    [1e9, 'future'],
  ])('is refused at %i seconds from now', async (seconds, reason) => {
    expect(await verdict(seconds)).toEqual({ ok: false, reason })
  })

  it.each([
    ['a missing signature', { 'x-slack-signature': '' }, 'missing'],
    ['a missing timestamp', { 'x-slack-request-timestamp': '' }, 'missing'],
    ['a timestamp that is no number', { 'x-slack-request-timestamp': 'NaN' }, 'malformed'],
    ['a negative timestamp', { 'x-slack-request-timestamp': '-1' }, 'malformed'],
    ['a fraction', { 'x-slack-request-timestamp': '1795363200.5' }, 'malformed'],
    ['exponents', { 'x-slack-request-timestamp': '1e9' }, 'malformed'],
    ['another version', { 'x-slack-signature': `v1=${'0'.repeat(64)}` }, 'malformed'],
    ['a short code', { 'x-slack-signature': 'v0=00' }, 'malformed'],
    ['another timestamp', { 'x-slack-request-timestamp': '1795363201' }, 'forged'],
    ['a made-up code', { 'x-slack-signature': `v0=${'0'.repeat(64)}` }, 'forged'],
  ])('is refused with %s', async (_, change, reason) => {
    expect(await verdict(0, change)).toEqual({ ok: false, reason })
  })

  it('is refused under another secret, an empty one, and none', async () => {
    expect(await verdict(0, {}, 'stranger')).toEqual({ ok: false, reason: 'forged' })
    expect(await verdict(0, {}, 'new-secret', [])).toEqual({ ok: false, reason: 'forged' })
    expect(await verdict(0, {}, 'new-secret', ['', ''])).toEqual({ ok: false, reason: 'forged' })
  })

  it('covers every byte of the body', async () => {
    const request = await signed('new-secret', nowMs / 1000)
    const changed = { ...request, body: bytes('{"type":"y"}') }
    expect(await verifySlackRequest(changed, secrets, nowMs)).toEqual({
      ok: false,
      reason: 'forged',
    })
  })
})
