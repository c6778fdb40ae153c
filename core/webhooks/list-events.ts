// The organization's events, newest first or one of them, and the types there are.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { notFound } from '../contract/errors.ts'
import { builtInEventTypes } from '../contract/events.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { type EventRow, selectEvent, selectEvents } from '../db/queries/events.ts'
import { testEventType } from './endpoint.ts'

export const presentedEvent = z.object({
  id: z.string(),
  type: z.string(),
  data: z.unknown(),
  createdAt: z.string(),
})

export const presentedEventType = z.object({
  type: z.string(),
  /** A pattern that covers it and its neighbours. */
  group: z.string(),
})

export async function listEvents(
  ctx: Ctx,
  input: { type?: string | undefined } & PageQuery,
): Promise<Page<z.output<typeof presentedEvent>>> {
  authorize(ctx, 'events:read')
  const rows = await selectEvents(ctx.db, ctx.organizationId, {
    limit: input.limit,
    after: cursorIdOf(input),
    type: input.type ?? null,
  })
  return pageOf(rows, input.limit, presentEvent)
}

/** @throws AppError not_found, for another organization's too */
export async function getEvent(
  ctx: Ctx,
  input: { eventId: string },
): Promise<z.output<typeof presentedEvent>> {
  authorize(ctx, 'events:read')
  const row = await selectEvent(ctx.db, ctx.organizationId, input.eventId)
  if (!row) throw notFound('event')
  return presentEvent(row)
}

/** Every built-in type; a publisher's own, `custom.…`, are whatever it publishes. */
export function listEventTypes(ctx: Ctx): Page<z.output<typeof presentedEventType>> {
  authorize(ctx, 'events:read')
  const types = [...builtInEventTypes, testEventType].sort()
  return {
    data: types.map((type) => ({ type, group: `${type.slice(0, type.indexOf('.'))}.*` })),
    nextCursor: null,
  }
}

function presentEvent(row: EventRow): z.output<typeof presentedEvent> {
  const { id, type, data } = row
  return { id, type, data: JSON.parse(data) as unknown, createdAt: isoTime(row.createdAt) }
}
