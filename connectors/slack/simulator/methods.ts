// The Web API methods of the pretend Slack: arguments as a plain object, answers as Slack's JSON (`ok: false` with HTTP 200 for
// refusals). A method names the scope it needs. Read methods take form or query arguments only, as documented.
import type { SimulatorWorld } from '../../../core/contract/simulator.ts'
import { refuseBlocks, refuseMetadata } from './blocks.ts'
import {
  addMessage,
  findMessage,
  historyOf,
  type Message,
  messageObject,
  messagesOf,
  putMessage,
  repliesTo,
  statusesOf,
  withBlockIds,
} from './messages.ts'
import { revokeTokens, type Token, tokensOf } from './oauth.ts'
import {
  app,
  botObject,
  channels,
  directRoom,
  findPerson,
  findRoom,
  nextTs,
  people,
  roomObject,
  team,
  userObject,
} from './workspace.ts'

export type Arguments = Record<string, unknown>
export type Answer = Record<string, unknown> & { ok: boolean }

interface Method {
  scope: string | null
  /** Ignores JSON bodies. */
  reads?: true
  run(given: Arguments, world: SimulatorWorld, token: Token): Answer
}

const textCharactersMax = 40_000
const streamCharactersMax = 12_000
const streamLifetimeMs = 300_000
const triggerLifetimeMs = 3_000

const refuse = (error: string, messages: string[] = []): Answer => ({
  ok: false,
  error,
  ...(messages.length > 0 ? { response_metadata: { messages } } : {}),
})
const isTrue = (value: unknown) =>
  value === true || value === 'true' || value === '1' || value === 1
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What is wrong with a message's content, or `null`. */
function refuseContent(given: Arguments): Answer | null {
  const hasBlocks = Array.isArray(given.blocks)
    ? given.blocks.length > 0
    : given.blocks !== undefined
  if (
    text(given.text) === '' &&
    text(given.markdown_text) === '' &&
    !hasBlocks &&
    given.attachments === undefined
  )
    return refuse('no_text')
  if (text(given.markdown_text) !== '' && (hasBlocks || text(given.text) !== ''))
    return refuse('markdown_text_conflict')
  if (
    text(given.text).length > textCharactersMax ||
    text(given.markdown_text).length > streamCharactersMax
  )
    return refuse('msg_too_long')
  const wrong =
    (hasBlocks ? refuseBlocks(given.blocks) : null) ??
    (given.metadata === undefined ? null : refuseMetadata(given.metadata))
  return wrong ? refuse(wrong.error, wrong.messages) : null
}

/** The thread a message goes to: `null` for none, an answer when Slack would refuse it. */
function threadOf(
  given: Arguments,
  world: SimulatorWorld,
  channel: string,
): string | null | Answer {
  if (given.thread_ts === undefined || given.thread_ts === null) return null
  if (typeof given.thread_ts !== 'string' || !/^\d+\.\d{6}$/.test(given.thread_ts))
    return refuse('invalid_thread_ts')
  const parent = findMessage(world, channel, given.thread_ts)
  return parent ? (parent.threadTs ?? parent.ts) : refuse('thread_not_found')
}

function contentOf(given: Arguments): { text: string; blocks: unknown[] } {
  const markdown = text(given.markdown_text)
  if (markdown !== '') return { text: markdown, blocks: [{ type: 'markdown', text: markdown }] }
  return { text: text(given.text), blocks: Array.isArray(given.blocks) ? given.blocks : [] }
}

function post(
  given: Arguments,
  world: SimulatorWorld,
  ephemeralTo: string | null,
): Message | Answer {
  const room = findRoom(given.channel)
  if (!room) return refuse('channel_not_found')
  const wrong = refuseContent(given)
  if (wrong) return wrong
  const threadTs = threadOf(given, world, room.id)
  if (threadTs !== null && typeof threadTs !== 'string') return threadTs
  const draft = {
    channel: room.id,
    threadTs,
    user: app.userId,
    ...contentOf(given),
    ...(given.metadata === undefined ? {} : { metadata: given.metadata }),
  }
  return addMessage(world, ephemeralTo === null ? draft : { ...draft, ephemeralTo })
}

const isAnswer = (value: Message | Answer): value is Answer => 'ok' in value

/** The app's own message that a method wants to change. */
function ownMessage(given: Arguments, world: SimulatorWorld, refusal: string): Message | Answer {
  const room = findRoom(given.channel)
  if (!room) return refuse('channel_not_found')
  const message = findMessage(world, room.id, given.ts)
  if (!message || message.ephemeralTo !== undefined) return refuse('message_not_found')
  return message.user === app.userId ? message : refuse(refusal)
}

