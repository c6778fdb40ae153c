// Removes a role of the organization's own that nobody holds, is invited into, and no rule names. The batch itself looks again,
// so that a member who is given the role in this moment keeps it there.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { customRoles, invitations, members, policies } from '../db/schema/index.ts'
import { and, count, eq, gt, isNull, type SQL, sql } from '../db/sql.ts'
import { refuseWhen, writeChange } from '../db/write.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import { requireNotAbove } from '../identity/roles.ts'
import { readOwnRole } from './list-roles.ts'

/**
 * Asks for a fresh sign-in.
 * @throws AppError not_found, for a built-in role too; forbidden when it holds more than who removes it; conflict saying who holds it
 */
export async function deleteRole(ctx: Ctx, input: { roleId: string }): Promise<void> {
  authorize(ctx, 'members:write')
  const row = await readOwnRole(ctx, input.roleId)
  requireNotAbove(ctx, row)
  requireRecentSignIn(ctx)
  const uses = usesOf(ctx, row.id)
  await requireUnused(ctx, uses)
  await writeChange(ctx, {
    statements: [
      ...uses.map(({ table, where }) =>
        refuseWhen(ctx.db, 'conflict', sql`EXISTS (SELECT 1 FROM ${table} WHERE ${where})`),
      ),
      {
        statement: ctx.db
          .delete(customRoles)
          .where(
            and(eq(customRoles.organizationId, ctx.organizationId), eq(customRoles.id, row.id)),
          ),
        orElse: 'not_found',
      },
    ],
    audit: {
      action: 'role.delete',
      target: { type: 'role', id: row.id },
      values: { name: row.name, permissions: row.permissions },
    },
    answer: null,
  })
}

interface Use {
  readonly what: (count: number) => string
  readonly table: typeof members | typeof invitations | typeof policies
  readonly where: SQL | undefined
}

function usesOf(ctx: Ctx, roleId: string): readonly Use[] {
  const many = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
  return [
    {
      what: (count) => many(count, 'member'),
      table: members,
      where: and(
        eq(members.organizationId, ctx.organizationId),
        eq(members.role, roleId),
        isNull(members.removedAt),
      ),
    },
    {
      what: (count) => many(count, 'open invitation'),
      table: invitations,
      where: and(
        eq(invitations.organizationId, ctx.organizationId),
        eq(invitations.role, roleId),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, ctx.clock.now()),
      ),
    },
    {
      what: (count) => many(count, 'rule'),
      table: policies,
      where: sql`${eq(policies.organizationId, ctx.organizationId)} AND EXISTS (
        SELECT 1 FROM json_each(${policies.match}, '$.roles') AS named WHERE named.value = ${roleId})`,
    },
  ]
}

async function requireUnused(ctx: Ctx, uses: readonly Use[]): Promise<void> {
  const found: string[] = []
  for (const { table, where, what } of uses) {
    const [row] = await ctx.db.select({ count: count() }).from(table).where(where)
    if (row && row.count > 0) found.push(what(row.count))
  }
  if (found.length === 0) return
  throw new AppError('conflict', `It is in use: ${found.join(', ')}. Give them another role first.`)
}
