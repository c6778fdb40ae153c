// One webhook endpoint, or all, as they may be shown: never the secret.
import type { Ctx } from '../context.ts'
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import {
  selectEndpoint,
  selectEndpoints,
  type WebhookEndpointRow,
} from '../db/queries/webhook-endpoints.ts'
import { type PresentedWebhookEndpoint, presentWebhookEndpoint } from './endpoint.ts'

/** @throws AppError not_found */
export async function getWebhookEndpoint(
  ctx: Ctx,
  input: { endpointId: string },
): Promise<PresentedWebhookEndpoint> {
  authorize(ctx, 'webhook-endpoints:read')
  return presentWebhookEndpoint(ctx, await readEndpoint(ctx, input.endpointId))
}

/** Newest first. */
export async function listWebhookEndpoints(
  ctx: Ctx,
  query: PageQuery,
): Promise<Page<PresentedWebhookEndpoint>> {
  authorize(ctx, 'webhook-endpoints:read')
  const page = { limit: query.limit, after: cursorIdOf(query) }
  const rows = await selectEndpoints(ctx.db, ctx.organizationId, page)
  const { data, nextCursor } = pageOf(rows, query.limit, (row) => row)
  return {
    data: await Promise.all(data.map((row) => presentWebhookEndpoint(ctx, row))),
    nextCursor,
  }
}

/** The organization's own endpoint. @throws AppError not_found */
export async function readEndpoint(ctx: Ctx, endpointId: string): Promise<WebhookEndpointRow> {
  const row = await selectEndpoint(ctx.db, ctx.organizationId, endpointId)
  if (!row) throw notFound('webhook endpoint')
  return row
}
