// A sweep of one shard: makes notices of events, sends what is due, forgets what is old. Bounded, for other sweeps wait; safe to
// repeat and to run twice at once.
import type { Hub } from '../context.ts'
import { encodeIdBytes, idPrefixes } from '../contract/ids.ts'
import { forgetNotices, nextNoticeAt, selectDueNotices } from '../db/queries/notices.ts'
import { keptDays } from './catalogue.ts'
import type { ChatWay, WaitUntil } from './chat-way.ts'
import { expandNoticeJobs } from './expand-jobs.ts'
import { sendNotice } from './send-notices.ts'

/** Sent at once by one sweep, side by side: workerd holds six connections open. More wait for the next, a moment later. */
const sentMax = 6
const forgottenMax = 100

export async function sweepNotices(
  hub: Hub,
  shard: string,
  chat: ChatWay,
  waitUntil: WaitUntil,
): Promise<{ nextDueAt: number | null }> {
  const db = hub.shard(shard)
  await expandNoticeJobs(hub, shard)
  const due = await selectDueNotices(db, { nowMs: hub.clock.now(), limit: sentMax })
  const sent = await Promise.allSettled(
    due.map((notice) => sendNotice(hub, shard, notice, chat, waitUntil)),
  )
  await forgetNotices(db, {
    id: noticeIdAt(hub.clock.now() - keptDays * 86_400_000),
    limit: forgottenMax,
  })
  const failed = sent.find((each) => each.status === 'rejected')
  // A database that failed: the Dispatcher sweeps again, ever more seldom.
  if (failed) throw failed.reason
  return { nextDueAt: await nextNoticeAt(db) }
}

/** The smallest id of a notice made at that time: ids begin with their milliseconds (UUIDv7). */
function noticeIdAt(ms: number): string {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(Math.max(0, ms)) << 16n)
  return idPrefixes.notice + encodeIdBytes(bytes)
}
