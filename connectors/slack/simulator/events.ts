// What Slack sends to the app: signed events with Slack's redelivery, and signed interactions.
// An event is stored before it is sent and stays until the hub answers 2xx: tried at once, again at once, after one and after five
// minutes (docs.slack.dev/apis/events-api), and whenever the simulators start. Each try has the same event id and body, and a fresh
// timestamp and signature. Signature: `v0=` HMAC-SHA256 of `v0:<seconds>:<body>` (docs.slack.dev/authentication).
import type { SimulatorReceipt, SimulatorWorld } from '../../../core/contract/simulator.ts'
import { installedApp, type SlackApp } from './apps.ts'
import { addMessage, findMessage, type Message, messageObject } from './messages.ts'
import { app, findPerson, findRoom, team } from './workspace.ts'

interface StoredEvent {
  id: string
  body: string
  state: 'pending' | 'delivered' | 'refused'
  attempts: number
  lastFailure: string | null
}

const eventsOf = (world: SimulatorWorld) => world.table<StoredEvent>('events')
/** Slack waits this long for an answer. */
const answerTimeoutMs = 3_000
const retryDelaysMs = [0, 60_000, 300_000]
const sendersAtStart = 8
const hubWaitMs = 250
const hubWaitsMax = 480

/** The value of `x-slack-signature`. */
export async function sign(secret: string, timestamp: string, body: string): Promise<string> {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey(
    'raw',
    bytes.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const mac = await crypto.subtle.sign('HMAC', key, bytes.encode(`v0:${timestamp}:${body}`))
  return `v0=${[...new Uint8Array(mac)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** To the address of the app that is installed, with its secret. */
async function sendSigned(
  world: SimulatorWorld,
  address: 'eventsUrl' | 'interactionsUrl',
  contentType: string,
  body: string,
  extra: Record<string, string> = {},
): Promise<SimulatorReceipt> {
  const app = installedApp(world)
  const timestamp = String(Math.floor(world.now() / 1000))
  const headers = {
    'content-type': contentType,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': await sign(app.signingSecret, timestamp, body),
    ...extra,
  }
  return world.send(app[address], {
    method: 'POST',
    headers,
    body,
    timeoutMs: answerTimeoutMs,
  })
}

/** One try. True when the event needs no other: the hub took it, or asked for no retries. */
async function attempt(world: SimulatorWorld, id: string): Promise<boolean> {
  const event = eventsOf(world).get(id)
  if (event?.state !== 'pending') return true
  const retry =
    event.attempts === 0
      ? {}
      : {
          'x-slack-retry-num': String(Math.min(event.attempts, 3)),
          'x-slack-retry-reason': event.lastFailure ?? 'unknown_error',
        }
  const receipt = await sendSigned(world, 'eventsUrl', 'application/json', event.body, retry)
  if (world.closing() && receipt.status === null) return true
  const taken = receipt.status !== null && receipt.status >= 200 && receipt.status < 300
  const state = taken
    ? 'delivered'
    : receipt.headers['x-slack-no-retry'] === '1'
      ? 'refused'
      : 'pending'
  eventsOf(world).put(id, {
    ...event,
    state,
    attempts: event.attempts + 1,
    lastFailure: taken ? null : (receipt.failure ?? 'http_error'),
  })
  return state !== 'pending'
}

async function retry(world: SimulatorWorld, id: string): Promise<void> {
  for (const delayMs of retryDelaysMs) {
    await world.sleep(delayMs)
    if (world.closing() || (await attempt(world, id))) return
  }
}

/** Stores an event with its message in one change, tries it once, and leaves the retries to the background. */
async function emit(
  world: SimulatorWorld,
  makeEvent: () => Record<string, unknown>,
  extra: Record<string, unknown> = {},
): Promise<string> {
  const id = `Ev${world.randomId(10).toUpperCase()}`
  const isUninstalled = world.table<boolean>('app').get('uninstalled') === true
  world.together(() => {
    const event = makeEvent()
    const envelope = {
      token: 'legacy-verification-token-unused',
      team_id: team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: installedApp(world).id,
      event,
      type: 'event_callback',
      event_id: id,
      event_time: Math.floor(world.now() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: app.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${btoa(JSON.stringify({ et: event.type, tid: team.id })).replace(/=+$/, '')}`,
      ...extra,
    }
    const state =
      isUninstalled && event.type !== 'app_uninstalled' && event.type !== 'tokens_revoked'
        ? 'refused'
        : 'pending'
    eventsOf(world).put(id, {
      id,
      body: JSON.stringify(envelope),
      state,
      attempts: 0,
      lastFailure: null,
    })
  })
  if (!(await attempt(world, id))) world.inBackground(retry(world, id))
  return id
}