function cursorPage<Row>(
  rows: Row[],
  given: Arguments,
  limitDefault: number,
): { rows: Row[]; next: string } | Answer {
  const limit = given.limit === undefined ? limitDefault : Number(given.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) return refuse('invalid_limit')
  const cursor = text(given.cursor)
  const from =
    cursor === '' ? 0 : Number(/^offset:(\d+)$/.exec(decodeCursor(cursor))?.[1] ?? Number.NaN)
  if (!Number.isInteger(from)) return refuse('invalid_cursor')
  const next = from + limit < rows.length ? btoa(`offset:${from + limit}`) : ''
  return { rows: rows.slice(from, from + limit), next }
}

function decodeCursor(cursor: string): string {
  try {
    return atob(cursor)
  } catch {
    return ''
  }
}

function messagePage(
  messages: Message[],
  given: Arguments,
  world: SimulatorWorld,
  limitDefault: number,
): Answer {
  const inclusive = isTrue(given.inclusive)
  const isInside = ({ ts }: Message) => {
    const above =
      given.oldest === undefined ||
      Number(ts) > Number(given.oldest) ||
      (inclusive && ts === given.oldest)
    const below =
      given.latest === undefined ||
      Number(ts) < Number(given.latest) ||
      (inclusive && ts === given.latest)
    return above && below
  }
  const page = cursorPage(messages.filter(isInside), given, limitDefault)
  if ('ok' in page) return page
  const withMetadata = isTrue(given.include_all_metadata)
  return {
    ok: true,
    messages: page.rows.map((message) => messageObject(world, message, withMetadata)),
    has_more: page.next !== '',
    ...(page.next === '' ? {} : { response_metadata: { next_cursor: page.next } }),
  }
}

function openView(given: Arguments, world: SimulatorWorld): Answer {
  const triggers = world.table<{ at: number; used: boolean }>('triggers')
  const trigger = triggers.get(text(given.trigger_id))
  if (!trigger) return refuse('invalid_trigger_id')
  if (trigger.used) return refuse('exchanged_trigger_id')
  if (world.now() - trigger.at > triggerLifetimeMs) return refuse('expired_trigger_id')
  triggers.put(text(given.trigger_id), { ...trigger, used: true })
  return storeView(given, world, 'modal')
}

function storeView(given: Arguments, world: SimulatorWorld, type: string): Answer {
  const view = given.view as Arguments | undefined
  if (
    typeof view !== 'object' ||
    view === null ||
    view.type !== type ||
    !Array.isArray(view.blocks)
  )
    return refuse('invalid_arguments')
  const stored = {
    ...view,
    id: `V${world.randomId(10).toUpperCase()}`,
    team_id: team.id,
    app_id: app.id,
    bot_id: app.botId,
    hash: `${world.now()}.${world.randomId(8)}`,
    state: { values: {} },
  }
  world
    .table<unknown>('views')
    .put(type === 'home' ? `home:${text(given.user_id)}` : stored.id, stored)
  return { ok: true, view: stored }
}

function stream(given: Arguments, world: SimulatorWorld, change: 'append' | 'stop'): Answer {
  const message = ownMessage(given, world, 'message_not_owned_by_app')
  if (isAnswer(message)) return message
  if (
    message.streamingSince === undefined ||
    world.now() - message.streamingSince > streamLifetimeMs
  )
    return refuse('message_not_in_streaming_state')
  const added = text(given.markdown_text)
  if (change === 'append' && added === '' && given.chunks === undefined) return refuse('no_text')
  if (added.length > streamCharactersMax) return refuse('msg_too_long')
  const wrong =
    (given.blocks === undefined ? null : refuseBlocks(given.blocks)) ??
    (given.metadata === undefined ? null : refuseMetadata(given.metadata))
  if (wrong) return refuse(wrong.error, wrong.messages)
  const whole = message.text + added + chunkText(given.chunks)
  const more = Array.isArray(given.blocks) ? withBlockIds(world, given.blocks) : []
  const blocks = [
    ...(whole === '' ? [] : [{ type: 'markdown', block_id: 'stream', text: whole }]),
    ...more,
  ]
  const { streamingSince, ...rest } = message
  const changed: Message = {
    ...rest,
    text: whole,
    blocks,
    ...(given.metadata === undefined ? {} : { metadata: given.metadata }),
  }
  putMessage(world, change === 'append' ? { ...changed, streamingSince } : changed)
  const base = { ok: true, channel: message.channel, ts: message.ts }
  return change === 'append' ? base : { ...base, message: messageObject(world, changed) }
}

function chunkText(chunks: unknown): string {
  const list = Array.isArray(chunks) ? (chunks as Arguments[]) : []
  return list.map((chunk) => (chunk.type === 'markdown_text' ? text(chunk.text) : '')).join('')
}

