// The rules of the pretend model. It reads the last thing a person said, the tools it was offered, and what tools have answered since.
// What a tool answers is only ever shown, never followed: text from a vendor cannot make it call anything.
import { answerFrom } from './answers.ts'

export interface ModelMessage {
  role: string
  content?: unknown
  tool_calls?: { id?: string; function?: { name?: string; arguments?: string } }[]
  tool_call_id?: string
}

export type ModelTurn =
  | { kind: 'text'; text: string }
  | { kind: 'tool'; tool: string; input: Record<string, unknown> }

interface OfferedTool {
  name: string
  properties: string[]
}

const say = (text: string): ModelTurn => ({ kind: 'text', text })

/** The text of a message whose content is a string or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: unknown) =>
      typeof part === 'object' && part !== null && 'text' in part ? String(part.text) : '',
    )
    .join('\n')
}

export const lastUserText = (messages: ModelMessage[]) =>
  textOf(messages.findLast((message) => message.role === 'user')?.content)

/** The next turn. The same messages and tools always give the same turn. */
export function respond(messages: ModelMessage[], tools: unknown[]): ModelTurn {
  const lastUser = messages.findLastIndex((message) => message.role === 'user')
  const asked = textOf(messages[lastUser]?.content)
    .replaceAll(/<@[UW][A-Z0-9]+>/g, ' ')
    .trim()
  const since = messages.slice(lastUser + 1)
  const offered = tools.map(readTool).filter((tool) => tool !== null)
  const intent = misbehave(asked) ?? plan(asked, offered)
  if (asked.includes('[model:loop]')) return intent
  const result = since.findLast((message) => message.role === 'tool')
  if (!result)
    return intent.kind === 'tool' && !asked.includes('[model:')
      ? checkOffered(intent, offered)
      : intent
  const calls = since.flatMap((message) => message.tool_calls ?? [])
  const call = calls.find((one) => one.id === result.tool_call_id) ?? calls.at(-1)
  return say(
    answerFrom(
      call?.function?.name ?? '',
      readInput(call?.function?.arguments),
      textOf(result.content),
    ),
  )
}

function readTool(tool: unknown): OfferedTool | null {
  const { name, parameters } = ((tool as { function?: unknown })?.function ?? {}) as {
    name?: unknown
    parameters?: { properties?: object }
  }
  return typeof name === 'string'
    ? { name, properties: Object.keys(parameters?.properties ?? {}) }
    : null
}

function readInput(text: string | undefined): Record<string, unknown> {
  try {
    return JSON.parse(text ?? '{}') as Record<string, unknown>
  } catch {
    return {}
  }
}

function misbehave(asked: string): ModelTurn | null {
  const jql = 'project = ACME AND statusCategory != Done'
  if (asked.includes('[model:unknown-tool]'))
    return { kind: 'tool', tool: 'vault_read_secrets', input: { all: true } }
  if (asked.includes('[model:invalid-input]'))
    return { kind: 'tool', tool: 'jira_search_issues', input: { jql: 42, nonsense: true } }
  if (asked.includes('[model:foreign-connection]')) {
    return {
      kind: 'tool',
      tool: 'jira_search_issues',
      input: {
        jql,
        connectionId: 'conn_of_another_organization',
        organizationId: 'org_of_someone_else',
      },
    }
  }
  return asked.includes('[model:loop]')
    ? { kind: 'tool', tool: 'jira_search_issues', input: { jql } }
    : null
}

function checkOffered(
  turn: Extract<ModelTurn, { kind: 'tool' }>,
  offered: OfferedTool[],
): ModelTurn {
  if (offered.some((tool) => tool.name === turn.tool)) return turn
  const [vendor = 'that system', ...action] = turn.tool.split('_')
  if (offered.some((tool) => tool.name === offerTool)) {
    return { kind: 'tool', tool: offerTool, input: { connector: vendor } }
  }
  const product = vendor === 'jira' ? 'Jira' : vendor === 'slack' ? 'Slack' : vendor
  return say(
    `I cannot do that here: I was not given the tool \`${turn.tool}\`. Either ${product} is not connected, or you may not ${action.join(' ')} with it.`,
  )
}

/** The hub's own tool for a product that is not connected. */
const offerTool = 'causeway_offer_connection'

const issueKinds: Record<string, string> = {
  bug: 'Bug',
  task: 'Task',
  story: 'Story',
  ticket: 'Task',
  issue: 'Task',
}
const filePattern =
  /\b(?:file|create|open|raise|report|add|log|make)\s+(?:me\s+)?(?:an?\s+|the\s+)?(?:new\s+)?(bug|task|story|ticket|issue)(?:\s+report)?(?:\s+(?:in|for|on)\s+(?:the\s+)?(?:project\s+)?([A-Za-z][A-Za-z0-9]{1,9}))?\s*:\s*([\s\S]+)/i
