// A subset of JQL, read into a test and an order over issues: AND, OR, NOT, brackets, the comparison and text operators, lists,
// `IS [NOT] EMPTY`, `currentUser()`, `now()`, dates and relative dates, ORDER BY. What it does not know it refuses with Jira's own
// sentences, so that a query that works here works there.
// Grammar: query = [or] ["ORDER BY" field [ASC|DESC] {"," …}]; or = and {OR and}; and = not {AND not}; not = NOT not | "(" or ")" | clause

import type { Issue } from './issues.ts'
import {
  fail,
  JqlError,
  type JqlSurroundings,
  type Operand,
  type Test,
  testField,
} from './jql-fields.ts'

export type Jql =
  | { ok: true; matches(issue: Issue): boolean; compare(a: Issue, b: Issue): number }
  | { ok: false; errorMessages: string[] }

interface Token {
  kind: 'word' | 'quoted' | 'sign'
  text: string
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
