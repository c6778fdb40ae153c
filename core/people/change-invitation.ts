// What becomes of an invitation before it is accepted: sent again by another link, or withdrawn. Either voids the link before.
import type { Ctx } from '../context.ts'
import { cursorIdOf, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { invitations } from '../db/schema/index.ts'
import { and, eq, lt } from '../db/sql.ts'
import { refuseWhen, writeChange } from '../db/write.ts'
import { takeInvitationPlace } from '../identity/limit-letters.ts'
import { requireRole, someRoleIsGone } from '../identity/roles.ts'
import { requireMayInviteInto, requireNoMember } from './create-invitation.ts'
import {
  hasStatus,
  type InvitationStatus,
  invitationDays,
  isOpen,
  mailInvitation,
  newInvitationLink,
  type PresentedInvitation,
  presentInvitation,
  readInvitations,
  readOpenInvitation,
  requireInvitationsOpen,
} from './invitation.ts'

/** Newest first. */
export async function listInvitations(
  ctx: Ctx,
  query: PageQuery & { status?: InvitationStatus | undefined },
): Promise<Page<PresentedInvitation>> {
  authorize(ctx, 'members:read')
  const nowMs = ctx.clock.now()
  const after = cursorIdOf(query)
  const found = await readInvitations(
    ctx,
    and(
      query.status ? hasStatus(query.status, nowMs) : undefined,
      after ? lt(invitations.id, after) : undefined,
    ),
    query.limit + 1,
  )
  const rows = found.map((each) => ({ id: each.row.id, ...each }))
  return pageOf(rows, query.limit, (each) => presentInvitation(each, nowMs))
}

/**
 * Seven more days, by a new link. Who sends it again is who invites from then on.
 * @throws AppError not_found; conflict when it ended or the address is a member; forbidden for a role above one's own; rate_limited;
 *   mail_failed
 */
export async function resendInvitation(
  ctx: Ctx,
  input: { invitationId: string },
): Promise<PresentedInvitation> {
  authorize(ctx, 'members:write')
  const { row, ownRoleName } = await readOpenInvitation(ctx, input.invitationId)
  requireInvitationsOpen(ctx.hub)
  requireMayInviteInto(ctx, await requireRole(ctx, row.role, 'role'), row.groupIds)
  await requireNoMember(ctx, row.email)
  await takeInvitationPlace(ctx.hub, ctx.organizationId, row.email)
  const nowMs = ctx.clock.now()
  const { secret, linkHash } = await newInvitationLink(ctx)
  const changed = {
    linkHash,
    invitedBy: ctx.actor,
    expiresAt: nowMs + invitationDays * 86_400_000,
  }
  const { answer } = await writeChange(ctx, {
    statements: [
      refuseWhen(ctx.db, 'conflict', someRoleIsGone(ctx, [row.role])),
      {
        statement: ctx.db
          .update(invitations)
          .set(changed)
          .where(and(named(ctx, row.id), isOpen(), eq(invitations.linkHash, row.linkHash))),
        orElse: 'conflict',
      },
    ],
    audit: {
      action: 'invitation.resend',
      target: { type: 'invitation', id: row.id },
      values: { email: row.email, role: row.role },
    },
    answer: presentInvitation({ row: { ...row, ...changed }, ownRoleName }, nowMs),
  })
  await mailInvitation(ctx, answer, secret)
  return answer
}

/** @throws AppError not_found; conflict when it was accepted or withdrawn */
export async function revokeInvitation(ctx: Ctx, input: { invitationId: string }): Promise<void> {
  authorize(ctx, 'members:write')
  const { row } = await readOpenInvitation(ctx, input.invitationId)
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(invitations)
          .set({ revokedAt: ctx.clock.now() })
          .where(and(named(ctx, row.id), isOpen())),
        orElse: 'conflict',
      },
    ],
    audit: {
      action: 'invitation.revoke',
      target: { type: 'invitation', id: row.id },
      values: { email: row.email, role: row.role },
    },
    answer: null,
  })
}

function named(ctx: Ctx, invitationId: string) {
  return and(eq(invitations.organizationId, ctx.organizationId), eq(invitations.id, invitationId))
}
