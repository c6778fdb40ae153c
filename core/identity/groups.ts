// Groups of people, as policies, connections and invitations name them: by ids that must exist when they are named.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { groups } from '../db/schema/index.ts'
import { eq, type SQL, sql } from '../db/sql.ts'

/** Ids of groups, each once. */
export const groupReferences = z
  .array(z.string().regex(/^grp_[0-9a-z]{26}$/, 'is not a group'))
  .max(50)
  .transform((ids) => [...new Set(ids)])

/** @throws AppError invalid_request naming each id under `path` that is no group of the organization */
export async function requireGroups(
  ctx: Pick<Ctx, 'db' | 'organizationId'>,
  groupIds: readonly string[],
  path: string,
): Promise<void> {
  if (groupIds.length === 0) return
  const there = await ctx.db
    .select({ id: groups.id })
    .from(groups)
    .where(
      sql`${eq(groups.organizationId, ctx.organizationId)} AND ${groups.id} IN (SELECT value FROM json_each(${JSON.stringify(groupIds)}))`,
    )
  const known = new Set(there.map(({ id }) => id))
  const errors = groupIds.flatMap((id, at) =>
    known.has(id)
      ? []
      : [{ path: `${path}.${at}`, message: 'is not a group of this organization' }],
  )
  if (errors.length > 0) {
    throw new AppError('invalid_request', 'Some fields are not valid.', { errors })
  }
}

/** For `refuseWhen`: one of these groups is no longer there. */
export function someGroupIsGone(
  ctx: Pick<Ctx, 'organizationId'>,
  groupIds: readonly string[],
): SQL {
  return sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(groupIds)}) AS wanted WHERE wanted.value NOT IN (
    SELECT ${groups.id} FROM ${groups} WHERE ${groups.organizationId} = ${ctx.organizationId}))`
}
