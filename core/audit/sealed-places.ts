// The order of sealing, as a signed checkpoint says it: the place of each leaf, epoch by epoch.
import type { AuditPlace } from './audit-rows.ts'
import { sealedOfEpoch } from './audit-tree.ts'
import type { CheckpointStatement } from './checkpoint-note.ts'

export interface SealedPlace extends AuditPlace {
  /** A restore took the row; its leaf stays in the tree. */
  readonly lost: boolean
}

/** The place of leaf 0, 1, …: as many as the checkpoint's size; none without a checkpoint. */
export function* placesOf(
  checkpoint: CheckpointStatement | null,
): Generator<SealedPlace, undefined> {
  if (!checkpoint) return
  for (const [at, { epoch }] of checkpoint.epochs.entries()) {
    const lost = checkpoint.lost.filter((range) => range.epoch === epoch)
    for (let seq = 1; seq <= sealedOfEpoch(checkpoint, at); seq++) {
      yield {
        epoch,
        seq,
        lost: lost.some(({ firstSeq, lastSeq }) => seq >= firstSeq && seq <= lastSeq),
      }
    }
  }
}
