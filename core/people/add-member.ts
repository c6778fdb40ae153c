// A person joins: the address is claimed in the directory, the member's row commits in the shard, the claim is
// confirmed. Adding the same person again answers the member who is there.
// Not authorized here: the operator has proven itself at its door.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { roles } from '../contract/permissions.ts'
import { claimOutsideId, claimSeconds, confirmOutsideId, memberEmailClaim } from '../db/claims.ts'
import { members } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { type PresentedMember, personName, presentMember, readMembers } from './present-member.ts'

export const newMember = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  name: personName,
  role: z.enum(roles).default('member'),
})

/** The operator's act: the caller is the operator's door, which has proven itself. */
export async function addMember(
  ctx: Ctx,
  input: z.output<typeof newMember>,
): Promise<PresentedMember> {
  const [there] = await readMembers(ctx, eq(members.email, input.email), 1)
  if (there) return presentMember(there)

  const nowMs = ctx.clock.now()
  const row = {
    id: ctx.ids.next('member'),
    organizationId: ctx.organizationId,
    ...input,
    createdAt: nowMs,
    removedAt: null,
    lastSeenAt: null,
  }
  const claim = memberEmailClaim(ctx, row.email, row.id)
  await ctx.hub.dispatcher(ctx.shard).arm(nowMs + claimSeconds * 1000)
  await claimOutsideId(ctx.hub, claim)
  await writeChange(ctx, {
    statements: [{ statement: ctx.db.insert(members).values(row) }],
    audit: {
      action: 'member.add',
      target: { type: 'member', id: row.id },
      values: { email: row.email, role: row.role },
    },
    events: [{ type: 'member.joined', data: { memberId: row.id, role: row.role } }],
    answer: null,
  })
  await confirmOutsideId(ctx.hub, claim)
  return presentMember({ ...row, ownRoleName: null, groupIds: [] })
}
