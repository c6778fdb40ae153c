// Finds where an organization lives, by its id or by an id of the outside world.

import type { Hub } from '../context.ts'
import type { OutsideIdKind } from '../db/claims.ts'
import { organizationPlaces, outsideIds } from '../db/schema/directory.ts'
import { and, eq } from '../db/sql.ts'

export interface OrganizationPlace {
  readonly organizationId: string
  readonly shard: string
}

/** Null when there is no such organization. */
export async function placeOfOrganization(
  hub: Hub,
  organizationId: string,
): Promise<OrganizationPlace | null> {
  const [row] = await hub.directory
    .select({ organizationId: organizationPlaces.organizationId, shard: organizationPlaces.shard })
    .from(organizationPlaces)
    .where(eq(organizationPlaces.organizationId, organizationId))
    .limit(1)
  return row ?? null
}

/** The organization that an outside id belongs to, and the row in its shard that says so; null when nobody's. */
export async function placeOfOutsideId(
  hub: Hub,
  kind: OutsideIdKind,
  value: string,
): Promise<(OrganizationPlace & { subjectId: string }) | null> {
  const [row] = await hub.directory
    .select({
      organizationId: outsideIds.organizationId,
      shard: outsideIds.shard,
      subjectId: outsideIds.subjectId,
    })
    .from(outsideIds)
    .where(and(eq(outsideIds.kind, kind), eq(outsideIds.value, value)))
    .limit(1)
  return row ?? null
}
