// Makes of each job one notice for each person and way that they left on. The notices and the job's end are one batch, and a notice
// is unique by event, person and way: killed at any point, nothing is lost and nothing doubled.
import type { Hub } from '../context.ts'
import { noticeWays } from '../contract/notices.ts'
import {
  endNoticeJob,
  type NoticeJob,
  type NoticeRow,
  type NoticeSettingsRow,
  readNoticeEvent,
  selectNoticeSettings,
  takeNoticeJobs,
} from '../db/queries/notices.ts'
import { chatUsers } from '../db/schema/index.ts'
import { and, eq, sql } from '../db/sql.ts'
import { errorText } from '../lib/error-text.ts'
import { recipientsOf } from './audience.ts'
import { catalogue } from './catalogue.ts'
import { isOn } from './notice-settings.ts'
import { type Telling, type ToldEvent, tellingOf } from './telling.ts'

/** One sweep expands at most this many; the next follows at once. */
const jobsMax = 20
/** A job whose process died is taken again after this. */
const leaseMs = 60_000
/** A job that fails every time ends with an error in the log. */
const triesMax = 5

/** Safe to repeat and to run twice at once. */
export async function expandNoticeJobs(hub: Hub, shard: string): Promise<void> {
  const db = hub.shard(shard)
  const nowMs = hub.clock.now()
  const jobs = await takeNoticeJobs(db, { nowMs, leaseUntilMs: nowMs + leaseMs, limit: jobsMax })
  for (const job of jobs) {
    try {
      await endNoticeJob(db, job, await noticesOf(hub, shard, job))
    } catch (error) {
      const { organizationId, eventId, tries } = job
      hub.log.write('error', 'an event could not be made into notices', {
        shard,
        organizationId,
        eventId,
        tries,
        error: errorText(error),
      })
      if (tries >= triesMax) await endNoticeJob(db, job, [])
    }
  }
}

async function noticesOf(hub: Hub, shard: string, job: NoticeJob): Promise<readonly NoticeRow[]> {
  const db = hub.shard(shard)
  const event = await readNoticeEvent(db, job)
  const telling = event && (await tellingOf(hub, shard, event))
  if (!telling) return []
  const { organizationId } = event
  const memberIds = await recipientsOf(db, organizationId, telling.audience)
  const [settings, inSlack] = await Promise.all([
    selectNoticeSettings(db, organizationId, memberIds),
    slackPeople(hub, shard, organizationId),
  ])
  return memberIds.flatMap((memberId) =>
    noticeWays
      .filter((way) => way !== 'slack' || inSlack.has(memberId))
      .flatMap((way) => rowOf(hub, event, telling, { memberId, way, settings })),
  )
}

/** Members whom a Slack workspace of the organization knows. */
async function slackPeople(
  hub: Hub,
  shard: string,
  organizationId: string,
): Promise<ReadonlySet<string>> {
  const prefix = `${organizationId}/slack/`
  const rows = await hub
    .shard(shard)
    .selectDistinct({ memberId: chatUsers.memberId })
    .from(chatUsers)
    .where(
      and(
        eq(chatUsers.organizationId, organizationId),
        sql`${chatUsers.id} >= ${prefix} AND ${chatUsers.id} < ${`${prefix}\uffff`}`,
      ),
    )
  return new Set(rows.map((row) => row.memberId))
}

/** A way that a person turned off leaves a row too: "why was I not told" has an answer. One that is off by default does not. */
function rowOf(
  hub: Hub,
  event: ToldEvent,
  telling: Telling,
  to: {
    memberId: string
    way: (typeof noticeWays)[number]
    settings: ReadonlyMap<string, NoticeSettingsRow>
  },
): readonly NoticeRow[] {
  const { kind, subjectId, content } = telling
  const { memberId, way } = to
  const entry = catalogue[kind]
  const settings = to.settings.get(memberId)
  const on = isOn(settings, kind, way)
  if (!on && !entry.ways[way].on) return []
  const nowMs = hub.clock.now()
  const digest = on && way === 'mail' && !entry.urgent && settings?.digest === 'daily'
  const dueAt = digest ? nextHour(nowMs, settings.digestHour) : nowMs
  return [
    {
      id: hub.ids.next('notice'),
      organizationId: event.organizationId,
      eventId: event.id,
      kind,
      subjectId,
      memberId,
      way,
      content,
      state: on ? 'waiting' : 'skipped',
      reason: on ? null : 'muted',
      digest,
      letterId: null,
      tries: 0,
      dueAt: on ? dueAt : null,
      leaseId: null,
      createdAt: nowMs,
      endedAt: on ? null : nowMs,
    },
  ]
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The next time that it is that hour, UTC; never now. */
export function nextHour(nowMs: number, hour: number): number {
  const today = Math.floor(nowMs / dayMs) * dayMs + hour * hourMs
  return today > nowMs ? today : today + dayMs
}
