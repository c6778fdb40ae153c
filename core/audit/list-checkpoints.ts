// Lists the signed checkpoints of the trail, newest first: who keeps one can later prove what stood under it.
import type { AuditCheckpoint, Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import type { Page, PageQuery } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { decodeCursor, encodeCursor } from '../lib/paging.ts'

/** @throws AppError forbidden, invalid_cursor */
export async function listCheckpoints(
  ctx: Ctx,
  query: PageQuery,
): Promise<Page<AuditCheckpoint> & { readonly verifierKey: string }> {
  authorize(ctx, 'audit:read')
  const before = query.cursor === undefined ? undefined : placeOfCursor(query.cursor)
  const log = ctx.hub.auditLog(ctx.organizationId, ctx.shard)
  const found = await log.checkpoints(query.limit + 1, before)
  const data = found.slice(0, query.limit)
  const last = data.at(-1)
  return {
    data,
    nextCursor: found.length > query.limit && last ? encodeCursor([last.epoch, last.size]) : null,
    verifierKey: await log.verifierKey(),
  }
}

function placeOfCursor(cursor: string): { epoch: number; size: number } {
  const decoded = decodeCursor(cursor)
  const [epoch, size, ...rest] = decoded.ok ? decoded.value : []
  if (typeof epoch !== 'number' || typeof size !== 'number' || rest.length > 0) {
    throw new AppError('invalid_cursor', 'The cursor was not made by this list.')
  }
  return { epoch, size }
}
