// Ends approvals whose time is over: pending becomes expired, with its event. Nothing ever ran for them.
// Not authorized here: the clock acts, nobody asked.

import type { Hub } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { noGrants } from '../contract/permissions.ts'
import { approvals } from '../db/schema/index.ts'
import { and, eq, lte, sql } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { errorText } from '../lib/error-text.ts'
import { presentApproval } from './present-approval.ts'

/** One sweep ends at most this many; the next follows at once. */
const pageMax = 50

export async function sweepApprovals(
  hub: Hub,
  shard: string,
  waitUntil: (name: string, work: Promise<unknown>) => void,
): Promise<{ nextDueAt: number | null }> {
  const db = hub.shard(shard)
  const nowMs = hub.clock.now()
  const late = await db
    .select()
    .from(approvals)
    .where(and(eq(approvals.status, 'pending'), lte(approvals.expiresAt, nowMs)))
    .limit(pageMax)
  for (const row of late) {
    const ctx = hub.open({
      organizationId: row.organizationId,
      shard,
      actor: { type: 'system', id: 'approvals', onBehalfOf: null },
      grants: noGrants,
      requestId: row.id,
      waitUntil,
    })
    try {
      await writeChange(ctx, {
        statements: [
          {
            statement: db
              .update(approvals)
              .set({ status: 'expired' })
              .where(and(eq(approvals.id, row.id), eq(approvals.status, 'pending'))),
            orElse: 'approval_decided',
          },
        ],
        audit: { action: 'approval.expire', target: { type: 'approval', id: row.id } },
        events: [
          { type: 'approval.expired', data: presentApproval({ ...row, status: 'expired' }) },
        ],
        answer: null,
      })
    } catch (error) {
      // Decided in this very moment: then it did not expire.
      if (error instanceof AppError && error.code === 'approval_decided') continue
      // One bad row must not hold up its neighbours; it is tried again an hour later.
      ctx.log.write('error', 'an approval could not be ended', {
        organizationId: row.organizationId,
        approvalId: row.id,
        error: errorText(error),
      })
      await db
        .update(approvals)
        .set({ expiresAt: nowMs + 3_600_000 })
        .where(and(eq(approvals.id, row.id), eq(approvals.status, 'pending')))
    }
  }
  const [next] = await db
    .select({ at: sql<number | null>`MIN(${approvals.expiresAt})` })
    .from(approvals)
    .where(eq(approvals.status, 'pending'))
  return { nextDueAt: next?.at ?? null }
}
