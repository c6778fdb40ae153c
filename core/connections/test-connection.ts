// Asks the vendor who we are, with the kept credentials.
import type { Ctx } from '../context.ts'
import type { VendorAccount } from '../contract/connector.ts'
import { authorize } from '../contract/permissions.ts'
import { VendorError } from '../contract/vendor-error.ts'
import { breakConnection } from './break-connection.ts'
import { refusalOfVendor } from './vendor-refusal.ts'
import { connectorOf, openVendorSession, readConnection } from './vendor-session.ts'

/** @throws AppError not_found, connection_not_active, or the vendor's refusal */
export async function testConnection(
  ctx: Ctx,
  input: { connectionId: string },
): Promise<{ ok: true; account: VendorAccount }> {
  authorize(ctx, 'connections:write')
  const row = await readConnection(ctx, input.connectionId)
  const connector = connectorOf(ctx, row)
  const session = await openVendorSession(ctx, row)
  try {
    return { ok: true, account: await connector.identify(session) }
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'unauthorized') {
      await breakConnection(ctx, row, 'the vendor no longer accepts its credentials')
    }
    throw refusalOfVendor(error, connector, 'read')
  }
}
