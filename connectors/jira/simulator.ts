// The pretend Jira Cloud site: the part of REST API v3 that the hub uses, with Jira's own errors, over a handful of seeded issues.
// Basic authentication by email and API token. What it answers is checked in tests against Atlassian's published description, and the
// `jira.js` client drives it. Development and tests only: never part of a deploy.
import type {
  SimulatorAnswer,
  SimulatorRequest,
  SimulatorWorld,
  VendorSimulator,
} from '../../core/contract/simulator.ts'
import {
  commentObject,
  createIssue,
  documentOf,
  documentText,
  editIssue,
  findIssue,
  type Issue,
  type IssueComment,
  isIssue,
  issueObject,
  issuesOf,
  jiraTime,
  storeNew,
} from './simulator/issues.ts'
import { type Jql, readJql } from './simulator/jql.ts'
import {
  categoryOf,
  findProject,
  findUser,
  issueTypeObject,
  issueTypes,
  owner,
  people,
  priorities,
  priorityObject,
  projectObject,
  projects,
  seedIssues,
  statuses,
  statusObject,
  userObject,
} from './simulator/site.ts'

type Body = Record<string, unknown>
interface ApiToken {
  token: string
  revoked: boolean
}

const searchResultsMax = 5000
const searchResultsDefault = 50
const dayMs = 86_400_000

const ok = (json: unknown, status = 200): SimulatorAnswer => ({ status, json })
const empty: SimulatorAnswer = { status: 204 }
const wrong = (
  status: number,
  errorMessages: string[],
  errors: Record<string, string> = {},
): SimulatorAnswer => ({ status, json: { errorMessages, errors } })
const unauthorized = wrong(401, ['Client must be authenticated to access this resource.'])
const missing = wrong(404, ['Issue does not exist or you do not have permission to see it.'])

const tokensOf = (world: SimulatorWorld) => world.table<ApiToken>('tokens')

function liveToken(world: SimulatorWorld): string {
  const tokens = tokensOf(world)
  const live = tokens.all().find((one) => !one.revoked)
  if (live) return live.token
  const token = `pretend-jira-token-${tokens.size() + 1}`
  tokens.put(token, { token, revoked: false })
  return token
}

export const simulator: VendorSimulator = {
  id: 'jira',
  name: 'Jira',
  faults: {
    rate_limited: {
      ...wrong(429, ['Rate limit exceeded.']),
      headers: {
        'x-ratelimit-limit': '350',
        'x-ratelimit-remaining': '0',
        'ratelimit-reason': 'jira-burst-based',
      },
    },
    unauthorized,
    revoked: unauthorized,
    server_error: wrong(503, ['The service is temporarily unavailable.']),
  },
  spared: (request) => !request.path.startsWith('/rest/'),
  revoke(world) {
    liveToken(world)
    for (const one of tokensOf(world).all())
      tokensOf(world).put(one.token, { ...one, revoked: true })
  },
  credentials: (world) => ({
    config: { site: world.baseUrl },
    credentials: { email: owner.email, apiToken: liveToken(world) },
  }),
  seed,
  panel(world) {
    const rows = issuesOf(world).all().reverse()
    return {
      title: 'Issues',
      columns: ['Key', 'Type', 'Summary', 'Status', 'Assignee'],
      rows: rows.map((issue) => [
        issue.key,
        issue.type,
        issue.summary,
        issue.status,
        people.find((person) => person.accountId === issue.assigneeId)?.displayName ?? '',
      ]),
    }
  },
  async handle(request, world) {
    if (request.path.startsWith('/browse/')) return issuePage(request, world)
    if (!request.path.startsWith('/rest/api/3/')) return wrong(404, ['Not found'])
    const path = request.path.slice('/rest/api/3'.length)
    if (path !== '/serverInfo' && !isSignedIn(request, world)) return unauthorized
    if (
      ['POST', 'PUT'].includes(request.method) &&
      !path.includes('/properties/') &&
      (typeof request.body !== 'object' || request.body === null)
    ) {
      return wrong(400, [
        'Invalid request payload. Refer to the REST API documentation and try again.',
      ])
    }
    const answer = answerSite(request, path, world) ?? answerIssue(request, path, world)
    return answer
      ? { ...answer, headers: { ...answer.headers, 'x-arequestid': world.randomId(8) } }
      : wrong(404, [`No endpoint ${request.method} ${request.path}`])
  },
}

