// `/v1/events` and `/v1/event-types`: what happened, and what an organization publishes itself.
import { z } from '@hono/zod-openapi'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import {
  getEvent,
  listEvents,
  listEventTypes,
  newCustomEvent,
  presentedEvent,
  presentedEventType,
  publishEvent,
  publishedEvent,
} from '../../../core/webhooks/index.ts'
import { defineOperation } from '../../operation.ts'

export const eventOperations = [
  defineOperation({
    id: 'publishEvent',
    method: 'post',
    path: '/v1/events',
    tag: 'Events',
    summary: 'Publish an event',
    description:
      'The type begins with `custom.`. Accepted means that every webhook endpoint which wants it will be tried, whatever fails next.',
    permission: 'events:write',
    body: newCustomEvent,
    status: 202,
    response: publishedEvent,
    run: (ctx, { body }) => publishEvent(ctx, body),
  }),
  defineOperation({
    id: 'listEvents',
    method: 'get',
    path: '/v1/events',
    tag: 'Events',
    summary: 'The events, newest first',
    permission: 'events:read',
    query: pageQuery.extend({ type: z.string().max(128).optional() }),
    status: 200,
    response: pageSchema(presentedEvent),
    run: (ctx, { query }) => listEvents(ctx, query),
  }),
  defineOperation({
    id: 'getEvent',
    method: 'get',
    path: '/v1/events/{eventId}',
    tag: 'Events',
    summary: 'One event',
    permission: 'events:read',
    params: z.strictObject({ eventId: z.string().max(80) }),
    status: 200,
    response: presentedEvent,
    run: (ctx, { params }) => getEvent(ctx, params),
  }),
  defineOperation({
    id: 'listEventTypes',
    method: 'get',
    path: '/v1/event-types',
    tag: 'Events',
    summary: 'The built-in event types',
    permission: 'events:read',
    status: 200,
    response: pageSchema(presentedEventType),
    run: async (ctx) => listEventTypes(ctx),
  }),
]