/** A person writes in a room. `null` when room, thread or person is unknown. Mentions the app in a channel; in a direct message there is no need. */
export async function say(
  world: SimulatorWorld,
  said: { text: string; user: string; channel: string; threadTs: string | null; mention: boolean },
) {
  const person = findPerson(said.user)
  const room = findRoom(said.channel)
  if (!person || !room) return null
  if (room.userId !== null && room.userId !== person.id) return null
  const parent = said.threadTs === null ? undefined : findMessage(world, room.id, said.threadTs)
  if (said.threadTs !== null && !parent) return null
  const isDirect = room.userId !== null
  const marker = `<@${app.userId}> `
  const mentions = said.mention && !isDirect
  const plain = said.text.startsWith(marker) ? said.text.slice(marker.length) : said.text
  const text = mentions ? `${marker}${plain}` : plain
  const user = mentions ? [{ type: 'user', user_id: app.userId }] : []
  const elements = [
    {
      type: 'rich_text_section',
      elements: [...user, { type: 'text', text: mentions ? ` ${plain}` : plain }],
    },
  ]
  const draft = {
    channel: room.id,
    threadTs: parent ? (parent.threadTs ?? parent.ts) : null,
    user: person.id,
    text,
    blocks: [{ type: 'rich_text', elements }],
  }
  if (!mentions && !isDirect) return { eventId: null, message: addMessage(world, draft) }
  let message: Message | undefined
  const eventId = await emit(world, () => {
    message = addMessage(world, draft)
    return {
      user: person.id,
      type: isDirect ? 'message' : 'app_mention',
      ts: message.ts,
      client_msg_id: uuid(world),
      text,
      team: person.teamId ?? team.id,
      ...(person.teamId === undefined ? {} : { user_team: person.teamId }),
      blocks: message.blocks,
      channel: room.id,
      event_ts: message.ts,
      ...(message.threadTs === null
        ? {}
        : {
            thread_ts: message.threadTs,
            parent_user_id: findMessage(world, room.id, message.threadTs)?.user,
          }),
      ...(isDirect ? { channel_type: 'im' } : {}),
    }
  })
  return message ? { eventId, message } : null
}

function uuid(world: SimulatorWorld): string {
  const hex = Array.from(world.randomId(32), (character) =>
    (character.charCodeAt(0) % 16).toString(16),
  ).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** What Slack does when somebody presses Retry next to an app's request URL: true when the challenge came back. */
export async function checkRequestUrl(world: SimulatorWorld, app: SlackApp): Promise<boolean> {
  const challenge = world.randomId(52)
  const token = 'legacy-verification-token-unused'
  const body = JSON.stringify({ token, challenge, type: 'url_verification' })
  const timestamp = String(Math.floor(world.now() / 1000))
  const receipt = await world.send(app.eventsUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': await sign(app.signingSecret, timestamp, body),
    },
    body,
    timeoutMs: answerTimeoutMs,
  })
  return receipt.status === 200 && receipt.text.includes(challenge)
}

/** The app was removed from the workspace: the two events Slack sends then. */
export async function sayUninstalled(world: SimulatorWorld): Promise<void> {
  await emit(world, () => ({ type: 'tokens_revoked', tokens: { oauth: [], bot: [app.userId] } }))
  await emit(world, () => ({ type: 'app_uninstalled' }))
}

/** Sends every undelivered event again, in order, a few at a time. Resolves when each was tried. */
export async function redeliver(world: SimulatorWorld): Promise<number> {
  const waiting = eventsOf(world)
    .all()
    .filter((event) => event.state === 'pending')
  let next = 0
  const sender = async () => {
    for (let event = waiting[next++]; event && !world.closing(); event = waiting[next++]) {
      const { id } = event
      if (!(await attempt(world, id))) world.inBackground(retry(world, id))
    }
  }
  await Promise.all(Array.from({ length: sendersAtStart }, sender))
  return waiting.length
}

/** After a restart: waits until the hub answers at all, then sends what it never took. */
export async function redeliverWhenHubAnswers(world: SimulatorWorld): Promise<void> {
  if (
    eventsOf(world)
      .all()
      .every((event) => event.state !== 'pending')
  )
    return
  for (let wait = 0; wait < hubWaitsMax && !world.closing(); wait++) {
    const answer = await world.send(`${world.hubUrl()}/health`, {
      method: 'GET',
      headers: {},
      body: '',
      timeoutMs: answerTimeoutMs,
    })
    if (answer.status !== null) break
    await world.sleep(hubWaitMs)
  }
  if (!world.closing()) await redeliver(world)
}

/** One press of a button, as `block_actions`. Not repeated: Slack does not repeat interactions. */
export async function sendPress(
  world: SimulatorWorld,
  press: { message: Message; blockId: string; element: Record<string, unknown>; userId: string },
): Promise<SimulatorReceipt> {
  const { message } = press
  const person = findPerson(press.userId)
  const room = findRoom(message.channel)
  const triggerId = `${world.now()}.${world.randomId(13)}.${world.randomId(32)}`
  world
    .table<{ at: number; used: boolean }>('triggers')
    .put(triggerId, { at: world.now(), used: false })
  const responseId = world.randomId(24)
  world.table<ResponseUrl>('response-urls').put(responseId, {
    channel: message.channel,
    ts: message.ts,
    userId: press.userId,
    madeAt: world.now(),
    uses: 0,
  })
  const payload = {
    type: 'block_actions',
    user: {
      id: press.userId,
      username: person?.name ?? '',
      name: person?.name ?? '',
      team_id: team.id,
    },
    api_app_id: installedApp(world).id,
    token: 'legacy-verification-token-unused',
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeralTo !== undefined,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    trigger_id: triggerId,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: message.channel, name: room?.userId === null ? room.name : 'directmessage' },
    // Slack leaves the message out for ephemeral ones.
    ...(message.ephemeralTo === undefined ? { message: messageObject(world, message, true) } : {}),
    state: { values: {} },
    response_url: `${world.baseUrl}/actions/${team.id}/${responseId}`,
    actions: [
      {
        ...press.element,
        block_id: press.blockId,
        action_ts: `${(world.now() / 1000).toFixed(3)}000`,
      },
    ],
  }
  return sendSigned(
    world,
    'interactionsUrl',
    'application/x-www-form-urlencoded',
    new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  )
}

export interface ResponseUrl {
  channel: string
  ts: string
  userId: string
  madeAt: number
  uses: number
}
