// Named queries over events. Always by organization.
import { and, desc, eq, lt } from 'drizzle-orm'
import type { ShardDatabase } from '../database.ts'
import { events } from '../schema/index.ts'
import type { Statement } from './statement.ts'

export type EventRow = typeof events.$inferSelect

/** Newest first, one more than the page holds. */
export function selectEvents(
  db: ShardDatabase,
  organizationId: string,
  page: { limit: number; after: string | null; type: string | null },
): Promise<EventRow[]> {
  return db
    .select()
    .from(events)
    .where(
      and(
        eq(events.organizationId, organizationId),
        page.type === null ? undefined : eq(events.type, page.type),
        page.after === null ? undefined : lt(events.id, page.after),
      ),
    )
    .orderBy(desc(events.id))
    .limit(page.limit + 1)
}

/** Null when there is none, or it is another organization's. */
export async function selectEvent(
  db: ShardDatabase,
  organizationId: string,
  eventId: string,
): Promise<EventRow | null> {
  const [row] = await db
    .select()
    .from(events)
    .where(and(eq(events.organizationId, organizationId), eq(events.id, eventId)))
    .limit(1)
  return row ?? null
}

/** An event for named endpoints only: without the fan-out that `writeChange` gives its events. */
export function insertEvent(db: ShardDatabase, row: EventRow): Statement {
  return db.insert(events).values(row)
}
