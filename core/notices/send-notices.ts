// Sends what is due: takes a lease, looks whether the person may still know it and it is still so, sends, records. A process that dies
// in between leaves a lease that lapses. Mail is then sent again under the same idempotency key: a provider that honours it delivers
// one letter, another may deliver two. Slack is asked first whether the message is there.
import type { Hub } from '../context.ts'
import { type Grants, permits } from '../contract/permissions.ts'
import {
  endNotices,
  type NoticeRow,
  selectNoticeSettings,
  takeNotices,
} from '../db/queries/notices.ts'
import { chatUsers, members } from '../db/schema/index.ts'
import { and, eq, sql } from '../db/sql.ts'
import { identityOfMember } from '../identity/authenticate.ts'
import { jitter } from '../lib/backoff.ts'
import { errorText } from '../lib/error-text.ts'
import { brandOf } from '../mail/brand.ts'
import { catalogue, retryDelaysSeconds } from './catalogue.ts'
import type { ChatWay, WaitUntil } from './chat-way.ts'
import { letterOfNotices } from './notice-letter.ts'
import { isOn } from './notice-settings.ts'
import { stillStands } from './standing.ts'

/** Longer than a letter (10 s) or a Slack message with its look-up may take. */
const leaseMs = 90_000
/** More stand in the next letter. */
const letterNoticesMax = 50

interface Taken {
  readonly leaseId: string
  readonly rows: readonly NoticeRow[]
}

type Verdict = { readonly state: 'sent' | 'failed' | 'skipped'; readonly reason: string | null }

/** Sends one notice, and what belongs into one letter with it. Never throws for what the ways answer. */
export async function sendNotice(
  hub: Hub,
  shard: string,
  notice: NoticeRow,
  chat: ChatWay,
  waitUntil: WaitUntil,
): Promise<void> {
  const db = hub.shard(shard)
  const nowMs = hub.clock.now()
  const leaseId = hub.ids.next('lease')
  const rows = await takeNotices(db, notice, {
    id: leaseId,
    nowMs,
    untilMs: nowMs + leaseMs,
    limit: letterNoticesMax,
  })
  const [first] = rows
  if (!first) return
  const taken = { leaseId, rows }
  if (Math.max(...rows.map((row) => row.tries)) > retryDelaysSeconds.length + 1) {
    // Its tries ended processes rather than themselves.
    return end(hub, shard, taken, { state: 'failed', reason: 'exhausted' })
  }
  const left = await withoutSettled(hub, shard, taken)
  if (left.length === 0) return
  try {
    const verdict = await sendBy(hub, shard, left, { chat, waitUntil })
    await end(hub, shard, { leaseId, rows: left }, verdict)
  } catch (error) {
    const tries = Math.max(...left.map((row) => row.tries))
    const delay = retryDelaysSeconds[tries - 1]
    hub.log.write(delay === undefined ? 'error' : 'warn', 'a notice could not be sent', {
      shard,
      organizationId: first.organizationId,
      noticeId: first.id,
      way: first.way,
      tries,
      error: errorText(error),
    })
    if (delay === undefined) {
      return end(hub, shard, { leaseId, rows: left }, { state: 'failed', reason: 'exhausted' })
    }
    const dueAt = hub.clock.now() + jitter(delay, hub.ids.random()) * 1_000
    const outcome = { state: 'waiting' as const, reason: null, dueAt: Math.ceil(dueAt), nowMs }
    await endNotices(db, { id: leaseId, noticeIds: left.map((row) => row.id) }, outcome)
  }
}

