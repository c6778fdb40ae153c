// Deliveries and their attempts as they are shown.
import { z } from 'zod'
import { isoTime } from '../contract/paging.ts'
import type { AttemptRow, DeliveryWithType } from '../db/queries/deliveries.ts'
import { deliveryStatuses } from '../db/schema/index.ts'

export const presentedDelivery = z.object({
  id: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  endpointId: z.string(),
  status: z.enum(deliveryStatuses),
  /** Why it is not delivered, in one word: `exhausted`, `gone`, `endpoint_disabled` … */
  reason: z.string().nullable(),
  /** Tries begun. */
  attemptCount: z.number().int(),
  nextAttemptAt: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
})

export const presentedAttempt = z.object({
  id: z.string(),
  /** From 1. */
  number: z.number().int(),
  startedAt: z.string(),
  durationMs: z.number().int(),
  /** Null when no answer came. */
  statusCode: z.number().int().nullable(),
  /** Why it failed, in one word; null for a 2xx. */
  error: z.string().nullable(),
  /** How the answer began. */
  responseBody: z.string().nullable(),
})

export type PresentedDelivery = z.output<typeof presentedDelivery>
export type PresentedAttempt = z.output<typeof presentedAttempt>

export function presentDelivery(row: DeliveryWithType): PresentedDelivery {
  const { id, eventId, eventType, endpointId, status, reason, attemptCount } = row
  return {
    id,
    eventId,
    eventType,
    endpointId,
    status,
    reason,
    attemptCount,
    nextAttemptAt: isoTime(row.dueAt),
    createdAt: isoTime(row.createdAt),
    endedAt: isoTime(row.endedAt),
  }
}

export function presentAttempt(row: AttemptRow): PresentedAttempt {
  const { id, number, durationMs, statusCode, error, responseBody } = row
  return {
    id,
    number,
    startedAt: isoTime(row.startedAt),
    durationMs,
    statusCode,
    error,
    responseBody,
  }
}
