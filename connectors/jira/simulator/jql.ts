// A subset of JQL, read into a test and an order over issues: AND, OR, NOT, brackets, the comparison and text operators, lists,
// `IS [NOT] EMPTY`, `currentUser()`, `now()`, dates and relative dates, ORDER BY. What it does not know it refuses with Jira's own
// sentences, so that a query that works here works there.
// Grammar: query = [or] ["ORDER BY" field [ASC|DESC] {"," …}]; or = and {OR and}; and = not {AND not}; not = NOT not | "(" or ")" | clause
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

export type Jql =
  | { ok: true; matches(issue: Issue): boolean; compare(a: Issue, b: Issue): number }
  | { ok: false; errorMessages: string[] }

type Test = (issue: Issue) => boolean
type Operand =
  | { kind: 'text'; text: string }
  | { kind: 'call'; name: string; argument: string }
  | { kind: 'list'; items: Operand[] }
  | { kind: 'empty' }
interface Token {
  kind: 'word' | 'quoted' | 'sign'
  text: string
}

class JqlError extends Error {}
function fail(message: string): never {
  throw new JqlError(message)
}

const jqlCharactersMax = 10_000
const bracketsMax = 50
const tokenPattern =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|!~|>=|<=|[=~<>(),!])|([^\s"'=!~<>(),]+))/y

function tokenize(jql: string): Token[] {
  const tokens: Token[] = []
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < jql.trimEnd().length) {
    const at = tokenPattern.lastIndex
    const found = tokenPattern.exec(jql)
    if (!found)
      return fail(
        `Error in the JQL Query: The quoted string '${jql.slice(at).trim().slice(1, 40)}' has not been completed. (line 1, character ${at + 1})`,
      )
    const [, double, single, sign, word] = found
    const quoted = double ?? single
    if (quoted !== undefined)
      tokens.push({ kind: 'quoted', text: quoted.replaceAll(/\\(.)/g, '$1') })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else tokens.push({ kind: 'word', text: word ?? '' })
  }
  return tokens
}

/** Reads a query. Refuses one without any restriction, as Jira's search does since 2025. Never throws. */
export function readJql(jql: string, around: JqlSurroundings): Jql {
  try {
    if (jql.length > jqlCharactersMax)
      return {
        ok: false,
        errorMessages: [`The JQL query is longer than ${jqlCharactersMax} characters.`],
      }
    const reader = openReader(tokenize(jql))
    const test = reader.atEnd() || reader.isWord('order') ? null : readOr(reader, around, 0)
    const compare = readOrder(reader)
    if (!reader.atEnd())
      fail(
        `Error in the JQL Query: Expecting either 'OR' or 'AND' but got '${reader.peek()?.text ?? ''}'.`,
      )
    if (!test)
      return {
        ok: false,
        errorMessages: [
          'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
        ],
      }
    return { ok: true, matches: test, compare }
  } catch (error) {
    if (error instanceof JqlError) return { ok: false, errorMessages: [error.message] }
    throw error
  }
}

function openReader(tokens: Token[]) {
  let at = 0
  const isWord = (word: string, offset = 0) =>
    tokens[at + offset]?.kind === 'word' && tokens[at + offset]?.text.toLowerCase() === word
  const isSign = (sign: string) => tokens[at]?.kind === 'sign' && tokens[at]?.text === sign
  return {
    atEnd: () => at >= tokens.length,
    peek: () => tokens[at],
    isWord,
    isSign,
    take: () =>
      tokens[at++] ??
      fail(
        'Error in the JQL Query: Expecting a value, list or function but got the end of the query.',
      ),
    takeWord: (word: string) => isWord(word) && at++ >= 0,
    takeSign: (sign: string) => isSign(sign) && at++ >= 0,
  }
}

type Reader = ReturnType<typeof openReader>

function readOr(reader: Reader, around: JqlSurroundings, depth: number): Test {
  const tests = [readAnd(reader, around, depth)]
  while (reader.takeWord('or')) tests.push(readAnd(reader, around, depth))
  return (issue) => tests.some((test) => test(issue))
}

function readAnd(reader: Reader, around: JqlSurroundings, depth: number): Test {
  const tests = [readNot(reader, around, depth)]
  while (reader.takeWord('and')) tests.push(readNot(reader, around, depth))
  return (issue) => tests.every((test) => test(issue))
}

function readNot(reader: Reader, around: JqlSurroundings, depth: number): Test {
  if (depth > bracketsMax) fail('Error in the JQL Query: too many brackets.')
  if (reader.takeWord('not') || reader.takeSign('!')) {
    const test = readNot(reader, around, depth + 1)
    return (issue) => !test(issue)
  }
  if (!reader.takeSign('(')) return readClause(reader, around)
  const test = readOr(reader, around, depth + 1)
  if (!reader.takeSign(')'))
    fail("Error in the JQL Query: Expecting ')' before the end of the query.")
  return test
}

const operators = ['=', '!=', '~', '!~', '<', '<=', '>', '>=']

function readClause(reader: Reader, around: JqlSurroundings): Test {
  const field = reader.take()
  if (field.kind === 'sign')
    fail(
      `Error in the JQL Query: Expecting a field name but got '${field.text}'. You must surround '${field.text}' in quotation marks to use it as a field name.`,
    )
  const operator = readOperator(reader)
  return testField(field.text, operator, readOperand(reader), around)
}

function readOperator(reader: Reader): string {
  const token = reader.take()
  const word = token.text.toLowerCase()
  if (token.kind === 'sign' && operators.includes(token.text)) return token.text
  if (token.kind === 'word' && word === 'in') return 'in'
  if (token.kind === 'word' && word === 'not' && reader.takeWord('in')) return 'not in'
  if (token.kind === 'word' && word === 'is') return reader.takeWord('not') ? 'is not' : 'is'
  return fail(
    `Error in the JQL Query: Expecting operator but got '${token.text}'. The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'.`,
  )
}

function readOperand(reader: Reader): Operand {
  if (reader.takeSign('(')) {
    const items = [readOperand(reader)]
    while (reader.takeSign(',')) items.push(readOperand(reader))
    if (!reader.takeSign(')'))
      fail("Error in the JQL Query: Expecting ')' before the end of the query.")
    return { kind: 'list', items }
  }
  const token = reader.take()
  if (token.kind === 'sign')
    return fail(
      `Error in the JQL Query: Expecting either a value, list or function but got '${token.text}'.`,
    )
  if (token.kind === 'word' && ['empty', 'null'].includes(token.text.toLowerCase()))
    return { kind: 'empty' }
  if (token.kind === 'quoted' || !reader.takeSign('(')) return { kind: 'text', text: token.text }
  const argument = reader.isSign(')') ? '' : reader.take().text
  if (!reader.takeSign(')'))
    fail("Error in the JQL Query: Expecting ')' before the end of the query.")
  return { kind: 'call', name: token.text.toLowerCase(), argument }
}

function testField(
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

function readOrder(reader: Reader): (a: Issue, b: Issue) => number {
  const rules: ((a: Issue, b: Issue) => number)[] = []
  if (reader.takeWord('order')) {
    if (!reader.takeWord('by')) fail("Error in the JQL Query: Expecting 'by' after 'order'.")
    do {
      const field = reader.take().text
      const value =
        orderValues[field.toLowerCase()] ??
        fail(`Field '${field}' does not exist or you do not have permission to view it.`)
      const sign = reader.takeWord('desc') ? -1 : 1
      if (sign === 1) reader.takeWord('asc')
      rules.push((a, b) => sign * compareValues(value(a), value(b)))
    } while (reader.takeSign(','))
  }
  return (a, b) =>
    rules.map((rule) => rule(a, b)).find((order) => order !== 0) ?? Number(b.id) - Number(a.id)
}

const priorityOrder = ['Lowest', 'Low', 'Medium', 'High', 'Highest']
const orderValues: Record<string, (issue: Issue) => string | number> = {
  key: (issue) => Number(issue.id),
  issuekey: (issue) => Number(issue.id),
  id: (issue) => Number(issue.id),
  created: (issue) => issue.createdAt,
  updated: (issue) => issue.updatedAt,
  summary: (issue) => issue.summary.toLowerCase(),
  status: (issue) => issue.status,
  priority: (issue) => priorityOrder.indexOf(issue.priority),
  issuetype: (issue) => issue.type,
  type: (issue) => issue.type,
  project: (issue) => issue.projectKey,
  assignee: (issue) => issue.assigneeId ?? '',
}

const compareValues = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0)
