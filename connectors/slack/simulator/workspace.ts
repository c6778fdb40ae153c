// The pretend workspace "Acme": its people, channels and app, in the shapes the Web API gives them.
// Ids are fixed: tests, the seed and the simulators' page name them. Direct messages have ids made from the person's.
import type { SimulatorWorld } from '../../../core/contract/simulator.ts'

export const team = { id: 'T0ACME0001', name: 'Acme', domain: 'acme' } as const
export const app = {
  id: 'A0CAUSEWAY1',
  userId: 'U0CAUSEWAY',
  botId: 'B0CAUSEWAY',
  name: 'Causeway',
} as const

export interface Person {
  id: string
  name: string
  realName: string
  email: string
  isOwner: boolean
  isGuest: boolean
  /** Another company's workspace, for who comes through a shared channel. */
  teamId?: string
}

/** Dana is the seeded owner, Lee a plain member, Gus nobody the hub knows. */
export const people: Person[] = [
  {
    id: 'U0DANA0001',
    name: 'dana',
    realName: 'Dana Reyes',
    email: 'dana@acme.example',
    isOwner: true,
    isGuest: false,
  },
  {
    id: 'U0LEE00002',
    name: 'lee',
    realName: 'Lee Park',
    email: 'lee@acme.example',
    isOwner: false,
    isGuest: false,
  },
  {
    id: 'U0GUEST003',
    name: 'gus',
    realName: 'Gus Guest',
    email: 'gus@elsewhere.example',
    isOwner: false,
    isGuest: true,
  },
]

/** Writes in channels that Acme shares with another company (Slack Connect), under an address that Acme knows as its own Lee's. */
const visitor: Person = {
  id: 'U0OUTSIDE4',
  name: 'olga',
  realName: 'Olga Outside',
  email: 'lee@acme.example',
  isOwner: false,
  isGuest: false,
  teamId: 'T0PARTNER1',
}

export interface Room {
  id: string
  /** Without `#`; empty for a direct message. */
  name: string
  /** The other side of a direct message. */
  userId: string | null
}

export const channels: Room[] = [
  { id: 'C0GENERAL1', name: 'general', userId: null },
  { id: 'C0SUPPORT1', name: 'support', userId: null },
]

/** The direct message between a person and the app. */
export const directRoom = (person: Person): Room => ({
  id: `D${person.id.slice(1)}`,
  name: '',
  userId: person.id,
})

/** A room by id, by `#name`, or by a person's id (their direct message). */
export function findRoom(reference: unknown): Room | undefined {
  if (typeof reference !== 'string') return undefined
  const name = reference.replace(/^#/, '')
  const person = people.find((one) => one.id === reference || directRoom(one).id === reference)
  return (
    channels.find((room) => room.id === reference || room.name === name) ??
    (person && directRoom(person))
  )
}

/** A person by id, name or email. */
export function findPerson(reference: unknown): Person | undefined {
  if (reference === visitor.id) return visitor
  return people.find(
    (one) => one.id === reference || one.name === reference || one.email === reference,
  )
}

const workspaceMadeAt = 1_735_689_600

/** A user object of `users.info`. The email is there only for tokens with `users:read.email`. */
export function userObject(person: Person, withEmail: boolean) {
  return {
    id: person.id,
    team_id: person.teamId ?? team.id,
    ...(person.teamId === undefined ? {} : { is_stranger: true }),
    name: person.name,
    deleted: false,
    color: '9f69e7',
    real_name: person.realName,
    tz: 'Europe/Berlin',
    tz_label: 'Central European Time',
    tz_offset: 3600,
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      team: person.teamId ?? team.id,
      ...(withEmail ? { email: person.email } : {}),
    },
    is_admin: person.isOwner,
    is_owner: person.isOwner,
    is_primary_owner: person.isOwner,
    is_restricted: person.isGuest,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    is_email_confirmed: true,
    updated: workspaceMadeAt,
  }
}

/** The app's own user, as `users.list` shows it. */
export function botObject() {
  return {
    id: app.userId,
    team_id: team.id,
    name: 'causeway',
    deleted: false,
    real_name: app.name,
    profile: {
      real_name: app.name,
      display_name: app.name,
      api_app_id: app.id,
      bot_id: app.botId,
      team: team.id,
    },
    is_bot: true,
    is_app_user: false,
    updated: workspaceMadeAt,
  }
}

/** A conversation object of `conversations.list` and `.info`. */
export function roomObject(room: Room) {
  if (room.userId !== null) {
    return {
      id: room.id,
      created: workspaceMadeAt,
      is_im: true,
      is_org_shared: false,
      user: room.userId,
      is_user_deleted: false,
      priority: 0,
    }
  }
  const text = { value: '', creator: '', last_set: 0 }
  return {
    id: room.id,
    name: room.name,
    name_normalized: room.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    created: workspaceMadeAt,
    creator: 'U0DANA0001',
    is_archived: false,
    is_general: room.name === 'general',
    is_member: true,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    unlinked: 0,
    topic: text,
    purpose: text,
    previous_names: [],
    num_members: people.length + 1,
  }
}

/** A message's `ts`: seconds and microseconds, unique and increasing over restarts, and its identity inside a room. */
export function nextTs(world: SimulatorWorld): string {
  const table = world.table<number>('clock')
  const micros = Math.max(world.now() * 1000, (table.get('last') ?? 0) + 100)
  table.put('last', micros)
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`
}
