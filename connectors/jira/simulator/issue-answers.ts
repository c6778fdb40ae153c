// The endpoints of Jira that belong to one issue: create, read, edit, move, comment, properties.
import type {
  SimulatorAnswer,
  SimulatorRequest,
  SimulatorWorld,
} from '../../../core/contract/simulator.ts'
import { type Body, empty, missing, names, ok, wrong } from './answers.ts'
import {
  commentObject,
  createIssue,
  documentText,
  editIssue,
  findIssue,
  type Issue,
  type IssueComment,
  isIssue,
  issueObject,
  issuesOf,
} from './issues.ts'
import { owner, statuses, statusObject } from './site.ts'

/** `POST /issue`. */
export function create(body: Body, world: SimulatorWorld): SimulatorAnswer {
  const made = createIssue(world, (body.fields ?? {}) as Body, body.properties, owner.accountId)
  if (!isIssue(made)) return wrong(400, [], made)
  return ok(
    { id: made.id, key: made.key, self: `${world.baseUrl}/rest/api/3/issue/${made.id}` },
    201,
  )
}

/** `/issue/{idOrKey}` and what lies below it. */
export function answerIssue(
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
