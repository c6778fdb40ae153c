// The organization itself, as its own people and programs see it.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { assert } from '../contract/errors.ts'
import { isoTime } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { organizations } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'

export const presentedOrganization = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  createdAt: z.string(),
})

export async function getOrganization(ctx: Ctx): Promise<z.output<typeof presentedOrganization>> {
  authorize(ctx, 'organization:read')
  const [row] = await ctx.db
    .select()
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId))
    .limit(1)
  assert(row, 'the organization of an actor is not there')
  return { id: row.id, name: row.name, region: row.region, createdAt: isoTime(row.createdAt) }
}
