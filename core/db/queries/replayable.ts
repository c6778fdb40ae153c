// Which events of a time range an endpoint may be sent again, and the deliveries of those it never had. An event's id begins
// with its time, so a range of time is a range of ids and reads no more rows than it returns.
import { sql } from 'drizzle-orm'
import { encodeIdBytes, idPrefixes } from '../../contract/ids.ts'
import type { ShardDatabase } from '../database.ts'
import type { Statement } from './statement.ts'

/** `failed`: the last try failed. `missing`: never sent. `all`: both, and what was delivered. */
export type ReplayKind = 'failed' | 'missing' | 'all'

export interface ReplayableEvent {
  readonly eventId: string
  readonly createdAt: number
  /** Null when the endpoint never had the event. */
  readonly deliveryId: string | null
}

/** An id and the row's time are taken one after the other, and ids run ahead within one millisecond. */
const idSlackMs = 10_000

/** Oldest first, at most `limit`. `untilMs` is not in the range. Deliveries in flight are left out. */
export function selectReplayable(
  db: ShardDatabase,
  range: {
    organizationId: string
    endpointId: string
    /** Null: every event. */
    eventTypes: readonly string[] | null
    /** Never sent to an endpoint that did not ask for it. */
    privateType: string
    sinceMs: number
    untilMs: number
    only: ReplayKind
    nowMs: number
    limit: number
  },
): Promise<ReplayableEvent[]> {
  const failed = sql`d.status IN ('failed', 'blocked', 'retrying')`
  const unsent = sql`d.status IN ('skipped', 'cancelled')`
  const wanted = {
    failed: sql`(${failed})`,
    missing: sql`(d.id IS NULL OR ${unsent})`,
    all: sql`(d.id IS NULL OR d.status <> 'pending')`,
  }[range.only]
  const patterns = range.eventTypes === null ? null : JSON.stringify(range.eventTypes)
  return db.all<ReplayableEvent>(
    sql`SELECT e.id AS eventId, e.created_at AS createdAt, d.id AS deliveryId
        FROM events e
        LEFT JOIN deliveries d ON d.event_id = e.id AND d.endpoint_id = ${range.endpointId}
        WHERE e.organization_id = ${range.organizationId}
          AND e.id >= ${firstEventIdAt(range.sinceMs - idSlackMs)}
          AND e.id < ${firstEventIdAt(range.untilMs + idSlackMs)}
          AND e.created_at >= ${range.sinceMs} AND e.created_at < ${range.untilMs}
          AND ${wanted}
          AND (d.id IS NOT NULL OR (e.type <> ${range.privateType} AND (${patterns} IS NULL
            OR EXISTS (SELECT 1 FROM json_each(${patterns}) p WHERE e.type GLOB p.value))))
          AND (d.id IS NULL OR d.lease_until <= ${range.nowMs})
        ORDER BY e.id LIMIT ${range.limit}`,
  )
}

/** Deliveries, due now, of events that the endpoint never had. Their ids are those that `deliveryIdOf` gives. */
export function insertMissingDeliveries(
  db: ShardDatabase,
  missing: {
    organizationId: string
    endpointId: string
    eventIds: readonly string[]
    nowMs: number
  },
): Statement {
  return db.run(
    sql`INSERT INTO deliveries (id, organization_id, event_id, endpoint_id, status, attempt_count, due_at, handed_at, lease_until, created_at)
        SELECT 'dlv_' || substr(e.id, 5) || substr(${missing.endpointId}, -12), e.organization_id, e.id,
               ${missing.endpointId}, 'pending', 0, ${missing.nowMs}, ${missing.nowMs}, 0, ${missing.nowMs}
        FROM events e JOIN json_each(${JSON.stringify(missing.eventIds)}) wanted ON wanted.value = e.id
        WHERE e.organization_id = ${missing.organizationId}
        ON CONFLICT DO NOTHING`,
  )
}

function firstEventIdAt(ms: number): string {
  const bytes = new Uint8Array(16)
  const milliseconds = BigInt(Math.max(0, Math.floor(ms)))
  for (let i = 0; i < 6; i++) bytes[i] = Number((milliseconds >> BigInt(40 - 8 * i)) & 0xffn)
  return idPrefixes.event + encodeIdBytes(bytes)
}
