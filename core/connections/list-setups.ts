// How each vendor is set up, and whose client is used: also of vendors whose connector does not stand yet.

import type { Ctx } from '../context.ts'
import { notFound } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import type { VendorSetup } from '../contract/setup.ts'
import { vendorApps } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'
import { type PresentedSetup, presentSetup } from './present-setup.ts'
import { readVendorApp } from './vendor-apps.ts'

/** All of them on one page: there are as many as vendors in the code. */
export async function listSetups(ctx: Ctx): Promise<{ data: PresentedSetup[]; nextCursor: null }> {
  authorize(ctx, 'connectors:read')
  const rows = await ctx.db
    .select()
    .from(vendorApps)
    .where(eq(vendorApps.organizationId, ctx.organizationId))
  const byConnector = new Map(rows.map((row) => [row.connector, row]))
  const data = ctx.connectors
    .setups()
    .map((setup) => presentSetup(ctx, setup, byConnector.get(setup.connector) ?? null))
  return { data, nextCursor: null }
}

/** @throws AppError not_found */
export async function getSetup(ctx: Ctx, input: { connector: string }): Promise<PresentedSetup> {
  authorize(ctx, 'connectors:read')
  const setup = requireSetup(ctx, input.connector)
  return presentSetup(ctx, setup, await readVendorApp(ctx.hub, ctx, setup.connector))
}

/** @throws AppError not_found */
export function requireSetup(ctx: Pick<Ctx, 'connectors'>, connector: string): VendorSetup {
  const setup = ctx.connectors.setup(connector)
  if (!setup) throw notFound('vendor')
  return setup
}