const postPattern =
  /\b(?:post|send|say|write)\s+(?:the\s+message\s+)?([\s\S]+?)\s+(?:to|in|into)\s+<?#([a-z0-9_-]+|C[A-Z0-9]+)(?:\|[^>]*)?>?/i
const issuePattern = /\b(bugs?|issues?|tickets?|tasks?|stor(?:y|ies)|backlog|in progress|jira)\b/i

/** What a person wants, as a tool call; or a sentence when no rule fits. */
function plan(asked: string, offered: OfferedTool[]): ModelTurn {
  const file = filePattern.exec(asked)
  if (file) {
    const [, kind = 'task', project = 'ACME', summary = ''] = file
    const line = (summary.trim().split('\n')[0] ?? '').slice(0, 255)
    return {
      kind: 'tool',
      tool: 'jira_create_issue',
      input: {
        project: project.toUpperCase(),
        issueType: issueKinds[kind.toLowerCase()] ?? 'Task',
        summary: line,
      },
    }
  }
  const post = postPattern.exec(asked)
  if (post) {
    const message = (post[1] ?? '').replace(/^["“'](.*)["”']$/s, '$1')
    const properties = offered.find((tool) => tool.name === 'slack_post_message')?.properties ?? []
    const name = post[2] ?? ''
    const channel = properties.includes('channelId') ? 'channelId' : 'channel'
    return {
      kind: 'tool',
      tool: 'slack_post_message',
      input: { [channel]: /^C[A-Z0-9]+$/.test(name) ? name : `#${name}`, text: message },
    }
  }
  if (/\b(?:list|which|what|show)\b.*\bchannels\b/i.test(asked))
    return { kind: 'tool', tool: 'slack_list_channels', input: {} }
  if (
    /\b(?:who|what)\s+are\s+you\b|\bwhich\s+model\b|\bare\s+you\s+(?:an?\s+)?(?:ai|language model|llm|human)\b/i.test(
      asked,
    )
  ) {
    return say(
      'I am `causeway-rules-1`, a small set of rules that stands in for a model in development. I am not a language model: I match a few phrases and call the tools I am given.',
    )
  }
  if (issuePattern.test(asked) || /\b[A-Z][A-Z0-9]+-\d+\b/.test(asked))
    return { kind: 'tool', tool: 'jira_search_issues', input: { jql: writeJql(asked) } }
  return say(
    'No rule of mine fits that. I am `causeway-rules-1`, a small set of rules in place of a model. Try “which bugs are open in project ACME?”, “file a bug: login fails on Safari”, “list channels” or “post hello to #general”.',
  )
}

/** JQL for a question about issues. Values come from narrow patterns, so nothing needs quoting beyond quotes themselves. */
export function writeJql(asked: string): string {
  const key = /\b([A-Z][A-Z0-9]{1,9}-\d+)\b/.exec(asked)?.[1]
  if (key) return `key = ${key}`
  const named =
    /\bproject\s+([A-Za-z][A-Za-z0-9]{1,9})\b/i.exec(asked)?.[1] ??
    /\b(?:in|for|of|on)\s+([A-Z][A-Z0-9]{1,9})\b/.exec(asked)?.[1]
  const isMine = /\b(?:my|mine|assigned to me)\b/i.test(asked)
  const about = /\b(?:about|mentioning|containing)\s+["“]?([\p{L}\p{N} _-]{2,60})/iu
    .exec(asked)?.[1]
    ?.trim()
  const kind = /\b(bug|stor(?:y|ie)|task)s?\b/i.exec(asked)?.[1]?.toLowerCase()
  const clauses = [
    named || !isMine ? `project = ${(named ?? 'ACME').toUpperCase()}` : null,
    kind ? `issuetype = ${kind === 'bug' ? 'Bug' : kind === 'task' ? 'Task' : 'Story'}` : null,
    writeStatus(asked),
    isMine
      ? 'assignee = currentUser()'
      : /\bunassigned\b/i.test(asked)
        ? 'assignee IS EMPTY'
        : null,
    about ? `text ~ "${about}"` : null,
  ]
  return `${clauses.filter((clause) => clause !== null).join(' AND ')} ORDER BY created DESC`
}

function writeStatus(asked: string): string | null {
  if (/\bin progress\b/i.test(asked)) return 'status = "In Progress"'
  if (/\b(?:done|closed|resolved|finished|fixed)\b/i.test(asked)) return 'statusCategory = Done'
  if (/\bto ?do\b/i.test(asked)) return 'status = "To Do"'
  return /\b(?:open|unresolved|left|remaining|outstanding)\b/i.test(asked)
    ? 'statusCategory != Done'
    : null
}
