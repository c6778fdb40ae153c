// What waits for a yes, and what was decided. Who may see runs sees all, but of connections that are not there for them; other
// people see what they asked for themselves.

import type { Ctx } from '../context.ts'
import { memberIdOf } from '../contract/actor.ts'
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize, permits } from '../contract/permissions.ts'
import { approvals } from '../db/schema/index.ts'
import { and, desc, eq, lt, not, or, type SQL, sql } from '../db/sql.ts'
import { isOfUnseen } from '../policy/audience.ts'
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
        isThere(ctx),
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
  const [row] = await ctx.db
    .select()
    .from(approvals)
    .where(
      and(
        eq(approvals.organizationId, ctx.organizationId),
        eq(approvals.id, input.approvalId),
        isThere(ctx),
      ),
    )
    .limit(1)
  if (!row) throw notFound('approval')
  return presentApproval(row)
}

/** Inputs are company data: what one asked for oneself is always there, what others asked for only to who may see runs. */
function isThere(ctx: Ctx): SQL | undefined {
  const me = memberIdOf(ctx.actor)
  if (me === null) return undefined
  const mine = sql`(json_extract(${approvals.requestedBy}, '$.id') = ${me} OR json_extract(${approvals.requestedBy}, '$.onBehalfOf.id') = ${me})`
  if (!permits(ctx.grants, 'runs:read')) return mine
  const unseen = isOfUnseen(ctx, sql`${approvals.connectionId}`)
  return unseen && or(mine, not(unseen))
}
