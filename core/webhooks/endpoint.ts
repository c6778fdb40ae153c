// A webhook endpoint as subscribers give it and as they are shown it. Values of custom headers go in and never come out.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { builtInEventTypes } from '../contract/events.ts'
import { isoTime } from '../contract/paging.ts'
import type { WebhookEndpointRow } from '../db/queries/webhook-endpoints.ts'
import { isEventTypePattern, matchesEventType } from '../lib/glob.ts'
import { openHeaders } from './secrets.ts'

/** The type of the one event that is sent to a single endpoint, to see whether it works. */
export const testEventType = 'webhook_endpoint.test'

export const endpointsMax = 200
const headersMax = 20
const headerCharactersMax = 4_096

/** What we set ourselves, what the transport owns, and what would let a message pass for ours at our own door. */
const reservedHeaders =
  /^(?:webhook-.*|x-causeway-.*|host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|cf-.*|user-agent|accept-encoding|date|via)$/

const headerName = z
  .string()
  .max(128)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is not a header name')
  .refine((name) => !reservedHeaders.test(name.toLowerCase()), 'is a header that is set by us')

const headerValue = z
  .string()
  .max(headerCharactersMax)
  .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII')

const eventTypePattern = z
  .string()
  .refine(isEventTypePattern, 'must be a type, a type and .*, or *')
  .refine(namesSomeEvent, 'names no event type')

const fields = {
  url: z.string().min(1).max(2_048),
  description: z.string().trim().max(500).nullable(),
  /** Null: every event. */
  eventTypes: z.array(eventTypePattern).min(1).max(50).nullable(),
  headers: z
    .record(headerName, headerValue)
    .refine(
      (headers) => Object.keys(headers).length <= headersMax,
      `at most ${headersMax} headers`,
    ),
  /** Waits before the second, third … try; null: the standard schedule. */
  retryDelaysSeconds: z.array(z.number().int().min(1).max(86_400)).max(20).nullable(),
}

export const newWebhookEndpoint = z.strictObject({
  url: fields.url,
  description: fields.description.optional(),
  eventTypes: fields.eventTypes.optional(),
  headers: fields.headers.optional(),
  retryDelaysSeconds: fields.retryDelaysSeconds.optional(),
})

export const webhookEndpointChange = z.strictObject({
  url: fields.url.optional(),
  description: fields.description.optional(),
  eventTypes: fields.eventTypes.optional(),
  headers: fields.headers.optional(),
  enabled: z.boolean().optional(),
  retryDelaysSeconds: fields.retryDelaysSeconds.optional(),
})

export const presentedWebhookEndpoint = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  eventTypes: z.array(z.string()).nullable(),
  /** Names only. */
  headers: z.array(z.string()),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
  retryDelaysSeconds: z.array(z.number()).nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

export const webhookEndpointWithSecret = presentedWebhookEndpoint.extend({
  /** Told once. */
  secret: z.string(),
})

export type PresentedWebhookEndpoint = z.output<typeof presentedWebhookEndpoint>

export async function presentWebhookEndpoint(
  ctx: Ctx,
  row: WebhookEndpointRow,
): Promise<PresentedWebhookEndpoint> {
  const headers = await openHeaders(ctx, row.id, row.headers)
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    eventTypes: row.eventTypes === null ? null : [...row.eventTypes],
    headers: Object.keys(headers).sort(),
    enabled: row.enabled,
    disabledReason: row.disabledReason,
    retryDelaysSeconds: row.retryDelaysSeconds === null ? null : [...row.retryDelaysSeconds],
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

/** A publisher's own types are not known beforehand; of ours, a misspelt one would wait for ever. */
function namesSomeEvent(pattern: string): boolean {
  if (pattern === '*' || pattern.startsWith('custom.')) return true
  return builtInEventTypes.some((type) => matchesEventType(pattern, type))
}
