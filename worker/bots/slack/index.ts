// Slack's door: signature and age first, then what came is made durable in its conversation, then 200. Nothing is answered
// here and nothing is left running: the conversation's alarm does the work.
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { parseEvent, type SlackQuestion } from '../../../connectors/slack/events.ts'
import { parseInteraction, type SlackPress } from '../../../connectors/slack/interactions.ts'
import { createConnectSession } from '../../../core/connections/index.ts'
import { endConnection } from '../../../core/connections/revoke-connection.ts'
import { statusThrough } from '../../../core/connections/vendor-apps.ts'
import { readAnyConnection } from '../../../core/connections/vendor-session.ts'
import type { Acceptance, Hub } from '../../../core/context.ts'
import { AppError } from '../../../core/contract/errors.ts'
import { noGrants } from '../../../core/contract/permissions.ts'
import { authenticateSession } from '../../../core/identity/index.ts'
import type { HubContext, HubVariables } from '../../http-context.ts'
import { sessionCookie } from '../../middleware/authenticate.ts'
import { approveAction, rejectAction } from './confirmation.ts'
import { slackPlaces, type TeamPlace } from './places.ts'
import { type Sender, unauthentic, verifiedRequest } from './verified-request.ts'

export function slackDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()
  const places = slackPlaces(hub)

  /**
   * The organization of a workspace; null for one that is not connected. An organization's own app speaks only where Slack has
   * shown that it is installed: in a workspace of that organization whose connection came through it, and stands.
   */
  async function placeOf(
    teamId: string | null,
    sender: Sender,
    evenBroken = false,
  ): Promise<TeamPlace | null> {
    const place = await places.ofTeam(teamId)
    if (!place || sender.app === 'hub') return place
    if (place.organizationId !== sender.organizationId) return null
    const status = await statusThrough(hub, place, place.subjectId, sender.clientId)
    return status === 'active' || (evenBroken && status !== null) ? place : null
  }

  door.post('/slack/events', async (c) => {
    const { body, sender } = await verifiedRequest(hub, c, places)
    const event = parseEvent(body)
    switch (event.kind) {
      case 'malformed':
        throw unauthentic(hub, c, 'malformed body')
      case 'url_verification':
        return c.json({ challenge: event.challenge })
      case 'mention':
      case 'direct_message': {
        const place = await placeOf(event.teamId, sender)
        if (place && event.teamId) {
          const how = await acceptQuestion(hub, place, event, event.teamId, signatureOf(c))
          if (how === 'replayed' && !isRetry(c)) throw unauthentic(hub, c, 'replayed')
        }
        return c.body(null, 200)
      }
      case 'app_uninstalled':
      case 'tokens_revoked': {
        const place = await placeOf(event.teamId, sender, true)
        const gone = event.kind === 'app_uninstalled' || event.botRevoked
        if (place && gone) await uninstall(hub, c, place, sender, event.eventTimeMs)
        if (event.teamId) places.forget(event.teamId)
        return c.body(null, 200)
      }
      case 'ignored':
        return c.body(null, 200)
    }
  })

  door.post('/slack/interactions', async (c) => {
    const { body, sender } = await verifiedRequest(hub, c, places)
    const press = parseInteraction(body)
    if (press.kind === 'malformed') throw unauthentic(hub, c, 'malformed body')
    if (press.kind === 'block_actions') {
      const place = await placeOf(press.teamId, sender)
      if (place && press.teamId) {
        const how = await acceptPress(hub, place, press, press.teamId, sender, signatureOf(c))
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

function signatureOf(c: HubContext): string {
  return c.req.header('x-slack-signature') ?? ''
}

/** Slack's own redelivery within the same second bears the same signature, and says that it is one. */
function isRetry(c: HubContext): boolean {
  return c.req.header('x-slack-retry-num') !== undefined
}

async function acceptQuestion(
  hub: Hub,
  place: TeamPlace,
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
  place: TeamPlace,
  press: SlackPress,
  teamId: string,
  sender: Sender,
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
      byOwnApp: sender.app === 'own',
    })
  }
  return how
}

function conversationOf(
  hub: Hub,
  place: TeamPlace,
  teamId: string,
  channel: string,
  thread: string,
) {
  return hub.conversation(
    `${place.organizationId}/slack/${teamId}/${channel}/${thread}`,
    place.shard,
  )
}

/** The workspace took the app out: our token is dead, what it claimed is free. Comes twice, in any order. */
async function uninstall(
  hub: Hub,
  c: HubContext,
  place: TeamPlace,
  sender: Sender,
  eventTimeMs: number | null,
): Promise<void> {
  const ctx = hub.open({
    ...place,
    actor: { type: 'connector', id: 'slack', onBehalfOf: null },
    grants: noGrants,
    requestId: c.get('requestId'),
    waitUntil: (_name, work) => c.executionCtx.waitUntil(work),
  })
  const row = await readAnyConnection(ctx, place.subjectId)
  // Another app of the same workspace went: the hub's, after the organization took its own, or the other way round.
  const clientId =
    sender.app === 'own' ? sender.clientId : hub.settings.oauthClients.slack?.clientId
  if (row.oauthClientId !== null && row.oauthClientId !== clientId) return
  // Redelivered minutes later, it is about an installation before the present one. Slack's time is in whole seconds.
  if (eventTimeMs !== null && eventTimeMs + 1_000 < row.connectedAt) return
  if (row.status !== 'revoked') await endConnection(ctx, row, 'ended_by_vendor')
}
