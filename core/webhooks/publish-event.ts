// Publishes an organization's own event. Accepted means: it and a delivery for each endpoint that wants it are rows, and will be
// attempted whatever dies next.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { customEventType, type EventType, eventDataBytesMax } from '../contract/events.ts'
import { isoTime } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { writeChange } from '../db/write.ts'

export const newCustomEvent = z.strictObject({
  type: customEventType,
  data: z.record(z.string(), z.unknown()),
})

export const publishedEvent = z.object({
  id: z.string(),
  type: z.string(),
  createdAt: z.string(),
})

/** @throws AppError payload_too_large when the data has more than 256 KiB as JSON. */
export async function publishEvent(
  ctx: Ctx,
  input: z.output<typeof newCustomEvent>,
): Promise<z.output<typeof publishedEvent>> {
  authorize(ctx, 'events:write')
  if (new TextEncoder().encode(JSON.stringify(input.data)).length > eventDataBytesMax) {
    throw new AppError(
      'payload_too_large',
      `An event's data has at most ${eventDataBytesMax} bytes.`,
    )
  }
  const type = input.type as EventType
  const id = ctx.ids.next('event')
  const { answer } = await writeChange(ctx, {
    statements: [],
    audit: { action: 'event.publish', target: { type: 'event', id }, values: { type } },
    events: [{ id, type, data: input.data }],
    meters: ['events'],
    answer: { id, type, createdAt: isoTime(ctx.clock.now()) },
  })
  return answer
}
