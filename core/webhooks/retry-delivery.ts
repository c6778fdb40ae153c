// Makes one delivery due now, whatever became of it, with the same webhook-id. Tries are counted on: after the schedule's last
// one it is tried once more.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { makeDue } from '../db/queries/deliveries.ts'
import { writeChange } from '../db/write.ts'
import { type PresentedDelivery, presentDelivery } from './delivery.ts'
import { readEndpoint } from './get-endpoint.ts'
import { readDelivery } from './list-deliveries.ts'

/** @throws AppError not_found, for a deleted endpoint's too; conflict while a try is in flight or the endpoint is disabled. */
export async function retryDelivery(
  ctx: Ctx,
  input: { deliveryId: string },
): Promise<PresentedDelivery> {
  authorize(ctx, 'deliveries:write')
  const read = await readDelivery(ctx, input.deliveryId)
  const endpoint = await readEndpoint(ctx, read.endpointId)
  if (!endpoint.enabled) {
    throw new AppError('conflict', 'The webhook endpoint is disabled. Enable it first.')
  }
  const nowMs = ctx.clock.now()
  const row = { ...read, status: 'pending' as const, reason: null, dueAt: nowMs, endedAt: null }
  await ctx.outbox.arm()
  const { answer } = await writeChange(ctx, {
    statements: [
      { statement: makeDue(ctx.db, ctx.organizationId, [read.id], nowMs), orElse: 'conflict' },
    ],
    audit: {
      action: 'delivery.retry',
      target: { type: 'delivery', id: read.id },
      values: { webhookEndpointId: endpoint.id, eventId: read.eventId },
    },
    answer: presentDelivery(row),
  })
  ctx.outbox.handOver([read.id])
  return answer
}
