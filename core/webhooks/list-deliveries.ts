// What became of an endpoint's events: its deliveries, one of them, and the tries of one.
import type { Ctx } from '../context.ts'
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import {
  type DeliveryWithType,
  selectAttempts,
  selectDeliveries,
  selectDelivery,
  selectOrganizationDeliveries,
} from '../db/queries/deliveries.ts'
import type { DeliveryStatus } from '../db/schema/index.ts'
import {
  type PresentedAttempt,
  type PresentedDelivery,
  presentAttempt,
  presentDelivery,
} from './delivery.ts'
import { readEndpoint } from './get-endpoint.ts'

/** Newest event first. @throws AppError not_found when there is no such endpoint. */
export async function listDeliveries(
  ctx: Ctx,
  input: { endpointId: string; status?: DeliveryStatus | undefined } & PageQuery,
): Promise<Page<PresentedDelivery>> {
  authorize(ctx, 'deliveries:read')
  await readEndpoint(ctx, input.endpointId)
  const rows = await selectDeliveries(ctx.db, ctx.organizationId, input.endpointId, {
    limit: input.limit,
    after: cursorIdOf(input),
    status: input.status ?? null,
  })
  return pageOf(rows, input.limit, presentDelivery)
}

/** Of all endpoints, newest event first. @throws AppError forbidden, invalid_cursor */
export async function listOrganizationDeliveries(
  ctx: Ctx,
  query: PageQuery,
): Promise<Page<PresentedDelivery>> {
  authorize(ctx, 'deliveries:read')
  const page = { limit: query.limit, after: cursorIdOf(query) }
  const rows = await selectOrganizationDeliveries(ctx.db, ctx.organizationId, page)
  return pageOf(rows, query.limit, presentDelivery)
}

/** @throws AppError not_found */
export async function getDelivery(
  ctx: Ctx,
  input: { deliveryId: string },
): Promise<PresentedDelivery> {
  authorize(ctx, 'deliveries:read')
  return presentDelivery(await readDelivery(ctx, input.deliveryId))
}

/** Newest first. @throws AppError not_found */
export async function listAttempts(
  ctx: Ctx,
  input: { deliveryId: string } & PageQuery,
): Promise<Page<PresentedAttempt>> {
  authorize(ctx, 'deliveries:read')
  const { id } = await readDelivery(ctx, input.deliveryId)
  const page = { limit: input.limit, after: cursorIdOf(input) }
  const rows = await selectAttempts(ctx.db, ctx.organizationId, id, page)
  return pageOf(rows, input.limit, presentAttempt)
}

/** The organization's own delivery. @throws AppError not_found */
export async function readDelivery(ctx: Ctx, deliveryId: string): Promise<DeliveryWithType> {
  const row = await selectDelivery(ctx.db, ctx.organizationId, deliveryId)
  if (!row) throw notFound('delivery')
  return row
}
