// Ends a trail's epoch after its database was put back in time. The log, which was not, holds leaves whose rows are gone, and the
// database would give their numbers out again. Numbering begins anew in a higher epoch; rows written since the restore, which took
// numbers of the old one, move there. Which rows those are, the log's leaves say.
import type { AuditLogPort, AuditStanding } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import type { ShardDatabase } from '../db/database.ts'
import { auditEvents, auditHeads } from '../db/schema/audit.ts'
import { and, eq, gte, sql } from '../db/sql.ts'
import { writeProgress } from '../db/write.ts'
import { readAuditHead, readRowsSafely } from './audit-rows.ts'
import { leavesMax } from './audit-tree.ts'

/** A row may be written between reading and moving; then the reading is repeated. */
const triesMax = 10

/**
 * Safe to repeat: a database that is not behind its log stays as it is.
 * @returns the new epoch; null when nothing was to be done
 * @throws AppError conflict when rows keep being written
 */
export async function raiseEpoch(
  place: { readonly db: ShardDatabase; readonly organizationId: string },
  log: Pick<AuditLogPort, 'standing' | 'leaves'>,
): Promise<number | null> {
  for (let tries = 0; tries < triesMax; tries++) {
    const raised = await tryRaise(place, log)
    if (raised !== 'again') return raised
  }
  throw new AppError('conflict', 'The trail keeps growing. Close the hub, then repeat it.')
}

async function tryRaise(
  { db, organizationId }: { readonly db: ShardDatabase; readonly organizationId: string },
  log: Pick<AuditLogPort, 'standing' | 'leaves'>,
): Promise<number | null | 'again'> {
  const standing = await log.standing()
  const head = await readAuditHead(db, organizationId)
  const newest = standing.epochs.at(-1)
  if (!head || !newest || head.epoch > newest.epoch) return null
  const { firstIndex, sealed } = sealedOf(standing, head.epoch)
  const kept = await lastShared({ db, organizationId }, log, {
    epoch: head.epoch,
    firstIndex,
    upTo: Math.min(sealed, head.seq),
  })
  if (head.epoch === newest.epoch && kept === sealed) return null
  const epoch = newest.epoch + 1
  try {
    await writeProgress({ db }, [
      {
        statement: db
          .update(auditEvents)
          .set({ epoch, seq: sql`${auditEvents.seq} - ${kept}` })
          .where(
            and(
              eq(auditEvents.organizationId, organizationId),
              eq(auditEvents.epoch, head.epoch),
              gte(auditEvents.seq, kept + 1),
            ),
          ),
      },
      {
        statement: db
          .update(auditHeads)
          .set({ epoch, seq: head.seq - kept })
          .where(
            and(
              eq(auditHeads.organizationId, organizationId),
              eq(auditHeads.epoch, head.epoch),
              eq(auditHeads.seq, head.seq),
            ),
          ),
        orElse: 'conflict',
      },
    ])
    return epoch
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return 'again'
    throw error
  }
}

/** Where an epoch's leaves begin in the tree, and how many it has. */
function sealedOf(standing: AuditStanding, epoch: number) {
  const at = standing.epochs.findIndex((each) => each.epoch === epoch)
  const found = standing.epochs[at]
  if (!found) return { firstIndex: standing.size, sealed: 0 }
  const end = standing.epochs[at + 1]?.firstIndex ?? standing.size
  return { firstIndex: found.firstIndex, sealed: end - found.firstIndex }
}

/** The last number up to which rows and leaves are the same: from there on, what stands in the database was written since. */
async function lastShared(
  { db, organizationId }: { readonly db: ShardDatabase; readonly organizationId: string },
  log: Pick<AuditLogPort, 'leaves'>,
  range: { readonly epoch: number; readonly firstIndex: number; readonly upTo: number },
): Promise<number> {
  // From the end: what was written since the restore is short, what is shared may be years.
  for (let last = range.upTo; last > 0; last -= leavesMax) {
    const from = Math.max(last - leavesMax, 0)
    const leaves = await log.leaves(range.firstIndex + from, last - from)
    const rows = await readRowsSafely(db, organizationId, {
      order: 'oldest_first',
      after: { epoch: range.epoch, seq: from },
      upTo: { epoch: range.epoch, seq: last },
      limit: leavesMax,
    })
    for (let seq = last; seq > from; seq--) {
      const row = rows.find((each) => each.seq === seq)
      if (row && row.leaf === leaves[seq - from - 1]) return seq
    }
  }
  return 0
}
