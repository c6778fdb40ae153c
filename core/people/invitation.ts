// An invitation as it is kept, shown and mailed: an address, a role, groups, and a link that works once and for seven days. Only
// the SHA-256 of the link's secret is kept; sending again makes another link and voids the one before.
//
//   pending ─▶ accepted          (a member of the same id's sortable part is made)
//      │  └──▶ revoked
//      └─ time passes ─▶ expired ─ sent again ─▶ pending
import { z } from 'zod'
import type { Ctx, Hub } from '../context.ts'
import { actorSchema, memberIdOf } from '../contract/actor.ts'
import { formatSecret } from '../contract/api-key.ts'
import { AppError, assert, notFound } from '../contract/errors.ts'
import { isoTime } from '../contract/paging.ts'
import { roleWords } from '../contract/permission-words.ts'
import { isBuiltInRole } from '../contract/permissions.ts'
import { customRoles, invitations, members, organizations } from '../db/schema/index.ts'
import { and, desc, eq, gt, isNotNull, isNull, lte, or, type SQL } from '../db/sql.ts'
import { errorText } from '../lib/error-text.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { brandOf } from '../mail/brand.ts'
import { letterOf, withoutLinks } from '../mail/letter.ts'

export const invitationDays = 7

export const invitationStatuses = ['pending', 'accepted', 'revoked', 'expired'] as const
export type InvitationStatus = (typeof invitationStatuses)[number]

export const presentedInvitation = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: z.string(),
  roleName: z.string(),
  groupIds: z.array(z.string()),
  status: z.enum(invitationStatuses),
  invitedBy: actorSchema,
  createdAt: z.string(),
  expiresAt: z.string(),
})

export type PresentedInvitation = z.output<typeof presentedInvitation>

export interface InvitationRow {
  readonly row: typeof invitations.$inferSelect
  /** Of a role of the organization's own; else null. */
  readonly ownRoleName: string | null
}

/** For which the condition holds, newest first, at most `limit`. */
export async function readInvitations(
  ctx: Pick<Ctx, 'db' | 'organizationId'>,
  where: SQL | undefined,
  limit: number,
): Promise<InvitationRow[]> {
  return await ctx.db
    .select({ row: invitations, ownRoleName: customRoles.name })
    .from(invitations)
    .leftJoin(
      customRoles,
      and(
        eq(customRoles.id, invitations.role),
        eq(customRoles.organizationId, invitations.organizationId),
      ),
    )
    .where(and(eq(invitations.organizationId, ctx.organizationId), where))
    .orderBy(desc(invitations.id))
    .limit(limit)
}

/** One that was neither accepted nor revoked. @throws AppError not_found; conflict when it ended */
export async function readOpenInvitation(ctx: Ctx, invitationId: string): Promise<InvitationRow> {
  const [found] = await readInvitations(ctx, eq(invitations.id, invitationId), 1)
  if (!found) throw notFound('invitation')
  if (found.row.acceptedAt !== null) throw new AppError('conflict', 'It was accepted already.')
  if (found.row.revokedAt !== null) throw new AppError('conflict', 'It was withdrawn already.')
  return found
}

/** Neither accepted nor revoked, in time or not. A condition on `invitations`. */
export const isOpen = () => and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt))

/** A condition on `invitations`. */
export function hasStatus(status: InvitationStatus, nowMs: number): SQL | undefined {
  const inTime = gt(invitations.expiresAt, nowMs)
  switch (status) {
    case 'accepted':
      return isNotNull(invitations.acceptedAt)
    case 'pending':
      return and(isOpen(), inTime)
    case 'expired':
      // One that made room for another to the same address was late before.
      return and(
        isNull(invitations.acceptedAt),
        or(
          and(isNull(invitations.revokedAt), lte(invitations.expiresAt, nowMs)),
          lte(invitations.expiresAt, invitations.revokedAt),
        ),
      )
    case 'revoked':
      return and(
        isNull(invitations.acceptedAt),
        isNotNull(invitations.revokedAt),
        gt(invitations.expiresAt, invitations.revokedAt),
      )
  }
}

