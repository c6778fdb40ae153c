// Slack's door: signature and age first, then what came is made durable in its conversation, then 200. Nothing is answered
// here and nothing is left running: the conversation's alarm does the work.
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { parseEvent, type SlackQuestion } from '../../../connectors/slack/events.ts'
import { slack } from '../../../connectors/slack/index.ts'
import { parseInteraction, type SlackPress } from '../../../connectors/slack/interactions.ts'
import { createConnectSession } from '../../../core/connections/index.ts'
import { endConnection } from '../../../core/connections/revoke-connection.ts'
import { readConnection } from '../../../core/connections/vendor-session.ts'
import type { Acceptance, Hub } from '../../../core/context.ts'
import { AppError } from '../../../core/contract/errors.ts'
import { noGrants } from '../../../core/contract/permissions.ts'
import { authenticateSession } from '../../../core/identity/index.ts'
import { placeOfOutsideId } from '../../../core/organizations/index.ts'
import type { HubContext, HubVariables } from '../../http-context.ts'
import { sessionCookie } from '../../middleware/authenticate.ts'
import { readBoundedBytes } from '../../middleware/body.ts'
import { approveAction, rejectAction } from './confirmation.ts'

/** Slack's own bodies are far smaller. */
const bodyBytesMax = 1024 * 1024
/** Which organization a workspace belongs to hardly changes, and the conversation reads it again. */
const placeKeptMs = 30_000

type Place = NonNullable<Awaited<ReturnType<typeof placeOfOutsideId>>>

export function slackDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()
  const places = new Map<string, { place: Place; until: number }>()

  /** The organization of a workspace; null for one that is not connected. */
  async function placeOf(teamId: string | null): Promise<Place | null> {
    if (teamId === null) return null
    const nowMs = hub.clock.now()
    const kept = places.get(teamId)
    if (kept && kept.until > nowMs) return kept.place
    const place = await placeOfOutsideId(hub, 'account:slack', teamId)
    if (places.size > 10_000) places.clear()
    if (place) places.set(teamId, { place, until: nowMs + placeKeptMs })
    return place
  }

  door.post('/slack/events', async (c) => {
    const event = parseEvent(await verifiedBody(hub, c))
    switch (event.kind) {
      case 'malformed':
        throw unauthentic(hub, c, 'malformed body')
      case 'url_verification':
        return c.json({ challenge: event.challenge })
      case 'mention':
      case 'direct_message': {
        const place = await placeOf(event.teamId)
        if (place && event.teamId) {
          const how = await acceptQuestion(hub, place, event, event.teamId, signatureOf(c))
          if (how === 'replayed' && !isRetry(c)) throw unauthentic(hub, c, 'replayed')
        }
        return c.body(null, 200)
      }
      case 'app_uninstalled':
      case 'tokens_revoked': {
        const place = await placeOf(event.teamId)
        const gone = event.kind === 'app_uninstalled' || event.botRevoked
        if (place && gone) await uninstall(hub, c, place, event.eventTimeMs)
        if (event.teamId) places.delete(event.teamId)
        return c.body(null, 200)
      }
      case 'ignored':
        return c.body(null, 200)
    }
  })

  door.post('/slack/interactions', async (c) => {
    const press = parseInteraction(await verifiedBody(hub, c))
    if (press.kind === 'malformed') throw unauthentic(hub, c, 'malformed body')
    if (press.kind === 'block_actions') {
      const place = await placeOf(press.teamId)
      if (place && press.teamId) {
        const how = await acceptPress(hub, place, press, press.teamId, signatureOf(c))
        if (how === 'replayed') throw unauthentic(hub, c, 'replayed')
      }
    }
    return c.body(null, 200)
  })

  // An admin's shortcut: straight to the hosted connect.
  door.get('/slack/install', async (c) => {
    const session = getCookie(c, sessionCookie)
    if (!session) throw new AppError('unauthenticated', 'Sign in first, then open this page again.')
    const identity = await authenticateSession(hub, session)
    const ctx = hub.open({
      ...identity,
      requestId: c.get('requestId'),
      waitUntil: (_name, work) => c.executionCtx.waitUntil(work),
    })
    const { url } = await createConnectSession(ctx, { connector: 'slack' })
    return c.redirect(url, 303)
  })

  for (const path of ['/slack/events', '/slack/interactions']) {
    door.all(path, () => {
      throw new AppError('method_not_allowed', 'This path allows POST.', {
        extensions: { allow: 'POST' },
      })
    })
  }
  return door
}

