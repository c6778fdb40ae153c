// A member leaves: nobody comes in as them, by session, passkey, chat or link, from the commit on. Their address is free again, and
// whoever is invited by it later is somebody new. What they made (keys, connections, rules) is the organization's and stays.
import type { Ctx } from '../context.ts'
import { AppError, notFound } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import {
  claimSeconds,
  confirmOutsideId,
  memberEmailClaim,
  releaseOutsideId,
  reopenOutsideId,
} from '../db/claims.ts'
import { chatUsers, groupMembers, members, passkeys } from '../db/schema/index.ts'
import { and, eq, isNull } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import { readRole, requireNotAbove } from '../identity/roles.ts'
import { readMember } from './present-member.ts'
import { keepAnOwner } from './update-member.ts'

/**
 * Oneself too, as long as another owner is left.
 * @throws AppError not_found; forbidden for a member above oneself; last_owner; reauthentication_required
 */
export async function removeMember(ctx: Ctx, input: { memberId: string }): Promise<void> {
  authorize(ctx, 'members:write')
  const row = await readMember(ctx, input.memberId)
  if (!row) throw notFound('member')
  requireNotAbove(ctx, await readRole(ctx, row.role))
  requireRecentSignIn(ctx)

  const nowMs = ctx.clock.now()
  const claim = memberEmailClaim(ctx, row.email, row.id)
  await ctx.hub.dispatcher(ctx.shard).arm(nowMs + claimSeconds * 1000)
  await reopenOutsideId(ctx.hub, claim)
  const theirs = { organizationId: ctx.organizationId, memberId: row.id }
  try {
    await writeChange(ctx, {
      statements: [
        ...keepAnOwner(ctx, row),
        {
          statement: ctx.db
            .update(members)
            .set({ removedAt: nowMs })
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
        { statement: ctx.db.delete(groupMembers).where(allOf(groupMembers, theirs)) },
        { statement: ctx.db.delete(passkeys).where(allOf(passkeys, theirs)) },
        // A person of a chat is found anew by their address, should they ever come back as another member.
        { statement: ctx.db.delete(chatUsers).where(allOf(chatUsers, theirs)) },
      ],
      audit: {
        action: 'member.remove',
        target: { type: 'member', id: row.id },
        values: { email: row.email, role: row.role },
      },
      events: [{ type: 'member.left', data: { memberId: row.id, role: row.role } }],
      answer: null,
    })
  } catch (error) {
    // They stay: their address finds them again at once, and not only when the claim is settled.
    if (error instanceof AppError) await confirmOutsideId(ctx.hub, claim)
    throw error
  }
  // Refused from the commit on: every request looks for the member too. This only clears them away.
  const sessions = ctx.hub.sessions(ctx.organizationId, ctx.shard)
  ctx.waitUntil('end the sessions of a member who left', sessions.endAllOf(row.id, null))
  await releaseOutsideId(ctx.hub, claim)
}

function allOf(
  table: typeof groupMembers | typeof passkeys | typeof chatUsers,
  of: { organizationId: string; memberId: string },
) {
  return and(eq(table.organizationId, of.organizationId), eq(table.memberId, of.memberId))
}
