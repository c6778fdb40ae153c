// Lists: `{ data, nextCursor }`, newest first by id, `?limit=` 1-100 (default 20), `?cursor=`.
import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../lib/paging.ts'
import { AppError } from './errors.ts'

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().optional(),
})

export interface PageQuery {
  readonly limit: number
  readonly cursor?: string | undefined
}

export interface Page<Item> {
  readonly data: readonly Item[]
  readonly nextCursor: string | null
}

/** The id after which a page begins; null for the first page. @throws AppError invalid_cursor */
export function cursorIdOf(query: PageQuery): string | null {
  if (query.cursor === undefined) return null
  const decoded = decodeCursor(query.cursor)
  const id = decoded.ok ? decoded.value[0] : undefined
  if (typeof id !== 'string' || (decoded.ok && decoded.value.length !== 1)) {
    throw new AppError('invalid_cursor', 'The cursor was not made by this list.')
  }
  return id
}

/** Makes a page of rows that were read with `limit + 1`: the extra row says that more follow. */
export function pageOf<Row extends { readonly id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    data: shown.map(present),
    nextCursor: rows.length > limit && last ? encodeCursor([last.id]) : null,
  }
}

/** The answer of a list in the OpenAPI document. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() })
}

/** ISO 8601 UTC with milliseconds; null stays null. */
export function isoTime(ms: number): string
export function isoTime(ms: number | null): string | null
export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
