// How one organization fares, in numbers only: no name, input, address or event type of what it holds. Each count ends at a
// bound, and reads along an index.
import { encodeIdBytes } from '../contract/ids.ts'
import { isoTime } from '../contract/paging.ts'
import { auditHeads, operatorConsents } from '../db/schema/index.ts'
import { and, desc, eq, gt, isNull, sql } from '../db/sql.ts'
import type { OperatorRequest } from './operator.ts'

/** Counting ends here: "10,000 or more". */
export const countedMax = 10_000
/** Of all that waits in the shard, the next so many are looked through for one organization's. */
const waitingMax = 20_000
const dayMs = 24 * 3_600_000

export interface OrganizationHealth {
  readonly apiKeys: number
  readonly endpoints: { readonly enabled: number; readonly disabled: number }
  readonly deliveries: { readonly due: number; readonly inFlight: number; readonly held: number }
  readonly runs24h: { readonly done: number; readonly failed: number; readonly unknown: number }
  readonly approvalsWaiting: number
  readonly auditEvents: number
  readonly lastActiveAt: string | null
}

export async function organizationHealth(
  { hub }: Pick<OperatorRequest, 'hub'>,
  place: { readonly organizationId: string; readonly shard: string },
): Promise<OrganizationHealth> {
  const db = hub.shard(place.shard)
  const nowMs = hub.clock.now()
  const id = place.organizationId
  const [row] = await db.all<Record<string, number>>(sql`
    WITH d AS (SELECT due_at, lease_until, reason FROM
                 (SELECT * FROM deliveries WHERE due_at IS NOT NULL ORDER BY due_at LIMIT ${waitingMax})
               WHERE organization_id = ${id} LIMIT ${countedMax}),
         r AS (SELECT state FROM runs WHERE organization_id = ${id} AND id > ${firstIdAt('run_', nowMs - dayMs)}
               LIMIT ${countedMax}),
         e AS (SELECT enabled FROM webhook_endpoints WHERE organization_id = ${id} LIMIT ${countedMax})
    SELECT
      (SELECT COUNT(*) FROM api_keys WHERE organization_id = ${id} AND revoked_at IS NULL) AS apiKeys,
      (SELECT COUNT(*) FROM e WHERE enabled) AS enabled,
      (SELECT COUNT(*) FROM e WHERE NOT enabled) AS disabled,
      (SELECT COUNT(*) FROM d WHERE due_at <= ${nowMs} AND lease_until <= ${nowMs}) AS due,
      (SELECT COUNT(*) FROM d WHERE lease_until > ${nowMs}) AS inFlight,
      (SELECT COUNT(*) FROM d WHERE reason = 'organization_suspended') AS held,
      (SELECT COUNT(*) FROM r WHERE state = 'done') AS done,
      (SELECT COUNT(*) FROM r WHERE state = 'failed') AS failed,
      (SELECT COUNT(*) FROM r WHERE state = 'unknown') AS unknown,
      (SELECT COUNT(*) FROM (SELECT 1 FROM approvals WHERE organization_id = ${id} AND status = 'pending'
                             LIMIT ${countedMax})) AS approvalsWaiting`)
  const [head] = await db
    .select()
    .from(auditHeads)
    .where(eq(auditHeads.organizationId, id))
    .limit(1)
  const n = (name: string) => row?.[name] ?? 0
  return {
    apiKeys: n('apiKeys'),
    endpoints: { enabled: n('enabled'), disabled: n('disabled') },
    deliveries: { due: n('due'), inFlight: n('inFlight'), held: n('held') },
    runs24h: { done: n('done'), failed: n('failed'), unknown: n('unknown') },
    approvalsWaiting: n('approvalsWaiting'),
    auditEvents: head?.seq ?? 0,
    lastActiveAt: isoTime(head?.updatedAt ?? null),
  }
}

/** The organization's living consent to be seen; null when there is none. */
export async function livingConsent(
  { hub }: Pick<OperatorRequest, 'hub'>,
  place: { readonly organizationId: string; readonly shard: string },
): Promise<{ readonly id: string; readonly expiresAt: string } | null> {
  const [row] = await hub
    .shard(place.shard)
    .select({ id: operatorConsents.id, expiresAt: operatorConsents.expiresAt })
    .from(operatorConsents)
    .where(
      and(
        eq(operatorConsents.organizationId, place.organizationId),
        isNull(operatorConsents.endedAt),
        gt(operatorConsents.expiresAt, hub.clock.now()),
      ),
    )
    .orderBy(desc(operatorConsents.expiresAt))
    .limit(1)
  return row ? { id: row.id, expiresAt: isoTime(row.expiresAt) } : null
}

/** The least id of that kind made at or after a time: ids begin with it (UUIDv7, 48 bits of milliseconds). */
function firstIdAt(prefix: string, ms: number): string {
  const bytes = new Uint8Array(16)
  let left = Math.max(ms, 0)
  for (let at = 5; at >= 0; at--) {
    bytes[at] = left % 256
    left = Math.floor(left / 256)
  }
  return prefix + encodeIdBytes(bytes)
}
