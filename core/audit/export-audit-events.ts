// Exports the trail, oldest first, in pages, so that a long one streams in little memory. It ends at the place the trail
// had when the export began: it neither chases new rows nor tears.
//
//   ndjson   one JSON object a line, exactly as the list presents it
//   csv      RFC 4180, UTF-8, a header line, CRLF; objects as JSON. A cell that a spreadsheet would run as a formula
//            (it begins with = + - @, tab or CR) is preceded by an apostrophe: OWASP, CSV Injection
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { type AuditFilter, type AuditPlace, readAuditHead, readAuditRows } from './audit-rows.ts'
import { type PresentedAuditEvent, presentAuditEvent } from './list-audit-events.ts'

export const exportFormats = ['ndjson', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

const pageRows = 500
/** 400 pages: well within the thousand database calls that a request may make. */
export const exportRowsMax = 200_000

/**
 * Checks what was asked, then gives the export in pieces of text, each a page of whole lines.
 * @throws AppError forbidden; payload_too_large over 200,000 events
 */
export async function exportAuditEvents(
  ctx: Ctx,
  input: AuditFilter & { readonly format: ExportFormat },
): Promise<AsyncIterable<string>> {
  authorize(ctx, 'audit:read')
  const { format, ...filter } = input
  const upTo = await readAuditHead(ctx.db, ctx.organizationId)
  if (!upTo) return pieces(ctx, format, filter, { epoch: 0, seq: 0 })
  const beyond = await readAuditRows(ctx.db, ctx.organizationId, {
    order: 'oldest_first',
    upTo,
    filter,
    limit: 1,
    offset: exportRowsMax,
  })
  if (beyond.length > 0) {
    throw new AppError(
      'payload_too_large',
      'More than 200,000 events match. Narrow the export with since and until.',
    )
  }
  return pieces(ctx, format, filter, upTo)
}

async function* pieces(
  ctx: Ctx,
  format: ExportFormat,
  filter: AuditFilter,
  upTo: AuditPlace,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(csvColumns)
  let after: AuditPlace | undefined
  for (let page = 0; page * pageRows < exportRowsMax; page++) {
    const rows = await readAuditRows(ctx.db, ctx.organizationId, {
      order: 'oldest_first',
      after,
      upTo,
      filter,
      limit: pageRows,
    })
    const lines = rows.map((row) => lineOf(format, presentAuditEvent(row)))
    if (lines.length > 0) yield lines.join('')
    if (rows.length < pageRows) return
    after = rows.at(-1)
  }
}

function lineOf(format: ExportFormat, event: PresentedAuditEvent): string {
  return format === 'ndjson' ? `${JSON.stringify(event)}\n` : csvLine(csvCells(event))
}

const csvColumns = [
  'id',
  'seq',
  'epoch',
  'at',
  'actorType',
  'actorId',
  'onBehalfOfType',
  'onBehalfOfId',
  'action',
  'targetType',
  'targetId',
  'outcome',
  'values',
  'commitments',
  'salts',
  'leaf',
] as const

function csvCells(event: PresentedAuditEvent): readonly string[] {
  return [
    event.id,
    String(event.seq),
    String(event.epoch),
    event.at,
    event.actor.type,
    event.actor.id,
    event.onBehalfOf?.type ?? '',
    event.onBehalfOf?.id ?? '',
    event.action,
    event.target.type,
    event.target.id,
    event.outcome,
    JSON.stringify(event.values),
    JSON.stringify(event.commitments),
    JSON.stringify(event.salts),
    event.leaf,
  ]
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
