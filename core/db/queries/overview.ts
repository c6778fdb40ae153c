// What the overview page needs of an organization, in one D1 batch of six statements, each over an index and each bounded: meters
// by day instead of rows, counts that stop, lists that are short.
import { and, desc, eq, gt, gte, inArray, isNotNull, ne, not, type SQL, sql } from 'drizzle-orm'
import type { ShardDatabase } from '../database.ts'
import {
  approvals,
  connections,
  organizations,
  runs,
  usageCounters,
  webhookEndpoints,
} from '../schema/index.ts'

/** Meters that make up the activity of a day. */
export const activityMeters = {
  reads: 'actions.read',
  writes: 'actions.write',
  failures: 'actions.failed',
  answers: 'assistant.turns',
  deliveries: 'deliveries',
  failedDeliveries: 'deliveries.failed',
} as const

/** Runs of a day are counted up to here, for each state. */
export const runsCountedMax = 10_000

export interface OverviewQuestion {
  readonly organizationId: string
  readonly memberId: string | null
  /** `YYYY-MM-DD`. */
  readonly sinceDay: string
  readonly nowMs: number
  /** Runs begun after this are counted. */
  readonly runsSinceMs: number
  /** Runs without a known outcome are listed from this on. */
  readonly unknownSinceMs: number
  /** For each list. */
  readonly limit: number
  /** Of runs and approvals: those of connections that are not there for who asks. Undefined: none. */
  readonly isUnseen: (connectionId: SQL) => SQL | undefined
}

/** @returns rows as they are; what the actor may not see is left out by the use case */
export async function selectOverview(db: ShardDatabase, asked: OverviewQuestion) {
  const { organizationId, limit } = asked
  const [activity, [counts], broken, waiting, disabled, unknown] = await db.batch([
    db
      .select({ day: usageCounters.day, meter: usageCounters.meter, count: usageCounters.count })
      .from(usageCounters)
      .where(
        and(
          eq(usageCounters.organizationId, organizationId),
          gte(usageCounters.day, asked.sinceDay),
          inArray(usageCounters.meter, Object.values(activityMeters)),
        ),
      ),
    db
      .select(countsOf(asked))
      .from(organizations)
      .where(eq(organizations.id, organizationId))
      .limit(1),
    db
      .select()
      .from(connections)
      .where(
        and(
          eq(connections.organizationId, organizationId),
          eq(connections.status, 'needs_reconnect'),
        ),
      )
      .orderBy(desc(connections.id))
      .limit(limit),
    db
      .select()
      .from(approvals)
      .where(
        and(
          eq(approvals.organizationId, organizationId),
          eq(approvals.status, 'pending'),
          gt(approvals.expiresAt, asked.nowMs),
          seen(asked, sql`${approvals.connectionId}`),
        ),
      )
      .orderBy(desc(approvals.id))
      .limit(limit * 5),
    db
      .select()
      .from(webhookEndpoints)
      .where(
        and(
          eq(webhookEndpoints.organizationId, organizationId),
          eq(webhookEndpoints.enabled, false),
          isNotNull(webhookEndpoints.disabledReason),
          // Who disabled it by hand knows.
          ne(webhookEndpoints.disabledReason, 'disabled'),
        ),
      )
      .orderBy(desc(webhookEndpoints.id))
      .limit(limit),
    db
      .select({
        id: runs.id,
        connector: runs.connector,
        action: runs.action,
        errorDetail: runs.errorDetail,
        startedAt: runs.startedAt,
      })
      .from(runs)
      .where(
        and(
          eq(runs.organizationId, organizationId),
          eq(runs.state, 'unknown'),
          gte(runs.startedAt, asked.unknownSinceMs),
          seen(asked, sql`${runs.connectionId}`),
        ),
      )
      .orderBy(desc(runs.startedAt))
      .limit(limit),
  ])
  return { activity, counts: counts ?? null, broken, waiting, disabled, unknown }
}

function seen(asked: OverviewQuestion, connectionId: SQL): SQL | undefined {
  const unseen = asked.isUnseen(connectionId)
  return unseen && not(unseen)
}

/** Scalar subqueries: one statement for all counts. */
function countsOf(asked: OverviewQuestion) {
  const { organizationId: id, memberId } = asked
  const connectionsThat = (status: string) =>
    sql<number>`(SELECT COUNT(*) FROM connections WHERE organization_id = ${id} AND status = ${status})`
  const endpointsThat = (enabled: number) =>
    sql<number>`(SELECT COUNT(*) FROM webhook_endpoints WHERE organization_id = ${id} AND enabled = ${enabled})`
  const runsThat = (state: string) =>
    sql<number>`(SELECT COUNT(*) FROM (SELECT 1 FROM runs WHERE organization_id = ${id} AND state = ${state} AND started_at >= ${asked.runsSinceMs} LIMIT ${runsCountedMax}))`
  const own = sql`(requested_by ->> '$.id' = ${memberId} OR requested_by ->> '$.onBehalfOf.id' = ${memberId})`
  const waiting = sql`FROM approvals WHERE organization_id = ${id} AND status = 'pending' AND expires_at > ${asked.nowMs}`
  return {
    createdAt: organizations.createdAt,
    active: connectionsThat('active').as('active'),
    needsReconnect: connectionsThat('needs_reconnect').as('needs_reconnect'),
    members:
      sql<number>`(SELECT COUNT(*) FROM members WHERE organization_id = ${id} AND removed_at IS NULL)`.as(
        'members',
      ),
    endpointsEnabled: endpointsThat(1).as('endpoints_enabled'),
    endpointsDisabled: endpointsThat(0).as('endpoints_disabled'),
    approvals: sql<number>`(SELECT COUNT(*) ${waiting})`.as('approvals'),
    ownApprovals: sql<number>`(SELECT COUNT(*) ${waiting} AND ${own})`.as('own_approvals'),
    runsDone: runsThat('done').as('runs_done'),
    runsFailed: runsThat('failed').as('runs_failed'),
    runsUnknown: runsThat('unknown').as('runs_unknown'),
    passkeys:
      sql<number>`(SELECT COUNT(*) FROM passkeys WHERE organization_id = ${id} AND member_id = ${memberId})`.as(
        'passkeys',
      ),
    memberSince: sql<
      number | null
    >`(SELECT created_at FROM members WHERE organization_id = ${id} AND id = ${memberId})`.as(
      'member_since',
    ),
  }
}
