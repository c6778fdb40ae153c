// Issues of the pretend Jira site: how they are stored, how the REST API shows them, and what it refuses in a new or changed one.
import type { SimulatorTable, SimulatorWorld } from '../../../core/contract/simulator.ts'
import {
  findProject,
  issueTypeObject,
  issueTypes,
  type Person,
  people,
  priorities,
  priorityObject,
  projectObject,
  projects,
  statusObject,
  userObject,
} from './site.ts'

export interface IssueComment {
  id: string
  authorId: string
  body: unknown
  text: string
  createdAt: number
}

export interface Issue {
  id: string
  key: string
  projectKey: string
  type: string
  summary: string
  /** Atlassian Document Format, or none. */
  description: unknown
  status: string
  priority: string
  assigneeId: string | null
  reporterId: string
  labels: string[]
  parentKey: string | null
  createdAt: number
  updatedAt: number
  properties: Record<string, unknown>
  comments: IssueComment[]
}

export type FieldErrors = Record<string, string>
type Fields = Record<string, unknown>

export const issuesOf = (world: SimulatorWorld): SimulatorTable<Issue> =>
  world.table<Issue>('issues')

export const findIssue = (world: SimulatorWorld, idOrKey: string) =>
  issuesOf(world).get(idOrKey) ??
  issuesOf(world)
    .all()
    .find((issue) => issue.key === idOrKey.toUpperCase())

/** `2026-11-23T01:02:03.000+0000`, Jira's own spelling. */
export const jiraTime = (ms: number) => new Date(ms).toISOString().replace('Z', '+0000')

/** The text of an Atlassian document, without its marks. */
export function documentText(node: unknown): string {
  if (typeof node !== 'object' || node === null) return ''
  const { text, content } = node as { text?: unknown; content?: unknown }
  const own = typeof text === 'string' ? text : ''
  return Array.isArray(content) ? `${own}${content.map(documentText).join(' ')}` : own
}

/** An Atlassian document of one paragraph. */
export const documentOf = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})

const isDocument = (value: unknown) => {
  const { type, version, content } = (value ?? {}) as {
    type?: unknown
    version?: unknown
    content?: unknown
  }
  return type === 'doc' && version === 1 && Array.isArray(content)
}

function allFields(world: SimulatorWorld, issue: Issue): Fields {
  const { baseUrl } = world
  const person = (id: string | null) => people.find((one) => one.accountId === id)
  const shown = (one: Person | undefined) => (one ? userObject(baseUrl, one) : null)
  const project = findProject(issue.projectKey)
  const parent = issue.parentKey === null ? undefined : findIssue(world, issue.parentKey)
  const isDone = issue.status === 'Done'
  return {
    summary: issue.summary,
    description: issue.description,
    status: statusObject(baseUrl, issue.status),
    statusCategory: statusObject(baseUrl, issue.status).statusCategory,
    issuetype: issueTypeObject(baseUrl, issue.type),
    priority: priorityObject(baseUrl, issue.priority),
    project: project ? projectObject(baseUrl, project) : null,
    assignee: shown(person(issue.assigneeId)),
    reporter: shown(person(issue.reporterId)),
    creator: shown(person(issue.reporterId)),
    labels: issue.labels,
    created: jiraTime(issue.createdAt),
    updated: jiraTime(issue.updatedAt),
    resolution: isDone
      ? {
          self: `${baseUrl}/rest/api/3/resolution/10000`,
          id: '10000',
          name: 'Done',
          description: 'Work has been completed.',
        }
      : null,
    resolutiondate: isDone ? jiraTime(issue.updatedAt) : null,
    duedate: null,
    comment: {
      comments: issue.comments.map((comment) => commentObject(world, issue, comment)),
      startAt: 0,
      maxResults: issue.comments.length,
      total: issue.comments.length,
    },
    ...(parent
      ? {
          parent: {
            id: parent.id,
            key: parent.key,
            self: `${baseUrl}/rest/api/3/issue/${parent.id}`,
            fields: { summary: parent.summary },
          },
        }
      : {}),
  }
}

