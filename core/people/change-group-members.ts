// Takes a member into a group, or out of it. What they may reach changes with their next request.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { memberIdOf } from '../contract/actor.ts'
import { AppError, notFound } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { groupMembers, members } from '../db/schema/index.ts'
import { and, eq, isNull, sql } from '../db/sql.ts'
import { refuseWhen, writeChange } from '../db/write.ts'
import { someGroupIsGone } from '../identity/groups.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import { readGroup } from './list-groups.ts'
import { type PresentedMember, presentMember, readMember } from './present-member.ts'

export const newGroupMember = z.strictObject({ memberId: z.string().max(80) })

/**
 * Who is in it already stays so.
 * @throws AppError not_found for the group; invalid_request for somebody who is no member; reauthentication_required; forbidden for oneself
 */
export async function addGroupMember(
  ctx: Ctx,
  input: { groupId: string; memberId: string },
): Promise<PresentedMember> {
  authorize(ctx, 'members:write')
  requireRecentSignIn(ctx)
  const group = await readGroup(ctx, input.groupId)
  const row = await readMember(ctx, input.memberId)
  if (!row) {
    throw new AppError('invalid_request', 'Some fields are not valid.', {
      errors: [{ path: 'memberId', message: 'is not a member of this organization' }],
    })
  }
  requireNotOneself(ctx, row.id)
  if (row.groupIds.includes(group.id)) return presentMember(row)
  const { answer } = await writeChange(ctx, {
    statements: [
      refuseWhen(ctx.db, 'not_found', someGroupIsGone(ctx, [group.id])),
      refuseWhen(ctx.db, 'conflict', hasLeft(ctx, row.id)),
      {
        statement: ctx.db.insert(groupMembers).values({
          organizationId: ctx.organizationId,
          groupId: group.id,
          memberId: row.id,
          createdAt: ctx.clock.now(),
        }),
      },
    ],
    audit: {
      action: 'group.add_member',
      target: { type: 'group', id: group.id },
      values: { memberId: row.id },
    },
    events: [changed(row)],
    answer: presentMember({ ...row, groupIds: [...row.groupIds, group.id] }),
  })
  return answer
}

/** @throws AppError not_found for the group, or a member who is not in it */
export async function removeGroupMember(
  ctx: Ctx,
  input: { groupId: string; memberId: string },
): Promise<void> {
  authorize(ctx, 'members:write')
  requireRecentSignIn(ctx)
  const group = await readGroup(ctx, input.groupId)
  const row = await readMember(ctx, input.memberId)
  if (row) requireNotOneself(ctx, row.id)
  if (!row?.groupIds.includes(group.id)) throw notFound('member in this group')
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .delete(groupMembers)
          .where(
            and(
              eq(groupMembers.organizationId, ctx.organizationId),
              eq(groupMembers.groupId, group.id),
              eq(groupMembers.memberId, row.id),
            ),
          ),
        orElse: 'not_found',
      },
    ],
    audit: {
      action: 'group.remove_member',
      target: { type: 'group', id: group.id },
      values: { memberId: row.id },
    },
    events: [changed(row)],
    answer: null,
  })
}

/** Groups open connections and bind rules: who only manages people does not choose their own. @throws AppError forbidden */
function requireNotOneself(ctx: Ctx, memberId: string): void {
  const leads = ctx.grants.role === 'owner' || ctx.grants.role === 'admin'
  if (leads || memberIdOf(ctx.actor) !== memberId) return
  throw new AppError('forbidden', 'An owner or admin puts you into a group or takes you out of it.')
}

const changed = ({ id, role }: { id: string; role: string }) => ({
  type: 'member.changed' as const,
  data: { memberId: id, role, changed: ['groups'] },
})

function hasLeft(ctx: Ctx, memberId: string) {
  const there = and(
    eq(members.organizationId, ctx.organizationId),
    eq(members.id, memberId),
    isNull(members.removedAt),
  )
  return sql`NOT EXISTS (SELECT 1 FROM ${members} WHERE ${there})`
}
