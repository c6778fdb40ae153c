// The endpoints of Jira that belong to the site rather than to one issue: search, projects, people, metadata.
import type {
  SimulatorAnswer,
  SimulatorRequest,
  SimulatorWorld,
} from '../../../core/contract/simulator.ts'
import { type Body, names, ok, wrong } from './answers.ts'
import { create } from './issue-answers.ts'
import { documentText, issueObject, issuesOf, jiraTime } from './issues.ts'
import { type Jql, readJql } from './jql.ts'
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
  statuses,
  statusObject,
  userObject,
} from './site.ts'

const searchResultsMax = 5000
const searchResultsDefault = 50

/** What belongs to the site rather than to one issue. */
export function answerSite(
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