export function presentInvitation(
  { row, ownRoleName }: InvitationRow,
  nowMs: number,
): PresentedInvitation {
  const { id, email, name, role, groupIds, invitedBy } = row
  return {
    id,
    email,
    name,
    role,
    roleName: isBuiltInRole(role) ? roleWords[role].name : (ownRoleName ?? role),
    groupIds: [...groupIds],
    status: statusOf(row, nowMs),
    invitedBy,
    createdAt: isoTime(row.createdAt),
    expiresAt: isoTime(row.expiresAt),
  }
}

function statusOf(row: InvitationRow['row'], nowMs: number): InvitationStatus {
  if (row.acceptedAt !== null) return 'accepted'
  if (row.revokedAt !== null) return row.revokedAt < row.expiresAt ? 'revoked' : 'expired'
  return row.expiresAt > nowMs ? 'pending' : 'expired'
}

/** On a closed hub only the operator adds people. @throws AppError forbidden */
export function requireInvitationsOpen(hub: Pick<Hub, 'settings'>): void {
  if (hub.settings.signUp !== 'closed') return
  throw new AppError('forbidden', 'This hub is closed: its operator adds people.')
}

/** A new link's secret, and what is kept of it. */
export async function newInvitationLink(ctx: Ctx): Promise<{ secret: string; linkHash: string }> {
  const [organization] = await ctx.db
    .select({ locator: organizations.locator })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId))
    .limit(1)
  assert(organization, 'the organization of an actor is not there')
  const place = { shard: ctx.shard, locator: organization.locator }
  const secret = formatSecret('cwi_', place, ctx.ids.randomBytes(20))
  return { secret, linkHash: await sha256Hex(secret) }
}

/**
 * Mails the link. The invitation was committed before: a letter that does not go out leaves one that can be sent again.
 * @throws AppError mail_failed
 */
export async function mailInvitation(
  ctx: Ctx,
  invitation: PresentedInvitation,
  secret: string,
): Promise<void> {
  const brand = await brandOf(ctx)
  assert(brand, 'the organization of an actor is not there')
  const inviter = withoutLinks((await nameOfMember(ctx, memberIdOf(ctx.actor))) ?? 'Somebody')
  const organization = withoutLinks(brand.displayName)
  const roleName = withoutLinks(invitation.roleName)
  const letter = letterOf({
    to: invitation.email,
    subject: `Join ${organization} on Causeway`,
    brand,
    title: `Join ${organization}`,
    paragraphs: [
      `${inviter} invites you to ${organization}, as ${roleName}.`,
      `The link works once, within ${invitationDays} days. If you do not know them, do nothing.`,
    ],
    buttons: [
      { label: 'Look at the invitation', url: `${ctx.settings.publicOrigin}/invitation/${secret}` },
    ],
    footer: `${inviter} typed ${invitation.email} at ${ctx.settings.publicOrigin}.`,
  })
  try {
    await ctx.hub.mail.send(letter)
  } catch (cause) {
    throw new AppError(
      'mail_failed',
      'The invitation is kept, and its letter could not be sent. Send it again in a while.',
      { cause, internal: errorText(cause), extensions: { invitationId: invitation.id } },
    )
  }
}

/** Null for nobody, and for who left. */
export async function nameOfMember(
  ctx: Pick<Ctx, 'db' | 'organizationId'>,
  memberId: string | null,
): Promise<string | null> {
  if (memberId === null) return null
  const [member] = await ctx.db
    .select({ name: members.name })
    .from(members)
    .where(
      and(
        eq(members.organizationId, ctx.organizationId),
        eq(members.id, memberId),
        isNull(members.removedAt),
      ),
    )
    .limit(1)
  return member?.name ?? null
}
