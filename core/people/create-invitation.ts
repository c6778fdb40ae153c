// Invites a person by their address, into a role that the inviter may give. The letter goes out once the invitation is committed.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize, isBuiltInRole, roleReference } from '../contract/permissions.ts'
import { invitations, members } from '../db/schema/index.ts'
import { and, count, eq, gt, lte, sql } from '../db/sql.ts'
import { refuseWhen, writeChange } from '../db/write.ts'
import { groupReferences, requireGroups } from '../identity/groups.ts'
import { takeInvitationPlace } from '../identity/limit-letters.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import { type HeldRole, requireMayGive, requireRole, someRoleIsGone } from '../identity/roles.ts'
import {
  invitationDays,
  isOpen,
  mailInvitation,
  newInvitationLink,
  type PresentedInvitation,
  presentInvitation,
  requireInvitationsOpen,
} from './invitation.ts'
import { personName, readMembers } from './present-member.ts'

/** Each is a letter to somebody who did not ask for it. */
const openMax = 500

export const newInvitation = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  name: personName.nullish(),
  role: roleReference.default('member'),
  groupIds: groupReferences.default([]),
})

/**
 * Into a role that manages people it asks for a fresh sign-in.
 * @throws AppError forbidden for a role above one's own, and on a closed hub; invalid_request for an unknown role or group; conflict for
 *   an address that is a member or invited; reauthentication_required; rate_limited; mail_failed when the letter did not go out
 */
export async function createInvitation(
  ctx: Ctx,
  input: z.output<typeof newInvitation>,
): Promise<PresentedInvitation> {
  authorize(ctx, 'members:write')
  requireInvitationsOpen(ctx.hub)
  const role = await requireRole(ctx, input.role, 'role')
  await requireGroups(ctx, input.groupIds, 'groupIds')
  requireMayInviteInto(ctx, role, input.groupIds)
  await requireNoMember(ctx, input.email)
  const nowMs = ctx.clock.now()
  await requireNotInvited(ctx, input.email, nowMs)
  await takeInvitationPlace(ctx.hub, ctx.organizationId, input.email)

  const { secret, linkHash } = await newInvitationLink(ctx)
  const row = {
    id: ctx.ids.next('invitation'),
    organizationId: ctx.organizationId,
    email: input.email,
    name: input.name ?? null,
    role: role.id,
    groupIds: input.groupIds,
    linkHash,
    invitedBy: ctx.actor,
    createdAt: nowMs,
    expiresAt: nowMs + invitationDays * 86_400_000,
    acceptedAt: null,
    revokedAt: null,
  }
  const ownRoleName = isBuiltInRole(role.id) ? null : role.name
  const { answer } = await writeChange(ctx, {
    statements: [
      refuseWhen(ctx.db, 'conflict', someRoleIsGone(ctx, [role.id])),
      {
        // One that was never accepted in time makes room.
        statement: ctx.db
          .update(invitations)
          .set({ revokedAt: nowMs })
          .where(and(toAddress(ctx, row.email), isOpen(), lte(invitations.expiresAt, nowMs))),
      },
      { statement: ctx.db.insert(invitations).values(row) },
    ],
    audit: {
      action: 'invitation.create',
      target: { type: 'invitation', id: row.id },
      values: { email: row.email, role: row.role, groupIds: row.groupIds },
    },
    answer: presentInvitation({ row, ownRoleName }, nowMs),
  })
  await mailInvitation(ctx, answer, secret)
  return answer
}

/** @throws AppError forbidden for a role above one's own; reauthentication_required for one that manages people, and for groups */
export function requireMayInviteInto(ctx: Ctx, role: HeldRole, groupIds: readonly string[]): void {
  requireMayGive(ctx, role)
  if (role.permissions.includes('members:write') || groupIds.length > 0) requireRecentSignIn(ctx)
}

/** @throws AppError conflict */
export async function requireNoMember(ctx: Ctx, email: string): Promise<void> {
  const [member] = await readMembers(ctx, eq(members.email, email), 1)
  if (member) throw new AppError('conflict', 'There is a member with this address already.')
}

async function requireNotInvited(ctx: Ctx, email: string, nowMs: number): Promise<void> {
  const inTime = and(isOpen(), gt(invitations.expiresAt, nowMs))
  const [there] = await ctx.db
    .select({ all: count(), same: sql<number>`TOTAL(${invitations.email} = ${email})` })
    .from(invitations)
    .where(and(eq(invitations.organizationId, ctx.organizationId), inTime))
  if (there && there.same > 0) {
    throw new AppError('conflict', 'This address is invited already. Send the invitation again.')
  }
  if (there && there.all >= openMax) {
    throw new AppError('conflict', `At most ${openMax} invitations may be open at a time.`)
  }
}

function toAddress(ctx: Ctx, email: string) {
  return and(eq(invitations.organizationId, ctx.organizationId), eq(invitations.email, email))
}
