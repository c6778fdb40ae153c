// The hosted OAuth connect (RFC 6749 §4.1, PKCE RFC 7636, RFC 9700): a link that an admin opens or hands on, a browser
// bound by a cookie, a state used once, a code exchanged for tokens, an account that says who it is. Link and state are
// secrets that name their organization's place; only their SHA-256 is kept.
import { encodeBase64urlNoPadding } from '@oslojs/encoding'
import { z } from 'zod'
import type { Ctx, Hub } from '../context.ts'
import { formatSecret, parseSecret } from '../contract/api-key.ts'
import type { Connector } from '../contract/connector.ts'
import { AppError, assert } from '../contract/errors.ts'
import { isoTime } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { connectSessions, organizations } from '../db/schema/index.ts'
import { and, eq, gt, isNull, lte, sql } from '../db/sql.ts'
import { writeChange, writeProgress } from '../db/write.ts'
import { identityOfActor } from '../identity/authenticate.ts'
import { requireNotSuspended, suspended } from '../identity/suspension.ts'
import { sha256, sha256Hex } from '../lib/sha256.ts'
import { keepConnection } from './keep-connection.ts'
import { exchangeCode, oauthOf, vendorUrl } from './oauth.ts'
import type { PresentedConnection } from './present-connection.ts'
import { requireLead } from './require-lead.ts'
import { oauthClientOf } from './vendor-apps.ts'
import { refusalOfVendor } from './vendor-refusal.ts'
import { baseSession } from './vendor-session.ts'

export const connectMinutes = 30

export const newConnectSession = z.strictObject({
  connector: z.string().max(40),
  returnUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
})

export const presentedConnectSession = z.object({ url: z.string(), expiresAt: z.string() })

/** @throws AppError invalid_request when the connector is not connected by OAuth, or returnUrl leaves our origin */
export async function createConnectSession(
  ctx: Ctx,
  input: z.output<typeof newConnectSession>,
): Promise<z.output<typeof presentedConnectSession>> {
  authorize(ctx, 'connections:write')
  const connector = ctx.connectors.get(input.connector)
  if (connector?.claimsAccount) requireLead(ctx)
  if (
    !connector ||
    !isConnectedByConsent(connector) ||
    !(await oauthClientOf(ctx.hub, ctx, connector.id))
  ) {
    throw new AppError('invalid_request', 'Some fields are not valid.', {
      errors: [{ path: 'connector', message: 'is not connected by a consent page here' }],
    })
  }
  if (input.returnUrl && new URL(input.returnUrl).origin !== ctx.settings.publicOrigin) {
    throw new AppError('invalid_request', 'Some fields are not valid.', {
      errors: [{ path: 'returnUrl', message: `must be on ${ctx.settings.publicOrigin}` }],
    })
  }
  const [organization] = await ctx.db
    .select({ locator: organizations.locator })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId))
    .limit(1)
  assert(organization, 'the organization of an actor is not there')
  const place = { shard: ctx.shard, locator: organization.locator }
  const link = formatSecret('cwc_', place, ctx.ids.randomBytes(20))
  const nowMs = ctx.clock.now()
  const row = {
    id: ctx.ids.next('connectSession'),
    organizationId: ctx.organizationId,
    connector: connector.id,
    linkHash: await sha256Hex(link),
    stateHash: null,
    browserHash: null,
    returnUrl: input.returnUrl ?? null,
    createdBy: ctx.actor,
    createdAt: nowMs,
    expiresAt: nowMs + connectMinutes * 60_000,
    usedAt: null,
  }
  const { answer } = await writeChange(ctx, {
    statements: [{ statement: ctx.db.insert(connectSessions).values(row) }],
    audit: {
      action: 'connect_session.create',
      target: { type: 'connect_session', id: row.id },
      values: { connector: connector.id },
    },
    answer: {
      url: `${ctx.settings.publicOrigin}/connect/${link}`,
      expiresAt: isoTime(row.expiresAt),
    },
    answerIsSecret: true,
  })
  return answer
}

/** Consent asks nothing but consent: a connector that must be told more (a site's address) is connected by its credentials. */
function isConnectedByConsent(connector: Connector): boolean {
  return oauthOf(connector) !== null && connector.config.safeParse({}).success
}

const lateLink = () =>
  new AppError('not_found', 'This connect link was used, is too old, or is not one of ours.')

/** What the link is for; shown before the browser leaves. @throws AppError not_found */
export async function findConnectSession(
  hub: Hub,
  link: string,
): Promise<{ connector: Connector }> {
  const { row } = await readByLink(hub, link)
  const connector = hub.connectors.get(row.connector)
  if (!connector) throw lateLink()
  return { connector }
}

/**
 * The browser leaves for the vendor: answers where to, and the cookie that binds it.
 * Opening the link again makes a new state and voids the one before.
 */
export async function beginConnect(
  hub: Hub,
  link: string,
): Promise<{ redirectTo: string; browser: string }> {
  const { row, place } = await readByLink(hub, link)
  const connector = hub.connectors.get(row.connector)
  const oauth = connector && oauthOf(connector)
  const at = { organizationId: row.organizationId, shard: place.shard }
  const client = connector && (await oauthClientOf(hub, at, connector.id))
  if (!connector || !oauth || !client) throw lateLink()
  const state = formatSecret('cwc_', place, hub.ids.randomBytes(20))
  const browser = encodeBase64urlNoPadding(hub.ids.randomBytes(32))
  await writeProgress({ db: hub.shard(place.shard) }, [
    {
      statement: hub
        .shard(place.shard)
        .update(connectSessions)
        .set({ stateHash: await sha256Hex(state), browserHash: await sha256Hex(browser) })
        .where(and(eq(connectSessions.id, row.id), isNull(connectSessions.usedAt))),
      orElse: 'not_found',
    },
  ])
  const url = new URL(vendorUrl(hub.settings, connector, oauth.authorizeUrl))
  url.searchParams.set('client_id', client.clientId)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('scope', oauth.scopes.join(oauth.scopeSeparator ?? ' '))
  url.searchParams.set('redirect_uri', redirectUri(hub, connector))
  url.searchParams.set('state', state)
  if (oauth.pkce) {
    url.searchParams.set('code_challenge_method', 'S256')
    url.searchParams.set('code_challenge', await challengeOf(browser))
  }
  return { redirectTo: url.href, browser }
}