/** An issue as `GET issue` and search show it. `fields` as in Jira: names, `*all`, `*navigable`, `-name`; none named means `id` alone in a search. */
export function issueObject(
  world: SimulatorWorld,
  issue: Issue,
  fields: string[],
  properties: string[],
) {
  const withProperties =
    properties.length === 0
      ? {}
      : {
          properties: Object.fromEntries(
            properties
              .filter((name) => Object.hasOwn(issue.properties, name))
              .map((name) => [name, issue.properties[name]]),
          ),
        }
  if (fields.length === 0) return { id: issue.id, ...withProperties }
  const all = allFields(world, issue)
  const isWhole =
    fields.some((name) => ['*all', '*navigable'].includes(name)) ||
    fields.every((name) => name.startsWith('-'))
  const chosen = Object.entries(all).filter(
    ([name]) => (isWhole || fields.includes(name)) && !fields.includes(`-${name}`),
  )
  return {
    expand: '',
    id: issue.id,
    key: issue.key,
    self: `${world.baseUrl}/rest/api/3/issue/${issue.id}`,
    fields: Object.fromEntries(chosen),
    ...withProperties,
  }
}

/** A comment as the REST API shows it. */
export function commentObject(world: SimulatorWorld, issue: Issue, comment: IssueComment) {
  const author = people.find((person) => person.accountId === comment.authorId)
  const shown = author
    ? { author: userObject(world.baseUrl, author), updateAuthor: userObject(world.baseUrl, author) }
    : {}
  const time = jiraTime(comment.createdAt)
  return {
    self: `${world.baseUrl}/rest/api/3/issue/${issue.id}/comment/${comment.id}`,
    id: comment.id,
    ...shown,
    body: comment.body,
    created: time,
    updated: time,
    jsdPublic: true,
  }
}

const settable = [
  'project',
  'issuetype',
  'summary',
  'description',
  'priority',
  'assignee',
  'reporter',
  'labels',
  'parent',
  'duedate',
]

function referenced<Row extends { id: string; name: string }>(
  rows: readonly Row[],
  value: unknown,
): Row | undefined {
  const { id, name } = (value ?? {}) as { id?: unknown; name?: unknown }
  return rows.find(
    (row) =>
      (id !== undefined && row.id === String(id)) ||
      (typeof name === 'string' && row.name.toLowerCase() === name.toLowerCase()),
  )
}

/** What Jira would say about these fields, by field; empty when they are fine. */
function wrongFields(world: SimulatorWorld, fields: Fields): FieldErrors {
  const errors: FieldErrors = {}
  for (const name of Object.keys(fields)) {
    if (!settable.includes(name))
      errors[name] =
        `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`
  }
  const { summary, description, priority, assignee, reporter, labels, parent } = fields
  if (summary !== undefined) {
    if (typeof summary !== 'string' || summary.trim() === '')
      errors.summary = 'You must specify a summary of the issue.'
    else if (summary.length > 255) errors.summary = "Summary can't exceed 255 characters."
    else if (/[\r\n]/.test(summary))
      errors.summary = 'The summary is invalid because it contains newline characters.'
  }
  if (description !== undefined && description !== null && !isDocument(description)) {
    errors.description =
      'Operation value must be an Atlassian Document (see the Atlassian Document Format)'
  }
  if (priority !== undefined && !referenced(priorities, priority))
    errors.priority = 'The priority selected is invalid.'
  for (const [name, value] of [
    ['assignee', assignee],
    ['reporter', reporter],
  ] as const) {
    if (value === undefined || value === null) continue
    const { accountId, id } = value as { accountId?: unknown; id?: unknown }
    const asked = accountId ?? id
    if (asked !== null && !people.some((person) => person.accountId === asked))
      errors[name] = `User '${String(asked)}' does not exist.`
  }
  if (labels !== undefined) {
    const bad = Array.isArray(labels)
      ? labels.find((label) => typeof label !== 'string' || /\s/.test(label))
      : labels
    if (bad !== undefined)
      errors.labels = `The label '${String(bad)}' contains spaces which is invalid.`
  }
  if (parent !== undefined && parent !== null) {
    const { key, id } = parent as { key?: unknown; id?: unknown }
    if (!findIssue(world, String(key ?? id))) errors.parent = 'Could not find issue by id or key.'
  }
  return errors
}

