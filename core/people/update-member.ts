// Changes a member's role or name. An organization keeps an owner whatever races: the last one is guarded in the batch itself.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { notFound } from '../contract/errors.ts'
import { authorize, isBuiltInRole, roleReference } from '../contract/permissions.ts'
import { members } from '../db/schema/index.ts'
import { and, eq, isNull, ne, type SQL, sql } from '../db/sql.ts'
import { type GuardedStatement, refuseWhen, writeChange } from '../db/write.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import {
  readRole,
  requireMayGive,
  requireNotAbove,
  requireRole,
  someRoleIsGone,
} from '../identity/roles.ts'
import {
  type MemberRow,
  type PresentedMember,
  personName,
  presentMember,
  readMember,
} from './present-member.ts'

export const memberChanges = z.strictObject({
  role: roleReference.optional(),
  name: personName.optional(),
})

/**
 * A new role asks for a fresh sign-in. What is as it was is not written again.
 * @throws AppError not_found; forbidden for a member or a role above one's own; invalid_request for an unknown role; last_owner;
 *   reauthentication_required; conflict when they were changed in the meantime
 */
export async function updateMember(
  ctx: Ctx,
  input: { memberId: string; changes: z.output<typeof memberChanges> },
): Promise<PresentedMember> {
  authorize(ctx, 'members:write')
  const row = await readMember(ctx, input.memberId)
  if (!row) throw notFound('member')
  requireNotAbove(ctx, await readRole(ctx, row.role))
  const role = input.changes.role ?? row.role
  const name = input.changes.name ?? row.name
  const changed = [...(role === row.role ? [] : ['role']), ...(name === row.name ? [] : ['name'])]
  if (changed.length === 0) return presentMember(row)

  let ownRoleName = row.ownRoleName
  if (role !== row.role) {
    const given = await requireRole(ctx, role, 'role')
    requireMayGive(ctx, given)
    requireRecentSignIn(ctx)
    ownRoleName = isBuiltInRole(role) ? null : given.name
  }
  const { answer } = await writeChange(ctx, {
    statements: [
      ...(role === 'owner' ? [] : keepAnOwner(ctx, row)),
      refuseWhen(ctx.db, 'conflict', someRoleIsGone(ctx, [role])),
      {
        statement: ctx.db
          .update(members)
          .set({ role, name })
          .where(
            and(
              eq(members.organizationId, ctx.organizationId),
              eq(members.id, row.id),
              eq(members.role, row.role),
              isNull(members.removedAt),
            ),
          ),
        orElse: 'conflict',
      },
    ],
    audit: {
      action: 'member.update',
      target: { type: 'member', id: row.id },
      values: {
        ...(role === row.role ? {} : { role, formerRole: row.role }),
        ...(name === row.name ? {} : { name }),
      },
    },
    events: [{ type: 'member.changed', data: { memberId: row.id, role, changed } }],
    answer: presentMember({ ...row, role, name, ownRoleName }),
  })
  return answer
}

/** Guards of a batch after which this member is no owner any more. */
export function keepAnOwner(ctx: Ctx, row: MemberRow): GuardedStatement[] {
  return row.role === 'owner' ? [refuseWhen(ctx.db, 'last_owner', noOwnerBut(ctx, row.id))] : []
}

function noOwnerBut(ctx: Ctx, memberId: string): SQL {
  const another = and(
    eq(members.organizationId, ctx.organizationId),
    eq(members.role, 'owner'),
    isNull(members.removedAt),
    ne(members.id, memberId),
  )
  return sql`NOT EXISTS (SELECT 1 FROM ${members} WHERE ${another})`
}
