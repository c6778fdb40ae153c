// Sends an endpoint the events of a time range again: those that failed, those it never had, or all. One call takes up to a
// thousand events, oldest first, and says from where to go on.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { deliveryIdOf } from '../contract/ids.ts'
import { isoTime } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { makeDue } from '../db/queries/deliveries.ts'
import { insertMissingDeliveries, selectReplayable } from '../db/queries/replayable.ts'
import { writeChange } from '../db/write.ts'
import { testEventType } from './endpoint.ts'
import { readEndpoint } from './get-endpoint.ts'

/** Ten messages' worth of a queue's batch, so that all of them leave by the fast path. */
export const replayEventsMax = 1_000

export const replayRange = z.strictObject({
  since: z.iso.datetime({ offset: true }),
  /** Not in the range; the present when absent. */
  until: z.iso.datetime({ offset: true }).optional(),
  only: z.enum(['failed', 'missing', 'all']).default('failed'),
})

export const replayed = z.object({
  /** Deliveries made due. */
  count: z.number().int(),
  /** Where the next call begins when the range holds more; null when it was the whole. */
  nextSince: z.string().nullable(),
})

/** @throws AppError not_found; conflict when the endpoint is disabled; invalid_request for an empty range. */
export async function replayDeliveries(
  ctx: Ctx,
  input: { endpointId: string; range: z.output<typeof replayRange> },
): Promise<z.output<typeof replayed>> {
  authorize(ctx, 'webhook-endpoints:write')
  const endpoint = await readEndpoint(ctx, input.endpointId)
  if (!endpoint.enabled) {
    throw new AppError('conflict', 'The webhook endpoint is disabled. Enable it first.')
  }
  const nowMs = ctx.clock.now()
  const sinceMs = Date.parse(input.range.since)
  const untilMs = input.range.until === undefined ? nowMs + 1 : Date.parse(input.range.until)
  if (untilMs <= sinceMs) {
    throw new AppError('invalid_request', 'Some fields are not valid.', {
      errors: [{ path: 'since', message: 'must be before the end of the range' }],
    })
  }
  const { db, organizationId } = ctx
  const found = await selectReplayable(db, {
    organizationId,
    endpointId: endpoint.id,
    eventTypes: endpoint.eventTypes,
    privateType: testEventType,
    sinceMs,
    untilMs,
    only: input.range.only,
    nowMs,
    limit: replayEventsMax + 1,
  })
  const taken = found.slice(0, replayEventsMax)
  const again = taken.flatMap((each) => each.deliveryId ?? [])
  const missing = taken.filter((each) => each.deliveryId === null).map((each) => each.eventId)
  await ctx.outbox.arm()
  const { answer } = await writeChange(ctx, {
    statements: [
      { statement: makeDue(db, organizationId, again, nowMs) },
      {
        statement: insertMissingDeliveries(db, {
          organizationId,
          endpointId: endpoint.id,
          eventIds: missing,
          nowMs,
        }),
      },
    ],
    audit: {
      action: 'webhook_endpoint.replay',
      target: { type: 'webhook_endpoint', id: endpoint.id },
      values: { since: isoTime(sinceMs), only: input.range.only, count: taken.length },
    },
    answer: {
      count: taken.length,
      nextSince: isoTime(found[replayEventsMax]?.createdAt ?? null),
    },
  })
  ctx.outbox.handOver([...again, ...missing.map((eventId) => deliveryIdOf(eventId, endpoint.id))])
  return answer
}
