// A member as they are shown: with the name of their role and the groups they are in.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { isoTime } from '../contract/paging.ts'
import { roleWords } from '../contract/permission-words.ts'
import { isBuiltInRole } from '../contract/permissions.ts'
import { customRoles, groupMembers, members } from '../db/schema/index.ts'
import { and, desc, eq, isNull, type SQL, sql } from '../db/sql.ts'

export const personName = z.string().trim().min(1).max(120)

export const presentedMember = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  /** A built-in role's name, or the id of one of the organization's own. */
  role: z.string(),
  roleName: z.string(),
  groupIds: z.array(z.string()),
  createdAt: z.string(),
  lastSeenAt: z.string().nullable(),
})

export type PresentedMember = z.output<typeof presentedMember>

export interface MemberRow {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: string
  /** Of a role of the organization's own; else null. */
  readonly ownRoleName: string | null
  readonly groupIds: readonly string[]
  readonly createdAt: number
  readonly lastSeenAt: number | null
}

/** Members who belong now and for whom the condition holds, newest first, at most `limit`. */
export async function readMembers(
  ctx: Pick<Ctx, 'db' | 'organizationId'>,
  where: SQL | undefined,
  limit: number,
): Promise<readonly MemberRow[]> {
  const rows = await ctx.db
    .select({
      id: members.id,
      email: members.email,
      name: members.name,
      role: members.role,
      ownRoleName: customRoles.name,
      groupIds: sql<string>`(SELECT json_group_array(${groupMembers.groupId}) FROM ${groupMembers}
        WHERE ${groupMembers.organizationId} = ${members.organizationId} AND ${groupMembers.memberId} = ${members.id})`,
      createdAt: members.createdAt,
      lastSeenAt: members.lastSeenAt,
    })
    .from(members)
    .leftJoin(
      customRoles,
      and(eq(customRoles.id, members.role), eq(customRoles.organizationId, members.organizationId)),
    )
    .where(and(eq(members.organizationId, ctx.organizationId), isNull(members.removedAt), where))
    .orderBy(desc(members.id))
    .limit(limit)
  return rows.map((row) => ({ ...row, groupIds: JSON.parse(row.groupIds) as string[] }))
}

/** Null when there is no such member, or they left. */
export async function readMember(
  ctx: Pick<Ctx, 'db' | 'organizationId'>,
  memberId: string,
): Promise<MemberRow | null> {
  const [row] = await readMembers(ctx, eq(members.id, memberId), 1)
  return row ?? null
}

export function presentMember(row: MemberRow): PresentedMember {
  const { id, email, name, role, groupIds } = row
  return {
    id,
    email,
    name,
    role,
    // A role of the organization's own that is gone grants nothing, and has no other name than its id.
    roleName: isBuiltInRole(role) ? roleWords[role].name : (row.ownRoleName ?? role),
    groupIds: [...groupIds],
    createdAt: isoTime(row.createdAt),
    lastSeenAt: isoTime(row.lastSeenAt),
  }
}
