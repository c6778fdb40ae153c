// The fields of JQL: which values each has, which operators it takes, and what Jira says to the rest.
import type { Issue } from './issues.ts'

export interface JqlSurroundings {
  now: number
  currentUserId: string
  projects: readonly string[]
  issueTypes: readonly string[]
  statuses: readonly string[]
  priorities: readonly string[]
  /** The category of a status: `To Do`, `In Progress` or `Done`. */
  categoryOf(status: string): string
  /** An account id from an id, an email or a display name. */
  findUser(reference: string): string | undefined
  /** Plain text of a description. */
  textOf(issue: Issue): string
}

export type Test = (issue: Issue) => boolean
export type Operand =
  | { kind: 'text'; text: string }
  | { kind: 'call'; name: string; argument: string }
  | { kind: 'list'; items: Operand[] }
  | { kind: 'empty' }

export class JqlError extends Error {}
/** Ends the reading with a sentence of Jira's. */
export function fail(message: string): never {
  throw new JqlError(message)
}

/** The test that one clause asks of an issue. Throws a `JqlError` for an unknown field, value or operator. */
export function testField(
  name: string,
  operator: string,
  operand: Operand,
  around: JqlSurroundings,
): Test {
  const field = name.toLowerCase()
  const known = (list: readonly string[], asked: string) =>
    list.find((item) => item.toLowerCase() === asked.toLowerCase()) ??
    fail(`The value '${asked}' does not exist for the field '${name}'.`)
  switch (field) {
    case 'project':
      return testValues(
        name,
        operator,
        operand,
        (issue) => [issue.projectKey],
        (asked) => known(around.projects, asked),
      )
    case 'issuetype':
    case 'type':
      return testValues(
        name,
        operator,
        operand,
        (issue) => [issue.type],
        (asked) => known(around.issueTypes, asked),
      )
    case 'status':
      return testValues(
        name,
        operator,
        operand,
        (issue) => [issue.status],
        (asked) => known(around.statuses, asked),
      )
    case 'statuscategory':
      return testValues(
        name,
        operator,
        operand,
        (issue) => [around.categoryOf(issue.status)],
        (asked) =>
          known(
            ['To Do', 'In Progress', 'Done'],
            asked === 'new' ? 'To Do' : asked === 'indeterminate' ? 'In Progress' : asked,
          ),
      )
    case 'priority':
      return testValues(
        name,
        operator,
        operand,
        (issue) => [issue.priority],
        (asked) => known(around.priorities, asked),
      )
    case 'resolution':
      return testValues(
        name,
        operator,
        operand,
        (issue) => (around.categoryOf(issue.status) === 'Done' ? ['Done'] : []),
        (asked) => (asked.toLowerCase() === 'unresolved' ? '' : known(['Done'], asked)),
        true,
      )
    case 'labels':
      return testValues(
        name,
        operator,
        operand,
        (issue) => issue.labels,
        (asked) => asked,
      )
    case 'key':
    case 'issue':
    case 'issuekey':
    case 'id':
      return testValues(
        name,
        operator,
        operand,
        (issue) => [issue.key, issue.id],
        (asked) => asked.toUpperCase(),
      )
    case 'parent':
      return testValues(
        name,
        operator,
        operand,
        (issue) => (issue.parentKey === null ? [] : [issue.parentKey]),
        (asked) => asked.toUpperCase(),
      )
    case 'assignee':
    case 'reporter':
    case 'creator': {
      const person = (issue: Issue) => (field === 'assignee' ? issue.assigneeId : issue.reporterId)
      const read = (asked: string) => around.findUser(asked) ?? asked
      return testValues(
        name,
        operator,
        withCalls(operand, around),
        (issue) => (person(issue) === null ? [] : [String(person(issue))]),
        read,
      )
    }
    case 'summary':
      return testText(name, operator, operand, (issue) => issue.summary)
    case 'description':
      return testText(name, operator, operand, (issue) => around.textOf(issue))
    case 'text':
      return testText(
        name,
        operator,
        operand,
        (issue) =>
          `${issue.summary} ${around.textOf(issue)} ${issue.comments.map((comment) => comment.text).join(' ')}`,
      )
    case 'created':
    case 'createddate':
      return testDate(name, operator, operand, (issue) => issue.createdAt, around.now)
    case 'updated':
    case 'updateddate':
      return testDate(name, operator, operand, (issue) => issue.updatedAt, around.now)
    default:
      return fail(`Field '${name}' does not exist or you do not have permission to view it.`)
  }
}

