// The organization itself, as its own people and programs see it.

import { z } from 'zod'
import type { Ctx, Settings } from '../context.ts'
import { assert } from '../contract/errors.ts'
import { isoTime } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { organizations, plans } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'
import { sessionSettingsDefault } from '../identity/session-limits.ts'
import { presentBranding, presentedBranding } from './branding.ts'

export const presentedOrganization = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  /** The operator's to change. */
  plan: z.enum(plans),
  branding: presentedBranding,
  settings: z.object({ sessionIdleMinutes: z.number().int(), sessionHours: z.number().int() }),
  suspendedAt: z.string().nullable(),
  createdAt: z.string(),
})

export type PresentedOrganization = z.output<typeof presentedOrganization>

type OrganizationRow = typeof organizations.$inferSelect

export async function getOrganization(ctx: Ctx): Promise<PresentedOrganization> {
  authorize(ctx, 'organization:read')
  const row = await readOrganization(ctx)
  assert(row, 'the organization of an actor is not there')
  return presentOrganization(row, ctx.settings)
}

export async function readOrganization(
  ctx: Pick<Ctx, 'db' | 'organizationId'>,
): Promise<OrganizationRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId))
    .limit(1)
  return row
}

export function settingsOf(row: OrganizationRow): PresentedOrganization['settings'] {
  const { sessionIdleMinutes, sessionHours } = row.settings ?? sessionSettingsDefault
  return { sessionIdleMinutes, sessionHours }
}

export function presentOrganization(
  row: OrganizationRow,
  settings: Pick<Settings, 'publicOrigin'>,
): PresentedOrganization {
  const { id, name, region, plan } = row
  return {
    id,
    name,
    region,
    plan,
    branding: presentBranding(row, settings),
    settings: settingsOf(row),
    suspendedAt: isoTime(row.suspendedAt),
    createdAt: isoTime(row.createdAt),
  }
}
