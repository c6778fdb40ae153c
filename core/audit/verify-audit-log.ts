// Verifies an organization's whole trail: reads every row again, makes its leaf and commitments anew, builds the root from the
// leaves without the stored tree, and compares it with the newest signed checkpoint. Names the first thing that is wrong.
//
// It is the hub's own word: who does not trust the hub checks an export offline, against a checkpoint kept elsewhere.
import { decodeHex } from '@oslojs/encoding'
import { z } from 'zod'
import type { AuditCheckpoint, AuditLogPort, Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { constantTimeEqual } from '../lib/hmac.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { type AuditPlace, lastRowUpTo, readAuditHead, readRowsSafely } from './audit-rows.ts'
import { leafIndexOf, leavesMax } from './audit-tree.ts'
import { isLeafOfColumns, wrongValueOf } from './check-row.ts'
import {
  type CheckpointStatement,
  checkpointOrigin,
  type LostRange,
  parseVerifierKey,
  readCheckpointNote,
} from './checkpoint-note.ts'
import { placesOf, type SealedPlace } from './sealed-places.ts'
import { TreeFrontier } from './tree-frontier.ts'

export const auditFailureCodes = [
  /** The newest checkpoint is not signed by the log's key, for this organization, with this content. */
  'checkpoint_invalid',
  /** A number of the trail has no row. */
  'event_missing',
  /** A row stands where the sealed order has none. */
  'event_unexpected',
  /** The columns do not make the stored leaf. */
  'event_changed',
  /** A value is not the one that was committed to. */
  'value_changed',
  /** The row is sound in itself, but not the one that was sealed. */
  'event_replaced',
  /** The rows make another root than the one that was signed, and no single row explains it. */
  'root_differs',
  /** Sealing stands still before the newest event. */
  'not_sealed',
  /** Sealed events are gone, and a higher epoch says so. */
  'events_lost',
] as const

export interface AuditFailure {
  readonly code: (typeof auditFailureCodes)[number]
  readonly detail: string
  readonly eventId: string | null
  readonly epoch: number | null
  readonly seq: number | null
}

export interface AuditVerification {
  /** Rows read and found sound before the verdict. */
  readonly checked: number
  readonly checkpoint: AuditCheckpoint | null
  /** Rows that a restore of the database took, as the signed checkpoint says. */
  readonly lost: readonly LostRange[]
  readonly verdict: Result<'whole', AuditFailure>
}

const pageRows = 500
/** 400 database calls and some seconds of hashing; a longer trail is verified offline, from exports. */
export const verifyRowsMax = 200_000

/**
 * Seals what is committed, then verifies. Reads only; safe to repeat.
 * @throws AppError forbidden; payload_too_large over 200,000 events
 */
export async function verifyAuditLog(ctx: Ctx): Promise<AuditVerification> {
  authorize(ctx, 'audit:read')
  const headBefore = await readAuditHead(ctx.db, ctx.organizationId)
  const log = ctx.hub.auditLog(ctx.organizationId, ctx.shard)
  const checkpoint = await log.seal()
  const statement = checkpoint && (await statementOf(ctx, log, checkpoint))
  if (statement && !statement.ok) {
    return { checked: 0, checkpoint, lost: [], verdict: err(statement.error) }
  }
  const signed = statement?.value ?? null
  const lost = signed?.lost ?? []
  if ((signed?.size ?? 0) > verifyRowsMax) throw tooLong()

  const walk = await walkRows(ctx, signed)
  const failure =
    walk.failure ??
    (signed && (await rootFailure(ctx, log, signed, walk.leaves))) ??
    sealingFailure(headBefore, signed) ??
    lostFailure(lost, walk.stated)
  return { checked: walk.checked, checkpoint, lost, verdict: failure ? err(failure) : ok('whole') }
}

/**
 * A loss that an operator stated in the trail itself, in a sealed row after it, is a restore that was meant. Any other is a failure:
 * the log signs that rows are gone, whoever took them.
 */
function lostFailure(lost: readonly LostRange[], stated: ReadonlySet<string>): AuditFailure | null {
  const first = lost.find((range) => !stated.has(rangeText(range)))
  return first
    ? failureOf(
        'events_lost',
        `Sealed events of epoch ${first.epoch}, from ${first.firstSeq} to ${first.lastSeq}, are gone: the database was restored or cut.`,
      )
    : null
}

async function statementOf(
  ctx: Ctx,
  log: AuditLogPort,
  checkpoint: AuditCheckpoint,
): Promise<Result<CheckpointStatement, AuditFailure>> {
  const invalid = (why: string) =>
    err(failureOf('checkpoint_invalid', `The newest checkpoint cannot be believed: ${why}.`))
  const verifier = parseVerifierKey(await log.verifierKey())
  if (!verifier.ok) return invalid('the key is malformed')
  const origin = checkpointOrigin(ctx.settings.publicOrigin, ctx.organizationId)
  const statement = await readCheckpointNote(checkpoint.note, verifier.value, origin)
  if (!statement.ok) return invalid(checkpointRefusals[statement.error])
  const { size, epochs } = statement.value
  if (size !== checkpoint.size || epochs.at(-1)?.epoch !== checkpoint.epoch) {
    return invalid('what was signed is not what is shown')
  }
  return statement
}

const checkpointRefusals = {
  signature: 'its signature is not by the key of this log',
  malformed: 'its text is malformed',
  other_origin: 'it belongs to another log',
} as const

interface Walk {
  checked: number
  /** Of the sealed places in order; null where a restore took the row. */
  readonly leaves: (string | null)[]
  /** Losses that rows of the trail state, as `rangeText` writes them. */
  readonly stated: Set<string>
  failure: AuditFailure | null
}

/** Reads all rows in order beside the places that the checkpoint says are sealed. */
async function walkRows(ctx: Ctx, signed: CheckpointStatement | null): Promise<Walk> {
  const walk: Walk = { checked: 0, leaves: [], stated: new Set(), failure: null }
  const places = placesOf(signed)
  let expected = places.next()
  const skipLost = (until: AuditPlace | null) => {
    while (!expected.done && expected.value.lost && !(until && isSame(expected.value, until))) {
      walk.leaves.push(null)
      expected = places.next()
    }
  }
  // Read after sealing: every sealed row was committed at or before this place.
  const upTo = await readAuditHead(ctx.db, ctx.organizationId)
  let after: AuditPlace | undefined
  for (let page = 0; ; page++) {
    const rows = await readRowsSafely(ctx.db, ctx.organizationId, {
      order: 'oldest_first',
      after,
      upTo: upTo ?? undefined,
      limit: pageRows,
    })
    for (const read of rows) {
      skipLost(read)
      const place = expected.done ? unsealedAfter(after, read) : expected.value
      walk.failure = placeFailure(place, read) ?? (await rowFailure(read))
      if (walk.failure) return walk
      if (!expected.done) {
        walk.leaves.push(read.leaf)
        expected = places.next()
        for (const range of statedBy(read)) walk.stated.add(rangeText(range))
      }
      walk.checked += 1
      after = read
    }
    if (rows.length < pageRows) break
    if ((page + 1) * pageRows >= verifyRowsMax) throw tooLong()
  }
  skipLost(null)
  if (!expected.done) walk.failure = missing(expected.value)
  return walk
}

/** Where a row that is not sealed yet must stand: after the one before it, or at the beginning of an epoch. */
function unsealedAfter(before: AuditPlace | undefined, row: AuditPlace): AuditPlace {
  return { epoch: row.epoch, seq: before?.epoch === row.epoch ? before.seq + 1 : 1 }
}

function placeFailure(expected: AuditPlace, row: AuditPlace & { id: string }): AuditFailure | null {
  if (isSame(expected, row)) return null
  const early =
    row.epoch < expected.epoch || (row.epoch === expected.epoch && row.seq < expected.seq)
  if (!early) return missing(expected)
  return failureOf('event_unexpected', 'This event stands outside the sealed order.', row)
}

const statedLoss = z.array(
  z.object({ epoch: z.number(), firstSeq: z.number(), lastSeq: z.number() }),
)

/** The losses that a sealed row states; by the operator's restore only. */
function statedBy({ row }: ReadRow): readonly LostRange[] {
  if (row?.action !== 'database.restore' || row.actor.type !== 'operator') return []
  const lost = statedLoss.safeParse(row.values.lost)
  return lost.success ? lost.data : []
}

const rangeText = ({ epoch, firstSeq, lastSeq }: LostRange) => `${epoch}/${firstSeq}-${lastSeq}`

type ReadRow = Awaited<ReturnType<typeof readRowsSafely>>[number]

async function rowFailure(read: ReadRow): Promise<AuditFailure | null> {
  if (!read.row || !(await isLeafOfColumns(read.row))) {
    return failureOf('event_changed', 'The event is not the one its leaf was made of.', read)
  }
  const wrong = await wrongValueOf(read.row)
  if (wrong === null) return null
  return failureOf(
    'value_changed',
    `The value ${JSON.stringify(wrong)} is not the one that was committed to.`,
    read,
  )
}

async function rootFailure(
  ctx: Ctx,
  log: AuditLogPort,
  signed: CheckpointStatement,
  leaves: (string | null)[],
): Promise<AuditFailure | null> {
  for (let index = leaves.indexOf(null); index !== -1; index = leaves.indexOf(null, index)) {
    const taken = await log.leaves(index, leavesMax)
    // Only the rows that are gone are believed of the log; an empty answer leaves them for the root to refuse.
    if (taken.length === 0) break
    for (const [at, leaf] of taken.entries()) leaves[index + at] ??= leaf
  }
  const frontier = new TreeFrontier()
  for (const leaf of leaves)
    await frontier.push(leaf === null ? new Uint8Array(32) : decodeHex(leaf))
  if (constantTimeEqual(await frontier.root(), signed.rootHash)) return null
  return (
    (await replacedRow(ctx, log, signed, leaves)) ??
    failureOf('root_differs', 'The events make another root than the one that was signed.')
  )
}

/** The first row whose leaf is not the sealed one, by the log's own leaves. */
async function replacedRow(
  ctx: Ctx,
  log: AuditLogPort,
  signed: CheckpointStatement,
  leaves: readonly (string | null)[],
): Promise<AuditFailure | null> {
  for (let index = 0; index < leaves.length; index += leavesMax) {
    const sealed = await log.leaves(index, leavesMax)
    const at = sealed.findIndex(
      (leaf, i) => index + i < leaves.length && leaf !== leaves[index + i],
    )
    if (at === -1) continue
    const place = [...placesOf(signed)][index + at]
    const row = place && (await lastRowUpTo(ctx.db, ctx.organizationId, place))
    return failureOf('event_replaced', 'The event is not the one that was sealed here.', {
      epoch: place?.epoch ?? null,
      seq: place?.seq ?? null,
      id: row?.id ?? null,
    })
  }
  return null
}

function sealingFailure(
  head: AuditPlace | null,
  signed: CheckpointStatement | null,
): AuditFailure | null {
  if (!head || head.seq === 0) return null
  if (signed && leafIndexOf(signed, head) !== null) return null
  const { epoch, seq } = head
  return failureOf('not_sealed', 'The newest events are not sealed.', { epoch, seq, id: null })
}

function missing(place: AuditPlace | SealedPlace): AuditFailure {
  const { epoch, seq } = place
  return failureOf('event_missing', 'An event is missing here.', { epoch, seq, id: null })
}

function failureOf(
  code: AuditFailure['code'],
  detail: string,
  row?: { readonly epoch: number | null; readonly seq: number | null; readonly id: string | null },
): AuditFailure {
  const { epoch = null, seq = null, id: eventId = null } = row ?? {}
  return { code, detail, eventId, epoch, seq }
}

function isSame(a: AuditPlace, b: AuditPlace): boolean {
  return a.epoch === b.epoch && a.seq === b.seq
}

function tooLong(): AppError {
  return new AppError(
    'payload_too_large',
    'The trail has more than 200,000 events. Export it and verify it offline.',
  )
}
