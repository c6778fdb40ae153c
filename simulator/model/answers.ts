// Turns what a tool answered into a sentence or a list in Markdown. Tool results may be JSON, JSON inside marks that say "this is
// data", or plain text; whatever they say is shown as content, with Markdown's own signs made harmless.

type Shape = Record<string, unknown>
const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listedMax = 20
const quotedCharactersMax = 400

/** One line of foreign text, safe inside Markdown. */
const plain = (value: unknown) =>
  String(value ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/([\\`*_[\]<>|~])/g, '\\$1')
    .trim()

/** Reads JSON from a tool result, with or without words around it; `undefined` when there is none. */
export function readResult(text: string): unknown {
  const candidates = [
    text,
    text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1),
    text.slice(text.indexOf('['), text.lastIndexOf(']') + 1),
  ]
  for (const candidate of candidates) {
    try {
      const value: unknown = JSON.parse(candidate)
      if (typeof value === 'object' && value !== null) return value
    } catch {
      // Not JSON: try the next reading.
    }
  }
  return undefined
}

/** The first list of objects anywhere in the value, at most five levels down. */
function findList(value: unknown, depth = 0): Shape[] | null {
  if (depth > 5) return null
  if (Array.isArray(value)) return value.every(isShape) ? value : null
  if (!isShape(value)) return null
  for (const inner of [value.data, ...Object.values(value)]) {
    const found = findList(inner, depth + 1)
    if (found) return found
  }
  return null
}

/** The first object that has this key, at most five levels down. */
function findWith(value: unknown, key: string, depth = 0): Shape | null {
  if (depth > 5 || !isShape(value)) return null
  if (value[key] !== undefined && value[key] !== null) return value
  for (const inner of Object.values(value)) {
    const found = findWith(inner, key, depth + 1)
    if (found) return found
  }
  return null
}

/** The answer to a person, from the tool that was called, its input, and its result. */
export function answerFrom(tool: string, input: Shape, text: string): string {
  const result = readResult(text)
  const waiting = readWaiting(result, text)
  if (waiting === 'approval')
    return `That needs another person's approval. I have asked for it, and nothing happens before they agree.`
  if (waiting === 'confirmation')
    return `I have asked you to confirm it: ${describe(tool, input)}. Nothing happens until you say yes.`
  if (tool === 'causeway_offer_connection' && isShape(result) && result.status === 'offered') {
    return `That needs ${plain(input.connector === 'jira' ? 'Jira' : input.connector)}, which is not connected yet.`
  }
  const failure = readFailure(result, text)
  if (failure !== null) return `That did not work: ${plain(failure).slice(0, quotedCharactersMax)}`
  if (tool === 'jira_search_issues') return listIssues(findList(result) ?? [], input)
  if (tool === 'slack_list_channels') return listChannels(findList(result) ?? [])
  if (tool === 'jira_create_issue') {
    const issue = findWith(result, 'key')
    return issue
      ? `Done: ${link(issue)}${plain(input.summary) ? ` ${plain(input.summary)}` : ''}.`
      : 'Done: the issue was created.'
  }
  if (tool === 'slack_post_message') return 'Done: the message was posted.'
  return 'Done.'
}

function describe(tool: string, input: Shape): string {
  if (tool === 'jira_create_issue')
    return `create a ${plain(input.issueType)} in ${plain(input.project)}, “${plain(input.summary)}”`
  if (tool === 'slack_post_message')
    return `post “${plain(input.text)}” to ${plain(input.channel ?? input.channelId)}`
  return plain(tool.replaceAll('_', ' '))
}

function readWaiting(result: unknown, text: string): 'confirmation' | 'approval' | null {
  const words = isShape(result)
    ? [result.status, result.code, result.state, result.kind, result.outcome]
    : [text.slice(0, 200)]
  const said = words.filter((word) => typeof word === 'string').join(' ')
  if (
    /approval_required|needs_approval|wait(?:s|ing)_for_approval|\bapproval\b/i.test(said) &&
    !/confirm/i.test(said)
  )
    return 'approval'
  if (/confirm/i.test(said)) return 'confirmation'
  return isShape(result) && ('approvalId' in result || 'confirmationId' in result)
    ? 'confirmation'
    : null
}

function readFailure(result: unknown, text: string): string | null {
  if (result === undefined) return text.trim() === '' ? null : text
  if (!isShape(result)) return null
  const { error, ok, status, reason } = result
  if (status === 'refused' || status === 'failed') return String(reason ?? 'it was refused')
  if (typeof error === 'string') return typeof result.message === 'string' ? result.message : error
  if (isShape(error))
    return String(error.message ?? error.detail ?? error.title ?? error.code ?? 'an error')
  if (ok === false || (typeof result.status === 'number' && result.status >= 400))
    return String(result.detail ?? result.title ?? 'it was refused')
  return result.isError === true ? JSON.stringify(result).slice(0, quotedCharactersMax) : null
}

function link(issue: Shape): string {
  const url = [issue.url, issue.link, issue.webUrl].find(
    (value) => typeof value === 'string' && /^https?:\/\/[^\s()]+$/.test(value),
  )
  return url === undefined ? `**${plain(issue.key)}**` : `[${plain(issue.key)}](${String(url)})`
}

function listIssues(issues: Shape[], input: Shape): string {
  const jql = plain(input.jql)
  if (issues.length === 0)
    return `No issue fits \`${String(input.jql ?? '').replaceAll('`', "'")}\`.`
  const nameOf = (value: unknown) => plain(isShape(value) ? value.name : value)
  const lines = issues
    .slice(0, listedMax)
    .map((issue) => `- ${link(issue)} ${plain(issue.summary)} · ${nameOf(issue.status)}`)
  const more = issues.length > listedMax ? `\n\nand ${issues.length - listedMax} more.` : ''
  const what = /issuetype = Bug/i.test(jql) ? 'bug' : 'issue'
  const count = `${issues.length} ${what}${issues.length === 1 ? '' : 's'}`
  return `**${/statusCategory != Done/i.test(jql) ? `${issues.length} open ${what}${issues.length === 1 ? '' : 's'}` : count}**\n\n${lines.join('\n')}${more}`
}

function listChannels(channels: Shape[]): string {
  if (channels.length === 0) return 'There are no channels I can see.'
  const lines = channels.slice(0, listedMax).map((channel) => `- #${plain(channel.name)}`)
  return `**${channels.length} channels**\n\n${lines.join('\n')}`
}
