// Deletes a webhook endpoint and cancels what waits for it. Its deliveries stay readable by their ids.
import type { Ctx } from '../context.ts'
import { authorize } from '../contract/permissions.ts'
import { cancelWaiting } from '../db/queries/deliveries.ts'
import { deleteEndpointRow } from '../db/queries/webhook-endpoints.ts'
import { writeChange } from '../db/write.ts'
import { readEndpoint } from './get-endpoint.ts'

/** @throws AppError not_found, for one that is deleted already too. */
export async function deleteWebhookEndpoint(
  ctx: Ctx,
  input: { endpointId: string },
): Promise<void> {
  authorize(ctx, 'webhook-endpoints:write')
  const { id, url } = await readEndpoint(ctx, input.endpointId)
  const cancel = { reason: 'endpoint_deleted', nowMs: ctx.clock.now() }
  await writeChange(ctx, {
    statements: [
      { statement: deleteEndpointRow(ctx.db, ctx.organizationId, id), orElse: 'not_found' },
      { statement: cancelWaiting(ctx.db, ctx.organizationId, id, cancel) },
    ],
    audit: {
      action: 'webhook_endpoint.delete',
      target: { type: 'webhook_endpoint', id },
      values: { url },
    },
    answer: null,
  })
}
