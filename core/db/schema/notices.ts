// What people are told besides webhooks. A job is written in the batch of its event; a sweep makes of it one notice for each
// person and way, and sends them. What each person wants to be told stands in their settings.
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { type NoticeKind, type NoticeWay, noticeWays } from '../../contract/notices.ts'

/** An event that somebody may have to be told of. Gone once its notices are made. */
export const noticeJobs = sqliteTable('notice_jobs', {
  /** The row's own number: no index besides it. */
  seq: integer('seq').primaryKey(),
  organizationId: text('organization_id').notNull(),
  eventId: text('event_id').notNull(),
  /** Tries begun. */
  tries: integer('tries').notNull(),
  dueAt: integer('due_at').notNull(),
})

/** What is said, in every way alike. Foreign text in it is bounded, and escaped where it is shown. */
export interface NoticeContent {
  readonly title: string
  readonly text: string
  /** A page of the dashboard. */
  readonly path: string
  /** What that page is for. */
  readonly label: string
}

export const noticeStates = ['waiting', 'sent', 'failed', 'skipped'] as const

export const notices = sqliteTable(
  'notices',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    eventId: text('event_id').notNull(),
    kind: text('kind').$type<NoticeKind>().notNull(),
    /** What it is about, such as the connection's id. */
    subjectId: text('subject_id').notNull(),
    memberId: text('member_id').notNull(),
    way: text('way', { enum: noticeWays }).$type<NoticeWay>().notNull(),
    content: text('content', { mode: 'json' }).$type<NoticeContent>().notNull(),
    state: text('state', { enum: noticeStates }).notNull(),
    /** Why it was skipped or failed, in one word. */
    reason: text('reason'),
    /** Waits for the person's daily letter. */
    digest: integer('digest', { mode: 'boolean' }).notNull(),
    /** The letter it stands in, once one was begun: a letter that is tried again holds the same notices. */
    letterId: text('letter_id'),
    /** Tries begun. */
    tries: integer('tries').notNull(),
    /** When the next try is due, or the lease of the present one ends; null when it has ended. */
    dueAt: integer('due_at'),
    /** Who sends it: only the holder records the outcome. */
    leaseId: text('lease_id'),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [
    uniqueIndex('notices_once').on(t.eventId, t.memberId, t.way),
    index('notices_due').on(t.dueAt).where(sql`due_at IS NOT NULL`),
  ],
)

/** A way that a person turned on or off; absent is the default. */
export type NoticeChoices = {
  readonly [kind in NoticeKind]?: { readonly [way in NoticeWay]?: boolean | undefined } | undefined
}

export const noticeSettings = sqliteTable('notice_settings', {
  /** `<organization>/<member>` */
  id: text('id').primaryKey(),
  organizationId: text('organization_id').notNull(),
  memberId: text('member_id').notNull(),
  digest: text('digest', { enum: ['off', 'daily'] }).notNull(),
  /** 0 to 23, UTC. */
  digestHour: integer('digest_hour').notNull(),
  choices: text('choices', { mode: 'json' }).$type<NoticeChoices>().notNull(),
  updatedAt: integer('updated_at').notNull(),
})
