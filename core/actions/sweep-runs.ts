// Settles writes whose claim lapsed without an outcome: whoever made the call is gone. They are looked up at the vendor
// where it offers a way, else `unknown`; never repeated. Each is taken by its lease first: whoever resumes it elsewhere is not disturbed.
// Not authorized here: the clock acts, nobody asked.
import type { Ctx, Hub } from '../context.ts'
import { grantsOfScopes } from '../contract/permissions.ts'
import { runs } from '../db/schema/index.ts'
import { and, eq, isNotNull, lte, sql } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { errorText } from '../lib/error-text.ts'
import { understand } from './ask.ts'
import { lookupRun, takeRun } from './execute-run.ts'

type RunRow = typeof runs.$inferSelect

/** Each look-up is a vendor call, and others wait for the sweep: few at a time, the next sweep follows at once. */
const pageMax = 3

export async function sweepRuns(
  hub: Hub,
  shard: string,
  waitUntil: (name: string, work: Promise<unknown>) => void,
): Promise<{ nextDueAt: number | null }> {
  const db = hub.shard(shard)
  const lapsed = await db
    .select()
    .from(runs)
    .where(and(isNotNull(runs.leaseUntil), lte(runs.leaseUntil, hub.clock.now())))
    .orderBy(runs.leaseUntil)
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
    const leaseId = ctx.ids.next('lease')
    if (await takeRun(ctx, row.id, leaseId, null)) await settle(ctx, row, leaseId)
  }
  const [next] = await db
    .select({ at: sql<number | null>`MIN(${runs.leaseUntil})` })
    .from(runs)
    .where(isNotNull(runs.leaseUntil))
  return { nextDueAt: next?.at ?? null }
}

async function settle(ctx: Ctx, row: RunRow, leaseId: string): Promise<void> {
  try {
    const ask = await understand(ctx, {
      connectionId: row.connectionId,
      action: row.action,
      input: row.input,
      via: 'api',
      channel: null,
    })
    const { id: runId, startedAt: startedAtMs, approvalId } = row
    await lookupRun(ctx, ask, { runId, startedAtMs, approvalId, leaseId })
  } catch (error) {
    // The connector, the action or its schema is gone, or the look-up failed on our side: nobody can be asked.
    ctx.log.write('error', 'a lapsed run could not be looked up', {
      organizationId: row.organizationId,
      runId: row.id,
      error: errorText(error),
    })
    try {
      await giveUp(ctx, row, leaseId)
    } catch (failure) {
      // Its lease lapses again; its neighbours do not wait for it.
      ctx.log.write('error', 'a lapsed run could not be ended', {
        runId: row.id,
        error: errorText(failure),
      })
    }
  }
}

async function giveUp(ctx: Ctx, row: RunRow, leaseId: string): Promise<void> {
  const detail = 'It was interrupted, and can no longer be looked up.'
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(runs)
          .set({
            state: 'unknown',
            errorCode: 'outcome_unknown',
            errorDetail: detail,
            finishedAt: ctx.clock.now(),
            leaseUntil: null,
            leaseId: null,
          })
          .where(and(eq(runs.id, row.id), eq(runs.leaseId, leaseId))),
        orElse: 'conflict',
      },
    ],
    audit: {
      action: `${row.connector}.${row.action}`,
      target: { type: 'run', id: row.id },
      outcome: 'unknown',
      values: { connector: row.connector, action: row.action, connectionId: row.connectionId },
    },
    events: [
      {
        type: 'run.unknown',
        data: {
          runId: row.id,
          connector: row.connector,
          action: row.action,
          connectionId: row.connectionId,
          effect: row.effect,
          actor: row.actor,
          error: { code: 'outcome_unknown', detail },
        },
      },
    ],
    answer: null,
  })
}