export const methods: Record<string, Method> = {
  'auth.test': {
    scope: null,
    run: (_given, _world) => ({
      ok: true,
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      team_id: team.id,
      user: 'causeway',
      user_id: app.userId,
      bot_id: app.botId,
      is_enterprise_install: false,
    }),
  },
  'auth.revoke': {
    scope: null,
    run(given, world, token) {
      if (isTrue(given.test)) return { ok: true, revoked: false }
      tokensOf(world).put(token.token, { ...token, revoked: true })
      return { ok: true, revoked: true }
    },
  },
  'apps.uninstall': {
    scope: null,
    run(given, world) {
      if (given.client_id !== world.setting('SLACK_CLIENT_ID')) return refuse('invalid_client_id')
      if (given.client_secret !== world.setting('SLACK_CLIENT_SECRET'))
        return refuse('bad_client_secret')
      revokeTokens(world)
      world.table<boolean>('app').put('uninstalled', true)
      return { ok: true }
    },
  },
  'team.info': {
    scope: null,
    reads: true,
    run: () => ({
      ok: true,
      team: {
        id: team.id,
        name: team.name,
        domain: team.domain,
        url: `https://${team.domain}.slack.com/`,
      },
    }),
  },
  'chat.postMessage': {
    scope: 'chat:write',
    run(given, world) {
      const made = post(given, world, null)
      return isAnswer(made)
        ? made
        : {
            ok: true,
            channel: made.channel,
            ts: made.ts,
            message: messageObject(world, made, true),
          }
    },
  },
  'chat.postEphemeral': {
    scope: 'chat:write',
    run(given, world) {
      const person = findPerson(given.user)
      if (!person) return refuse('user_not_in_channel')
      const made = post(given, world, person.id)
      return isAnswer(made) ? made : { ok: true, message_ts: made.ts }
    },
  },
  'chat.update': {
    scope: 'chat:write',
    run(given, world) {
      const message = ownMessage(given, world, 'cant_update_message')
      if (isAnswer(message)) return message
      if (message.streamingSince !== undefined) return refuse('streaming_state_conflict')
      const wrong = refuseContent(given)
      if (wrong) return wrong
      const content = contentOf(given)
      const metadata = given.metadata === undefined ? {} : { metadata: given.metadata }
      // Text without blocks takes the old blocks away, as in Slack.
      const changed: Message = {
        ...message,
        ...content,
        blocks: withBlockIds(world, content.blocks),
        ...metadata,
        editedTs: nextTs(world),
      }
      putMessage(world, changed)
      return {
        ok: true,
        channel: message.channel,
        ts: message.ts,
        text: changed.text,
        message: messageObject(world, changed, true),
      }
    },
  },
  'chat.delete': {
    scope: 'chat:write',
    run(given, world) {
      const message = ownMessage(given, world, 'cant_delete_message')
      if (isAnswer(message)) return message
      messagesOf(world).delete(`${message.channel}:${message.ts}`)
      return { ok: true, channel: message.channel, ts: message.ts }
    },
  },
  'chat.startStream': {
    scope: 'chat:write',
    run(given, world) {
      const room = findRoom(given.channel)
      if (!room) return refuse('channel_not_found')
      if (given.thread_ts === undefined)
        return refuse('invalid_arguments', ['[ERROR] missing required field: thread_ts'])
      const threadTs = threadOf(given, world, room.id)
      if (typeof threadTs !== 'string') return threadTs ?? refuse('invalid_thread_ts')
      if (room.userId === null && text(given.recipient_team_id) === '')
        return refuse('missing_recipient_team_id')
      if (room.userId === null && text(given.recipient_user_id) === '')
        return refuse('missing_recipient_user_id')
      const first = text(given.markdown_text) + chunkText(given.chunks)
      if (first.length > streamCharactersMax) return refuse('msg_too_long')
      const blocks = first === '' ? [] : [{ type: 'markdown', block_id: 'stream', text: first }]
      const made = addMessage(world, {
        channel: room.id,
        threadTs,
        user: app.userId,
        text: first,
        blocks,
        streamingSince: world.now(),
      })
      return { ok: true, channel: made.channel, ts: made.ts }
    },
  },
  'chat.appendStream': {
    scope: 'chat:write',
    run: (given, world) => stream(given, world, 'append'),
  },
  'chat.stopStream': { scope: 'chat:write', run: (given, world) => stream(given, world, 'stop') },
  'assistant.threads.setStatus': {
    scope: 'chat:write',
    run(given, world) {
      const room = findRoom(given.channel_id)
      if (!room) return refuse('channel_not_found')
      const threadTs = text(given.thread_ts)
      if (!findMessage(world, room.id, threadTs)) return refuse('invalid_thread_ts')
      const status = text(given.status)
      if (status === '') statusesOf(world).delete(`${room.id}:${threadTs}`)
      else
        statusesOf(world).put(`${room.id}:${threadTs}`, {
          channel: room.id,
          threadTs,
          text: status,
        })
      return { ok: true }
    },
  },
  'conversations.list': {
    scope: 'channels:read',
    reads: true,
    run(given) {
      const types = text(given.types) === '' ? ['public_channel'] : text(given.types).split(',')
      const direct = types.includes('im') ? people.map(directRoom) : []
      const page = cursorPage(
        [...(types.includes('public_channel') ? channels : []), ...direct],
        given,
        100,
      )
      return 'ok' in page
        ? page
        : {
            ok: true,
            channels: page.rows.map(roomObject),
            response_metadata: { next_cursor: page.next },
          }
    },
  },
  'conversations.info': {
    scope: 'channels:read',
    reads: true,
    run(given) {
      const room = findRoom(given.channel)
      return room ? { ok: true, channel: roomObject(room) } : refuse('channel_not_found')
    },
  },
  'conversations.members': {
    scope: 'channels:read',
    reads: true,
    run(given) {
      const room = findRoom(given.channel)
      if (!room) return refuse('channel_not_found')
      return {
        ok: true,
        members:
          room.userId === null
            ? [...people.map((person) => person.id), app.userId]
            : [room.userId, app.userId],
        response_metadata: { next_cursor: '' },
      }
    },
  },
  'conversations.open': {
    scope: 'im:write',
    run(given) {
      const person = findPerson(text(given.users))
      const room = person ? directRoom(person) : findRoom(given.channel)
      if (!room) return refuse(given.users === undefined ? 'channel_not_found' : 'user_not_found')
      return { ok: true, channel: isTrue(given.return_im) ? roomObject(room) : { id: room.id } }
    },
  },
  'conversations.history': {
    scope: 'channels:history',
    reads: true,
    run(given, world) {
      const room = findRoom(given.channel)
      return room
        ? messagePage(historyOf(world, room.id), given, world, 100)
        : refuse('channel_not_found')
    },
  },
  'conversations.replies': {
    scope: 'channels:history',
    reads: true,
    run(given, world) {
      const room = findRoom(given.channel)
      if (!room) return refuse('channel_not_found')
      const asked = findMessage(world, room.id, given.ts)
      const first =
        asked && asked.threadTs !== null ? findMessage(world, room.id, asked.threadTs) : asked
      return first
        ? messagePage([first, ...repliesTo(world, room.id, first.ts)], given, world, 1000)
        : refuse('thread_not_found')
    },
  },
  'users.list': {
    scope: 'users:read',
    reads: true,
    run(given, _world, token) {
      const withEmail = token.scopes.includes('users:read.email')
      const page = cursorPage<unknown>(
        [...people.map((person) => userObject(person, withEmail)), botObject()],
        given,
        1000,
      )
      return 'ok' in page
        ? page
        : {
            ok: true,
            members: page.rows,
            cache_ts: 1_735_689_600,
            response_metadata: { next_cursor: page.next },
          }
    },
  },
  'users.info': {
    scope: 'users:read',
    reads: true,
    run(given, _world, token) {
      if (given.user === app.userId) return { ok: true, user: botObject() }
      const person = people.find((one) => one.id === given.user)
      return person
        ? { ok: true, user: userObject(person, token.scopes.includes('users:read.email')) }
        : refuse('user_not_found')
    },
  },
  'users.lookupByEmail': {
    scope: 'users:read.email',
    reads: true,
    run(given) {
      const person = people.find((one) => one.email === text(given.email).toLowerCase())
      return person ? { ok: true, user: userObject(person, true) } : refuse('users_not_found')
    },
  },
  'reactions.add': {
    scope: 'reactions:write',
    run(given, world) {
      const room = findRoom(given.channel)
      const message = room && findMessage(world, room.id, given.timestamp)
      if (!room) return refuse('channel_not_found')
      if (!message) return refuse('message_not_found')
      const name = text(given.name).replaceAll(':', '')
      if (!/^[a-z0-9_+'-]{1,100}$/.test(name)) return refuse('invalid_name')
      const others = message.reactions ?? []
      if (others.some((one) => one.name === name && one.users.includes(app.userId)))
        return refuse('already_reacted')
      const users = [...(others.find((one) => one.name === name)?.users ?? []), app.userId]
      putMessage(world, {
        ...message,
        reactions: [...others.filter((one) => one.name !== name), { name, users }],
      })
      return { ok: true }
    },
  },
  'views.open': { scope: null, run: openView },
  'views.publish': {
    scope: null,
    run: (given, world) =>
      findPerson(given.user_id) ? storeView(given, world, 'home') : refuse('invalid_arguments'),
  },
}
