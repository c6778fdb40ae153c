// What waits for a yes, and what was decided. A plain member sees their own; who may read the trail of all sees all.

import type { Ctx } from '../context.ts'
import { memberIdOf } from '../contract/actor.ts'
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { approvals } from '../db/schema/index.ts'
import { and, desc, eq, lt, sql } from '../db/sql.ts'
import { readApproval } from './decide-approval.ts'
import { type ApprovalRow, type PresentedApproval, presentApproval } from './present-approval.ts'

export async function listApprovals(
  ctx: Ctx,
  query: PageQuery & { status?: ApprovalRow['status'] | undefined },
): Promise<Page<PresentedApproval>> {
  authorize(ctx, 'approvals:read')
  const after = cursorIdOf(query)
  const rows = await ctx.db
    .select()
    .from(approvals)
    .where(
      and(
        eq(approvals.organizationId, ctx.organizationId),
        ownOnly(ctx)
          ? sql`(json_extract(${approvals.requestedBy}, '$.id') = ${memberIdOf(ctx.actor)} OR json_extract(${approvals.requestedBy}, '$.onBehalfOf.id') = ${memberIdOf(ctx.actor)})`
          : undefined,
        query.status ? eq(approvals.status, query.status) : undefined,
        after ? lt(approvals.id, after) : undefined,
      ),
    )
    .orderBy(desc(approvals.id))
    .limit(query.limit + 1)
  return pageOf(rows, query.limit, presentApproval)
}

/** @throws AppError not_found, also for somebody else's where only one's own may be seen */
export async function getApproval(
  ctx: Ctx,
  input: { approvalId: string },
): Promise<PresentedApproval> {
  authorize(ctx, 'approvals:read')
  const row = await readApproval(ctx, input.approvalId)
  if (ownOnly(ctx) && memberIdOf(row.requestedBy) !== memberIdOf(ctx.actor)) {
    throw notFound('approval')
  }
  return presentApproval(row)
}

/** Inputs are company data: a plain member sees what they asked for themselves. */
function ownOnly(ctx: Ctx): boolean {
  return ctx.grants.role === 'member'
}
