// Notices as their sweep finds, takes and ends them. A try is a lease: taking it pushes `due_at` to the lease's end, and recording
// needs its id. An organization that an operator suspended is left waiting.
import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm'
import type { ShardDatabase } from '../database.ts'
import {
  events,
  noticeJobs,
  noticeSettings,
  type noticeStates,
  notices,
  organizations,
} from '../schema/index.ts'
import { writeProgress } from '../write.ts'

export type NoticeRow = typeof notices.$inferSelect
export type NoticeSettingsRow = typeof noticeSettings.$inferSelect
type NoticeState = (typeof noticeStates)[number]

export interface NoticeJob {
  readonly seq: number
  readonly organizationId: string
  readonly eventId: string
  readonly tries: number
}

/** Takes due jobs, oldest first, until `leaseUntilMs`: a try is counted before it is made. */
export async function takeNoticeJobs(
  db: ShardDatabase,
  page: { nowMs: number; leaseUntilMs: number; limit: number },
): Promise<readonly NoticeJob[]> {
  return await db
    .update(noticeJobs)
    .set({ tries: sql`${noticeJobs.tries} + 1`, dueAt: page.leaseUntilMs })
    .where(
      and(
        lte(noticeJobs.dueAt, page.nowMs),
        sql`${noticeJobs.seq} IN (SELECT seq FROM notice_jobs WHERE due_at <= ${page.nowMs} ORDER BY seq LIMIT ${page.limit})`,
      ),
    )
    .returning({
      seq: noticeJobs.seq,
      organizationId: noticeJobs.organizationId,
      eventId: noticeJobs.eventId,
      tries: noticeJobs.tries,
    })
}

/** The event of a job; null when it is gone. */
export async function readNoticeEvent(
  db: ShardDatabase,
  job: Pick<NoticeJob, 'organizationId' | 'eventId'>,
): Promise<typeof events.$inferSelect | null> {
  const [row] = await db
    .select()
    .from(events)
    .where(and(eq(events.organizationId, job.organizationId), eq(events.id, job.eventId)))
    .limit(1)
  return row ?? null
}

/** Ends a job with the notices it makes, in one batch: neither is ever there without the other. Safe to repeat. */
export async function endNoticeJob(
  db: ShardDatabase,
  job: NoticeJob,
  rows: readonly NoticeRow[],
): Promise<void> {
  const field = (name: keyof NoticeRow) => sql.raw(`value ->> '$.${name}'`)
  const made = db.run(
    sql`INSERT INTO notices (id, organization_id, event_id, kind, subject_id, member_id, way, content, state, reason, digest, letter_id, tries, due_at, lease_id, created_at, ended_at)
        SELECT ${field('id')}, ${field('organizationId')}, ${field('eventId')}, ${field('kind')}, ${field('subjectId')},
               ${field('memberId')}, ${field('way')}, ${field('content')}, ${field('state')}, ${field('reason')},
               ${field('digest')}, NULL, 0, ${field('dueAt')}, NULL, ${field('createdAt')}, ${field('endedAt')}
        FROM json_each(${JSON.stringify(rows)}) WHERE true
        ON CONFLICT DO NOTHING`,
  )
  const mine = and(eq(noticeJobs.seq, job.seq), eq(noticeJobs.eventId, job.eventId))
  await writeProgress({ db }, [
    ...(rows.length > 0 ? [{ statement: made }] : []),
    { statement: db.delete(noticeJobs).where(mine) },
  ])
}

/** Of a suspended organization only what concerns its suspension goes out. */
const suspended = sql`${notices.kind} <> 'operator' AND EXISTS (SELECT 1 FROM ${organizations} WHERE ${organizations.id} = ${notices.organizationId} AND ${organizations.suspendedAt} IS NOT NULL)`