function seed(world: SimulatorWorld): void {
  if (issuesOf(world).size() > 0) return
  for (const { text, assignee, daysAgo, ...rest } of seedIssues) {
    const createdAt = world.now() - daysAgo * dayMs
    const assigneeId = assignee === null ? null : (people[assignee]?.accountId ?? null)
    const issue: Issue = {
      ...rest,
      id: '',
      key: '',
      description: documentOf(text),
      assigneeId,
      reporterId: owner.accountId,
      parentKey: null,
      createdAt,
      updatedAt: createdAt + dayMs / 2,
      properties: {},
      comments: [],
    }
    storeNew(world, issue, {})
  }
}

function isSignedIn(request: SimulatorRequest, world: SimulatorWorld): boolean {
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(request.headers.authorization ?? '')?.[1]
  const [email = '', ...token] = basic ? atob(basic).split(':') : []
  return (
    email.toLowerCase() === owner.email && tokensOf(world).get(token.join(':'))?.revoked === false
  )
}

/** What belongs to the site rather than to one issue. */
function answerSite(
  request: SimulatorRequest,
  path: string,
  world: SimulatorWorld,
): SimulatorAnswer | null {
  const { baseUrl } = world
  const wants = `${request.method} ${path}`
  const project = /^GET \/(?:project|issue\/createmeta)\/([^/]+)(\/statuses|\/issuetypes)?$/.exec(
    wants,
  )
  switch (wants) {
    case 'GET /myself':
      return ok({ ...userObject(baseUrl, owner), locale: 'en_US' })
    case 'GET /serverInfo':
      return ok({
        baseUrl,
        displayUrl: baseUrl,
        version: '1001.0.0-SNAPSHOT',
        versionNumbers: [1001, 0, 0],
        deploymentType: 'Cloud',
        buildNumber: 100_000,
        buildDate: '2026-11-01T00:00:00.000+0000',
        serverTime: jiraTime(world.now()),
        scmInfo: 'pretend',
        serverTitle: 'Jira',
        serverTimeZone: 'Etc/UTC',
      })
    case 'GET /search/jql':
    case 'POST /search/jql':
      return search(request, world)
    case 'POST /search/approximate-count': {
      const jql = read((request.body as Body).jql, world)
      return jql.ok
        ? ok({ count: issuesOf(world).all().filter(jql.matches).length })
        : wrong(400, jql.errorMessages)
    }
    case 'GET /project/search':
      return projectPage(request, baseUrl)
    case 'GET /status':
      return ok(statuses.map((status) => statusObject(baseUrl, status.name)))
    case 'GET /issuetype':
      return ok(issueTypes.map((type) => issueTypeObject(baseUrl, type.name)))
    case 'GET /priority/search':
      return ok({
        maxResults: 50,
        startAt: 0,
        total: priorities.length,
        isLast: true,
        values: priorities.map((one) => ({
          ...priorityObject(baseUrl, one.name),
          isDefault: one.name === 'Medium',
        })),
      })
    case 'GET /user/search':
    case 'GET /user/assignable/search':
      return users(request, path, baseUrl)
    case 'POST /issue':
      return create(request.body as Body, world)
  }
  if (!project) return null
  const found = findProject(project[1] ?? '')
  if (path.startsWith('/issue/') && project[2] !== '/issuetypes') return null
  if (path === '/project/search') return null
  if (!found) return wrong(404, [`No project could be found with key '${project[1] ?? ''}'.`])
  const types = issueTypes.map((type) => issueTypeObject(baseUrl, type.name))
  if (path.startsWith('/issue/'))
    return ok({ issueTypes: types, maxResults: 50, startAt: 0, total: types.length })
  if (project[2] === '/statuses')
    return ok(
      types.map(({ self, id, name, subtask }) => ({
        self,
        id,
        name,
        subtask,
        statuses: statuses.map((status) => statusObject(baseUrl, status.name)),
      })),
    )
  return ok({
    ...projectObject(baseUrl, found),
    description: '',
    lead: userObject(baseUrl, owner),
    issueTypes: types,
    components: [],
    versions: [],
    roles: {},
  })
}

function read(jql: unknown, world: SimulatorWorld): Jql {
  return readJql(typeof jql === 'string' ? jql : '', {
    now: world.now(),
    currentUserId: owner.accountId,
    projects: projects.map((project) => project.key),
    issueTypes: issueTypes.map((type) => type.name),
    statuses: statuses.map((status) => status.name),
    priorities: priorities.map((priority) => priority.name),
    categoryOf,
    findUser: (reference) => findUser(reference)?.accountId,
    textOf: (issue) => documentText(issue.description),
  })
}

const names = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .flatMap((item) => (typeof item === 'string' ? item.split(',') : []))
    .map((name) => name.trim())
    .filter(Boolean)

