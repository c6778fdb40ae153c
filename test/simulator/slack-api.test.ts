// The pretend Slack answers as Slack does: every exchange here is checked against the types Slack publishes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validateExchange } from '../support/vendor-spec.ts'
import { call, open } from './open.ts'

let world: Awaited<ReturnType<typeof open>>
let token = ''

beforeAll(async () => {
  world = await open()
  token = (await world.install()).token
})
afterAll(() => world.close())

async function api(
  method: string,
  body: Record<string, unknown> | URLSearchParams = {},
  as = token,
) {
  const answer = await world.vendor('slack', 'POST', `/api/${method}`, body, {
    authorization: `Bearer ${as}`,
  })
  expect(answer.problems).toEqual([])
  return answer.json
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields)
const mention = async (text: string, more: object = {}) =>
  (await world.control('POST', '/slack/mention', { text, ...more })).json as {
    ts: string
    channel: string
    eventId: string
  }

describe('messages', () => {
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: 'Open bugs' } },
    { type: 'section', text: { type: 'mrkdwn', text: '*Three* of them' } },
    {
      type: 'actions',
      block_id: 'ask',
      elements: [
        {
          type: 'button',
          action_id: 'approval_approve',
          text: { type: 'plain_text', text: 'Yes' },
          value: 'apr_1',
          style: 'primary',
        },
      ],
    },
  ]
  const metadata = { event_type: 'causeway_answer', event_payload: { run: 'run_1' } }

  it('posts into a thread, by JSON and by form, and shows it there', async () => {
    const asked = await mention('hello')
    const byJson = await api('chat.postMessage', {
      channel: asked.channel,
      thread_ts: asked.ts,
      text: 'one',
      blocks,
      metadata,
    })
    expect(byJson).toMatchObject({
      ok: true,
      channel: asked.channel,
      message: { thread_ts: asked.ts, bot_id: 'B0CAUSEWAY' },
    })
    const byForm = await api(
      'chat.postMessage',
      form({
        channel: asked.channel,
        thread_ts: asked.ts,
        text: 'two',
        blocks: JSON.stringify(blocks),
      }),
    )
    expect(byForm.message.blocks).toHaveLength(3)
    const replies = await api(
      'conversations.replies',
      form({ channel: asked.channel, ts: asked.ts }),
    )
    expect(replies.messages.map((message: { text: string }) => message.text)).toEqual([
      '<@U0CAUSEWAY> hello',
      'one',
      'two',
    ])
    expect(replies.messages[0]).toMatchObject({ reply_count: 2, thread_ts: asked.ts })
    expect(replies.messages[1].metadata).toBeUndefined()
    const seen = (await world.control('GET', '/slack/threads')).json.filter(
      (message: { threadTs: string | null }) => message.threadTs === asked.ts,
    )
    expect(seen[0]).toMatchObject({
      channel: asked.channel,
      user: 'U0CAUSEWAY',
      text: 'one',
      metadata,
    })
  })

  it('gives metadata back to who asks for it', async () => {
    const asked = await mention('metadata')
    await api('chat.postMessage', {
      channel: asked.channel,
      thread_ts: asked.ts,
      text: 'one',
      metadata,
    })
    const replies = await api(
      'conversations.replies',
      form({ channel: asked.channel, ts: asked.ts, include_all_metadata: 'true' }),
    )
    expect(replies.messages[1].metadata).toEqual(metadata)
  })

  it('refuses what Slack refuses', async () => {
    const refusals: [string, Record<string, unknown>][] = [
      ['channel_not_found', { channel: 'C0NOWHERE0', text: 'x' }],
      ['no_text', { channel: 'C0GENERAL1' }],
      ['msg_too_long', { channel: 'C0GENERAL1', text: 'x'.repeat(40_001) }],
      ['thread_not_found', { channel: 'C0GENERAL1', text: 'x', thread_ts: '1000000000.000100' }],
      ['invalid_thread_ts', { channel: 'C0GENERAL1', text: 'x', thread_ts: '' }],
      [
        'invalid_blocks',
        {
          channel: 'C0GENERAL1',
          text: 'x',
          blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })),
        },
      ],
      [
        'invalid_blocks',
        {
          channel: 'C0GENERAL1',
          text: 'x',
          blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }],
        },
      ],
      [
        'msg_blocks_too_long',
        {
          channel: 'C0GENERAL1',
          text: 'x',
          blocks: [
            { type: 'markdown', text: 'x'.repeat(7000) },
            { type: 'markdown', text: 'x'.repeat(7000) },
          ],
        },
      ],
    ]
    for (const [error, body] of refusals) {
      const refused = await call('POST', `${world.url}/slack/api/chat.postMessage`, body, {
        authorization: `Bearer ${token}`,
      })
      expect(refused.json).toMatchObject({ ok: false, error })
      const { status, json: responseBody } = refused
      expect(
        validateExchange({
          spec: 'slack.json',
          method: 'POST',
          path: '/chat.postMessage',
          status,
          responseBody,
        }),
      ).toEqual([])
    }
    const malformed = await world.vendor(
      'slack',
      'POST',
      '/api/chat.postMessage',
      { channel: 'C0GENERAL1', text: 'x', metadata: { run: 1 } },
      { authorization: `Bearer ${token}` },
    )
    expect(malformed.json).toMatchObject({ ok: false, error: 'invalid_metadata_format' })
  })

  it('updates and deletes only its own messages', async () => {
    const asked = await mention('change me')
    const posted = await api('chat.postMessage', { channel: asked.channel, text: 'before', blocks })
    expect(
      await api('chat.update', { channel: asked.channel, ts: posted.ts, text: 'after' }),
    ).toMatchObject({ ok: true, text: 'after', message: { edited: { user: 'U0CAUSEWAY' } } })
    expect(await api('chat.update', { channel: asked.channel, ts: asked.ts, text: 'x' })).toEqual({
      ok: false,
      error: 'cant_update_message',
    })
    expect(await api('chat.update', { channel: asked.channel, ts: '1.000001', text: 'x' })).toEqual(
      { ok: false, error: 'message_not_found' },
    )
    expect(await api('chat.delete', { channel: asked.channel, ts: posted.ts })).toMatchObject({
      ok: true,
    })
    expect(await api('chat.delete', { channel: asked.channel, ts: asked.ts })).toEqual({
      ok: false,
      error: 'cant_delete_message',
    })
  })

  it('shows an ephemeral message to one person and never in the history', async () => {
    const asked = await mention('secret')
    const posted = await api('chat.postEphemeral', {
      channel: asked.channel,
      user: 'U0DANA0001',
      thread_ts: asked.ts,
      text: 'only you',
    })
    expect(posted.ok).toBe(true)
    const replies = await api(
      'conversations.replies',
      form({ channel: asked.channel, ts: asked.ts }),
    )
    expect(replies.messages).toHaveLength(1)
    const seen = (await world.control('GET', '/slack/threads')).json.find(
      (message: { ts: string }) => message.ts === posted.message_ts,
    )
    expect(seen).toMatchObject({ ephemeralTo: 'U0DANA0001', text: 'only you', threadTs: asked.ts })
  })

  it('streams an answer: start, append, stop', async () => {
    const asked = await mention('stream')
    const recipients = { recipient_team_id: 'T0ACME0001', recipient_user_id: 'U0DANA0001' }
    expect(await api('chat.startStream', { channel: asked.channel, thread_ts: asked.ts })).toEqual({
      ok: false,
      error: 'missing_recipient_team_id',
    })
    const started = await api('chat.startStream', {
      channel: asked.channel,
      thread_ts: asked.ts,
      ...recipients,
    })
    expect(started).toMatchObject({ ok: true, channel: asked.channel })
    expect(
      await api('chat.appendStream', {
        channel: asked.channel,
        ts: started.ts,
        markdown_text: '**Two** ',
      }),
    ).toMatchObject({ ok: true })
    const stopped = await api('chat.stopStream', {
      channel: asked.channel,
      ts: started.ts,
      markdown_text: 'bugs',
      metadata,
    })
    expect(stopped.message).toMatchObject({ text: '**Two** bugs', thread_ts: asked.ts })
    expect(
      await api('chat.appendStream', {
        channel: asked.channel,
        ts: started.ts,
        markdown_text: 'x',
      }),
    ).toEqual({ ok: false, error: 'message_not_in_streaming_state' })
  })

  it('shows and clears "is thinking"', async () => {
    const asked = await mention('think')
    expect(
      await api('assistant.threads.setStatus', {
        channel_id: asked.channel,
        thread_ts: asked.ts,
        status: 'is thinking…',
      }),
    ).toEqual({ ok: true })
    const statuses = async () =>
      (await world.control('GET', '/slack/workspace')).json.statuses.filter(
        (one: { threadTs: string }) => one.threadTs === asked.ts,
      )
    expect(await statuses()).toHaveLength(1)
    await api('chat.postMessage', { channel: asked.channel, thread_ts: asked.ts, text: 'done' })
    expect(await statuses()).toHaveLength(0)
  })

  it('adds a reaction once', async () => {
    const asked = await mention('react')
    expect(
      await api('reactions.add', { channel: asked.channel, timestamp: asked.ts, name: 'eyes' }),
    ).toEqual({ ok: true })
    expect(
      await api('reactions.add', { channel: asked.channel, timestamp: asked.ts, name: 'eyes' }),
    ).toEqual({ ok: false, error: 'already_reacted' })
  })
})

