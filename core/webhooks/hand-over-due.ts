// A sweep of one shard: hands over to the queue what is due and in nobody's hands. It finds what a queue lost, what a dead process
// left, and every retry whose time has come. A delivery that was handed over is given half a minute before it is handed
// over again, so that a slow queue is not filled with copies; a restarted hub's queue is empty, and waits for nobody.
import type { Hub } from '../context.ts'
import {
  holdSuspended,
  nextDueAt,
  releaseDeadLeases,
  takeDue,
} from '../db/queries/due-deliveries.ts'

const handedForMs = 30_000
const pageRows = 100
/** A sweep hands over at most a thousand: more wait for the next one, a moment later. */
const pagesMax = 10

/** `restarted`: no process from before `aliveSinceMs` runs any more. */
export interface SweepOptions {
  readonly restarted: boolean
  readonly aliveSinceMs: number
}

/** Safe to repeat and to run twice at once. @returns when it makes sense to sweep again; null when nothing waits. */
export async function handOverDue(
  hub: Hub,
  shard: string,
  options: SweepOptions,
): Promise<{ nextDueAt: number | null }> {
  const db = hub.shard(shard)
  const nowMs = hub.clock.now()
  if (options.restarted) await releaseDeadLeases(db, { nowMs, aliveSinceMs: options.aliveSinceMs })
  await holdSuspended(db, nowMs)
  const patientMs = nowMs - handedForMs
  const handedBeforeMs = options.restarted ? Math.max(options.aliveSinceMs, patientMs) : patientMs
  for (let page = 0; page < pagesMax; page++) {
    const deliveryIds = await takeDue(db, { nowMs, handedBeforeMs, limit: pageRows })
    if (deliveryIds.length > 0) await hub.handOver(shard, deliveryIds)
    if (deliveryIds.length < pageRows) {
      return { nextDueAt: await nextDueAt(db, { nowMs, handedForMs }) }
    }
  }
  return { nextDueAt: nowMs }
}
