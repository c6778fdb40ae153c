// What the use cases and the log itself know about the tree: its organization, its places, and what may stop it. Leaf `index` (from 0) is the order of sealing; an epoch begins where a restored database began to
// number anew, so `(epoch, seq)` is leaf `first + seq - 1`, with `first` as the signed checkpoint says.
import type { CheckpointEpoch, CheckpointStatement } from './checkpoint-note.ts'

/** Where an organization's rows lie: what the log must know to read them. */
export interface AuditLogPlace {
  readonly organizationId: string
  readonly shard: string
}

/** Why sealing stands still. It goes on by itself when the rows are right again or a restore raised the epoch. */
export interface AuditIncident {
  /**
   * `tampered`: a row differs from its leaf, or from what was sealed at its place. `missing`: a number without a row.
   * `behind`: the database ends before the tree, as after a restore.
   */
  readonly kind: 'tampered' | 'missing' | 'behind'
  readonly epoch: number
  readonly seq: number
  readonly eventId: string | null
  /** ISO 8601 UTC, when it was first seen. */
  readonly at: string
}

/** Most leaf hashes in one answer: 500 take 32 kB. */
export const leavesMax = 500

/** How many leaves of an epoch a checkpoint covers: they are its `seq` 1 to this number. */
export function sealedOfEpoch(checkpoint: CheckpointStatement, at: number): number {
  const epoch = checkpoint.epochs[at]
  return epoch ? (checkpoint.epochs[at + 1]?.firstIndex ?? checkpoint.size) - epoch.firstIndex : 0
}

/** The leaf that the row at a place is; null when the checkpoint does not cover it. */
export function leafIndexOf(
  checkpoint: CheckpointStatement,
  place: { readonly epoch: number; readonly seq: number },
): number | null {
  const at = checkpoint.epochs.findIndex((each: CheckpointEpoch) => each.epoch === place.epoch)
  const found = checkpoint.epochs[at]
  if (!found || place.seq > sealedOfEpoch(checkpoint, at)) return null
  return found.firstIndex + place.seq - 1
}
