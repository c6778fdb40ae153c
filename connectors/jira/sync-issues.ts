// Brings the issues that changed, oldest change first. Search lags behind writes and shows whole minutes of
// the past, so each round reaches a little behind the newest change seen; the engine drops what it has.
// Deleted issues leave no trace in search: they are not reported here.
import { z } from 'zod'
import type { Sync } from '../../core/contract/connector.ts'
import { jiraClient, siteUrl } from './client.ts'
import { type Issue, searchPage } from './issues.ts'
import { jqlAgo } from './jql.ts'

const pageSize = 100
const overlapMs = 5 * 60_000
const textCharactersMax = 32_000

/**
 * Kept between pulls. `updatedSince` and `newestSeen` are milliseconds since the epoch; `jql` stands as long as
 * `nextPageToken`, which Jira binds to it.
 */
const cursorShape = z.strictObject({
  updatedSince: z.number().nullable(),
  newestSeen: z.number().nullable(),
  nextPageToken: z.string().nullable(),
  jql: z.string().nullable(),
})
type Cursor = z.output<typeof cursorShape>

const firstCursor: Cursor = { updatedSince: null, newestSeen: null, nextPageToken: null, jql: null }

export const issuesSync: Sync = {
  model: 'issues',
  title: 'Issues',
  intervalSecondsMin: 60,
  async pull(session, given) {
    const cursor = given === null || given === undefined ? firstCursor : cursorShape.parse(given)
    const jql = cursor.jql ?? jqlSince(cursor.updatedSince, session.now())
    const page = await searchPage(jiraClient(session), siteUrl(session), {
      jql,
      limit: pageSize,
      pageToken: cursor.nextPageToken,
      descriptionCharactersMax: textCharactersMax,
    })
    return {
      records: page.issues.map(recordOf),
      deletedIds: [],
      cursor: nextCursor(cursor, jql, page),
      done: page.nextPageToken === null,
    }
  },
}

function jqlSince(updatedSince: number | null, nowMs: number): string {
  // Jira refuses a search without a limit: the first round asks for everything in a bounded way.
  const since = updatedSince === null ? '"1970-01-01"' : jqlAgo(nowMs - updatedSince)
  return `updated >= ${since} ORDER BY updated ASC`
}

function nextCursor(
  cursor: Cursor,
  jql: string,
  page: { issues: readonly Issue[]; nextPageToken: string | null },
): Cursor {
  const seen = page.issues.map((found) => Date.parse(found.updated)).filter(Number.isFinite)
  const newestSeen = seen.reduce<number | null>(
    (newest, ms) => (newest === null ? ms : Math.max(newest, ms)),
    cursor.newestSeen,
  )
  if (page.nextPageToken !== null) {
    return { ...cursor, newestSeen, nextPageToken: page.nextPageToken, jql }
  }
  const updatedSince = newestSeen === null ? cursor.updatedSince : newestSeen - overlapMs
  return { updatedSince, newestSeen, nextPageToken: null, jql: null }
}

function recordOf(found: Issue) {
  const { id, key, summary, description, status, assignee, priority, created, updated, url } = found
  return {
    id,
    title: `${key} ${summary}`,
    url,
    text: description,
    updatedAt: updated,
    fields: { key, summary, status, assignee, priority, created, updated },
  }
}
