// What a shard's sweep reads and marks: the deliveries that are due and that nobody holds.
import { sql } from 'drizzle-orm'
import type { ShardDatabase } from '../database.ts'
import type { Statement } from './statement.ts'

/** Of what is due, this many are looked at to say when the next sweep makes sense. */
const lookedAtMax = 1_000

/** Ends the leases of a process that is known to be dead: those taken before `aliveSinceMs`. */
export async function releaseDeadLeases(
  db: ShardDatabase,
  times: { nowMs: number; aliveSinceMs: number },
): Promise<void> {
  await db.run(
    sql`UPDATE deliveries SET lease_until = ${times.nowMs}, due_at = ${times.nowMs}
        WHERE due_at > ${times.nowMs} AND lease_until > ${times.nowMs} AND handed_at < ${times.aliveSinceMs}`,
  )
}

/** How long a suspended organization's due deliveries wait before they are looked at again; the end of it releases them at once. */
const heldForMs = 3_600_000
const heldPageRows = 1_000

/** Of a suspended organization: nothing is sent to anyone. */
export const ofSuspended = sql`organization_id IN (SELECT id FROM organizations WHERE suspended_at IS NOT NULL)`

/** Puts off what is due for suspended organizations, so that sweeps do not read it over and over. Held, not lost. */
export async function holdSuspended(db: ShardDatabase, nowMs: number): Promise<void> {
  await db.run(
    sql`UPDATE deliveries SET due_at = ${nowMs + heldForMs}, reason = 'organization_suspended'
        WHERE id IN (
          SELECT id FROM deliveries WHERE due_at <= ${nowMs} AND lease_until <= ${nowMs} AND ${ofSuspended}
          ORDER BY due_at LIMIT ${heldPageRows})`,
  )
}

/** The suspension is over: what was held is due now. */
export function releaseHeldDeliveries(
  db: ShardDatabase,
  organizationId: string,
  nowMs: number,
): Statement {
  return db.run(
    sql`UPDATE deliveries SET due_at = ${nowMs}, handed_at = 0, reason = NULL
        WHERE due_at IS NOT NULL AND organization_id = ${organizationId} AND reason = 'organization_suspended'`,
  )
}

/** Marks and returns up to `limit` due deliveries that were last handed over before `handedBeforeMs`. */
export async function takeDue(
  db: ShardDatabase,
  page: { nowMs: number; handedBeforeMs: number; limit: number },
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    sql`UPDATE deliveries SET handed_at = ${page.nowMs}
        WHERE id IN (
          SELECT id FROM deliveries
          WHERE due_at <= ${page.nowMs} AND lease_until <= ${page.nowMs} AND handed_at < ${page.handedBeforeMs}
            AND NOT ${ofSuspended}
          ORDER BY due_at LIMIT ${page.limit})
        RETURNING id`,
  )
  return rows.map((row) => row.id)
}

/** When something is to be handed over next, null when nothing waits. What was handed over counts again after `handedForMs`. */
export async function nextDueAt(
  db: ShardDatabase,
  times: { nowMs: number; handedForMs: number },
): Promise<number | null> {
  const [row] = await db.all<{ at: number | null }>(
    sql`SELECT MIN(at) AS at FROM (
          SELECT MIN(due_at) AS at FROM deliveries WHERE due_at > ${times.nowMs}
          UNION ALL
          SELECT MIN(handed_at) + ${times.handedForMs} FROM (
            SELECT handed_at FROM deliveries WHERE due_at <= ${times.nowMs} ORDER BY due_at LIMIT ${lookedAtMax}))`,
  )
  return row?.at ?? null
}
