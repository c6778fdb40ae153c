// Removes an organization's own client at a vendor. Connections made through it become `needs_reconnect` rather than stand in the
// way: whoever takes a leaked secret out must not be held up, and without the client their tokens could not be renewed nor what
// the vendor sends be verified. They are broken first, so that a crash in between leaves a removal that can be repeated.

import type { Ctx } from '../context.ts'
import { AppError, notFound } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { connections, vendorApps } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import { breakConnection } from './break-connection.ts'
import { requireSetup } from './list-setups.ts'
import { readVendorApp, type VendorAppRow } from './vendor-apps.ts'

/** Each is a batch of its own, and a request may make a thousand of them. More ask to be called again. */
const brokenAtOnceMax = 200

/** @throws AppError not_found when there is none, reauthentication_required, conflict when it must be called again */
export async function removeVendorApp(ctx: Ctx, input: { connector: string }): Promise<void> {
  authorize(ctx, 'connectors:write')
  const setup = requireSetup(ctx, input.connector)
  requireRecentSignIn(ctx)
  const row = await readVendorApp(ctx.hub, ctx, setup.connector)
  if (!row) throw notFound('app')
  await breakConnectionsOf(ctx, row, `the organization's own ${setup.name} app was removed here`)
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .delete(vendorApps)
          // Replaced in the meantime: that one stays.
          .where(and(eq(vendorApps.id, row.id), eq(vendorApps.secrets, row.secrets))),
        orElse: 'conflict',
      },
    ],
    audit: {
      action: 'vendor_app.remove',
      target: { type: 'vendor_app', id: row.connector },
      values: { fields: row.fields, endedVersion: row.updatedAt },
    },
    answer: null,
  })
}

/** @throws AppError conflict when more are left than one request breaks */
export async function breakConnectionsOf(
  ctx: Ctx,
  app: Pick<VendorAppRow, 'connector' | 'fields'>,
  reason: string,
): Promise<void> {
  const rows = await ctx.db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.organizationId, ctx.organizationId),
        eq(connections.connector, app.connector),
        eq(connections.oauthClientId, app.fields.clientId ?? ''),
        eq(connections.status, 'active'),
      ),
    )
    .limit(brokenAtOnceMax + 1)
  for (const row of rows.slice(0, brokenAtOnceMax)) await breakConnection(ctx, row, reason)
  if (rows.length > brokenAtOnceMax) {
    throw new AppError(
      'conflict',
      `${brokenAtOnceMax} connections were taken off this app, and more are left. Call it again.`,
    )
  }
}
