// What can be done in Jira: find issues, file one, move one, comment on one. A created issue carries its run's
// id in the entity property `causeway.run`, so that a lost answer is looked up instead of repeated.
import { z } from 'zod'
import type { ActionCall, Lookup } from '../../core/contract/connector.ts'
import { VendorError } from '../../core/contract/vendor-error.ts'
import { truncateText } from '../../core/lib/text.ts'
import { defineAction } from '../kit/define-connector.ts'
import { pathOf } from '../kit/vendor-client.ts'
import { adfOfMarkdown } from './adf-of-markdown.ts'
import { jiraClient, siteUrl } from './client.ts'
import { browseUrl, issue, searchPage } from './issues.ts'
import { jqlAgo, jqlString } from './jql.ts'
import { accountIdOf } from './people.ts'

/** A model reads several issues at once; the whole text is behind `url`. */
const shownCharactersMax = 4_000
/** Jira's own limits of the fields (summary, labels, and rich text as it is stored). */
const summaryCharactersMax = 255
const richTextCharactersMax = 30_000

const runProperty = 'causeway.run'
const projectPattern = /^(?:[A-Za-z][A-Za-z0-9_]{0,79}|\d{1,18})$/
const issuePattern = /^(?:[A-Za-z][A-Za-z0-9_]{0,79}-\d{1,18}|\d{1,18})$/

const issueReference = z
  .string()
  .regex(issuePattern)
  .describe('Key or id of the issue, such as ACME-12')
const created = z.object({ id: z.string(), key: z.string(), url: z.string() })

const searchIssues = defineAction({
  name: 'search_issues',
  title: 'Search issues',
  description:
    'Finds Jira issues by JQL, such as: project = ACME AND issuetype = Bug AND statusCategory != Done ORDER BY created DESC. The JQL must limit the search, for example to a project.',
  effect: 'read',
  input: z.strictObject({
    jql: z.string().trim().min(1).max(10_000).describe('Search in Jira Query Language'),
    limit: z.int().min(1).max(100).default(20).describe('Most issues to return'),
    cursor: z.string().min(1).max(4_000).optional().describe('nextCursor of the page before'),
  }),
  output: z.object({ data: z.array(issue), nextCursor: z.string().nullable() }),
  summary: ({ jql }) => `Search Jira issues: ${truncateText(jql, 300)}`,
  async run(call, { jql, limit, cursor }) {
    const page = await searchPage(jiraClient(call), siteUrl(call), {
      jql,
      limit,
      pageToken: cursor ?? null,
      descriptionCharactersMax: shownCharactersMax,
    })
    return { data: page.issues, nextCursor: page.nextPageToken }
  },
})

const createIssueInput = z.strictObject({
  project: z.string().regex(projectPattern).describe('Key or id of the project, such as ACME'),
  issueType: z.string().trim().min(1).max(100).describe('Name or id of the type, such as Bug'),
  summary: z
    .string()
    .trim()
    .min(1)
    .max(summaryCharactersMax)
    .regex(/^[^\r\n]*$/, 'must be one line'),
  description: z.string().max(richTextCharactersMax).optional().describe('Markdown'),
  assignee: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .optional()
    .describe('Email or account id of a person'),
  priority: z.string().trim().min(1).max(100).optional().describe('Name or id, such as High'),
  labels: z.array(z.string().max(255).regex(/^\S+$/, 'must not contain blanks')).max(50).optional(),
  parent: issueReference.optional().describe('Key or id of the parent, for sub-tasks and epics'),
})
type CreateIssueInput = z.output<typeof createIssueInput>

const createIssue = defineAction({
  name: 'create_issue',
  title: 'Create an issue',
  description:
    'Files a new issue in a Jira project: a bug, a task, a story or another type it has.',
  effect: 'write',
  input: createIssueInput,
  output: created,
  summary: ({ project, issueType, summary }) =>
    `Create a ${issueType} in Jira project ${project}: "${summary}"`,
  async run(call, input) {
    const client = jiraClient(call)
    const assignee = input.assignee === undefined ? null : await accountIdOf(client, input.assignee)
    const made = await client.request({
      effect: 'write',
      method: 'POST',
      path: '/rest/api/3/issue',
      json: {
        fields: fieldsOf(input, assignee),
        properties: [{ key: runProperty, value: { runId: call.runId } }],
      },
      answer: z.object({ id: z.string(), key: z.string() }),
    })
    return { id: made.id, key: made.key, url: browseUrl(siteUrl(call), made.key) }
  },
  lookup: (call, input) => findCreated(call, input.project),
})

/** Jira takes an id or a name for most things; digits alone are an id. */
function reference(value: string, nameField: 'name' | 'key'): Record<string, string> {
  return /^\d+$/.test(value) ? { id: value } : { [nameField]: value }
}

function fieldsOf(input: CreateIssueInput, assignee: string | null): Record<string, unknown> {
  return {
    project: reference(input.project.toUpperCase(), 'key'),
    issuetype: reference(input.issueType, 'name'),
    summary: input.summary,
    ...(input.description?.trim() ? { description: adfOfMarkdown(input.description) } : {}),
    ...(assignee === null ? {} : { assignee: { accountId: assignee } }),
    ...(input.priority === undefined ? {} : { priority: reference(input.priority, 'name') }),
    ...(input.labels === undefined ? {} : { labels: input.labels }),
    ...(input.parent === undefined ? {} : { parent: reference(input.parent.toUpperCase(), 'key') }),
  }
}

