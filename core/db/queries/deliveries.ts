// Named queries over deliveries and their attempts, as their readers and their machinery need them.
//
// A try is a lease. Claiming sets lease_id, lease_until, and due_at to the lease's end: when the holder dies, the sweep finds
// the row there. Recording needs the lease's id. So queue, sweep, retry and replay may all reach for one row, and one has it.
import { and, desc, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import type { ShardDatabase } from '../database.ts'
import {
  attempts,
  type DeliveryStatus,
  deliveries,
  events,
  webhookEndpoints,
} from '../schema/index.ts'
import { type GuardedStatement, writeProgress } from '../write.ts'
import { ofSuspended } from './due-deliveries.ts'
import type { EventRow } from './events.ts'
import type { Statement } from './statement.ts'
import type { WebhookEndpointRow } from './webhook-endpoints.ts'

export type DeliveryRow = typeof deliveries.$inferSelect
export type AttemptRow = typeof attempts.$inferSelect
export type DeliveryWithType = DeliveryRow & { readonly eventType: string }

const open = ['pending', 'retrying'] as const satisfies readonly DeliveryStatus[]

export async function selectDelivery(
  db: ShardDatabase,
  organizationId: string,
  deliveryId: string,
): Promise<DeliveryWithType | null> {
  const [row] = await db
    .select({ delivery: deliveries, eventType: events.type })
    .from(deliveries)
    .innerJoin(events, eq(events.id, deliveries.eventId))
    .where(and(eq(deliveries.organizationId, organizationId), eq(deliveries.id, deliveryId)))
    .limit(1)
  return row ? { ...row.delivery, eventType: row.eventType } : null
}

/** An endpoint's deliveries, newest first, one more than the page holds. */
export async function selectDeliveries(
  db: ShardDatabase,
  organizationId: string,
  endpointId: string,
  page: { limit: number; after: string | null; status: DeliveryStatus | null },
): Promise<DeliveryWithType[]> {
  const rows = await db
    .select({ delivery: deliveries, eventType: events.type })
    .from(deliveries)
    .innerJoin(events, eq(events.id, deliveries.eventId))
    .where(
      and(
        eq(deliveries.organizationId, organizationId),
        eq(deliveries.endpointId, endpointId),
        page.status === null ? undefined : eq(deliveries.status, page.status),
        page.after === null ? undefined : lt(deliveries.id, page.after),
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(page.limit + 1)
  return rows.map((row) => ({ ...row.delivery, eventType: row.eventType }))
}

/** Events looked through for one page: those that nobody subscribed to have no deliveries. */
const eventsLookedAtMax = 1_000

/**
 * The organization's deliveries to all endpoints, newest event first, one more than the page holds. A delivery's id begins with its
 * event's, so that the index of events is the order; the newest thousand events at or before the place are looked through.
 */
export async function selectOrganizationDeliveries(
  db: ShardDatabase,
  organizationId: string,
  page: { limit: number; after: string | null },
): Promise<DeliveryWithType[]> {
  const eventAfter = page.after === null ? null : `evt_${page.after.slice(4, 30)}`
  const newest = db
    .select({ id: events.id, type: events.type })
    .from(events)
    .where(
      and(
        eq(events.organizationId, organizationId),
        eventAfter === null ? undefined : lte(events.id, eventAfter),
      ),
    )
    .orderBy(desc(events.id))
    .limit(eventsLookedAtMax)
    .as('newest')
  const rows = await db
    .select({ delivery: deliveries, eventType: newest.type })
    .from(newest)
    .innerJoin(deliveries, eq(deliveries.eventId, newest.id))
    .where(
      and(
        eq(deliveries.organizationId, organizationId),
        page.after === null ? undefined : lt(deliveries.id, page.after),
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(page.limit + 1)
  return rows.map((row) => ({ ...row.delivery, eventType: row.eventType }))
}

/** A delivery's tries, newest first, one more than the page holds. */
export function selectAttempts(
  db: ShardDatabase,
  organizationId: string,
  deliveryId: string,
  page: { limit: number; after: string | null },
): Promise<AttemptRow[]> {
  return db
    .select()
    .from(attempts)
    .where(
      and(
        eq(attempts.organizationId, organizationId),
        eq(attempts.deliveryId, deliveryId),
        page.after === null ? undefined : lt(attempts.id, page.after),
      ),
    )
    .orderBy(desc(attempts.id))
    .limit(page.limit + 1)
}

export interface ClaimedDelivery {
  readonly delivery: DeliveryRow
  readonly event: EventRow | null
  readonly endpoint: WebhookEndpointRow | null
}

/** Isolates' clocks differ by less than this: a row that another made "now" is due here too. */
const clockSlackMs = 1_000

/**
 * Begins a try and reads what it needs, in one batch; null when the row is not due, ended, or in another's hands. A lease that
 * lapsed without an outcome leaves an attempt `interrupted`, so that the log says what became of it.
 */
export async function claimDelivery(
  db: ShardDatabase,
  claim: { deliveryId: string; leaseId: string; attemptId: string; nowMs: number; leaseMs: number },
): Promise<ClaimedDelivery | null> {
  const { deliveryId, nowMs } = claim
  const leaseUntil = nowMs + claim.leaseMs
  const claimable = and(
    eq(deliveries.id, deliveryId),
    inArray(deliveries.status, [...open]),
    lte(deliveries.dueAt, nowMs + clockSlackMs),
    lte(deliveries.leaseUntil, nowMs),
    sql`NOT ${ofSuspended}`,
  )
  const [, claimed, event, endpoint] = (await writeProgress({ db }, [
    {
      statement: db.run(
        sql`INSERT INTO attempts (id, organization_id, delivery_id, number, started_at, duration_ms, error)
            SELECT ${claim.attemptId}, organization_id, id, attempt_count, handed_at, 0, 'interrupted'
            FROM deliveries WHERE ${claimable} AND lease_id IS NOT NULL
            ON CONFLICT DO NOTHING`,
      ),
    },
    {
      statement: db
        .update(deliveries)
        .set({
          leaseId: claim.leaseId,
          leaseUntil,
          dueAt: leaseUntil,
          handedAt: nowMs,
          attemptCount: sql`${deliveries.attemptCount} + 1`,
        })
        .where(claimable)
        .returning(),
    },
    {
      statement: db
        .select()
        .from(events)
        .where(eq(events.id, sql`(SELECT event_id FROM deliveries WHERE id = ${deliveryId})`)),
    },
    {
      statement: db
        .select()
        .from(webhookEndpoints)
        .where(
          eq(
            webhookEndpoints.id,
            sql`(SELECT endpoint_id FROM deliveries WHERE id = ${deliveryId})`,
          ),
        ),
    },
  ])) as [unknown, DeliveryRow[], EventRow[], WebhookEndpointRow[]]
  const delivery = claimed[0]
  return delivery ? { delivery, event: event[0] ?? null, endpoint: endpoint[0] ?? null } : null
}

/** What a try came to: where the delivery stands now, and when it is due again. */
export interface DeliveryOutcome {
  readonly status: DeliveryStatus
  readonly reason: string | null
  readonly dueAt: number | null
  readonly endedAt: number | null
}

/** Ends the lease with its outcome; hits nothing when the lease is no longer held. */
export function endLease(
  db: ShardDatabase,
  lease: { deliveryId: string; leaseId: string },
  outcome: DeliveryOutcome,
  options: { attempted: boolean },
): Statement {
  return db
    .update(deliveries)
    .set({
      ...outcome,
      handedAt: 0,
      leaseUntil: 0,
      leaseId: null,
      ...(options.attempted ? {} : { attemptCount: sql`${deliveries.attemptCount} - 1` }),
    })
    .where(and(eq(deliveries.id, lease.deliveryId), eq(deliveries.leaseId, lease.leaseId)))
}

export function insertAttempt(db: ShardDatabase, row: AttemptRow): Statement {
  return db.insert(attempts).values(row)
}

/** Commits what a try came to. @throws AppError conflict when its lease is no longer held. */
export async function recordTry(
  db: ShardDatabase,
  statements: readonly GuardedStatement[],
): Promise<void> {
  await writeProgress({ db }, statements)
}

/** Cancels what waits for an endpoint. A try in flight ends by itself, and finds the endpoint gone or disabled after. */
export function cancelWaiting(
  db: ShardDatabase,
  organizationId: string,
  endpointId: string,
  values: { reason: string; nowMs: number },
): Statement {
  return db
    .update(deliveries)
    .set({ status: 'cancelled', reason: values.reason, dueAt: null, endedAt: values.nowMs })
    .where(
      and(
        eq(deliveries.organizationId, organizationId),
        eq(deliveries.endpointId, endpointId),
        inArray(deliveries.status, [...open]),
        lte(deliveries.leaseUntil, values.nowMs),
      ),
    )
}

/** Makes a delivery due now, whatever became of it; hits nothing while a try is in flight. */
export function makeDue(
  db: ShardDatabase,
  organizationId: string,
  deliveryIds: readonly string[],
  nowMs: number,
): Statement {
  return db
    .update(deliveries)
    .set({ status: 'pending', reason: null, dueAt: nowMs, handedAt: nowMs, endedAt: null })
    .where(
      and(
        eq(deliveries.organizationId, organizationId),
        sql`${deliveries.id} IN (SELECT value FROM json_each(${JSON.stringify(deliveryIds)}))`,
        lte(deliveries.leaseUntil, nowMs),
      ),
    )
}

export function insertDelivery(db: ShardDatabase, row: DeliveryRow): Statement {
  return db.insert(deliveries).values(row)
}
