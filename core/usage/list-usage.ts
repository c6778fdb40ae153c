// What was used: one number for each meter and UTC day, newest day first.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { authorize } from '../contract/permissions.ts'
import { usageCounters } from '../db/schema/index.ts'
import { and, desc, eq, gte } from '../db/sql.ts'

/** A quarter. */
const daysMax = 92

export const usageQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(daysMax).default(30),
})

export const presentedUsage = z.object({
  data: z.array(z.object({ meter: z.string(), day: z.string(), count: z.number().int() })),
  /** Always null: the days asked for fit one page. */
  nextCursor: z.null(),
})

/** The last `days` UTC days, today included. Days without use have no entry. */
export async function listUsage(
  ctx: Ctx,
  query: z.output<typeof usageQuery>,
): Promise<z.output<typeof presentedUsage>> {
  authorize(ctx, 'usage:read')
  const since = new Date(ctx.clock.now() - (query.days - 1) * 86_400_000).toISOString().slice(0, 10)
  const rows = await ctx.db
    .select({ meter: usageCounters.meter, day: usageCounters.day, count: usageCounters.count })
    .from(usageCounters)
    .where(and(eq(usageCounters.organizationId, ctx.organizationId), gte(usageCounters.day, since)))
    .orderBy(desc(usageCounters.day), usageCounters.meter)
  return { data: rows, nextCursor: null }
}
