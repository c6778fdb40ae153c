// An endpoint that answers 410 wants no more: it is disabled at once, what waits for it is cancelled, and both the event
// `webhook_endpoint.disabled` and the audit trail say so, in the batch that records the try. The system acts, not a person.
import type { Hub } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize, grantsOfScopes } from '../contract/permissions.ts'
import { cancelWaiting } from '../db/queries/deliveries.ts'
import { disableEndpoint, type WebhookEndpointRow } from '../db/queries/webhook-endpoints.ts'
import { type GuardedStatement, writeChange } from '../db/write.ts'

export const disabledByGone = 'gone'

/**
 * Records a try together with its endpoint's end.
 *
 * @param recording the statements that record the try; the first ends its lease
 * @returns false when nothing was written: another try disabled the endpoint first, or the lease was lost
 */
export async function disableGoneEndpoint(
  hub: Hub,
  shard: string,
  endpoint: WebhookEndpointRow,
  recording: readonly GuardedStatement[],
  waitUntil: (name: string, work: Promise<unknown>) => void,
): Promise<boolean> {
  const ctx = hub.open({
    organizationId: endpoint.organizationId,
    shard,
    actor: { type: 'system', id: 'webhooks', onBehalfOf: null },
    grants: grantsOfScopes(['webhook-endpoints:write']),
    requestId: `disable/${endpoint.id}`,
    waitUntil,
  })
  authorize(ctx, 'webhook-endpoints:write')
  const { db, organizationId } = ctx
  const values = { reason: disabledByGone, nowMs: ctx.clock.now() }
  try {
    await writeChange(ctx, {
      statements: [
        ...recording,
        { statement: disableEndpoint(db, organizationId, endpoint.id, values), orElse: 'conflict' },
        {
          statement: cancelWaiting(db, organizationId, endpoint.id, {
            ...values,
            reason: 'endpoint_disabled',
          }),
        },
      ],
      audit: {
        action: 'webhook_endpoint.disable',
        target: { type: 'webhook_endpoint', id: endpoint.id },
        values: { url: endpoint.url, reason: disabledByGone },
      },
      events: [
        {
          type: 'webhook_endpoint.disabled',
          data: { webhookEndpointId: endpoint.id, url: endpoint.url, reason: disabledByGone },
        },
      ],
      answer: null,
    })
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return false
    throw error
  }
}