/**
 * The browser is back. The state must be known, unused, in time, and come from the browser that left.
 * @throws AppError not_found for a state that is none of that; the vendor's refusal when the code is not accepted
 */
export async function completeConnect(
  hub: Hub,
  connectorId: string,
  back: { state: string; code: string | null; error: string | null; browser: string },
  request: { requestId: string; waitUntil: Ctx['waitUntil'] },
): Promise<{ connection: PresentedConnection; returnUrl: string | null }> {
  const place = parseSecret('cwc_', back.state)
  if (!place || !hub.shards.includes(place.shard)) throw lateLink()
  const db = hub.shard(place.shard)
  const [row] = await db
    .select()
    .from(connectSessions)
    .where(
      and(
        eq(connectSessions.stateHash, await sha256Hex(back.state)),
        eq(connectSessions.browserHash, await sha256Hex(back.browser)),
        eq(connectSessions.connector, connectorId),
        isNull(connectSessions.usedAt),
        gt(connectSessions.expiresAt, hub.clock.now()),
      ),
    )
    .limit(1)
  const connector = hub.connectors.get(connectorId)
  if (!row || !connector) throw lateLink()
  const at = { organizationId: row.organizationId, shard: place.shard }
  const client = await oauthClientOf(hub, at, connector.id)
  if (!client) throw lateLink()
  await requireNotSuspended(hub, at)
  // Used up before the exchange: a second callback with the same state finds nothing.
  await writeProgress({ db }, [
    {
      statement: db
        .update(connectSessions)
        .set({ usedAt: hub.clock.now() })
        .where(and(eq(connectSessions.id, row.id), isNull(connectSessions.usedAt))),
      orElse: 'not_found',
    },
  ])
  if (back.code === null) {
    throw new AppError(
      'vendor_refused',
      back.error === 'access_denied'
        ? `Consent was not given at ${connector.name}. Nothing was connected.`
        : `${connector.name} did not agree to connect. Open the link again.`,
    )
  }
  const { organizationId } = row
  // The link may have been made half an hour ago: its maker must still have the right.
  const maker = await identityOfActor(hub, organizationId, place.shard, row.createdBy)
  if (!maker) throw lateLink()
  const ctx = hub.open({ ...maker, ...request })
  authorize(ctx, 'connections:write')
  if (connector.claimsAccount) requireLead(ctx)
  const connectionId = ctx.ids.next('connection')
  try {
    const credentials = await exchangeCode(ctx, connector, {
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      code: back.code,
      redirectUri: redirectUri(hub, connector),
      verifier: oauthOf(connector)?.pkce ? back.browser : null,
    })
    const session = {
      ...baseSession(ctx, connectionId, connector, {}),
      account: null,
      credentials,
      config: {},
    }
    const account = await connector.identify(session)
    const connection = await keepConnection(ctx, {
      connectionId,
      connector,
      name: account.name,
      account,
      credentials,
      config: {},
      oauthClientId: client.clientId,
    })
    return { connection, returnUrl: row.returnUrl }
  } catch (error) {
    throw refusalOfVendor(error, connector, 'connect')
  }
}

/** Drops up to `limit` connect sessions of a shard whose time is over; answers when the next one's is. */
export async function forgetConnectSessions(
  hub: Pick<Hub, 'shard' | 'clock'>,
  shard: string,
  limit: number,
): Promise<{ nextDueAt: number | null }> {
  const db = hub.shard(shard)
  const late = await db
    .select({ id: connectSessions.id })
    .from(connectSessions)
    .where(lte(connectSessions.expiresAt, hub.clock.now()))
    .limit(limit)
  for (const { id } of late) await db.delete(connectSessions).where(eq(connectSessions.id, id))
  const [next] = await db
    .select({ at: sql<number | null>`MIN(${connectSessions.expiresAt})` })
    .from(connectSessions)
  return { nextDueAt: next?.at ?? null }
}

async function readByLink(hub: Hub, link: string) {
  const place = parseSecret('cwc_', link)
  if (!place || !hub.shards.includes(place.shard)) throw lateLink()
  const [found] = await hub
    .shard(place.shard)
    .select({
      row: connectSessions,
      suspendedAt: organizations.suspendedAt,
    })
    .from(connectSessions)
    .innerJoin(organizations, eq(organizations.id, connectSessions.organizationId))
    .where(
      and(
        eq(connectSessions.linkHash, await sha256Hex(link)),
        isNull(connectSessions.usedAt),
        gt(connectSessions.expiresAt, hub.clock.now()),
      ),
    )
    .limit(1)
  if (!found) throw lateLink()
  if (found.suspendedAt !== null) throw suspended()
  return { ...found, place }
}

function redirectUri(hub: Hub, connector: Connector): string {
  const path = oauthOf(connector)?.callbackPath ?? `/connect/${connector.id}/callback`
  return hub.settings.publicOrigin + path
}

async function challengeOf(verifier: string): Promise<string> {
  return encodeBase64urlNoPadding(await sha256(new TextEncoder().encode(verifier)))
}
