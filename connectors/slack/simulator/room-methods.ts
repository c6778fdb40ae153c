// The methods that read rooms, people and messages, and those for reactions and views. Read methods page by cursor.
import type { SimulatorWorld } from '../../../core/contract/simulator.ts'
import {
  findMessage,
  historyOf,
  type Message,
  messageObject,
  putMessage,
  repliesTo,
} from './messages.ts'
import { type Answer, type Arguments, isTrue, type Method, refuse, text } from './method.ts'
import {
  app,
  botObject,
  channels,
  directRoom,
  findPerson,
  findRoom,
  people,
  roomObject,
  team,
  userObject,
} from './workspace.ts'

const triggerLifetimeMs = 3_000

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

export const roomMethods: Record<string, Method> = {
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
      const person = findPerson(given.user)
      return person && person.id === given.user
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
