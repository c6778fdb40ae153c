// What was done through connections, newest first.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { actorSchema } from '../contract/actor.ts'
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { type RunState, runStates, runs } from '../db/schema/index.ts'
import { and, desc, eq, lt, not, sql } from '../db/sql.ts'
import { isOfUnseen } from '../policy/audience.ts'

export const presentedRun = z.object({
  id: z.string(),
  connectionId: z.string(),
  connector: z.string(),
  action: z.string(),
  effect: z.enum(['read', 'write']),
  state: z.enum(runStates),
  actor: actorSchema,
  approvalId: z.string().nullable(),
  input: z.record(z.string(), z.unknown()),
  /** `{ "omitted": bytes }` where it was too large to keep. */
  output: z.record(z.string(), z.unknown()).nullable(),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
})

type PresentedRun = z.output<typeof presentedRun>

export async function listRuns(
  ctx: Ctx,
  query: PageQuery & { connectionId?: string | undefined; state?: RunState | undefined },
): Promise<Page<PresentedRun>> {
  authorize(ctx, 'runs:read')
  const after = cursorIdOf(query)
  const rows = await ctx.db
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, ctx.organizationId),
        query.connectionId ? eq(runs.connectionId, query.connectionId) : undefined,
        query.state ? eq(runs.state, query.state) : undefined,
        isThere(ctx),
        after ? lt(runs.id, after) : undefined,
      ),
    )
    .orderBy(desc(runs.id))
    .limit(query.limit + 1)
  return pageOf(rows, query.limit, presentRun)
}

/** @throws AppError not_found */
export async function getRun(ctx: Ctx, input: { runId: string }): Promise<PresentedRun> {
  authorize(ctx, 'runs:read')
  const [row] = await ctx.db
    .select()
    .from(runs)
    .where(and(eq(runs.organizationId, ctx.organizationId), eq(runs.id, input.runId), isThere(ctx)))
    .limit(1)
  if (!row) throw notFound('run')
  return presentRun(row)
}

/** Input and output are a connection's content: whoever the connection is not there for does not see them. */
function isThere(ctx: Ctx) {
  const unseen = isOfUnseen(ctx, sql`${runs.connectionId}`)
  return unseen && not(unseen)
}

function presentRun(row: typeof runs.$inferSelect): PresentedRun {
  const { id, connectionId, connector, action, effect, state, actor, approvalId } = row
  return {
    id,
    connectionId,
    connector,
    action,
    effect,
    state,
    actor,
    approvalId,
    input: row.input as PresentedRun['input'],
    output: (row.output ?? null) as PresentedRun['output'],
    error: row.errorCode ? { code: row.errorCode, detail: row.errorDetail ?? '' } : null,
    startedAt: isoTime(row.startedAt),
    finishedAt: isoTime(row.finishedAt),
  }
}
