// Lists the trail as its readers see it: newest first, with values and salts, so that anyone may check the commitments.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import type { Page, PageQuery } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { decodeCursor, encodeCursor } from '../lib/paging.ts'
import {
  type AuditFilter,
  type AuditPlace,
  readAuditRows,
  type StoredAuditRow,
} from './audit-rows.ts'

export type PresentedAuditEvent = Omit<StoredAuditRow, 'organizationId' | 'v'>

/**
 * A page of audit events, newest first by place, with `nextCursor` null on the last.
 * @throws AppError forbidden, invalid_cursor
 */
export async function listAuditEvents(
  ctx: Ctx,
  input: PageQuery & AuditFilter,
): Promise<Page<PresentedAuditEvent>> {
  authorize(ctx, 'audit:read')
  const { limit, cursor, ...filter } = input
  const rows = await readAuditRows(ctx.db, ctx.organizationId, {
    order: 'newest_first',
    after: cursor === undefined ? undefined : placeOfCursor(cursor),
    filter,
    limit: limit + 1,
  })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    data: shown.map(presentAuditEvent),
    nextCursor: rows.length > limit && last ? encodeCursor([last.epoch, last.seq]) : null,
  }
}

/** The row as it is shown everywhere; its keys are all there, always. */
export function presentAuditEvent(row: StoredAuditRow): PresentedAuditEvent {
  const { id, seq, epoch, at, actor, onBehalfOf, action, target, outcome } = row
  const { values, commitments, salts, leaf } = row
  return {
    id,
    seq,
    epoch,
    at,
    actor,
    onBehalfOf,
    action,
    target,
    outcome,
    values,
    commitments,
    salts,
    leaf,
  }
}

function placeOfCursor(cursor: string): AuditPlace {
  const decoded = decodeCursor(cursor)
  const [epoch, seq, ...rest] = decoded.ok ? decoded.value : []
  if (typeof epoch !== 'number' || typeof seq !== 'number' || rest.length > 0) {
    throw new AppError('invalid_cursor', 'The cursor was not made by this list.')
  }
  return { epoch, seq }
}
