// Settles writes whose claim lapsed without an outcome: whoever made the call is gone. They are looked up at the vendor
// where it offers a way, else `unknown`; never repeated.

import type { Hub } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { grantsOfScopes } from '../contract/permissions.ts'
import { runs } from '../db/schema/index.ts'
import { and, eq, isNotNull, lte, sql } from '../db/sql.ts'
import { understand } from './ask.ts'
import { lookupRun } from './execute-run.ts'

/** Each look-up is a vendor call: a few at a time. */
const pageMax = 10

export async function sweepRuns(
  hub: Hub,
  shard: string,
  waitUntil: (name: string, work: Promise<unknown>) => void,
): Promise<{ nextDueAt: number | null }> {
  const db = hub.shard(shard)
  const nowMs = hub.clock.now()
  const lapsed = await db
    .select()
    .from(runs)
    .where(and(isNotNull(runs.leaseUntil), lte(runs.leaseUntil, nowMs)))
    .limit(pageMax)
  for (const row of lapsed) {
    const ctx = hub.open({
      organizationId: row.organizationId,
      shard,
      actor: row.actor,
      // Looking up needs no more than the claim had; it was authorized when it was made.
      grants: grantsOfScopes(['actions:read', 'actions:write']),
      requestId: row.id,
      waitUntil,
    })
    try {
      const ask = await understand(ctx, {
        connectionId: row.connectionId,
        action: row.action,
        input: row.input,
        via: 'api',
        channel: null,
      })
      const { id: runId, startedAt: startedAtMs, approvalId } = row
      await lookupRun(ctx, ask, { runId, startedAtMs, approvalId, claimed: true })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // The action or its schema is gone: nobody can be asked any more.
      await db
        .update(runs)
        .set({
          state: 'unknown',
          errorCode: 'outcome_unknown',
          errorDetail: 'It was interrupted, and can no longer be looked up.',
          finishedAt: nowMs,
          leaseUntil: null,
        })
        .where(and(eq(runs.id, row.id), eq(runs.state, 'claimed')))
    }
  }
  const [next] = await db
    .select({ at: sql<number | null>`MIN(${runs.leaseUntil})` })
    .from(runs)
    .where(isNotNull(runs.leaseUntil))
  return { nextDueAt: next?.at ?? null }
}
