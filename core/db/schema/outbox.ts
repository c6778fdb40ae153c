// Events, and the work they make: one delivery for each endpoint that wants the event, one attempt for each try.
// They are rows before anything is sent; a queue message carries a delivery's id only.
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const events = sqliteTable(
  'events',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    type: text('type').notNull(),
    /** JSON text, exactly as it is sent. */
    data: text('data').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('events_organization').on(t.organizationId, t.id)],
)

export const webhookEndpoints = sqliteTable(
  'webhook_endpoints',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    url: text('url').notNull(),
    description: text('description'),
    /** Patterns (`*`, `run.*`, `run.done`); null is every event. */
    eventTypes: text('event_types', { mode: 'json' }).$type<readonly string[]>(),
    /** Sealed by the vault: customers put tokens here. JSON object of strings. */
    headers: text('headers'),
    /** Sealed by the vault. `whsec_` and base64. */
    secret: text('secret').notNull(),
    enabled: integer('enabled', { mode: 'boolean' }).notNull(),
    disabledReason: text('disabled_reason'),
    /** Waits before the second, third … try; null is the standard schedule. */
    retryDelaysSeconds: text('retry_delays_seconds', { mode: 'json' }).$type<readonly number[]>(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [index('webhook_endpoints_organization').on(t.organizationId, t.id)],
)

export const deliveryStatuses = [
  'pending',
  'delivered',
  'retrying',
  'failed',
  'skipped',
  'blocked',
  'cancelled',
] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

export const deliveries = sqliteTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    eventId: text('event_id').notNull(),
    endpointId: text('endpoint_id').notNull(),
    status: text('status', { enum: deliveryStatuses }).notNull(),
    /** Why it is not delivered, in one word: `endpoint_disabled`, `gone`, `exhausted` … */
    reason: text('reason'),
    /** Tries begun. */
    attemptCount: integer('attempt_count').notNull(),
    /** When the next try is due, ms; null when there is none. */
    dueAt: integer('due_at'),
    /** When it was last handed to the queue, so that a sweep does not hand it over twice. */
    handedAt: integer('handed_at').notNull(),
    /** A try is in flight until then: only the holder of the lease may record its outcome. */
    leaseUntil: integer('lease_until').notNull(),
    leaseId: text('lease_id'),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [
    uniqueIndex('deliveries_event_endpoint').on(t.eventId, t.endpointId),
    index('deliveries_endpoint').on(t.endpointId, t.id),
    index('deliveries_due').on(t.dueAt).where(sql`due_at IS NOT NULL`),
  ],
)

export const attempts = sqliteTable(
  'attempts',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    deliveryId: text('delivery_id').notNull(),
    /** From 1. */
    number: integer('number').notNull(),
    startedAt: integer('started_at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    /** Null when no answer came. */
    statusCode: integer('status_code'),
    /** Why it failed, in one word; null for a 2xx. */
    error: text('error'),
    /** The beginning of the answer, at most 1 KiB here. */
    responseBody: text('response_body'),
  },
  (t) => [uniqueIndex('attempts_delivery').on(t.deliveryId, t.number)],
)

/** One row a POST with an `Idempotency-Key`: written in the batch of its change. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    /** `<organization>/<actor type>/<actor id>/<key>` */
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    /** SHA-256 of method, path and body, hex. */
    requestHash: text('request_hash').notNull(),
    state: text('state', { enum: ['running', 'done'] }).notNull(),
    /** The answer, sealed by the vault: `{ status, body }`. Null while running. */
    answer: text('answer'),
    /** After this an answer that holds a secret is no longer replayed; null when it holds none. */
    secretUntil: integer('secret_until'),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (t) => [index('idempotency_keys_expiry').on(t.expiresAt)],
)
