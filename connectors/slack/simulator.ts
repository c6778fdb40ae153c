// The pretend Slack: OAuth install, the Web API methods the hub uses, signed events with Slack's redelivery, and interactions.
// One workspace, "Acme", with three people. What it answers is checked in tests against Slack's own published types, what it sends
// against Slack's documented payloads. Development and tests only: never part of a deploy.
import type {
  SimulatorAnswer,
  SimulatorChat,
  SimulatorRequest,
  SimulatorWorld,
  VendorSimulator,
} from '../../core/contract/simulator.ts'
import { createApp, findApp } from './simulator/apps.ts'
import { refuseBlocks } from './simulator/blocks.ts'
import {
  checkRequestUrl,
  type ResponseUrl,
  redeliver,
  redeliverWhenHubAnswers,
  say,
  sayUninstalled,
  sendPress,
} from './simulator/events.ts'
import {
  addMessage,
  allMessages,
  type Button,
  findButton,
  findButtonOn,
  findMessage,
  messagesOf,
  putMessage,
  statusesOf,
  withBlockIds,
} from './simulator/messages.ts'
import { type Arguments, methods } from './simulator/methods.ts'
import { answerAuthorize, authenticate, exchangeCode, revokeTokens } from './simulator/oauth.ts'
import {
  app,
  channels,
  directRoom,
  findPerson,
  findRoom,
  people,
  team,
} from './simulator/workspace.ts'

const pressWaitMs = 10_000
const pressPollMs = 50
const responseUrlUsesMax = 5
const responseUrlLifetimeMs = 1_800_000
const approvalActions = { approve: 'approval_approve', reject: 'approval_reject' } as const

const refused = (error: string, status = 400): SimulatorAnswer => ({ status, json: { error } })
const ok = (json: unknown): SimulatorAnswer => ({ status: 200, json })

export const simulator: VendorSimulator = {
  id: 'slack',
  name: 'Slack',
  faults: {
    rate_limited: { status: 429, json: { ok: false, error: 'ratelimited' } },
    unauthorized: { status: 200, json: { ok: false, error: 'invalid_auth' } },
    revoked: { status: 200, json: { ok: false, error: 'token_revoked' } },
  },
  spared: (request) => !request.path.startsWith('/api/'),
  revoke: revokeTokens,
  credentials: () => ({
    explanation:
      'Slack has no credentials to type in: install the app by OAuth at the hub, /slack/install.',
  }),
  chat,
  start(world) {
    world.inBackground(redeliverWhenHubAnswers(world))
  },

  async handle(request, world) {
    if (request.path === '/oauth/v2/authorize') return answerAuthorize(request, world)
    if (request.path.startsWith('/api/')) return answerMethod(request, world)
    if (request.path.startsWith(`/actions/${team.id}/`) && request.method === 'POST')
      return answerResponseUrl(request, world)
    return { status: 404, text: 'no such page' }
  },

  async control(request, world) {
    const body = (request.body ?? {}) as Arguments
    const wants = `${request.method} ${request.path}`
    if (request.method === 'POST' && (typeof body !== 'object' || Array.isArray(body)))
      return refused('The body must be a JSON object.')
    if (wants === 'POST /mention') return mention(body, world)
    if (wants === 'POST /say') return mention(body, world, body.mention === true)
    if (wants === 'POST /press') return pressApproval(body, world)
    if (wants === 'POST /press-button') return pressAnyButton(body, world)
    if (wants === 'GET /threads') return ok(allMessages(world))
    if (wants === 'GET /workspace') return ok(chat(world))
    if (wants === 'POST /apps') {
      const made = createApp(world, body.manifest)
      return typeof made === 'string' ? refused(made) : ok(made)
    }
    if (wants === 'POST /check-url') {
      const app = findApp(world, body.clientId)
      return app ? ok({ verified: await checkRequestUrl(world, app) }) : refused('no such app', 404)
    }
    if (wants === 'POST /redeliver') return ok({ events: await redeliver(world) })
    if (wants === 'POST /uninstall') {
      revokeTokens(world)
      world.table<boolean>('app').put('uninstalled', true)
      await sayUninstalled(world)
      return ok({ uninstalled: true })
    }
    return null
  },
}

