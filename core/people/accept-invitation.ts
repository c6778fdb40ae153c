// The other side of an invitation: a person looks at it, which uses nothing up, and accepts it once. The address is claimed in the
// directory, then one batch makes the member and uses the link up, then the claim is confirmed and a session begins. The
// member's id is made of the invitation's, so that accepting it again after a crash claims the address for the same member.
// Not authorized here: the link is its own right, and who gave it out must still have theirs.
import { z } from 'zod'
import type { Hub } from '../context.ts'
import { memberIdOf } from '../contract/actor.ts'
import { AppError } from '../contract/errors.ts'
import { noGrants, permits } from '../contract/permissions.ts'
import { claimOutsideId, claimSeconds, confirmOutsideId, memberEmailClaim } from '../db/claims.ts'
import { groupMembers, groups, invitations, members } from '../db/schema/index.ts'
import { and, eq, gt, sql } from '../db/sql.ts'
import { refuseWhen, writeChange } from '../db/write.ts'
import { identityOfActor } from '../identity/authenticate.ts'
import { type OpenedSession, openSession, type Visitor } from '../identity/open-session.ts'
import { placeOfSecret, type SignInPlace } from '../identity/place-of-secret.ts'
import { type HeldRole, readRole, requireMayGive, someRoleIsGone } from '../identity/roles.ts'
import { suspended } from '../identity/suspension.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { type Brand, brandOf } from '../mail/brand.ts'
import {
  type InvitationRow,
  isOpen,
  nameOfMember,
  readInvitations,
  requireInvitationsOpen,
} from './invitation.ts'
import { personName } from './present-member.ts'

export const acceptance = z.strictObject({ name: personName })

const late = () =>
  new AppError(
    'not_found',
    'This invitation was used, withdrawn, is too old, or is not one of ours.',
  )

const unfounded = () =>
  new AppError('forbidden', 'Who invited you can no longer do so. Ask for another invitation.')

export interface InvitationShown {
  readonly brand: Brand
  readonly email: string
  /** What the inviter thinks the person is called. */
  readonly name: string | null
  readonly inviterName: string | null
  readonly roleName: string
}

/**
 * What a link invites to; uses nothing up.
 * @throws AppError not_found for one that no longer works; forbidden when nobody stands behind it any more; organization_suspended
 */
export async function findInvitation(hub: Hub, secret: string): Promise<InvitationShown> {
  const { place, row, role } = await readByLink(hub, secret)
  const { organizationId, shard } = place
  const db = hub.shard(shard)
  const brand = await brandOf({ db, settings: hub.settings, organizationId })
  if (!brand) throw late()
  const inviterName = await nameOfMember({ db, organizationId }, memberIdOf(row.invitedBy))
  return { brand, email: row.email, name: row.name, inviterName, roleName: role.name }
}

/**
 * Makes the person a member and signs them in.
 * @throws AppError as `findInvitation`; already_claimed when the address is a member
 */
export async function acceptInvitation(
  hub: Hub,
  secret: string,
  input: z.output<typeof acceptance>,
  visitor: Visitor,
): Promise<OpenedSession> {
  const { place, row } = await readByLink(hub, secret)
  const { organizationId, shard } = place
  const nowMs = hub.clock.now()
  const memberId = `mem_${row.id.slice('inv_'.length)}`
  const ctx = hub.open({
    organizationId,
    shard,
    actor: { type: 'member', id: memberId, onBehalfOf: null },
    grants: noGrants,
    requestId: visitor.requestId,
    waitUntil: visitor.waitUntil,
  })
  const claim = memberEmailClaim(place, row.email, memberId)
  await hub.dispatcher(shard).arm(nowMs + claimSeconds * 1000)
  await claimOutsideId(hub, claim)
  const member = {
    id: memberId,
    organizationId,
    email: row.email,
    name: input.name,
    role: row.role,
    createdAt: nowMs,
    removedAt: null,
    lastSeenAt: null,
  }
  await writeChange(ctx, {
    statements: [
      refuseWhen(ctx.db, 'not_found', someRoleIsGone(ctx, [row.role])),
      {
        statement: ctx.db
          .update(invitations)
          .set({ acceptedAt: nowMs })
          .where(
            and(
              eq(invitations.id, row.id),
              eq(invitations.linkHash, row.linkHash),
              isOpen(),
              gt(invitations.expiresAt, nowMs),
            ),
          ),
        orElse: 'not_found',
      },
      { statement: ctx.db.insert(members).values(member) },
      {
        // Groups that went since are not joined.
        statement:
          ctx.db.run(sql`INSERT INTO ${groupMembers} (organization_id, group_id, member_id, created_at)
          SELECT ${groups.organizationId}, ${groups.id}, ${memberId}, ${nowMs} FROM ${groups}
          WHERE ${groups.organizationId} = ${organizationId}
            AND ${groups.id} IN (SELECT value FROM json_each(${JSON.stringify(row.groupIds)}))`),
      },
    ],
    audit: {
      action: 'invitation.accept',
      target: { type: 'invitation', id: row.id },
      values: { memberId, email: row.email, role: row.role },
    },
    events: [{ type: 'member.joined', data: { memberId, role: row.role } }],
    answer: null,
  }).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'not_found' ? late() : error
  })
  await confirmOutsideId(hub, claim)
  return await openSession(hub, place, { memberId, method: 'invitation' }, visitor)
}

async function readByLink(
  hub: Hub,
  secret: string,
): Promise<{ place: SignInPlace; row: InvitationRow['row']; role: HeldRole }> {
  const place = await placeOfSecret(hub, 'cwi_', secret)
  if (!place) throw late()
  if (place.suspended) throw suspended()
  requireInvitationsOpen(hub)
  const { organizationId, shard } = place
  const at = { db: hub.shard(shard), organizationId }
  const [found] = await readInvitations(
    at,
    and(
      eq(invitations.linkHash, await sha256Hex(secret)),
      isOpen(),
      gt(invitations.expiresAt, hub.clock.now()),
    ),
    1,
  )
  if (!found) throw late()
  const { row } = found
  const inviter = await identityOfActor(hub, organizationId, shard, row.invitedBy)
  const role = await readRole(at, row.role)
  if (!inviter || !role || !permits(inviter.grants, 'members:write')) throw unfounded()
  try {
    requireMayGive(inviter, role)
  } catch {
    // Whatever they may still do, they may not give this role.
    throw unfounded()
  }
  return { place, row, role }
}
