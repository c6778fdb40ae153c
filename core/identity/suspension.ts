// Whether an organization is suspended: asked at every way in that does not authenticate a key or a session, and before
// anything is done in its name.
import type { Hub } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { organizations } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'

interface Place {
  readonly organizationId: string
  readonly shard: string
}

/** What everyone is told whom the suspension stops. */
export const suspended = () =>
  new AppError(
    'organization_suspended',
    'The organization is suspended. Its owner can ask the operator of this hub why.',
  )

export async function isSuspended(hub: Pick<Hub, 'shard'>, place: Place): Promise<boolean> {
  const [row] = await hub
    .shard(place.shard)
    .select({ suspendedAt: organizations.suspendedAt })
    .from(organizations)
    .where(eq(organizations.id, place.organizationId))
    .limit(1)
  return row !== undefined && row.suspendedAt !== null
}

/** @throws AppError organization_suspended */
export async function requireNotSuspended(hub: Pick<Hub, 'shard'>, place: Place): Promise<void> {
  if (await isSuspended(hub, place)) throw suspended()
}
