// The methods that write and change messages: chat.*, streams, and the line that says the app is thinking.
import type { SimulatorWorld } from '../../../core/contract/simulator.ts'
import { refuseBlocks, refuseMetadata } from './blocks.ts'
import {
  addMessage,
  findMessage,
  type Message,
  messageObject,
  messagesOf,
  putMessage,
  statusesOf,
  withBlockIds,
} from './messages.ts'
import { type Answer, type Arguments, type Method, refuse, text } from './method.ts'
import { app, findPerson, findRoom, nextTs } from './workspace.ts'

const textCharactersMax = 40_000
const streamCharactersMax = 12_000
const streamLifetimeMs = 300_000

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

export const chatMethods: Record<string, Method> = {
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
}