/** The workspace as a person at the page sees it. */
function chat(world: SimulatorWorld): SimulatorChat {
  return {
    people: people.map((person) => ({
      id: person.id,
      name: person.realName,
      note: person.isGuest ? 'no member of Acme' : person.isOwner ? 'owner' : 'member',
      directRoomId: directRoom(person).id,
    })),
    rooms: channels.map(({ id, name }) => ({ id, name: `#${name}` })),
    bot: { id: app.userId, name: app.name },
    statuses: statusesOf(world).all(),
    messages: allMessages(world),
  }
}

async function answerMethod(
  request: SimulatorRequest,
  world: SimulatorWorld,
): Promise<SimulatorAnswer> {
  const name = request.path.slice('/api/'.length)
  const isJson = (request.headers['content-type'] ?? '').includes('json')
  if (isJson && typeof request.body === 'string') return ok({ ok: false, error: 'invalid_json' })
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  const fromBody = method?.reads && isJson ? {} : (request.body as Arguments | undefined)
  const given = {
    ...Object.fromEntries(request.query),
    ...(isJson ? fromBody : readForm(fromBody)),
  }
  if (name === 'oauth.v2.access')
    return ok(
      isJson ? { ok: false, error: 'invalid_form_data' } : exchangeCode(request, given, world),
    )
  if (!method) return ok({ ok: false, error: 'unknown_method', req_method: name })
  const token = authenticate(request, given, world)
  if (typeof token === 'string') return ok({ ok: false, error: token })
  const headers = {
    'x-oauth-scopes': token.scopes.join(','),
    'x-slack-req-id': world.randomId(32),
    ...(method.scope ? { 'x-accepted-oauth-scopes': method.scope } : {}),
  }
  if (method.scope && !token.scopes.includes(method.scope)) {
    return {
      status: 200,
      headers,
      json: {
        ok: false,
        error: 'missing_scope',
        needed: method.scope,
        provided: token.scopes.join(','),
      },
    }
  }
  const answer = method.run(given, world, token)
  if (name === 'apps.uninstall' && answer.ok) world.inBackground(sayUninstalled(world))
  return { status: 200, headers, json: answer }
}

/** Form arguments that are objects travel as JSON text. */
function readForm(form: Arguments | undefined): Arguments {
  if (typeof form !== 'object') return {}
  const structured = ['blocks', 'attachments', 'metadata', 'view', 'chunks']
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => {
      if (!structured.includes(name) || typeof value !== 'string') return [name, value]
      try {
        return [name, JSON.parse(value) as unknown]
      } catch {
        return [name, null]
      }
    }),
  )
}

/** `response_url`: five messages in thirty minutes, about the message that was pressed. */
function answerResponseUrl(request: SimulatorRequest, world: SimulatorWorld): SimulatorAnswer {
  const urls = world.table<ResponseUrl>('response-urls')
  const id = request.path.split('/').at(-1) ?? ''
  const url = urls.get(id)
  if (!url) return { status: 404, text: 'invalid_url' }
  if (url.uses >= responseUrlUsesMax) return { status: 404, text: 'used_url' }
  if (world.now() - url.madeAt > responseUrlLifetimeMs) return { status: 404, text: 'expired_url' }
  const body = request.body as Arguments | string | undefined
  if (typeof body !== 'object') return { status: 400, text: 'invalid_payload' }
  const given = readForm(body)
  if (given.blocks !== undefined && refuseBlocks(given.blocks))
    return { status: 400, text: 'invalid_blocks' }
  urls.put(id, { ...url, uses: url.uses + 1 })
  const original = findMessage(world, url.channel, url.ts)
  if (given.delete_original === true) {
    messagesOf(world).delete(`${url.channel}:${url.ts}`)
    return { status: 200, text: 'ok' }
  }
  const content = {
    text: typeof given.text === 'string' ? given.text : '',
    blocks: Array.isArray(given.blocks) ? given.blocks : [],
  }
  if (content.text === '' && content.blocks.length === 0) return { status: 400, text: 'no_text' }
  if (given.replace_original === true && original) {
    putMessage(world, { ...original, ...content, blocks: withBlockIds(world, content.blocks) })
    return { status: 200, text: 'ok' }
  }
  const threadTs =
    typeof given.thread_ts === 'string' ? given.thread_ts : (original?.threadTs ?? null)
  const draft = { channel: url.channel, threadTs, user: app.userId, ...content }
  addMessage(
    world,
    given.response_type === 'in_channel' ? draft : { ...draft, ephemeralTo: url.userId },
  )
  return { status: 200, text: 'ok' }
}

