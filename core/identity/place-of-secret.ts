// From a secret to the organization it names. Its checksum is looked at first, so that garbage costs no storage read.
import type { Hub } from '../context.ts'
import { type OrganizationLocation, parseSecret, type SecretPrefix } from '../contract/api-key.ts'
import type { SessionLimits } from '../contract/sessions.ts'
import { organizations } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'
import { sessionLimitsOf } from './session-limits.ts'

/** An organization that lets people in, as the doors need it. */
export interface SignInPlace extends OrganizationLocation {
  readonly organizationId: string
  readonly suspended: boolean
  readonly limits: SessionLimits
}

/** Null for garbage, another kind of secret, and an organization that is not there, all alike. */
export async function placeOfSecret(
  hub: Hub,
  prefix: SecretPrefix,
  secret: string,
): Promise<SignInPlace | null> {
  const location = parseSecret(prefix, secret)
  return location && (await placeOfLocation(hub, location))
}

/** The organization at a shard and locator; null when there is none. */
export async function placeOfLocation(
  hub: Hub,
  location: OrganizationLocation,
): Promise<SignInPlace | null> {
  const { shard, locator } = location
  if (!hub.shards.includes(shard)) return null
  const [row] = await hub
    .shard(shard)
    .select({
      id: organizations.id,
      suspendedAt: organizations.suspendedAt,
      settings: organizations.settings,
    })
    .from(organizations)
    .where(eq(organizations.locator, locator))
    .limit(1)
  return row ? signInPlace({ ...row, shard, locator }) : null
}

/** An organization by its id, in a shard that is known; null when it is not there. */
export async function placeOfId(
  hub: Hub,
  at: { readonly organizationId: string; readonly shard: string },
): Promise<SignInPlace | null> {
  const [row] = await hub
    .shard(at.shard)
    .select({
      id: organizations.id,
      locator: organizations.locator,
      suspendedAt: organizations.suspendedAt,
      settings: organizations.settings,
    })
    .from(organizations)
    .where(eq(organizations.id, at.organizationId))
    .limit(1)
  return row ? signInPlace({ ...row, shard: at.shard }) : null
}

function signInPlace(row: {
  id: string
  shard: string
  locator: string
  suspendedAt: number | null
  settings: Parameters<typeof sessionLimitsOf>[0]
}): SignInPlace {
  return {
    organizationId: row.id,
    shard: row.shard,
    locator: row.locator,
    suspended: row.suspendedAt !== null,
    limits: sessionLimitsOf(row.settings),
  }
}
