// The workspace's installation opened for one call of ours, wherever it is made from. A token that Slack no longer takes breaks the
// connection, once, and is told like any other broken connection.
import type { SlackSession } from '../../../connectors/slack/api.ts'
import { breakConnection } from '../../../core/connections/break-connection.ts'
import { openVendorSession, readAnyConnection } from '../../../core/connections/vendor-session.ts'
import type { Ctx } from '../../../core/context.ts'
import { AppError } from '../../../core/contract/errors.ts'
import { VendorError } from '../../../core/contract/vendor-error.ts'
import { placeOfOutsideId } from '../../../core/organizations/index.ts'

/** @throws AppError not_found, connection_not_active; VendorError */
export async function withInstallation<Value>(
  ctx: Ctx,
  teamId: string,
  work: (session: SlackSession) => Promise<Value>,
): Promise<Value> {
  const place = await placeOfOutsideId(ctx.hub, 'account:slack', teamId)
  if (place?.organizationId !== ctx.organizationId) {
    throw new AppError('not_found', 'This workspace is not connected.')
  }
  const row = await readAnyConnection(ctx, place.subjectId)
  try {
    return await work(await openVendorSession(ctx, row))
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'unauthorized') {
      await breakConnection(ctx, row, 'Slack no longer accepts its token')
    }
    throw error
  }
}