const searchNames = [
  'jql',
  'nextPageToken',
  'maxResults',
  'fields',
  'expand',
  'properties',
  'fieldsByKeys',
  'failFast',
  'reconcileIssues',
]

function search(request: SimulatorRequest, world: SimulatorWorld): SimulatorAnswer {
  const query = Object.fromEntries(
    [...new Set(request.query.keys())].map((name) => [
      name,
      name === 'fields' || name === 'properties'
        ? request.query.getAll(name)
        : request.query.get(name),
    ]),
  )
  const given = request.method === 'POST' ? (request.body as Body) : query
  if (request.method === 'POST' && Object.keys(given).some((name) => !searchNames.includes(name)))
    return wrong(400, [
      'Invalid request payload. Refer to the REST API documentation and try again.',
    ])
  const jql = read(given.jql, world)
  if (!jql.ok) return wrong(400, jql.errorMessages)
  const limit =
    given.maxResults === undefined || given.maxResults === null
      ? searchResultsDefault
      : Number(given.maxResults)
  if (!Number.isInteger(limit) || limit < 0)
    return wrong(400, ['The maxResults parameter must be a whole number.'])
  const token = typeof given.nextPageToken === 'string' ? given.nextPageToken : ''
  const from = token === '' ? 0 : Number(/^from:(\d+)$/.exec(decodeToken(token))?.[1] ?? Number.NaN)
  if (!Number.isInteger(from)) return wrong(400, ['The nextPageToken is invalid or has expired.'])
  const found = issuesOf(world).all().filter(jql.matches).sort(jql.compare)
  const end = from + Math.min(limit, searchResultsMax)
  const fields = names(given.fields).filter((name) => name !== 'id')
  const issues = found
    .slice(from, end)
    .map((issue) => issueObject(world, issue, fields, names(given.properties)))
  return ok(
    end >= found.length
      ? { issues, isLast: true }
      : { issues, isLast: false, nextPageToken: btoa(`from:${end}`) },
  )
}

function decodeToken(token: string): string {
  try {
    return atob(token)
  } catch {
    return ''
  }
}

function projectPage(request: SimulatorRequest, baseUrl: string): SimulatorAnswer {
  const asked = (request.query.get('query') ?? '').toLowerCase()
  const keys = request.query.getAll('keys')
  const startAt = Number(request.query.get('startAt') ?? 0)
  const maxResults = Number(request.query.get('maxResults') ?? 50)
  const fits = projects.filter(
    (project) =>
      (keys.length === 0 || keys.includes(project.key)) &&
      `${project.key} ${project.name}`.toLowerCase().includes(asked),
  )
  const values = fits
    .slice(startAt, startAt + maxResults)
    .map((project) => projectObject(baseUrl, project))
  const self = `${baseUrl}/rest/api/3/project/search?startAt=${startAt}&maxResults=${maxResults}`
  return ok({
    self,
    maxResults,
    startAt,
    total: fits.length,
    isLast: startAt + maxResults >= fits.length,
    values,
  })
}

function users(request: SimulatorRequest, path: string, baseUrl: string): SimulatorAnswer {
  const asked = (request.query.get('query') ?? '').toLowerCase()
  const accountId = request.query.get('accountId')
  if (path === '/user/search' && asked === '' && accountId === null)
    return wrong(400, ['Either the query or the accountId parameter is required.'])
  const project = request.query.get('project')
  if (project !== null && !findProject(project))
    return wrong(404, [`No project could be found with key '${project}'.`])
  const fits = people.filter(
    (person) =>
      (accountId === null || person.accountId === accountId) &&
      `${person.displayName} ${person.email}`.toLowerCase().includes(asked),
  )
  return ok(fits.map((person) => userObject(baseUrl, person)))
}

function create(body: Body, world: SimulatorWorld): SimulatorAnswer {
  const made = createIssue(world, (body.fields ?? {}) as Body, body.properties, owner.accountId)
  if (!isIssue(made)) return wrong(400, [], made)
  return ok(
    { id: made.id, key: made.key, self: `${world.baseUrl}/rest/api/3/issue/${made.id}` },
    201,
  )
}

