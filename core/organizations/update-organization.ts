// Changes the organization's name, how it shows itself, and how long its people stay signed in. Shorter limits bite at once, on open sessions too.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { assert } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { organizations } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import { brandingChange, changedBranding } from './branding.ts'
import {
  type PresentedOrganization,
  presentOrganization,
  readOrganization,
  settingsOf,
} from './get-organization.ts'

export const organizationChanges = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  settings: z
    .strictObject({
      sessionIdleMinutes: z.number().int().min(15).max(10_080).optional(),
      sessionHours: z.number().int().min(1).max(720).optional(),
    })
    .optional(),
  branding: brandingChange.optional(),
})

/**
 * Settings of sign-in ask for a fresh one. What is as it was is not written again.
 * @throws AppError person_required for programs; reauthentication_required
 */
export async function updateOrganization(
  ctx: Ctx,
  input: z.output<typeof organizationChanges>,
): Promise<PresentedOrganization> {
  authorize(ctx, 'organization:write')
  const row = await readOrganization(ctx)
  assert(row, 'the organization of an actor is not there')
  const before = settingsOf(row)
  const after = {
    sessionIdleMinutes: input.settings?.sessionIdleMinutes ?? before.sessionIdleMinutes,
    sessionHours: input.settings?.sessionHours ?? before.sessionHours,
  }
  const settingsChange =
    after.sessionIdleMinutes !== before.sessionIdleMinutes ||
    after.sessionHours !== before.sessionHours
  if (settingsChange) requireRecentSignIn(ctx)
  const changed = {
    ...(input.name === undefined || input.name === row.name ? {} : { name: input.name }),
    ...(settingsChange ? { settings: after } : {}),
    ...(await changedBranding(row, input.branding)),
  }
  if (Object.keys(changed).length === 0) return presentOrganization(row, ctx.settings)
  const { answer } = await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(organizations)
          .set(changed)
          .where(eq(organizations.id, ctx.organizationId)),
        orElse: 'not_found',
      },
    ],
    audit: {
      action: 'organization.update',
      target: { type: 'organization', id: ctx.organizationId },
      // A picture does not belong into the trail: its hash, in the branding, names it.
      values: withoutLogo(changed),
    },
    answer: presentOrganization({ ...row, ...changed }, ctx.settings),
  })
  return answer
}

function withoutLogo<Changed extends { logo?: unknown }>(changed: Changed): Omit<Changed, 'logo'> {
  const { logo: _picture, ...rest } = changed
  return rest
}
