// Proves that one event is in the trail, without showing any other: the row, its leaf's index, the path to the root, and the
// signed checkpoint that holds the root. Anyone can check it offline (docs/reference/audit-format.md).
import type { AuditCheckpoint, Ctx } from '../context.ts'
import { AppError, assert, notFound } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { readAuditRow } from './audit-rows.ts'
import { leafIndexOf } from './audit-tree.ts'
import { checkpointOrigin, parseVerifierKey, readCheckpointNote } from './checkpoint-note.ts'
import { type PresentedAuditEvent, presentAuditEvent } from './list-audit-events.ts'

export interface AuditEventProof {
  readonly event: PresentedAuditEvent
  /** Of the leaf, from 0. */
  readonly index: number
  /** Nearest sibling first, base64 (RFC 6962 section 2.1.1). */
  readonly proof: readonly string[]
  readonly checkpoint: AuditCheckpoint
  /** C2SP form, to compare with the key that was pinned. */
  readonly verifierKey: string
}

/**
 * Seals what is committed first, so that a fresh event has a proof too. Safe to repeat.
 * @throws AppError forbidden; not_found; conflict while the log refuses to seal the event
 */
export async function proveAuditEvent(
  ctx: Ctx,
  input: { readonly eventId: string },
): Promise<AuditEventProof> {
  authorize(ctx, 'audit:read')
  const row = await readAuditRow(ctx.db, ctx.organizationId, input.eventId)
  if (!row) throw notFound('audit event')
  const log = ctx.hub.auditLog(ctx.organizationId, ctx.shard)
  const checkpoint = await log.seal()
  if (!checkpoint) throw notSealed()
  const verifierKey = await log.verifierKey()
  const verifier = parseVerifierKey(verifierKey)
  assert(verifier.ok, 'the audit log has a malformed verifier key')
  const origin = checkpointOrigin(ctx.settings.publicOrigin, ctx.organizationId)
  const statement = await readCheckpointNote(checkpoint.note, verifier.value, origin)
  assert(statement.ok, 'the newest checkpoint is not one of ours')
  const index = leafIndexOf(statement.value, row)
  if (index === null) throw notSealed()
  const proof = await log.inclusion(index, checkpoint.size)
  assert(proof, 'a sealed leaf has no proof')
  return { event: presentAuditEvent(row), index, proof, checkpoint, verifierKey }
}

function notSealed(): AppError {
  return new AppError(
    'conflict',
    'The event is not sealed: the audit log stopped before it. Verify the audit log to see why.',
  )
}
