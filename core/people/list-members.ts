// Who belongs to the organization, newest first.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { members } from '../db/schema/index.ts'
import { and, desc, eq, isNull, lt } from '../db/sql.ts'

export const presentedMember = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  createdAt: z.string(),
})

export type PresentedMember = z.output<typeof presentedMember>

export async function listMembers(ctx: Ctx, query: PageQuery): Promise<Page<PresentedMember>> {
  authorize(ctx, 'members:read')
  const after = cursorIdOf(query)
  const rows = await ctx.db
    .select()
    .from(members)
    .where(
      and(
        eq(members.organizationId, ctx.organizationId),
        isNull(members.removedAt),
        after ? lt(members.id, after) : undefined,
      ),
    )
    .orderBy(desc(members.id))
    .limit(query.limit + 1)
  return pageOf(rows, query.limit, presentMember)
}

export function presentMember(row: typeof members.$inferSelect): PresentedMember {
  const { id, email, name, role } = row
  return { id, email, name, role, createdAt: isoTime(row.createdAt) }
}
