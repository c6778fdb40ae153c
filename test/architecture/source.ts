// One source file as the architecture rules see it: what it imports, calls, exports and is called.
// Parsed by the parser that Vite ships (Oxc), so that comments and strings never count as code.
import { posix } from 'node:path'
import { parseSync } from 'vite'

export type Import = {
  /** As written: `./paging.ts`, `hono`. */
  readonly specifier: string
  /** The file of this repository it names, or null for a package. */
  readonly target: string | null
  /** Erased before anything runs, so it makes no cycle. */
  readonly typeOnly: boolean
  readonly names: readonly string[]
  readonly line: number
}

export type Call = {
  /** `Date.now`, `fetch`, `crypto.subtle.encrypt`, `new Date`. */
  readonly callee: string
  readonly argumentCount: number
  readonly line: number
}

export type Source = {
  readonly path: string
  readonly text: string
  readonly lineCount: number
  readonly imports: readonly Import[]
  readonly calls: readonly Call[]
  /** Values of `action: '…'` properties inside an `audit: { … }` property. */
  readonly auditActions: readonly string[]
  /** Kinds of the statements at the top level, as ESTree names them. */
  readonly statements: readonly string[]
  readonly comments: readonly string[]
}

type Node = { readonly type: string; readonly start: number; readonly [key: string]: unknown }

/** Parses TypeScript or JavaScript. Throws, naming the file, when it does not parse. */
export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path.replace(/\.d\.mts$/, '.d.ts'), text)
  const [error] = parsed.errors
  if (error) throw new Error(`${path} does not parse: ${error.message}`)
  const lineAt = makeLineAt(text)
  const calls: Call[] = []
  const auditActions: string[] = []
  const dynamic: Import[] = []
  visit(parsed.program, (node) => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const name = dotted(node.callee)
      const args = Array.isArray(node.arguments) ? node.arguments.length : 0
      const callee = node.type === 'NewExpression' ? `new ${name}` : name
      if (name !== null)
        calls.push({ callee: callee ?? '', argumentCount: args, line: lineAt(node.start) })
    }
    if (node.type === 'ImportExpression' && isNode(node.source)) {
      const specifier = node.source.value
      if (typeof specifier === 'string') {
        dynamic.push(makeImport(path, specifier, false, [], lineAt(node.start)))
      }
    }
    if (node.type === 'Property' && keyName(node) === 'audit') collectActions(node, auditActions)
  })
  const { staticImports, staticExports } = parsed.module
  const imports = staticImports.map((found) =>
    makeImport(
      path,
      found.moduleRequest.value,
      found.entries.length > 0 && found.entries.every((entry) => entry.isType),
      found.entries.map((entry) => entry.importName.name ?? 'default'),
      lineAt(found.start),
    ),
  )
  for (const found of staticExports) {
    const from = found.entries.filter((entry) => entry.moduleRequest)
    const specifier = from[0]?.moduleRequest?.value
    if (specifier === undefined) continue
    const names = from.map((entry) => entry.importName.name ?? '*')
    const typeOnly = from.every((entry) => entry.isType)
    imports.push(makeImport(path, specifier, typeOnly, names, lineAt(found.start)))
  }
  const statements = parsed.program.body.map((node) => node.type)
  return {
    path,
    text,
    lineCount: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: [...imports, ...dynamic],
    calls,
    auditActions,
    statements,
    comments: parsed.comments.map((comment) => comment.value.trim()),
  }
}

function makeImport(
  path: string,
  specifier: string,
  typeOnly: boolean,
  names: readonly string[],
  line: number,
): Import {
  const target = specifier.startsWith('.')
    ? posix.normalize(posix.join(posix.dirname(path), specifier))
    : null
  return { specifier, target, typeOnly, names, line }
}

function collectActions(property: Node, into: string[]): void {
  visit(property, (node) => {
    if (node.type !== 'Property' || keyName(node) !== 'action' || !isNode(node.value)) return
    visit(node.value, ({ type, value, quasis }) => {
      if (type === 'Literal' && typeof value === 'string') into.push(value)
      if (type === 'TemplateLiteral' && Array.isArray(quasis)) into.push(templateText(quasis))
    })
  })
}

/** The text of a template with `x` in the place of what is computed: `x.x` for a vendor's action. */
const templateText = (quasis: readonly unknown[]) =>
  quasis.map((part) => (isNode(part) && isRaw(part.value) ? part.value.raw : '')).join('x')

const isRaw = (value: unknown): value is { raw: string } =>
  typeof value === 'object' && value !== null && 'raw' in value && typeof value.raw === 'string'

function keyName(property: Node): string | null {
  const { key } = property
  return isNode(key) && typeof key.name === 'string' ? key.name : null
}

/** `a.b.c` for nested member access on plain names, without a leading `globalThis.` or `self.`. */
function dotted(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier' && typeof node.name === 'string') return node.name
  if (node.type === 'ChainExpression') return dotted(node.expression)
  if (node.type !== 'MemberExpression' || node.computed === true) return null
  const object = dotted(node.object)
  const property = dotted(node.property)
  if (object === null || property === null) return null
  return object === 'globalThis' || object === 'self' ? property : `${object}.${property}`
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function visit(root: unknown, see: (node: Node) => void): void {
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (Array.isArray(next)) waiting.push(...next)
    else if (isNode(next)) {
      see(next)
      waiting.push(...Object.values(next).filter((value) => typeof value === 'object'))
    }
  }
}

function makeLineAt(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1
}
