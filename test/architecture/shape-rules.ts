// Shapes that repeat: a vendor is one folder of known files and one line in the registry; a use case
// that writes authorizes first and names its audit action; a folder's index only lists.
import { isTest } from './kinds.ts'
import type { Finding } from './rules.ts'
import type { Source } from './source.ts'

const registryPath = 'connectors/registry.ts'
const vendorFiles = ['index.ts', 'actions.ts', 'setup.ts', 'simulator.ts', 'connector.test.ts']

/**
 * Finds vendors with a file missing, an id that is not their folder, or no line in the registry. A vendor without a connector yet
 * has its setup, and nothing else but the pretend vendor that answers it.
 */
export function checkConnectors(sources: readonly Source[]): Finding[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const vendors = new Set(
    sources.flatMap(
      ({ path }) => /^connectors\/(?!kit\/|_template\/)([^/]+)\//.exec(path)?.[1] ?? [],
    ),
  )
  const registered = new Set(byPath.get(registryPath)?.imports.map(({ target }) => target))
  return [...vendors].flatMap((vendor) => {
    const folder = `connectors/${vendor}`
    const finding = (says: string) => ({ path: folder, line: 1, rule: 'connector shape', says })
    const inside = sources.filter(({ path }) => path.startsWith(`${folder}/`))
    const isSetupOnly = inside.every(({ path }) => /\/(setup|simulator)\.ts$/.test(path))
    const files = isSetupOnly ? ['setup.ts'] : vendorFiles
    const missing = files.filter((name) => !byPath.has(`${folder}/${name}`))
    const named = (name: string, key: string) => {
      const file = byPath.get(`${folder}/${name}`)
      return file === undefined || new RegExp(`\\b${key}: '${vendor}'`).test(file.text)
    }
    const entries = isSetupOnly ? ['setup.ts'] : ['index.ts', 'setup.ts']
    const unlisted = entries.some((name) => !registered.has(`${folder}/${name}`))
    return [
      ...missing.map((name) => finding(`has no ${name}`)),
      ...(named('index.ts', 'id') ? [] : [finding(`index.ts does not say id: '${vendor}'`)]),
      ...(named('setup.ts', 'connector')
        ? []
        : [finding(`setup.ts does not say connector: '${vendor}'`)]),
      ...(unlisted ? [finding(`is not in ${registryPath}`)] : []),
    ]
  })
}

const auditAction = /^[a-z][a-z_]*(\.[a-z][a-z_]*)+$/
/** A writer whose caller has authorized, or that acts for nobody, says so in a comment. */
const withoutActor = /\bNot authorized here:\s+\S/

/** Finds use cases that write without authorizing the actor, or without naming an audit action. */
export function checkWriters(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    const { path, imports, calls, auditActions, comments } = source
    if (!/^core\/(?!db\/)/.test(path) || isTest(path)) return []
    const write = imports.find(
      ({ target, names }) => target === 'core/db/write.ts' && names.includes('writeChange'),
    )
    if (!write) return []
    const finding = (says: string) => ({ path, line: write.line, rule: 'write shape', says })
    const authorizes =
      calls.some(({ callee }) => /(^|\.)authorize([A-Z]\w*)?$/.test(callee)) ||
      comments.some((comment) => withoutActor.test(comment))
    const wrong = auditActions.filter((action) => !auditAction.test(action))
    return [
      ...(authorizes ? [] : [finding('writes without authorize()')]),
      ...(auditActions.length > 0 ? [] : [finding('writes without naming an audit action')]),
      ...wrong.map((action) => finding(`audit action "${action}" is not of the form noun.verb`)),
    ]
  })
}

/** Finds core index files that hold more than a list of what the folder offers. */
export function checkIndexes(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ path, statements }) => {
    if (!/^core\/[^/]+\/index\.ts$/.test(path)) return []
    const other = statements.find((kind) => !/^Export(Named|All)Declaration$/.test(kind))
    if (other === undefined) return []
    return [{ path, line: 1, rule: 'index', says: 'lists public use cases and nothing else' }]
  })
}
