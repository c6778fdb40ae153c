// The pretend Jira Cloud site: the part of REST API v3 that the hub uses, with Jira's own errors, over a handful of seeded issues.
// Basic authentication by email and API token. What it answers is checked in tests against Atlassian's published description, and the
// `jira.js` client drives it. Development and tests only: never part of a deploy.
import type {
  SimulatorAnswer,
  SimulatorRequest,
  SimulatorWorld,
  VendorSimulator,
} from '../../core/contract/simulator.ts'
import { wrong } from './simulator/answers.ts'
import { answerIssue } from './simulator/issue-answers.ts'
import {
  documentOf,
  documentText,
  findIssue,
  type Issue,
  issuesOf,
  storeNew,
} from './simulator/issues.ts'
import { answerToken, client } from './simulator/oauth.ts'
import { owner, people, seedIssues } from './simulator/site.ts'
import { answerSite } from './simulator/site-answers.ts'

interface ApiToken {
  token: string
  revoked: boolean
}

const dayMs = 86_400_000

const unauthorized = wrong(401, ['Client must be authenticated to access this resource.'])

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
    connector: 'jira',
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
  control: async (request) =>
    request.method === 'GET' && request.path === '/app' ? { status: 200, json: client } : null,
  async handle(request, world) {
    if (request.path === '/oauth/token' && request.method === 'POST') return answerToken(request)
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
  const given = request.headers.authorization
  const live = tokensOf(world)
    .all()
    .filter((one) => !one.revoked)
  return live.some(({ token }) => given === `Basic ${btoa(`${owner.email}:${token}`)}`)
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