/** A person writes; the event is stored before the answer, and tried once. */
async function mention(
  body: Arguments,
  world: SimulatorWorld,
  mentionsApp = true,
): Promise<SimulatorAnswer> {
  const { text, user = people[0]?.id, channel = 'C0SUPPORT1', threadTs = null } = body
  if (typeof text !== 'string' || text.trim() === '')
    return refused('"text" must be a text that is not empty.')
  if (!findPerson(user))
    return refused(`"user" must be one of ${people.map((person) => person.id).join(', ')}.`)
  if (!findRoom(channel))
    return refused(
      `"channel" must be one of ${channels.map((room) => room.id).join(', ')}, or a direct message.`,
    )
  if (threadTs !== null && typeof threadTs !== 'string')
    return refused('"threadTs" must be the ts of a message.')
  const said = await say(world, {
    text,
    user: String(user),
    channel: String(channel),
    threadTs,
    mention: mentionsApp,
  })
  if (!said)
    return refused(
      "The thread does not exist in that channel, or the direct message is another person's.",
    )
  return ok({ eventId: said.eventId, channel: said.message.channel, ts: said.message.ts })
}

/** Waits for the message that carries the approval's button, and presses it. */
async function pressApproval(body: Arguments, world: SimulatorWorld): Promise<SimulatorAnswer> {
  const { approvalId, choice, user = people[0]?.id } = body
  if (typeof approvalId !== 'string' || approvalId === '')
    return refused('"approvalId" is required.')
  if (choice !== 'approve' && choice !== 'reject')
    return refused('"choice" must be "approve" or "reject".')
  const person = findPerson(user)
  if (!person) return refused(`"user" must be one of ${people.map((one) => one.id).join(', ')}.`)
  for (let waitedMs = 0; waitedMs <= pressWaitMs && !world.closing(); waitedMs += pressPollMs) {
    const button = findButton(world, approvalActions[choice], approvalId)
    if (button) return press(world, button, person.id)
    await world.sleep(pressPollMs)
  }
  return refused(`No message carries a button for ${approvalId}.`, 404)
}

async function pressAnyButton(body: Arguments, world: SimulatorWorld): Promise<SimulatorAnswer> {
  const { channel, ts, blockId, actionId, user = people[0]?.id } = body
  const person = findPerson(user)
  const button = findButtonOn(world, String(channel), String(ts), String(blockId), String(actionId))
  return person && button ? press(world, button, person.id) : refused('No such button.', 404)
}

async function press(
  world: SimulatorWorld,
  button: Button,
  userId: string,
): Promise<SimulatorAnswer> {
  const message = findMessage(world, button.channel, button.ts)
  if (!message) return refused('The message is gone.', 404)
  if (message.ephemeralTo !== undefined && message.ephemeralTo !== userId)
    return refused('That person cannot see the message.', 404)
  const receipt = await sendPress(world, {
    message,
    blockId: button.blockId,
    element: button.element,
    userId,
  })
  const isAcknowledged = receipt.status !== null && receipt.status >= 200 && receipt.status < 300
  if (isAcknowledged) return ok({ status: receipt.status })
  return {
    status: 502,
    json: {
      error: 'The hub did not take the press.',
      hubStatus: receipt.status,
      failure: receipt.failure,
      hubSaid: receipt.text.slice(0, 500),
    },
  }
}
