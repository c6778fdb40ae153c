// The groups, newest first, and who is in one. A group is an audience: policies and connections name it.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { groupMembers, groups, members } from '../db/schema/index.ts'
import { and, desc, eq, lt, type SQL, sql } from '../db/sql.ts'
import { isInGroup } from './list-members.ts'
import { type PresentedMember, presentMember, readMembers } from './present-member.ts'

export const presentedGroup = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  memberCount: z.number().int(),
  createdAt: z.string(),
})

export type PresentedGroup = z.output<typeof presentedGroup>

export type GroupRow = typeof groups.$inferSelect & { readonly memberCount: number }

export async function listGroups(ctx: Ctx, query: PageQuery): Promise<Page<PresentedGroup>> {
  authorize(ctx, 'members:read')
  const after = cursorIdOf(query)
  const rows = await readGroups(ctx, after ? lt(groups.id, after) : undefined, query.limit + 1)
  return pageOf(rows, query.limit, presentGroup)
}

/** @throws AppError not_found */
export async function getGroup(ctx: Ctx, input: { groupId: string }): Promise<PresentedGroup> {
  authorize(ctx, 'members:read')
  return presentGroup(await readGroup(ctx, input.groupId))
}

/** @throws AppError not_found */
export async function listGroupMembers(
  ctx: Ctx,
  input: { groupId: string; query: PageQuery },
): Promise<Page<PresentedMember>> {
  authorize(ctx, 'members:read')
  const { id } = await readGroup(ctx, input.groupId)
  const after = cursorIdOf(input.query)
  const rows = await readMembers(
    ctx,
    and(isInGroup(id), after ? lt(members.id, after) : undefined),
    input.query.limit + 1,
  )
  return pageOf(rows, input.query.limit, presentMember)
}

/** @throws AppError not_found */
export async function readGroup(ctx: Ctx, groupId: string): Promise<GroupRow> {
  const [row] = await readGroups(ctx, eq(groups.id, groupId), 1)
  if (!row) throw notFound('group')
  return row
}

async function readGroups(ctx: Ctx, where: SQL | undefined, limit: number): Promise<GroupRow[]> {
  return await ctx.db
    .select({
      id: groups.id,
      organizationId: groups.organizationId,
      name: groups.name,
      description: groups.description,
      createdAt: groups.createdAt,
      memberCount: sql<number>`(SELECT COUNT(*) FROM ${groupMembers}
        WHERE ${groupMembers.organizationId} = "groups"."organization_id" AND ${groupMembers.groupId} = "groups"."id")`,
    })
    .from(groups)
    .where(and(eq(groups.organizationId, ctx.organizationId), where))
    .orderBy(desc(groups.id))
    .limit(limit)
}

export function presentGroup(row: GroupRow): PresentedGroup {
  const { id, name, description, memberCount } = row
  return { id, name, description, memberCount, createdAt: isoTime(row.createdAt) }
}
