// Issues as this product shows them: the fields read by search and sync, and one page of a search.
// POST /rest/api/3/search/jql: no total, no offset; `nextPageToken` until the last page. Fields must be named.
import { z } from 'zod'
import type { VendorClient } from '../kit/vendor-client.ts'
import { markdownOfAdf } from './markdown-of-adf.ts'

const named = z.object({ name: z.string() })
const issueShape = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.object({
    summary: z.string().nullish(),
    description: z.unknown().optional(),
    status: named.nullish(),
    assignee: z.object({ displayName: z.string() }).nullish(),
    priority: named.nullish(),
    created: z.string(),
    updated: z.string(),
  }),
})
const searchAnswer = z.object({
  issues: z.array(issueShape),
  nextPageToken: z.string().nullish(),
})

const fields = ['summary', 'description', 'status', 'assignee', 'priority', 'created', 'updated']

export const issue = z.object({
  id: z.string(),
  key: z.string(),
  summary: z.string(),
  description: z.string().describe('Markdown; empty when there is none'),
  status: z.string().nullable(),
  assignee: z.string().nullable().describe('Name of the person, null when unassigned'),
  priority: z.string().nullable(),
  created: z.string().describe('ISO 8601, UTC'),
  updated: z.string().describe('ISO 8601, UTC'),
  url: z.string(),
})
export type Issue = z.output<typeof issue>

export interface IssuePage {
  readonly issues: Issue[]
  readonly nextPageToken: string | null
}

/** One page of at most `limit` (1-100) issues. @throws VendorError, `refused` for JQL that Jira does not take */
export async function searchPage(
  client: VendorClient,
  site: string,
  search: {
    jql: string
    limit: number
    pageToken: string | null
    descriptionCharactersMax: number
  },
): Promise<IssuePage> {
  const answer = await client.request({
    effect: 'read',
    method: 'POST',
    path: '/rest/api/3/search/jql',
    json: {
      jql: search.jql,
      maxResults: search.limit,
      fields,
      ...(search.pageToken === null ? {} : { nextPageToken: search.pageToken }),
    },
    answer: searchAnswer,
  })
  return {
    issues: answer.issues.map((found) => present(found, site, search.descriptionCharactersMax)),
    nextPageToken: answer.nextPageToken ?? null,
  }
}

function present(
  { id, key, fields: found }: z.output<typeof issueShape>,
  site: string,
  descriptionCharactersMax: number,
): Issue {
  return {
    id,
    key,
    summary: found.summary ?? '',
    description: markdownOfAdf(found.description, descriptionCharactersMax),
    status: found.status?.name ?? null,
    assignee: found.assignee?.displayName ?? null,
    priority: found.priority?.name ?? null,
    created: isoOf(found.created),
    updated: isoOf(found.updated),
    url: browseUrl(site, key),
  }
}

/** The page of an issue for people. */
export function browseUrl(site: string, key: string): string {
  return `${site}/browse/${encodeURIComponent(key)}`
}

/** Jira writes `2026-11-22T10:00:00.000+0000`; what is no time stays as it came. */
function isoOf(time: string): string {
  const ms = Date.parse(time.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(ms) ? time : new Date(ms).toISOString()
}
