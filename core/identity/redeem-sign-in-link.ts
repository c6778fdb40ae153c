// A sign-in link is looked at, then used. Looking uses nothing up: mail scanners open links. Unknown, used and late links, and those
// of people who left, are refused alike; what fails counts against its network.

import type { Hub } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { members } from '../db/schema/index.ts'
import { and, eq, isNull } from '../db/sql.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { type Brand, brandOf } from '../mail/brand.ts'
import { identityOfMember } from './authenticate.ts'
import { countingFailures } from './limit-attempts.ts'
import { newSession, type OpenedSession, opened, type Visitor, welcome } from './open-session.ts'
import { placeOfSecret } from './place-of-secret.ts'
import { suspended } from './suspension.ts'

const refusal = () =>
  new AppError('unauthenticated', 'This link was used, is too old, or is not one of ours.')

/**
 * Whom a link signs in, and where; uses nothing up.
 * @throws AppError unauthenticated, organization_suspended, rate_limited
 */
export async function findSignInLink(
  hub: Hub,
  secret: string,
  visitor: Visitor,
): Promise<{ brand: Brand; email: string }> {
  const place = await placeOfSecret(hub, 'cwl_', secret)
  if (!place) throw refusal()
  if (place.suspended) throw suspended()
  const { organizationId, shard } = place
  const db = hub.shard(shard)
  const sessions = hub.sessions(organizationId, shard)
  return await countingFailures(sessions, visitor.network, async () => {
    const link = await sessions.findLink(await sha256Hex(secret))
    if (!link) throw refusal()
    const [member] = await db
      .select({ email: members.email })
      .from(members)
      .where(
        and(
          eq(members.organizationId, organizationId),
          eq(members.id, link.memberId),
          isNull(members.removedAt),
        ),
      )
      .limit(1)
    const brand = await brandOf({ db, settings: hub.settings, organizationId })
    if (!member || !brand) throw refusal()
    return { brand, email: member.email }
  })
}

/**
 * Uses a link up and opens a session: the cookie's value, once.
 * @throws AppError unauthenticated, organization_suspended, rate_limited
 */
export async function redeemSignInLink(
  hub: Hub,
  secret: string,
  visitor: Visitor,
): Promise<OpenedSession> {
  const place = await placeOfSecret(hub, 'cwl_', secret)
  if (!place) throw refusal()
  if (place.suspended) throw suspended()
  const { organizationId, shard } = place
  const sessions = hub.sessions(organizationId, shard)
  const { secret: cookie, session } = await newSession(hub, place, 'link', visitor)
  return await countingFailures(sessions, visitor.network, async () => {
    const signedIn = await sessions.redeemLink(await sha256Hex(secret), session)
    if (!signedIn) throw refusal()
    const identity = await identityOfMember(hub, organizationId, shard, signedIn.memberId)
    if (!identity) {
      await sessions.end(session.hash)
      throw refusal()
    }
    await welcome(hub, identity, signedIn, session.hash, [], visitor)
    return opened(place, cookie)
  })
}
