// One-time sign-in links. A link is a secret that names its organization's place; only its SHA-256 is kept, in the organization's
// Session object. It works once and for fifteen minutes.
// Not authorized here: the operator has proven itself at its door, and what a letter holds only its reader gets.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { formatSecret } from '../contract/api-key.ts'
import { notFound } from '../contract/errors.ts'
import { members, organizations } from '../db/schema/index.ts'
import { and, eq, isNull } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { sha256Hex } from '../lib/sha256.ts'

export const linkMinutes = 15

/** An address as members have it: lower case. */
export const emailAddress = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase())

/**
 * Makes a one-time link for a member; the trail says who had it made.
 * @throws AppError not_found
 */
export async function createSignInLink(
  ctx: Ctx,
  input: { email: string },
): Promise<{ url: string; expiresAt: string }> {
  const [member] = await ctx.db
    .select({ id: members.id, locator: organizations.locator })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(
      and(
        eq(members.organizationId, ctx.organizationId),
        eq(members.email, input.email.toLowerCase()),
        isNull(members.removedAt),
      ),
    )
    .limit(1)
  if (!member) throw notFound('member')
  const secret = formatSecret(
    'cwl_',
    { shard: ctx.shard, locator: member.locator },
    ctx.ids.randomBytes(20),
  )
  const expiresAt = ctx.clock.now() + linkMinutes * 60_000
  await ctx.hub
    .sessions(ctx.organizationId, ctx.shard)
    .createLink(member.id, await sha256Hex(secret), expiresAt)
  await writeChange(ctx, {
    statements: [],
    audit: { action: 'sign_in_link.create', target: { type: 'member', id: member.id } },
    answer: null,
  })
  return {
    url: `${ctx.settings.publicOrigin}/sign-in/${secret}`,
    expiresAt: new Date(expiresAt).toISOString(),
  }
}
