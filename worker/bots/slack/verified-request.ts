// Whose app sent a request to the Slack door, proven by its signature: the hub's app, whose secret is at hand and tried first, or
// an organization's own. Whom to ask for that secret, the address or the body says before it is verified; what was signed with it
// speaks for that organization alone. Fails closed.
import { claimedTeam } from '../../../connectors/slack/claimed-team.ts'
import { slack } from '../../../connectors/slack/index.ts'
import { ownInboundSecret } from '../../../core/connections/vendor-apps.ts'
import type { Hub } from '../../../core/context.ts'
import type { InboundVerdict } from '../../../core/contract/connector.ts'
import { AppError } from '../../../core/contract/errors.ts'
import type { HubContext } from '../../http-context.ts'
import { readBoundedBytes } from '../../middleware/body.ts'
import type { SlackPlaces } from './places.ts'

/** Slack's own bodies are far smaller. */
const bodyBytesMax = 1024 * 1024

/** The app that signed. */
export type Sender =
  | { readonly app: 'hub' }
  | { readonly app: 'own'; readonly organizationId: string; readonly clientId: string }

/** The body of a request that Slack signed, lately, and not in the future. @throws AppError unauthenticated */
export async function verifiedRequest(
  hub: Hub,
  c: HubContext,
  places: SlackPlaces,
): Promise<{ body: Uint8Array; sender: Sender }> {
  const body = await readBoundedBytes(c.req.raw, bodyBytesMax)
  const headers: Record<string, string> = {}
  c.req.raw.headers.forEach((value, name) => {
    headers[name] = value
  })
  const verify = async (secrets: readonly string[]): Promise<InboundVerdict> =>
    (await slack.inbound?.verify({ headers, body, url: c.req.url }, secrets, hub.clock.now())) ?? {
      ok: false,
      reason: 'missing',
    }
  const verdict = await verify(hub.settings.inboundSecrets.slack ?? [])
  if (verdict.ok) return { body, sender: { app: 'hub' } }
  // Unsigned, malformed and stale requests are so under any secret: nothing is looked up for them.
  if (verdict.reason !== 'forged') throw unauthentic(hub, c, verdict.reason)
  const named = c.req.query('organization')
  const place =
    named === undefined
      ? await places.ofTeam(claimedTeam(body))
      : await places.ofOrganization(named)
  const own = place && (await ownInboundSecret(hub, place, 'slack'))
  if (!own || !(await verify([own.secret])).ok) throw unauthentic(hub, c, 'forged')
  const { organizationId } = place
  return { body, sender: { app: 'own', organizationId, clientId: own.clientId } }
}

/** One bounded line for the operator; the sender learns nothing. */
export function unauthentic(hub: Hub, c: HubContext, reason: string): AppError {
  hub.log.write('warn', 'a request to the Slack door was refused', {
    requestId: c.get('requestId'),
    path: c.req.routePath,
    reason,
  })
  return new AppError('unauthenticated', 'The request is not signed as it must be.')
}