/** `/issue/{idOrKey}` and what lies below it. */
function answerIssue(
  request: SimulatorRequest,
  path: string,
  world: SimulatorWorld,
): SimulatorAnswer | null {
  const [, idOrKey, rest = ''] = /^\/issue\/([^/]+)(\/.*)?$/.exec(path) ?? []
  if (idOrKey === undefined) return null
  const issue = findIssue(world, decodeURIComponent(idOrKey))
  if (!issue) return missing
  const body = (request.body ?? {}) as Body
  switch (`${request.method} ${rest}`) {
    case 'GET ': {
      const fields = names(request.query.getAll('fields'))
      return ok(
        issueObject(
          world,
          issue,
          fields.length === 0 ? ['*all'] : fields,
          names(request.query.getAll('properties')),
        ),
      )
    }
    case 'PUT ': {
      const changed = editIssue(world, issue, (body.fields ?? {}) as Body, body.properties)
      return isIssue(changed) ? empty : wrong(400, [], changed)
    }
    case 'DELETE ':
      issuesOf(world).delete(issue.id)
      return empty
    case 'PUT /assignee': {
      const changed = editIssue(world, issue, { assignee: body }, undefined)
      return isIssue(changed) ? empty : wrong(400, [], changed)
    }
    case 'GET /transitions':
      return ok({
        expand: 'transitions',
        transitions: statuses.map((status) => ({
          id: status.transitionId,
          name: status.name,
          to: statusObject(world.baseUrl, status.name),
          hasScreen: false,
          isGlobal: true,
          isInitial: false,
          isAvailable: true,
          isConditional: false,
          looped: false,
        })),
      })
    case 'POST /transitions': {
      const id = (body.transition as { id?: unknown } | undefined)?.id
      const status = statuses.find((one) => one.transitionId === String(id))
      if (!status)
        return wrong(400, [
          id === undefined
            ? 'Missing transition identifier'
            : `Transition id '${String(id)}' is not valid for this issue.`,
        ])
      issuesOf(world).put(issue.id, { ...issue, status: status.name, updatedAt: world.now() })
      return empty
    }
    case 'GET /comment':
      return ok({
        startAt: 0,
        maxResults: 5000,
        total: issue.comments.length,
        comments: issue.comments.map((comment) => commentObject(world, issue, comment)),
      })
    case 'POST /comment':
      return addComment(body, issue, world)
  }
  return answerProperty(request, rest, issue, world)
}

function addComment(body: Body, issue: Issue, world: SimulatorWorld): SimulatorAnswer {
  const text = documentText(body.body)
  if ((body.body as { type?: unknown } | undefined)?.type !== 'doc')
    return wrong(400, [], { comment: 'Comment body is not valid!' })
  const comment: IssueComment = {
    id: String(10_000 + (world.now() % 1_000_000_000)),
    authorId: owner.accountId,
    body: body.body,
    text,
    createdAt: world.now(),
  }
  issuesOf(world).put(issue.id, {
    ...issue,
    comments: [...issue.comments, comment],
    updatedAt: world.now(),
  })
  return ok(commentObject(world, issue, comment), 201)
}

function answerProperty(
  request: SimulatorRequest,
  rest: string,
  issue: Issue,
  world: SimulatorWorld,
): SimulatorAnswer | null {
  if (`${request.method} ${rest}` === 'GET /properties') {
    const keys = Object.keys(issue.properties).map((key) => ({
      key,
      self: `${world.baseUrl}/rest/api/3/issue/${issue.id}/properties/${key}`,
    }))
    return ok({ keys })
  }
  const key = /^\/properties\/([^/]{1,255})$/.exec(rest)?.[1]
  if (key === undefined) return null
  const isThere = Object.hasOwn(issue.properties, key)
  if (request.method === 'GET')
    return isThere
      ? ok({ key, value: issue.properties[key] })
      : wrong(404, [`The property with key '${key}' does not exist.`])
  if (request.method !== 'PUT') return null
  issuesOf(world).put(issue.id, {
    ...issue,
    properties: { ...issue.properties, [key]: request.body },
  })
  return { status: isThere ? 200 : 201 }
}

/** What a person sees behind a link to an issue. */
function issuePage(request: SimulatorRequest, world: SimulatorWorld): SimulatorAnswer {
  const issue = findIssue(world, request.path.slice('/browse/'.length))
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  }
  const html = (text: string) =>
    text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  const style =
    ':root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:10vh auto;padding:0 1.25rem}small{opacity:.7}'
  const body = issue
    ? `<small>${html(issue.key)} · ${html(issue.type)} · ${html(issue.status)} · ${html(issue.priority)}</small><h1>${html(issue.summary)}</h1><p>${html(documentText(issue.description))}</p><p><small>A pretend issue of a pretend Jira.</small></p>`
    : '<h1>No such issue</h1>'
  return {
    status: issue ? 200 : 404,
    headers,
    text: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${html(issue?.key ?? 'Not found')}</title><style>${style}</style><main>${body}</main></html>`,
  }
}
