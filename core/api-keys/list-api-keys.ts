// The organization's keys as they may be shown: never the key, only how it begins.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { actorSchema } from '../contract/actor.ts'
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { apiKeys } from '../db/schema/index.ts'
import { and, desc, eq, isNull, lt } from '../db/sql.ts'

export const presentedApiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, to recognise it by. */
  start: z.string(),
  scopes: z.array(z.string()),
  createdBy: actorSchema,
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
})

type PresentedApiKey = z.output<typeof presentedApiKey>

export async function listApiKeys(ctx: Ctx, query: PageQuery): Promise<Page<PresentedApiKey>> {
  authorize(ctx, 'api-keys:read')
  const after = cursorIdOf(query)
  const rows = await ctx.db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organizationId, ctx.organizationId),
        isNull(apiKeys.revokedAt),
        after ? lt(apiKeys.id, after) : undefined,
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(query.limit + 1)
  return pageOf(rows, query.limit, presentApiKey)
}

/** @throws AppError not_found, for a revoked key too. */
export async function getApiKey(ctx: Ctx, input: { apiKeyId: string }): Promise<PresentedApiKey> {
  authorize(ctx, 'api-keys:read')
  const [row] = await ctx.db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organizationId, ctx.organizationId),
        eq(apiKeys.id, input.apiKeyId),
        isNull(apiKeys.revokedAt),
      ),
    )
    .limit(1)
  if (!row) throw notFound('key')
  return presentApiKey(row)
}

export function presentApiKey(row: typeof apiKeys.$inferSelect): PresentedApiKey {
  const { id, name, start, createdBy } = row
  return {
    id,
    name,
    start,
    scopes: [...row.scopes],
    createdBy,
    createdAt: isoTime(row.createdAt),
    expiresAt: isoTime(row.expiresAt),
  }
}
