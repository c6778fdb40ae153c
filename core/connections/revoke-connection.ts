// Ends a connection: its grant is taken back at the vendor, its credentials are emptied here, what it claimed is free again.
// The vendor's failure does not keep the credentials alive: it is written down, and the connection ends all the same.

import type { Ctx } from '../context.ts'
import { authorize } from '../contract/permissions.ts'
import { VendorError } from '../contract/vendor-error.ts'
import { claimSeconds, releaseOutsideId, reopenOutsideId } from '../db/claims.ts'
import { connections } from '../db/schema/index.ts'
import { and, eq, ne } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import {
  type ConnectionRow,
  connectorOf,
  openVendorSession,
  readConnection,
} from './vendor-session.ts'

/** @throws AppError not_found, for a connection revoked before too */
export async function revokeConnection(ctx: Ctx, input: { connectionId: string }): Promise<void> {
  authorize(ctx, 'connections:write')
  const row = await readConnection(ctx, input.connectionId)
  await endConnection(ctx, row, await revokeAtVendor(ctx, row))
}

/** The vendor said that it is over (an uninstall): nothing is left to take back there. */
export async function endConnection(
  ctx: Ctx,
  row: ConnectionRow,
  atVendor: 'revoked' | 'failed' | 'not_offered' | 'ended_by_vendor',
): Promise<void> {
  const claim = connectorOf(ctx, row).claimsAccount
    ? ({ kind: `account:${row.connector}`, value: row.accountId, subjectId: row.id } as const)
    : null
  if (claim) {
    await ctx.hub.dispatcher(ctx.shard).arm(ctx.clock.now() + claimSeconds * 1000)
    await reopenOutsideId(ctx.hub, claim)
  }
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(connections)
          .set({ status: 'revoked', credentials: '', updatedAt: ctx.clock.now() })
          .where(and(eq(connections.id, row.id), ne(connections.status, 'revoked'))),
        orElse: 'not_found',
      },
    ],
    audit: {
      action: 'connection.revoke',
      target: { type: 'connection', id: row.id },
      values: { connector: row.connector, atVendor },
    },
    events: [
      { type: 'connection.deleted', data: { connectionId: row.id, connector: row.connector } },
    ],
    answer: null,
  })
  if (claim) await releaseOutsideId(ctx.hub, claim)
}

async function revokeAtVendor(
  ctx: Ctx,
  row: ConnectionRow,
): Promise<'revoked' | 'failed' | 'not_offered'> {
  const connector = connectorOf(ctx, row)
  if (!connector.revoke) return 'not_offered'
  if (row.status !== 'active') return 'failed'
  try {
    await connector.revoke(await openVendorSession(ctx, row))
    return 'revoked'
  } catch (error) {
    // Whatever failed, the credentials end here: an unreadable one must not keep its connection alive.
    return error instanceof VendorError && error.kind === 'unauthorized' ? 'revoked' : 'failed'
  }
}