const lookupPagesMax = 5
const lookupMarginMs = 60 * 60_000
const lookupAnswer = z.object({
  issues: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      properties: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
  nextPageToken: z.string().nullish(),
})

/** Among our recent issues of that project. Search lags behind writes, so "not found" proves nothing. */
async function findCreated(
  call: ActionCall,
  project: string,
): Promise<Lookup<z.input<typeof created>>> {
  const client = jiraClient(call)
  const since = jqlAgo(call.now() - call.startedAtMs + lookupMarginMs)
  const jql = `project = ${jqlString(project.toUpperCase())} AND reporter = currentUser() AND created >= ${since} ORDER BY created DESC`
  let pageToken: string | null = null
  for (let page = 0; page < lookupPagesMax; page++) {
    const answer: z.output<typeof lookupAnswer> = await client.request({
      effect: 'read',
      method: 'POST',
      path: '/rest/api/3/search/jql',
      json: {
        jql,
        maxResults: 100,
        fields: ['created'],
        properties: [runProperty],
        ...(pageToken === null ? {} : { nextPageToken: pageToken }),
      },
      answer: lookupAnswer,
    })
    const found = answer.issues.find((one) => isOfRun(one.properties?.[runProperty], call.runId))
    if (found !== undefined) {
      const url = browseUrl(siteUrl(call), found.key)
      return { found: 'done', output: { id: found.id, key: found.key, url } }
    }
    pageToken = answer.nextPageToken ?? null
    if (pageToken === null) break
  }
  return { found: 'unsure' }
}

function isOfRun(property: unknown, runId: string): boolean {
  return z.object({ runId: z.literal(runId) }).safeParse(property).success
}

const transitionsAnswer = z.object({
  transitions: z.array(
    z.object({ id: z.string(), name: z.string(), to: z.object({ name: z.string() }).nullish() }),
  ),
})
type Transition = z.output<typeof transitionsAnswer>['transitions'][number]

const transitionIssue = defineAction({
  name: 'transition_issue',
  title: 'Move an issue to another status',
  description: 'Moves a Jira issue along its workflow, for example to "In Progress" or "Done".',
  effect: 'write',
  input: z.strictObject({
    issue: issueReference,
    transition: z
      .string()
      .trim()
      .min(1)
      .max(255)
      .describe('Name or id of the transition, or the status it leads to'),
  }),
  output: z.object({ issue: z.string(), status: z.string().nullable(), url: z.string() }),
  summary: ({ issue: key, transition }) => `Move Jira issue ${key} to "${transition}"`,
  async run(call, input) {
    const client = jiraClient(call)
    const key = input.issue.toUpperCase()
    const path = pathOf`/rest/api/3/issue/${key}/transitions`
    const { transitions } = await client.request({
      effect: 'read',
      method: 'GET',
      path,
      answer: transitionsAnswer,
    })
    const chosen = chooseTransition(transitions, input.transition)
    await client.request({
      effect: 'write',
      method: 'POST',
      path,
      json: { transition: { id: chosen.id } },
      answer: z.unknown(),
    })
    return { issue: key, status: chosen.to?.name ?? null, url: browseUrl(siteUrl(call), key) }
  },
})

/** By id, then by name, then by the status it leads to. @throws VendorError refused, naming what is possible */
function chooseTransition(transitions: readonly Transition[], wanted: string): Transition {
  const name = wanted.toLowerCase()
  const ways = [
    (one: Transition) => one.id === wanted,
    (one: Transition) => one.name.toLowerCase() === name,
    (one: Transition) => one.to?.name.toLowerCase() === name,
  ]
  const found = ways.map((fits) => transitions.filter(fits)).find((some) => some.length > 0) ?? []
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const possible = transitions.map((one) => `${one.name} (${one.id})`).join(', ')
  const problem = only === undefined ? 'is not possible from here' : 'fits more than one'
  throw new VendorError('refused', 'jira', {
    vendorDetail: `The transition "${wanted}" ${problem}. Possible: ${possible || 'none'}.`,
  })
}

const commentIssue = defineAction({
  name: 'comment_issue',
  title: 'Comment on an issue',
  description: 'Adds a comment to a Jira issue.',
  effect: 'write',
  input: z.strictObject({
    issue: issueReference,
    body: z
      .string()
      .max(richTextCharactersMax)
      .regex(/\S/, 'must not be blank')
      .describe('Markdown'),
  }),
  output: z.object({ id: z.string(), issue: z.string(), url: z.string() }),
  summary: ({ issue: key, body }) =>
    `Comment on Jira issue ${key}: "${truncateText(body.replace(/\s+/g, ' ').trim(), 200)}"`,
  async run(call, input) {
    const key = input.issue.toUpperCase()
    const made = await jiraClient(call).request({
      effect: 'write',
      method: 'POST',
      path: pathOf`/rest/api/3/issue/${key}/comment`,
      json: {
        body: adfOfMarkdown(input.body),
        properties: [{ key: runProperty, value: { runId: call.runId } }],
      },
      answer: z.object({ id: z.string() }),
    })
    const url = `${browseUrl(siteUrl(call), key)}?focusedCommentId=${encodeURIComponent(made.id)}`
    return { id: made.id, issue: key, url }
  },
})

export const actions = { searchIssues, createIssue, transitionIssue, commentIssue }
