// Changes a webhook endpoint. Disabling it cancels what waits for it; enabling it again sends nothing by itself: replay does.
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import type { NewEvent } from '../contract/events.ts'
import { authorize } from '../contract/permissions.ts'
import { cancelWaiting } from '../db/queries/deliveries.ts'
import { updateEndpoint, type WebhookEndpointRow } from '../db/queries/webhook-endpoints.ts'
import { type GuardedStatement, writeChange } from '../db/write.ts'
import { requireUsableUrl } from './create-endpoint.ts'
import {
  type PresentedWebhookEndpoint,
  presentWebhookEndpoint,
  type webhookEndpointChange,
} from './endpoint.ts'
import { readEndpoint } from './get-endpoint.ts'
import { sealHeaders } from './secrets.ts'

export const disabledByHand = 'disabled'

/** @throws AppError not_found; invalid_url; conflict when it changed since it was read here. */
export async function updateWebhookEndpoint(
  ctx: Ctx,
  input: { endpointId: string; change: z.output<typeof webhookEndpointChange> },
): Promise<PresentedWebhookEndpoint> {
  authorize(ctx, 'webhook-endpoints:write')
  const read = await readEndpoint(ctx, input.endpointId)
  const { change } = input
  if (change.url !== undefined && change.url !== read.url) await requireUsableUrl(ctx, change.url)
  const nowMs = ctx.clock.now()
  const row = await changed(ctx, read, change, nowMs)
  const disables = read.enabled && !row.enabled
  const statements: GuardedStatement[] = [
    { statement: updateEndpoint(ctx.db, read, row), orElse: 'conflict' },
  ]
  const events: NewEvent[] = []
  if (disables) {
    const cancel = { reason: 'endpoint_disabled', nowMs }
    statements.push({ statement: cancelWaiting(ctx.db, ctx.organizationId, read.id, cancel) })
    events.push({
      type: 'webhook_endpoint.disabled',
      data: { webhookEndpointId: read.id, url: row.url, reason: disabledByHand },
    })
  }
  const { answer } = await writeChange(ctx, {
    statements,
    audit: {
      action: 'webhook_endpoint.update',
      target: { type: 'webhook_endpoint', id: read.id },
      values: { changed: Object.keys(change).sort(), url: row.url, enabled: row.enabled },
    },
    events,
    answer: await presentWebhookEndpoint(ctx, row),
  })
  return answer
}

async function changed(
  ctx: Ctx,
  read: WebhookEndpointRow,
  change: z.output<typeof webhookEndpointChange>,
  nowMs: number,
): Promise<WebhookEndpointRow> {
  const enabled = change.enabled ?? read.enabled
  return {
    ...read,
    url: change.url ?? read.url,
    description: change.description === undefined ? read.description : change.description,
    eventTypes: change.eventTypes === undefined ? read.eventTypes : change.eventTypes,
    headers:
      change.headers === undefined ? read.headers : await sealHeaders(ctx, read.id, change.headers),
    retryDelaysSeconds:
      change.retryDelaysSeconds === undefined ? read.retryDelaysSeconds : change.retryDelaysSeconds,
    enabled,
    disabledReason: enabled ? null : (read.disabledReason ?? disabledByHand),
    // Never the same as before: it is what the guard of a concurrent change compares.
    updatedAt: Math.max(nowMs, read.updatedAt + 1),
  }
}
