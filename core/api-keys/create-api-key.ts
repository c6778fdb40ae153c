// Makes a key for a program. It never grants more than its maker has, and is told once.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError, assert } from '../contract/errors.ts'
import { authorize, isProgramScope, mayGrant } from '../contract/permissions.ts'
import { apiKeys, organizations } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { makeApiKey } from '../identity/make-api-key.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import { presentApiKey, presentedApiKey } from './list-api-keys.ts'

export const newApiKey = z.strictObject({
  name: z.string().trim().min(1).max(120),
  scopes: z
    .array(z.string().refine((scope) => scope === '*' || isProgramScope(scope), 'is not a scope'))
    .min(1)
    .max(50),
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
})

export const createdApiKey = presentedApiKey.extend({
  /** Told once. */
  key: z.string(),
})

/**
 * A key outlives the session that makes it, so a signed-in person is asked for a fresh sign-in.
 * @throws AppError forbidden when a scope is beyond the maker's own; reauthentication_required; invalid_request for a past expiry.
 */
export async function createApiKey(
  ctx: Ctx,
  input: z.output<typeof newApiKey>,
): Promise<z.output<typeof createdApiKey>> {
  authorize(ctx, 'api-keys:write')
  if (!mayGrant(ctx.grants, input.scopes)) {
    throw new AppError('forbidden', 'A key cannot be given more than its maker may do.')
  }
  requireRecentSignIn(ctx)
  const nowMs = ctx.clock.now()
  const expiresAt = input.expiresAt ? Date.parse(input.expiresAt) : null
  if (expiresAt !== null && expiresAt <= nowMs) {
    throw new AppError('invalid_request', 'Some fields are not valid.', {
      errors: [{ path: 'expiresAt', message: 'must be in the future' }],
    })
  }
  const makersEnd = await makersExpiry(ctx)
  if (makersEnd !== null && (expiresAt === null || expiresAt > makersEnd)) {
    throw new AppError(
      'forbidden',
      'A key cannot outlive the key that makes it: give an earlier expiresAt.',
    )
  }
  const [organization] = await ctx.db
    .select({ locator: organizations.locator })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId))
    .limit(1)
  assert(organization, 'the organization of an actor is not there')
  const made = await makeApiKey(ctx, organization.locator)
  const row = {
    ...made.row,
    organizationId: ctx.organizationId,
    name: input.name,
    scopes: [...new Set(input.scopes)],
    createdBy: ctx.actor,
    createdAt: nowMs,
    expiresAt,
    revokedAt: null,
  }
  const { answer } = await writeChange(ctx, {
    statements: [{ statement: ctx.db.insert(apiKeys).values(row) }],
    audit: {
      action: 'api_key.create',
      target: { type: 'api_key', id: row.id },
      values: { name: row.name, scopes: row.scopes },
    },
    events: [{ type: 'api_key.created', data: { apiKeyId: row.id, scopes: row.scopes } }],
    answer: { ...presentApiKey(row), key: made.secret },
    answerIsSecret: true,
  })
  return answer
}

/** When the key that asks ends; null for people and for keys without an end. */
async function makersExpiry(ctx: Ctx): Promise<number | null> {
  if (ctx.actor.type !== 'api_key') return null
  const [maker] = await ctx.db
    .select({ expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.organizationId, ctx.organizationId), eq(apiKeys.id, ctx.actor.id)))
    .limit(1)
  return maker?.expiresAt ?? null
}