describe('people and rooms', () => {
  it('lists channels by pages', async () => {
    const first = await api('conversations.list', form({ limit: '1' }))
    expect(first.channels.map((room: { name: string }) => room.name)).toEqual(['general'])
    const second = await api(
      'conversations.list',
      form({ limit: '1', cursor: first.response_metadata.next_cursor }),
    )
    expect(second.channels.map((room: { name: string }) => room.name)).toEqual(['support'])
    expect(second.response_metadata.next_cursor).toBe('')
    expect(await api('conversations.list', form({ cursor: 'nonsense' }))).toEqual({
      ok: false,
      error: 'invalid_cursor',
    })
  })

  it('pages a history, newest first', async () => {
    await mention('older', { channel: 'C0GENERAL1' })
    const newer = await mention('newer', { channel: 'C0GENERAL1' })
    const page = await api('conversations.history', form({ channel: 'C0GENERAL1', limit: '1' }))
    expect(page).toMatchObject({ has_more: true, messages: [{ ts: newer.ts }] })
    const rest = await api(
      'conversations.history',
      form({ channel: 'C0GENERAL1', latest: newer.ts, limit: '1' }),
    )
    expect(rest.messages[0].text).toBe('<@U0CAUSEWAY> older')
  })

  it('reads arguments of read methods from the query of a GET too, and not from JSON', async () => {
    const authorization = { authorization: `Bearer ${token}` }
    const byQuery = await world.vendor(
      'slack',
      'GET',
      '/api/users.info?user=U0LEE00002',
      undefined,
      authorization,
    )
    expect(byQuery.problems).toEqual([])
    expect(byQuery.json.user.real_name).toBe('Lee Park')
    const byJson = await call(
      'POST',
      `${world.url}/slack/api/users.info`,
      { user: 'U0LEE00002' },
      authorization,
    )
    expect(byJson.json).toEqual({ ok: false, error: 'user_not_found' })
  })

  it('knows Dana, Lee and Gus', async () => {
    const { members } = await api('users.list', form({}))
    expect(
      members
        .filter((one: { is_bot: boolean }) => !one.is_bot)
        .map((one: { profile: { email: string } }) => one.profile.email),
    ).toEqual(['dana@acme.example', 'lee@acme.example', 'gus@elsewhere.example'])
    expect((await api('users.lookupByEmail', form({ email: 'lee@acme.example' }))).user.id).toBe(
      'U0LEE00002',
    )
    expect(await api('users.lookupByEmail', form({ email: 'nobody@acme.example' }))).toEqual({
      ok: false,
      error: 'users_not_found',
    })
    expect((await api('conversations.open', { users: 'U0DANA0001' })).channel.id).toBe('D0DANA0001')
    expect((await api('conversations.info', form({ channel: 'C0SUPPORT1' }))).channel.name).toBe(
      'support',
    )
  })

  it('publishes a home view, and opens a modal only with a live trigger', async () => {
    const home = { type: 'home', blocks: [{ type: 'divider' }] }
    expect(await api('views.publish', { user_id: 'U0DANA0001', view: home })).toMatchObject({
      ok: true,
    })
    const modal = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [] }
    expect(await api('views.open', { trigger_id: 'invented', view: modal })).toEqual({
      ok: false,
      error: 'invalid_trigger_id',
    })
  })

  it('says unknown_method for a method it does not have', async () => {
    const answer = await call(
      'POST',
      `${world.url}/slack/api/files.list`,
      {},
      { authorization: `Bearer ${token}` },
    )
    expect(answer.json).toMatchObject({ ok: false, error: 'unknown_method' })
  })
})
