// Whether an organization is to be suspended, as the operator log in the directory says: its shard, put back in time, may have
// forgotten it. The log tells what was asked for; an end of a suspension that was lost with the shard is asked for anew.
import type { Hub } from '../context.ts'
import { operatorEvents } from '../db/schema/directory.ts'
import { and, desc, eq, sql } from '../db/sql.ts'

/** The newest suspension with its reason and its time in ms; null when there was none, or it was ended since. */
export async function standingSuspension(
  hub: Pick<Hub, 'directory'>,
  organizationId: string,
): Promise<{ readonly reason: string; readonly at: number } | null> {
  const [newest] = await hub.directory
    .select({ values: operatorEvents.values, at: operatorEvents.at })
    .from(operatorEvents)
    .where(
      and(
        eq(operatorEvents.targetId, organizationId),
        eq(operatorEvents.action, 'organization.change'),
        sql`json_extract(${operatorEvents.values}, '$.suspended') IS NOT NULL`,
      ),
    )
    .orderBy(desc(operatorEvents.id))
    .limit(1)
  if (newest?.values.suspended !== true) return null
  const { reason } = newest.values
  return {
    reason:
      typeof reason === 'string' ? reason : 'It was suspended before a database was restored.',
    at: newest.at,
  }
}