/** The body of a request that Slack signed, lately, and not in the future. @throws AppError unauthenticated */
async function verifiedBody(hub: Hub, c: HubContext): Promise<Uint8Array> {
  const body = await readBoundedBytes(c.req.raw, bodyBytesMax)
  const headers: Record<string, string> = {}
  c.req.raw.headers.forEach((value, name) => {
    headers[name] = value
  })
  const verdict = await slack.inbound?.verify(
    { headers, body, url: c.req.url },
    hub.settings.inboundSecrets.slack ?? [],
    hub.clock.now(),
  )
  if (!verdict?.ok) throw unauthentic(hub, c, verdict?.reason ?? 'not set up')
  return body
}

function signatureOf(c: HubContext): string {
  return c.req.header('x-slack-signature') ?? ''
}

/** Slack's own redelivery within the same second bears the same signature, and says that it is one. */
function isRetry(c: HubContext): boolean {
  return c.req.header('x-slack-retry-num') !== undefined
}

/** One bounded line for the operator; the sender learns nothing. */
function unauthentic(hub: Hub, c: HubContext, reason: string): AppError {
  hub.log.write('warn', 'a request to the Slack door was refused', {
    requestId: c.get('requestId'),
    path: c.req.routePath,
    reason,
  })
  return new AppError('unauthenticated', 'The request is not signed as it must be.')
}

async function acceptQuestion(
  hub: Hub,
  place: Place,
  event: SlackQuestion,
  teamId: string,
  signature: string,
): Promise<Acceptance> {
  const threadTs = event.threadTs ?? event.ts
  return conversationOf(hub, place, teamId, event.channel, threadTs).accept({
    kind: 'question',
    organizationId: place.organizationId,
    shard: place.shard,
    eventKey: `slack/event/${event.eventId}`,
    signature,
    messageKey: `slack/message/${teamId}/${event.channel}/${event.ts}`,
    platform: 'slack',
    teamId,
    channel: event.channel,
    threadTs,
    messageTs: event.ts,
    userId: event.user,
    fromOutside: event.isFromOutside,
    text: event.text,
  })
}

async function acceptPress(
  hub: Hub,
  place: Place,
  press: SlackPress,
  teamId: string,
  signature: string,
): Promise<Acceptance> {
  const { channel, messageTs } = press
  let how: Acceptance = 'known'
  if (channel === null || messageTs === null) return how
  for (const action of press.actions) {
    const choice =
      action.actionId === approveAction
        ? ('approve' as const)
        : action.actionId === rejectAction
          ? ('reject' as const)
          : null
    if (choice === null || action.value === null) continue
    const key = `slack/press/${teamId}/${channel}/${messageTs}/${press.user}/${action.actionId}/${action.actionTs}`
    const threadTs = press.threadTs ?? messageTs
    how = await conversationOf(hub, place, teamId, channel, threadTs).accept({
      kind: 'decision',
      organizationId: place.organizationId,
      shard: place.shard,
      eventKey: key,
      signature,
      messageKey: key,
      platform: 'slack',
      teamId,
      channel,
      threadTs,
      messageTs,
      userId: press.user,
      approvalId: action.value,
      choice,
    })
  }
  return how
}

function conversationOf(hub: Hub, place: Place, teamId: string, channel: string, thread: string) {
  return hub.conversation(
    `${place.organizationId}/slack/${teamId}/${channel}/${thread}`,
    place.shard,
  )
}

/** The workspace took the app out: our token is dead, what it claimed is free. Comes twice, in any order. */
async function uninstall(
  hub: Hub,
  c: HubContext,
  place: Place,
  eventTimeMs: number | null,
): Promise<void> {
  const ctx = hub.open({
    ...place,
    actor: { type: 'connector', id: 'slack', onBehalfOf: null },
    grants: noGrants,
    requestId: c.get('requestId'),
    waitUntil: (_name, work) => c.executionCtx.waitUntil(work),
  })
  const row = await readConnection(ctx, place.subjectId)
  // Redelivered minutes later, it is about an installation before the present one. Slack's time is in whole seconds.
  if (eventTimeMs !== null && eventTimeMs + 1_000 < row.connectedAt) return
  if (row.status !== 'revoked') await endConnection(ctx, row, 'ended_by_vendor')
}
