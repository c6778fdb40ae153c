// Makes a webhook endpoint. Its address must be public now, and is judged again before every try; its secret is told once.
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import {
  countEndpoints,
  insertEndpoint,
  type WebhookEndpointRow,
} from '../db/queries/webhook-endpoints.ts'
import { writeChange } from '../db/write.ts'
import {
  endpointsMax,
  type newWebhookEndpoint,
  presentWebhookEndpoint,
  type webhookEndpointWithSecret,
} from './endpoint.ts'
import { sealFirstSecret, sealHeaders } from './secrets.ts'
import { newWebhookSecret } from './sign.ts'

/** @throws AppError invalid_url when the guard refuses the address; conflict beyond 200 endpoints. */
export async function createWebhookEndpoint(
  ctx: Ctx,
  input: z.output<typeof newWebhookEndpoint>,
): Promise<z.output<typeof webhookEndpointWithSecret>> {
  authorize(ctx, 'webhook-endpoints:write')
  await requireUsableUrl(ctx, input.url)
  if ((await countEndpoints(ctx.db, ctx.organizationId)) >= endpointsMax) {
    throw new AppError('conflict', `An organization has at most ${endpointsMax} webhook endpoints.`)
  }
  const nowMs = ctx.clock.now()
  const id = ctx.ids.next('webhookEndpoint')
  const secret = newWebhookSecret(ctx.ids)
  const row: WebhookEndpointRow = {
    id,
    organizationId: ctx.organizationId,
    url: input.url,
    description: input.description ?? null,
    eventTypes: input.eventTypes ? [...new Set(input.eventTypes)] : null,
    headers: await sealHeaders(ctx, id, input.headers ?? {}),
    secret: await sealFirstSecret(ctx, id, secret),
    enabled: true,
    disabledReason: null,
    retryDelaysSeconds: input.retryDelaysSeconds ?? null,
    createdAt: nowMs,
    updatedAt: nowMs,
  }
  const { answer } = await writeChange(ctx, {
    statements: [{ statement: insertEndpoint(ctx.db, row) }],
    audit: {
      action: 'webhook_endpoint.create',
      target: { type: 'webhook_endpoint', id },
      values: { url: row.url, eventTypes: row.eventTypes },
    },
    answer: { ...(await presentWebhookEndpoint(ctx, row)), secret },
    answerIsSecret: true,
  })
  return answer
}

/** @throws AppError invalid_url with the guard's public reason */
export async function requireUsableUrl(ctx: Ctx, url: string): Promise<void> {
  const reason = await ctx.egress.refusalOf(url)
  if (reason === null) return
  throw new AppError('invalid_url', reason, {
    errors: [{ path: 'url', message: reason }],
  })
}
