// Who belongs to the organization, newest first.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, type Page, type PageQuery, pageOf, pageQuery } from '../contract/paging.ts'
import { authorize, roleReference } from '../contract/permissions.ts'
import { groupMembers, members } from '../db/schema/index.ts'
import { and, eq, lt, type SQL, sql } from '../db/sql.ts'
import { type PresentedMember, presentMember, readMember, readMembers } from './present-member.ts'

export const membersQuery = pageQuery.extend({
  role: roleReference.optional(),
  groupId: z.string().max(80).optional(),
  /** Part of a name or address. */
  query: z.string().max(200).optional(),
})

type MembersQuery = PageQuery & {
  role?: string | undefined
  groupId?: string | undefined
  query?: string | undefined
}

export async function listMembers(ctx: Ctx, query: MembersQuery): Promise<Page<PresentedMember>> {
  authorize(ctx, 'members:read')
  const after = cursorIdOf(query)
  const rows = await readMembers(
    ctx,
    and(
      query.role ? eq(members.role, query.role) : undefined,
      query.groupId ? isInGroup(query.groupId) : undefined,
      query.query ? isNamedLike(query.query) : undefined,
      after ? lt(members.id, after) : undefined,
    ),
    query.limit + 1,
  )
  return pageOf(rows, query.limit, presentMember)
}

/** @throws AppError not_found, for who has left too */
export async function getMember(ctx: Ctx, input: { memberId: string }): Promise<PresentedMember> {
  authorize(ctx, 'members:read')
  const row = await readMember(ctx, input.memberId)
  if (!row) throw notFound('member')
  return presentMember(row)
}

/** A condition on `members`. */
export function isInGroup(groupId: string): SQL {
  return sql`EXISTS (SELECT 1 FROM ${groupMembers} WHERE ${groupMembers.organizationId} = ${members.organizationId}
    AND ${groupMembers.groupId} = ${groupId} AND ${groupMembers.memberId} = ${members.id})`
}

/** SQLite lowers ASCII letters only, on both sides alike. */
function isNamedLike(text: string): SQL {
  return sql`(instr(lower(${members.name}), lower(${text})) > 0 OR instr(lower(${members.email}), lower(${text})) > 0)`
}
