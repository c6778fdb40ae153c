// How the hub fares, shard by shard, in numbers only: how deep its queues are, and what stands still longer than it should.
// Every number is counted along an index and ends at a bound, so that asking is cheap on a hub in trouble.

import type { AuditStanding } from '../context.ts'
import { isoTime } from '../contract/paging.ts'
import { organizationPlaces } from '../db/schema/directory.ts'
import { auditHeads } from '../db/schema/index.ts'
import { and, count, desc, gt, lt, sql } from '../db/sql.ts'
import type { OperatorRequest } from './operator.ts'
import { countedMax } from './organization-health.ts'

/** Sweeps come at least once a minute: what is late by more than this was not found, or not done. */
const lateMs = 5 * 60_000
/** No try of a delivery is in flight longer: 30 s for an answer and 5 s to record it. */
const tryMs = 60_000
/** Audit logs asked in one answer: those of the organizations that were active last. */
const logsMax = 20
const recentMs = 24 * 3_600_000
/** A row is sealed about a second after it was written. */
const sealMs = 60_000

export interface Stuck {
  readonly kind:
    | 'runs_lapsed'
    | 'deliveries_overdue'
    | 'approvals_late'
    | 'claims_late'
    | 'audit_not_sealed'
  readonly count: number
  readonly oldestAt: string | null
}

export interface ShardHealth {
  readonly shard: string
  readonly organizations: number
  readonly queues: {
    readonly deliveriesDue: number
    readonly deliveriesInFlight: number
    /** Of suspended organizations, waiting for the end of it. */
    readonly deliveriesHeld: number
    /** Letters and messages to people. */
    readonly noticesDue: number
    readonly oldestDueSeconds: number | null
  }
  readonly stuck: readonly Stuck[]
}

type Asking = Pick<OperatorRequest, 'hub'>

/** Every shard's health; one that does not answer has no numbers, and the dependencies say so. */
export async function hubHealth(asking: Asking): Promise<readonly ShardHealth[]> {
  const { hub } = asking
  const places = await hub.directory
    .select({ shard: organizationPlaces.shard, count: count() })
    .from(organizationPlaces)
    .groupBy(organizationPlaces.shard)
  const found = await Promise.allSettled(hub.shards.map((shard) => shardHealth(asking, shard)))
  return found.flatMap((each) => {
    if (each.status === 'rejected') return []
    const organizations = places.find(({ shard }) => shard === each.value.shard)?.count ?? 0
    return [{ ...each.value, organizations }]
  })
}

interface Counted {
  readonly count: number
  readonly oldest: number | null
}

async function shardHealth(
  { hub }: Asking,
  shard: string,
): Promise<Omit<ShardHealth, 'organizations'>> {
  const db = hub.shard(shard)
  const nowMs = hub.clock.now()
  const counted = async (
    database: Pick<typeof db, 'all'>,
    rows: ReturnType<typeof sql>,
  ): Promise<Counted> => {
    const [row] = await database.all<Counted>(
      sql`SELECT COUNT(*) AS count, MIN(at) AS oldest FROM (${rows} LIMIT ${countedMax})`,
    )
    return row ?? { count: 0, oldest: null }
  }
  const due = (before: number) =>
    sql`SELECT due_at AS at FROM deliveries WHERE due_at <= ${before} AND lease_until <= ${nowMs}
        AND organization_id NOT IN (SELECT id FROM organizations WHERE suspended_at IS NOT NULL) ORDER BY due_at`
  const waiting = await counted(db, due(nowMs))
  const inFlight = await counted(
    db,
    sql`SELECT due_at AS at FROM deliveries
        WHERE due_at > ${nowMs} AND due_at <= ${nowMs + tryMs} AND lease_until > ${nowMs}`,
  )
  const held = await counted(
    db,
    sql`SELECT due_at AS at FROM deliveries WHERE due_at IS NOT NULL AND reason = 'organization_suspended'
        AND organization_id IN (SELECT id FROM organizations WHERE suspended_at IS NOT NULL)`,
  )
  const noticesDue = await counted(
    db,
    sql`SELECT due_at AS at FROM notices WHERE due_at IS NOT NULL AND due_at <= ${nowMs}`,
  )
  const late = nowMs - lateMs
  const stuck: [Stuck['kind'], Counted][] = [
    [
      'runs_lapsed',
      await counted(
        db,
        sql`SELECT lease_until AS at FROM runs
            WHERE lease_until IS NOT NULL AND lease_until <= ${late} ORDER BY lease_until`,
      ),
    ],
    ['deliveries_overdue', await counted(db, due(late))],
    [
      'approvals_late',
      await counted(
        db,
        sql`SELECT expires_at AS at FROM approvals
            WHERE status = 'pending' AND expires_at <= ${late} ORDER BY expires_at`,
      ),
    ],
    [
      'claims_late',
      await counted(
        hub.directory,
        sql`SELECT at FROM (
              SELECT expires_at AS at FROM outside_ids
              WHERE state = 'pending' AND shard = ${shard} AND expires_at <= ${late}
              UNION ALL
              SELECT expires_at FROM organization_places
              WHERE state = 'pending' AND shard = ${shard} AND expires_at <= ${late})`,
      ),
    ],
    ['audit_not_sealed', await notSealed({ hub }, shard, nowMs)],
  ]
  return {
    shard,
    queues: {
      deliveriesDue: waiting.count,
      deliveriesInFlight: inFlight.count,
      deliveriesHeld: held.count,
      noticesDue: noticesDue.count,
      oldestDueSeconds:
        waiting.oldest === null ? null : Math.max(Math.round((nowMs - waiting.oldest) / 1000), 0),
    },
    stuck: stuck
      .filter(([, { count }]) => count > 0)
      .map(([kind, { count, oldest }]) => ({ kind, count, oldestAt: isoTime(oldest) })),
  }
}

/** Audit logs that stand still, or are behind what was committed a minute ago; of the organizations active last. */
async function notSealed({ hub }: Asking, shard: string, nowMs: number): Promise<Counted> {
  const heads = await hub
    .shard(shard)
    .select()
    .from(auditHeads)
    .where(
      and(gt(auditHeads.updatedAt, nowMs - recentMs), lt(auditHeads.updatedAt, nowMs - sealMs)),
    )
    .orderBy(desc(auditHeads.updatedAt))
    .limit(logsMax)
  const behind = await Promise.all(
    heads.map(async (head) => {
      const standing = await hub.auditLog(head.organizationId, shard).standing()
      return isSealed(standing, head) ? null : head.updatedAt
    }),
  )
  const times = behind.filter((at) => at !== null)
  return { count: times.length, oldest: times.length > 0 ? Math.min(...times) : null }
}

function isSealed(standing: AuditStanding, head: { epoch: number; seq: number }): boolean {
  const last = standing.epochs.at(-1)
  if (standing.incident !== null || last?.epoch !== head.epoch) return false
  return standing.size - last.firstIndex >= head.seq
}