/** Due notices in nobody's hands, the longest due first. */
export async function selectDueNotices(
  db: ShardDatabase,
  page: { nowMs: number; limit: number },
): Promise<readonly NoticeRow[]> {
  return await db
    .select()
    .from(notices)
    .where(and(lte(notices.dueAt, page.nowMs), sql`NOT (${suspended})`))
    .orderBy(asc(notices.dueAt), asc(notices.id))
    .limit(page.limit)
}

/**
 * Takes a notice, and what belongs into one letter with it: the notices it shared a letter with before, or those that wait for the
 * same daily letter.
 * @returns nothing when somebody else has it
 */
export async function takeNotices(
  db: ShardDatabase,
  notice: NoticeRow,
  lease: { id: string; nowMs: number; untilMs: number; limit: number },
): Promise<readonly NoticeRow[]> {
  const { id, organizationId, memberId, letterId } = notice
  const together =
    letterId !== null
      ? eq(notices.letterId, letterId)
      : notice.digest
        ? and(
            eq(notices.memberId, memberId),
            eq(notices.way, notice.way),
            eq(notices.digest, true),
            isNull(notices.letterId),
          )
        : and(eq(notices.id, id), isNull(notices.letterId))
  const here = and(
    eq(notices.organizationId, organizationId),
    lte(notices.dueAt, lease.nowMs),
    together,
  )
  const first = db.select({ id: notices.id }).from(notices).where(here).orderBy(asc(notices.id))
  return await db
    .update(notices)
    .set({
      leaseId: lease.id,
      dueAt: lease.untilMs,
      tries: sql`${notices.tries} + 1`,
      letterId: letterId ?? id,
    })
    .where(and(here, sql`${notices.id} IN ${first.limit(lease.limit)}`))
    .returning()
}

/** Records what became of taken notices. Whoever lost the lease changes nothing. */
export async function endNotices(
  db: ShardDatabase,
  lease: { id: string; noticeIds: readonly string[] },
  outcome: { state: NoticeState; reason: string | null; dueAt: number | null; nowMs: number },
): Promise<void> {
  const { state, reason, dueAt, nowMs } = outcome
  await db
    .update(notices)
    .set({ state, reason, dueAt, leaseId: null, endedAt: dueAt === null ? nowMs : null })
    .where(
      and(
        eq(notices.leaseId, lease.id),
        sql`${notices.id} IN (SELECT value FROM json_each(${JSON.stringify(lease.noticeIds)}))`,
      ),
    )
}

/** When a job or a notice is due next; null when nothing waits. */
export async function nextNoticeAt(db: ShardDatabase): Promise<number | null> {
  const [row] = await db.all<{ at: number | null }>(
    sql`SELECT MIN(at) AS at FROM (
          SELECT MIN(due_at) AS at FROM notice_jobs
          UNION ALL
          SELECT MIN(${notices.dueAt}) FROM ${notices} WHERE ${notices.dueAt} IS NOT NULL AND NOT (${suspended}))`,
  )
  return row?.at ?? null
}

/** Drops up to `limit` notices that have ended and whose id is smaller. */
export async function forgetNotices(
  db: ShardDatabase,
  before: { id: string; limit: number },
): Promise<void> {
  await db.run(
    sql`DELETE FROM notices WHERE id IN (
          SELECT id FROM notices WHERE id < ${before.id} AND due_at IS NULL ORDER BY id LIMIT ${before.limit})`,
  )
}

/** What these people chose; who chose nothing is not in it. */
export async function selectNoticeSettings(
  db: ShardDatabase,
  organizationId: string,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, NoticeSettingsRow>> {
  const rows = await db
    .select()
    .from(noticeSettings)
    .where(
      and(
        eq(noticeSettings.organizationId, organizationId),
        sql`${noticeSettings.id} IN (SELECT value FROM json_each(${JSON.stringify(memberIds.map((id) => settingsId(organizationId, id)))}))`,
      ),
    )
  return new Map(rows.map((row) => [row.memberId, row]))
}

export function settingsId(organizationId: string, memberId: string): string {
  return `${organizationId}/${memberId}`
}
