// `/v1/deliveries`: one event for one endpoint, and its tries.
import { z } from '@hono/zod-openapi'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import {
  getDelivery,
  listAttempts,
  presentedAttempt,
  presentedDelivery,
  retryDelivery,
} from '../../../core/webhooks/index.ts'
import { defineOperation } from '../../operation.ts'

const tag = 'Deliveries'
const params = z.strictObject({ deliveryId: z.string().max(80) })

export const deliveryOperations = [
  defineOperation({
    id: 'getDelivery',
    method: 'get',
    path: '/v1/deliveries/{deliveryId}',
    tag,
    summary: 'One delivery',
    permission: 'deliveries:read',
    params,
    status: 200,
    response: presentedDelivery,
    run: (ctx, { params }) => getDelivery(ctx, params),
  }),
  defineOperation({
    id: 'listAttempts',
    method: 'get',
    path: '/v1/deliveries/{deliveryId}/attempts',
    tag,
    summary: 'The tries of a delivery, newest first',
    permission: 'deliveries:read',
    params,
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedAttempt),
    run: (ctx, { params, query }) => listAttempts(ctx, { ...params, ...query }),
  }),
  defineOperation({
    id: 'retryDelivery',
    method: 'post',
    path: '/v1/deliveries/{deliveryId}/retry',
    tag,
    summary: 'Try a delivery again now',
    permission: 'deliveries:write',
    params,
    status: 200,
    response: presentedDelivery,
    run: (ctx, { params }) => retryDelivery(ctx, params),
  }),
]
