// One-time sign-in links and browser sessions. A link and a session are secrets that name their organization's place;
// only their SHA-256 is kept, in the organization's Session object. A link works once and for fifteen minutes.
// Not authorized here: the operator has proven itself at its door, and a link is its own right.

import type { Ctx, Hub } from '../context.ts'
import { formatSecret, parseSecret } from '../contract/api-key.ts'
import { AppError, notFound } from '../contract/errors.ts'
import { members, organizations } from '../db/schema/index.ts'
import { and, eq, isNull } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { identityOfMember } from './authenticate.ts'
import { requireNotSuspended } from './suspension.ts'

export const linkMinutes = 15
/** A session ends after this even if it is used all the time. */
export const sessionHours = 24

/**
 * Makes a one-time link for a member. The caller is the operator's door, which has proven itself.
 * @throws AppError not_found
 */
export async function createSignInLink(
  ctx: Ctx,
  input: { email: string },
): Promise<{ url: string; expiresAt: string }> {
  const [member] = await ctx.db
    .select({ id: members.id, locator: organizations.locator })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(
      and(
        eq(members.organizationId, ctx.organizationId),
        eq(members.email, input.email.toLowerCase()),
        isNull(members.removedAt),
      ),
    )
    .limit(1)
  if (!member) throw notFound('member')
  const secret = formatSecret(
    'cwl_',
    { shard: ctx.shard, locator: member.locator },
    ctx.ids.randomBytes(20),
  )
  const expiresAt = ctx.clock.now() + linkMinutes * 60_000
  await ctx.hub
    .sessions(ctx.organizationId, ctx.shard)
    .createLink(member.id, await sha256Hex(secret), expiresAt)
  await writeChange(ctx, {
    statements: [],
    audit: { action: 'sign_in_link.create', target: { type: 'member', id: member.id } },
    answer: null,
  })
  return {
    url: `${ctx.settings.publicOrigin}/sign-in/${secret}`,
    expiresAt: new Date(expiresAt).toISOString(),
  }
}

/**
 * Uses a link up and opens a session: the cookie's value, once.
 * @throws AppError unauthenticated for an unknown, used or late link, all alike.
 */
export async function redeemSignInLink(
  hub: Hub,
  secret: string,
  request: { requestId: string; waitUntil: Ctx['waitUntil'] },
): Promise<{ session: string; maxAgeSeconds: number }> {
  const refusal = new AppError(
    'unauthenticated',
    'This link was used, is too old, or is not one of ours.',
  )
  const place = parseSecret('cwl_', secret)
  if (!place || !hub.shards.includes(place.shard)) throw refusal
  const [organization] = await hub
    .shard(place.shard)
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.locator, place.locator))
    .limit(1)
  if (!organization) throw refusal
  // Before the link is used up: it works again when the suspension ends in time.
  await requireNotSuspended(hub, { organizationId: organization.id, shard: place.shard })
  const session = formatSecret('cws_', place, hub.ids.randomBytes(20))
  const signedIn = await hub
    .sessions(organization.id, place.shard)
    .redeemLink(await sha256Hex(secret), await sha256Hex(session))
  if (!signedIn) throw refusal
  const identity = await identityOfMember(hub, organization.id, place.shard, signedIn.memberId)
  if (!identity) throw refusal
  await writeChange(hub.open({ ...identity, ...request }), {
    statements: [],
    audit: { action: 'session.create', target: { type: 'member', id: signedIn.memberId } },
    answer: null,
  })
  return { session, maxAgeSeconds: sessionHours * 3600 }
}
