// Messages of the pretend workspace: kept by room and ts, written by people, by the app and by response URLs.
// Every button a message ever carried stays findable, because a person may press one that was on the screen a moment ago.
import type {
  SimulatorMessage,
  SimulatorTable,
  SimulatorWorld,
} from '../../../core/contract/simulator.ts'
import { app, nextTs, team } from './workspace.ts'

export interface Message {
  channel: string
  ts: string
  threadTs: string | null
  user: string
  text: string
  blocks: unknown[]
  metadata?: unknown
  /** Only this person sees it. */
  ephemeralTo?: string
  /** Milliseconds; present while a stream is open. */
  streamingSince?: number
  editedTs?: string
  reactions?: { name: string; users: string[] }[]
}

/** A button that a message carried once. */
export interface Button {
  channel: string
  ts: string
  blockId: string
  element: Record<string, unknown>
}

export const messagesOf = (world: SimulatorWorld): SimulatorTable<Message> =>
  world.table<Message>('messages')
const buttonsOf = (world: SimulatorWorld): SimulatorTable<Button> => world.table<Button>('buttons')
export const statusesOf = (world: SimulatorWorld) =>
  world.table<{ channel: string; threadTs: string; text: string }>('statuses')

export const findMessage = (world: SimulatorWorld, channel: string, ts: unknown) =>
  typeof ts === 'string' ? messagesOf(world).get(`${channel}:${ts}`) : undefined

/** Stores a new message under a new ts. Ends the thread's "is thinking" line when the app speaks. */
export function addMessage(world: SimulatorWorld, message: Omit<Message, 'ts'>): Message {
  const stored = { ...message, blocks: withBlockIds(world, message.blocks), ts: nextTs(world) }
  putMessage(world, stored)
  if (stored.user === app.userId && stored.threadTs !== null)
    statusesOf(world).delete(`${stored.channel}:${stored.threadTs}`)
  return stored
}

/** Stores a message again, with its buttons. */
export function putMessage(world: SimulatorWorld, message: Message): void {
  messagesOf(world).put(`${message.channel}:${message.ts}`, message)
  for (const block of message.blocks) {
    const {
      block_id: blockId,
      elements,
      accessory,
    } = block as { block_id?: string; elements?: unknown[]; accessory?: unknown }
    for (const element of [...(elements ?? []), accessory] as (
      | Record<string, unknown>
      | undefined
    )[]) {
      if (element?.type !== 'button' || typeof element.action_id !== 'string') continue
      const button = { channel: message.channel, ts: message.ts, blockId: blockId ?? '', element }
      buttonsOf(world).put(
        `${element.action_id} ${String(element.value)} ${message.channel}:${message.ts}`,
        button,
      )
    }
  }
}

/** Slack gives every block and every interactive element an id when the app gave none. */
export function withBlockIds(world: SimulatorWorld, blocks: unknown[]): unknown[] {
  return blocks.map((block) => {
    const shape = block as Record<string, unknown>
    const elements =
      Array.isArray(shape.elements) && shape.type === 'actions'
        ? {
            elements: shape.elements.map((element) => ({
              action_id: world.randomId(5),
              ...(element as object),
            })),
          }
        : {}
    return { ...shape, ...elements, block_id: shape.block_id ?? world.randomId(5) }
  })
}

/** The newest button with that action and value, whether or not its message still shows it. */
export function findButton(
  world: SimulatorWorld,
  actionId: string,
  value: string,
): Button | undefined {
  return buttonsOf(world)
    .all()
    .findLast((button) => button.element.action_id === actionId && button.element.value === value)
}

/** The button on a message by the ids the page knows. */
export function findButtonOn(
  world: SimulatorWorld,
  channel: string,
  ts: string,
  blockId: string,
  actionId: string,
): Button | undefined {
  return buttonsOf(world)
    .all()
    .findLast(
      (button) =>
        button.channel === channel &&
        button.ts === ts &&
        button.blockId === blockId &&
        button.element.action_id === actionId,
    )
}

/** A message as the Web API shows it. Metadata only where it was asked for. */
export function messageObject(
  world: SimulatorWorld,
  message: Message,
  withMetadata = false,
): Record<string, unknown> {
  const isBot = message.user === app.userId
  const replies = message.threadTs === null ? repliesTo(world, message.channel, message.ts) : []
  const last = replies.at(-1)
  return {
    type: 'message',
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: team.id,
    ...(isBot ? { bot_id: app.botId, app_id: app.id } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(last
      ? {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.user))],
          reply_users_count: new Set(replies.map((reply) => reply.user)).size,
          latest_reply: last.ts,
        }
      : {}),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
    ...(message.reactions
      ? { reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })) }
      : {}),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  }
}

const byTs = (a: Message, b: Message) => Number(a.ts) - Number(b.ts)

/** Everyone's messages of one thread below its first, oldest first. */
export function repliesTo(world: SimulatorWorld, channel: string, ts: string): Message[] {
  return messagesOf(world)
    .all()
    .filter(
      (message) =>
        message.channel === channel && message.threadTs === ts && message.ephemeralTo === undefined,
    )
    .sort(byTs)
}

/** Messages of a room outside threads, newest first. */
export function historyOf(world: SimulatorWorld, channel: string): Message[] {
  return messagesOf(world)
    .all()
    .filter(
      (message) =>
        message.channel === channel &&
        message.threadTs === null &&
        message.ephemeralTo === undefined,
    )
    .sort((a, b) => byTs(b, a))
}

/** Every message of every room, newest last, in the shape of the control API. */
export function allMessages(world: SimulatorWorld): SimulatorMessage[] {
  return messagesOf(world)
    .all()
    .sort(byTs)
    .map(({ streamingSince, editedTs, reactions, ...message }) => ({
      ...message,
      ...(reactions ? { reactions } : {}),
      ...(editedTs ? { edited: true as const } : {}),
      ...(streamingSince === undefined ? {} : { streaming: true as const }),
    }))
}
