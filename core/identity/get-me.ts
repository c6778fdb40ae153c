// The actor who asks, as it sees itself; a person may change how they are called.
// Not authorized here: everybody may see and name themselves.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { memberIdOf } from '../contract/actor.ts'
import { isoTime } from '../contract/paging.ts'
import { members, organizations } from '../db/schema/index.ts'
import { and, eq, isNull } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { personOf } from './sessions.ts'

export const meChange = z.strictObject({ name: z.string().trim().min(1).max(120) })

/** Any authenticated actor may ask. `email`, `name` and `session` are null for programs. */
export async function getMe(ctx: Ctx) {
  const memberId = memberIdOf(ctx.actor)
  const [member] = memberId
    ? await ctx.db
        .select({ email: members.email, name: members.name })
        .from(members)
        .where(and(eq(members.organizationId, ctx.organizationId), eq(members.id, memberId)))
        .limit(1)
    : []
  const [organization] = await ctx.db
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId))
    .limit(1)
  return {
    type: ctx.actor.type,
    id: ctx.actor.id,
    email: member?.email ?? null,
    name: member?.name ?? null,
    role: ctx.grants.role,
    organizationId: ctx.organizationId,
    organizationName: organization?.name ?? '',
    scopes: ctx.grants.everythingForPrograms ? ['*'] : [...ctx.grants.permissions].sort(),
    session: ctx.session && {
      id: ctx.session.sessionId,
      authenticatedAt: isoTime(ctx.session.authenticatedAt),
      expiresAt: isoTime(ctx.session.expiresAt),
    },
  }
}

/** @throws AppError person_required */
export async function updateMe(ctx: Ctx, input: z.output<typeof meChange>) {
  const memberId = personOf(ctx)
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(members)
          .set({ name: input.name })
          .where(
            and(
              eq(members.organizationId, ctx.organizationId),
              eq(members.id, memberId),
              isNull(members.removedAt),
            ),
          ),
        orElse: 'not_found',
      },
    ],
    audit: {
      action: 'member.rename_self',
      target: { type: 'member', id: memberId },
      values: { name: input.name },
    },
    events: [{ type: 'member.changed', data: { memberId } }],
    answer: null,
  })
  return await getMe(ctx)
}