function withCalls(operand: Operand, around: JqlSurroundings): Operand {
  if (operand.kind === 'list')
    return { kind: 'list', items: operand.items.map((item) => withCalls(item, around)) }
  if (operand.kind !== 'call') return operand
  return operand.name === 'currentuser' ? { kind: 'text', text: around.currentUserId } : operand
}

/** `=`, `!=`, `in`, `not in`, `is`, `is not` on a field with any number of values. An empty field never matches `!=`, as in Jira. */
function testValues(
  name: string,
  operator: string,
  operand: Operand,
  valuesOf: (issue: Issue) => string[],
  read: (asked: string) => string,
  emptyText = false,
): Test {
  if (!['=', '!=', 'in', 'not in', 'is', 'is not'].includes(operator))
    fail(`The operator '${operator}' is not supported by the '${name}' field.`)
  const isList = operand.kind === 'list'
  if (isList !== operator.endsWith('in'))
    fail(
      `Operator '${operator}' does not support the ${isList ? 'list' : 'non-list'} value given for field '${name}'.`,
    )
  if (operator.startsWith('is') && operand.kind !== 'empty')
    fail(`The operator '${operator}' needs EMPTY or NULL for field '${name}'.`)
  const items = (isList ? operand.items : [operand]).map((item) => {
    if (item.kind === 'empty') return ''
    if (item.kind === 'call')
      return fail(`Unable to find JQL function '${item.name}(${item.argument})'.`)
    return item.kind === 'text'
      ? read(item.text)
      : fail(`A list may not stand inside a list for field '${name}'.`)
  })
  const isNegative = ['!=', 'not in', 'is not'].includes(operator)
  return (issue) => {
    const values = valuesOf(issue)
    const hits =
      values.length === 0 ? items.includes('') : values.some((value) => items.includes(value))
    if (!isNegative) return hits
    return !hits && (values.length > 0 || emptyText)
  }
}

function testText(
  name: string,
  operator: string,
  operand: Operand,
  textOf: (issue: Issue) => string,
): Test {
  if (operator.startsWith('is') && operand.kind === 'empty')
    return (issue) => (textOf(issue).trim() === '') === (operator === 'is')
  if (operator !== '~' && operator !== '!~')
    fail(`The operator '${operator}' is not supported by the '${name}' field.`)
  const text = operand.kind === 'text' ? operand.text : fail(`Field '${name}' needs text.`)
  const phrase = /^"(.*)"$/s.exec(text)?.[1]?.toLowerCase()
  const words = wordsOf(text)
  const matches = (issue: Issue) => {
    const whole = textOf(issue).toLowerCase()
    if (phrase !== undefined) return whole.includes(phrase)
    const there = wordsOf(whole)
    return words.every((word) =>
      word.endsWith('*')
        ? there.some((one) => one.startsWith(word.slice(0, -1)))
        : there.includes(word),
    )
  }
  return operator === '~' ? matches : (issue) => !matches(issue)
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+\*?/gu) ?? []

function testDate(
  name: string,
  operator: string,
  operand: Operand,
  timeOf: (issue: Issue) => number,
  now: number,
): Test {
  const at = readDate(name, operand, now)
  const tests: Record<string, Test> = {
    '=': (issue) => Math.floor(timeOf(issue) / 60_000) === Math.floor(at / 60_000),
    '!=': (issue) => Math.floor(timeOf(issue) / 60_000) !== Math.floor(at / 60_000),
    '<': (issue) => timeOf(issue) < at,
    '<=': (issue) => timeOf(issue) <= at,
    '>': (issue) => timeOf(issue) > at,
    '>=': (issue) => timeOf(issue) >= at,
  }
  return (
    tests[operator] ?? fail(`The operator '${operator}' is not supported by the '${name}' field.`)
  )
}

const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

function readDate(name: string, operand: Operand, now: number): number {
  if (operand.kind === 'call' && operand.name === 'now') return now
  if (operand.kind === 'call' && operand.name === 'startofday') return now - (now % 86_400_000)
  const text = operand.kind === 'text' ? operand.text.trim() : ''
  const relative = /^([+-]?\d{1,6})([mhdw])$/.exec(text)
  if (relative) return now + Number(relative[1]) * (unitMs[relative[2] ?? ''] ?? 0)
  const date = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?$/.exec(text)
  if (!date)
    return fail(
      `Date value '${text}' for field '${name}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
    )
  const [, year, month, day, hour = '0', minute = '0'] = date
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
}
