// The actor who asks, as it sees itself.

import type { Ctx } from '../context.ts'
import { memberIdOf } from '../contract/actor.ts'
import { members } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'

/** Any authenticated actor may ask. `email` and `name` are null for programs. */
export async function getMe(ctx: Ctx) {
  const memberId = memberIdOf(ctx.actor)
  const [member] = memberId
    ? await ctx.db
        .select({ email: members.email, name: members.name })
        .from(members)
        .where(and(eq(members.organizationId, ctx.organizationId), eq(members.id, memberId)))
        .limit(1)
    : []
  return {
    type: ctx.actor.type,
    id: ctx.actor.id,
    email: member?.email ?? null,
    name: member?.name ?? null,
    role: ctx.grants.role,
    organizationId: ctx.organizationId,
    scopes: ctx.grants.everythingForPrograms ? ['*'] : [...ctx.grants.permissions].sort(),
  }
}