/** Ends those of which nobody is to be told any more, and answers the others. */
async function withoutSettled(hub: Hub, shard: string, taken: Taken): Promise<NoticeRow[]> {
  const [first] = taken.rows
  if (!first) return []
  const db = hub.shard(shard)
  const { organizationId, memberId } = first
  const identity = await identityOfMember(hub, organizationId, shard, memberId)
  const settings = await selectNoticeSettings(db, organizationId, [memberId])
  const left: NoticeRow[] = []
  const skipped = new Map<string, NoticeRow[]>()
  for (const row of taken.rows) {
    const reason = !identity
      ? 'member_left'
      : !mayKnow(identity.grants, row)
        ? 'no_right'
        : !isOn(settings.get(memberId), row.kind, row.way)
          ? 'muted'
          : (await stillStands(db, row, hub.clock.now()))
            ? null
            : 'settled'
    if (reason === null) left.push(row)
    else skipped.set(reason, [...(skipped.get(reason) ?? []), row])
  }
  for (const [reason, rows] of skipped) {
    await end(hub, shard, { leaseId: taken.leaseId, rows }, { state: 'skipped', reason })
  }
  return left
}

function mayKnow(grants: Grants, row: NoticeRow): boolean {
  const { needs } = catalogue[row.kind]
  if (needs === null) return true
  return needs === 'owner' ? grants.role === 'owner' : permits(grants, needs)
}

async function sendBy(
  hub: Hub,
  shard: string,
  rows: readonly NoticeRow[],
  by: { chat: ChatWay; waitUntil: WaitUntil },
): Promise<Verdict> {
  const [first] = rows
  if (!first) return { state: 'skipped', reason: null }
  const { organizationId } = first
  const place = { db: hub.shard(shard), settings: hub.settings, organizationId }
  const brand = await brandOf(place)
  if (first.way === 'mail') {
    const to = await addressOf(hub, shard, first)
    if (to === null) return { state: 'skipped', reason: 'member_left' }
    await hub.mail.send(
      await letterOfNotices(rows, { to, brand, origin: hub.settings.publicOrigin }),
    )
    return { state: 'sent', reason: null }
  }
  const person = await slackPerson(hub, shard, first)
  if (!person) return { state: 'skipped', reason: 'not_connected' }
  const said = await by.chat.send(
    {
      organizationId,
      shard,
      ...person,
      content: first.content,
      url: hub.settings.publicOrigin + first.content.path,
      brand,
      key: first.id,
      triedSinceMs: first.tries > 1 ? first.createdAt : null,
    },
    by.waitUntil,
  )
  return said === 'sent' ? { state: 'sent', reason: null } : { state: 'skipped', reason: said }
}

async function addressOf(hub: Hub, shard: string, notice: NoticeRow): Promise<string | null> {
  const [member] = await hub
    .shard(shard)
    .select({ email: members.email })
    .from(members)
    .where(and(eq(members.organizationId, notice.organizationId), eq(members.id, notice.memberId)))
    .limit(1)
  return member?.email ?? null
}

/** The person in Slack who was last found to be that member. */
async function slackPerson(
  hub: Hub,
  shard: string,
  notice: NoticeRow,
): Promise<{ teamId: string; userId: string } | null> {
  const prefix = `${notice.organizationId}/slack/`
  const [row] = await hub
    .shard(shard)
    .select({ id: chatUsers.id })
    .from(chatUsers)
    .where(
      and(
        eq(chatUsers.organizationId, notice.organizationId),
        eq(chatUsers.memberId, notice.memberId),
        sql`${chatUsers.id} >= ${prefix} AND ${chatUsers.id} < ${`${prefix}\uffff`}`,
      ),
    )
    .orderBy(sql`${chatUsers.createdAt} DESC`)
    .limit(1)
  const [teamId, userId] = row?.id.slice(prefix.length).split('/') ?? []
  return teamId && userId ? { teamId, userId } : null
}

async function end(hub: Hub, shard: string, taken: Taken, verdict: Verdict): Promise<void> {
  const lease = { id: taken.leaseId, noticeIds: taken.rows.map((row) => row.id) }
  const outcome = { ...verdict, dueAt: null, nowMs: hub.clock.now() }
  await endNotices(hub.shard(shard), lease, outcome)
}
