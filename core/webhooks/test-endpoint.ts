// Sends one event to one endpoint only, to see whether it works: a real delivery, with its signature, its tries and its log.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { deliveryIdOf } from '../contract/ids.ts'
import { isoTime } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { insertDelivery } from '../db/queries/deliveries.ts'
import { insertEvent } from '../db/queries/events.ts'
import { writeChange } from '../db/write.ts'
import { testEventType } from './endpoint.ts'
import { readEndpoint } from './get-endpoint.ts'

export const sentTest = z.object({ eventId: z.string(), deliveryId: z.string() })

/** @throws AppError not_found; conflict when the endpoint is disabled. */
export async function testWebhookEndpoint(
  ctx: Ctx,
  input: { endpointId: string },
): Promise<z.output<typeof sentTest>> {
  authorize(ctx, 'webhook-endpoints:write')
  const endpoint = await readEndpoint(ctx, input.endpointId)
  if (!endpoint.enabled) {
    throw new AppError('conflict', 'The webhook endpoint is disabled. Enable it first.')
  }
  const { organizationId, db } = ctx
  const nowMs = ctx.clock.now()
  const eventId = ctx.ids.next('event')
  const deliveryId = deliveryIdOf(eventId, endpoint.id)
  const data = { webhookEndpointId: endpoint.id, sentAt: isoTime(nowMs) }
  await ctx.outbox.arm()
  const { answer } = await writeChange(ctx, {
    statements: [
      {
        statement: insertEvent(db, {
          id: eventId,
          organizationId,
          type: testEventType,
          data: JSON.stringify(data),
          createdAt: nowMs,
        }),
      },
      {
        statement: insertDelivery(db, {
          id: deliveryId,
          organizationId,
          eventId,
          endpointId: endpoint.id,
          status: 'pending',
          reason: null,
          attemptCount: 0,
          dueAt: nowMs,
          handedAt: nowMs,
          leaseUntil: 0,
          leaseId: null,
          createdAt: nowMs,
          endedAt: null,
        }),
      },
    ],
    audit: {
      action: 'webhook_endpoint.test',
      target: { type: 'webhook_endpoint', id: endpoint.id },
    },
    answer: { eventId, deliveryId },
  })
  ctx.outbox.handOver([deliveryId])
  return answer
}