function applied(world: SimulatorWorld, issue: Issue, fields: Fields): Issue {
  const idOf = (value: unknown) => {
    const { accountId, id } = (value ?? {}) as { accountId?: string | null; id?: string | null }
    return accountId ?? id ?? null
  }
  const { key, id } = (fields.parent ?? {}) as { key?: string; id?: string }
  return {
    ...issue,
    ...(typeof fields.summary === 'string' ? { summary: fields.summary } : {}),
    ...('description' in fields ? { description: fields.description ?? null } : {}),
    ...(fields.priority === undefined
      ? {}
      : { priority: referenced(priorities, fields.priority)?.name ?? issue.priority }),
    ...('assignee' in fields ? { assigneeId: idOf(fields.assignee) } : {}),
    ...(Array.isArray(fields.labels) ? { labels: fields.labels as string[] } : {}),
    ...(key === undefined && id === undefined
      ? {}
      : { parentKey: findIssue(world, String(key ?? id))?.key ?? null }),
  }
}

/** Makes an issue from `POST issue`'s fields, or says what is wrong with each. */
export function createIssue(
  world: SimulatorWorld,
  fields: Fields,
  properties: unknown,
  reporterId: string,
): Issue | FieldErrors {
  const { key, id } = (fields.project ?? {}) as { key?: unknown; id?: unknown }
  const project = projects.find((one) => one.key === key || one.id === String(id))
  const type = referenced(issueTypes, fields.issuetype)
  const errors = wrongFields(world, { ...fields, summary: fields.summary ?? '' })
  if (!project)
    errors.project =
      key === undefined && id === undefined
        ? 'Specify a valid project ID or key'
        : 'valid project is required'
  if (!type)
    errors.issuetype =
      fields.issuetype === undefined ? 'Specify an issue type' : 'Specify a valid issue type'
  if (type?.subtask && !fields.parent)
    errors.parent = 'Issue type is a sub-task but parent issue key or id not specified.'
  if (!project || !type || Object.keys(errors).length > 0) return errors
  return storeNew(
    world,
    applied(world, blank(project.key, type.name, reporterId, world.now()), fields),
    propertiesOf(properties),
  )
}

function blank(projectKey: string, type: string, reporterId: string, now: number): Issue {
  return {
    id: '',
    key: '',
    projectKey,
    type,
    summary: '',
    description: null,
    status: 'To Do',
    priority: 'Medium',
    assigneeId: null,
    reporterId,
    labels: [],
    parentKey: null,
    createdAt: now,
    updatedAt: now,
    properties: {},
    comments: [],
  }
}

function propertiesOf(properties: unknown): Record<string, unknown> {
  const list = Array.isArray(properties) ? (properties as { key?: unknown; value?: unknown }[]) : []
  return Object.fromEntries(list.map((property) => [String(property.key), property.value]))
}

/** Gives the issue the next number of its project and stores it. */
export function storeNew(
  world: SimulatorWorld,
  issue: Issue,
  properties: Record<string, unknown>,
): Issue {
  const counters = world.table<number>('counters')
  const number = (counters.get(issue.projectKey) ?? 0) + 1
  const id = String(10_000 + (counters.get('id') ?? 0) + 1)
  const stored = { ...issue, id, key: `${issue.projectKey}-${number}`, properties }
  world.together(() => {
    counters.put(issue.projectKey, number)
    counters.put('id', Number(id) - 10_000)
    issuesOf(world).put(id, stored)
  })
  return stored
}

/** Changes an issue by `PUT issue`'s fields, or says what is wrong with each. */
export function editIssue(
  world: SimulatorWorld,
  issue: Issue,
  fields: Fields,
  properties: unknown,
): Issue | FieldErrors {
  const errors = wrongFields(world, fields)
  if (Object.keys(errors).length > 0) return errors
  const changed = {
    ...applied(world, issue, fields),
    properties: { ...issue.properties, ...propertiesOf(properties) },
    updatedAt: world.now(),
  }
  issuesOf(world).put(issue.id, changed)
  return changed
}

export const isIssue = (value: Issue | FieldErrors): value is Issue =>
  'projectKey' in value && 'comments' in value && Array.isArray(value.comments)
