// Who may import whom. The table below is the architecture; everything else here reads it.
// A file belongs to the first layer whose pattern fits; a layer may import itself where the table
// says so, and nothing that the table does not name. Tests are free, and nothing imports them.
import { isTest } from './kinds.ts'
import type { Finding } from './rules.ts'
import type { Source } from './source.ts'

type Layer = { readonly name: string; readonly pattern: RegExp; readonly may: readonly string[] }

const lib = ['core/lib']
const contract = ['core/contract', ...lib]
const stores = ['core/db', 'core/vault', ...contract]
const foundation = ['core/foundation', 'core/context', ...stores]
const core = ['core/assistant', 'core/actions', 'core/feature', ...foundation]

/** Only core/assistant and core/actions stand above the features; features do not know each other. */
const layers: readonly Layer[] = [
  { name: 'core/lib', pattern: /^core\/lib\//, may: lib },
  { name: 'core/contract', pattern: /^core\/contract\//, may: contract },
  { name: 'core/db', pattern: /^core\/db\//, may: ['core/db', ...contract] },
  { name: 'core/vault', pattern: /^core\/vault\//, may: ['core/vault', ...contract] },
  { name: 'core/context', pattern: /^core\/context\.ts$/, may: stores },
  {
    name: 'core/foundation',
    pattern: /^core\/(policy|audit|usage|identity|egress|mail|notices)\//,
    may: foundation,
  },
  {
    name: 'core/actions',
    pattern: /^core\/actions\//,
    may: ['core/actions', 'core/feature', ...foundation],
  },
  { name: 'core/assistant', pattern: /^core\/assistant\//, may: core },
  { name: 'core/feature', pattern: /^core\/[^/]+\//, may: foundation },
  { name: 'queues', pattern: /^queues\//, may: ['queues', ...core] },
  { name: 'durable-objects', pattern: /^durable-objects\//, may: ['durable-objects', ...core] },
  {
    name: 'connector simulator',
    pattern: /^connectors\/[^/]+\/simulator(\.ts$|\/)/,
    may: ['connectors/kit', ...contract],
  },
  { name: 'connectors/kit', pattern: /^connectors\/kit\//, may: ['connectors/kit', ...contract] },
  {
    name: 'connectors/registry',
    pattern: /^connectors\/registry\.ts$/,
    may: ['connector', 'connectors/kit', ...contract],
  },
  { name: 'connector', pattern: /^connectors\/[^/]+\//, may: ['connectors/kit', ...contract] },
  { name: 'migrations', pattern: /^migrations\/.*\/_journal\.json$/, may: [] },
  {
    name: 'worker',
    pattern: /^worker\//,
    may: [
      'worker',
      'migrations',
      'connectors/registry',
      'connectors/kit',
      'connector',
      'queues',
      'durable-objects',
      ...core,
    ],
  },
  {
    name: 'simulator',
    pattern: /^simulator\//,
    may: ['simulator', 'connector simulator', ...contract],
  },
  { name: 'pages', pattern: /^pages\//, may: ['pages', ...lib] },
  { name: 'sdk/typescript', pattern: /^sdk\/typescript\//, may: ['sdk/typescript'] },
  { name: 'sdk/cli', pattern: /^sdk\/cli\//, may: ['sdk/cli', 'sdk/typescript'] },
  { name: 'web', pattern: /^web\//, may: ['web', 'sdk/typescript'] },
]

/** Programs of the developer's machine: they may import anything, and nothing imports them. */
const isFree = (path: string) =>
  isTest(path) || /^(scripts|test|bench|examples)\//.test(path) || /^[^/]+\.config\.ts$/.test(path)

/** Folders inside which files know each other: a feature, a vendor. */
function homeOf(path: string): string | null {
  const vendor = /^(connectors\/(?!kit\/)[^/]+)\//.exec(path)?.[1]
  if (vendor !== undefined)
    return /\/simulator(\.ts$|\/)/.test(path) ? `${vendor}/simulator` : vendor
  return /^(core\/[^/]+)\//.exec(path)?.[1] ?? null
}

/** Finds imports that go against the table, imports of tests, and files that belong to no layer. */
export function checkDirection(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    if (isFree(source.path)) return []
    const from = layerOf(source.path)
    if (!from) return [{ path: source.path, line: 1, rule: 'layer', says: 'belongs to no layer' }]
    return source.imports.flatMap(({ target, line }) => {
      if (target === null) return []
      const to = layerOf(target)
      const sameHome = homeOf(source.path) !== null && homeOf(source.path) === homeOf(target)
      const allowed = !isFree(target) && (sameHome || (to && from.may.includes(to.name)))
      if (allowed) return []
      const says = `${from.name} may not import ${to?.name ?? 'programs of the developer'} (${target})`
      return [{ path: source.path, line, rule: 'import direction', says }]
    })
  })
}

const layerOf = (path: string) => layers.find(({ pattern }) => pattern.test(path))

/** Finds circles of imports that exist when the code runs (type-only imports do not). */
export function checkCycles(sources: readonly Source[]): Finding[] {
  const known = new Set(sources.map(({ path }) => path))
  const edges = new Map(
    sources.map((source) => [
      source.path,
      source.imports.flatMap(({ target, typeOnly }) =>
        target !== null && !typeOnly && known.has(target) ? [target] : [],
      ),
    ]),
  )
  const findings: Finding[] = []
  const done = new Set<string>()
  const follow = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path)
    if (seenAt !== -1) {
      const circle = [...trail.slice(seenAt), path].join(' → ')
      findings.push({ path, line: 1, rule: 'no circles', says: circle })
      return
    }
    if (done.has(path)) return
    for (const next of edges.get(path) ?? []) follow(next, [...trail, path])
    done.add(path)
  }
  for (const { path } of sources) follow(path, [])
  return findings
}

type PackageRule = {
  readonly what: string
  readonly specifier: RegExp
  readonly names?: readonly string[]
  readonly only: RegExp
}

const packageRules: readonly PackageRule[] = [
  {
    what: 'the ORM belongs to core/db',
    specifier: /^drizzle-orm(\/|$)/,
    only: /^core\/db\/|^drizzle\.[^/]*config\.ts$/,
  },
  {
    what: 'Hono belongs to worker and simulators',
    specifier: /^(hono|@hono\/)/,
    only: /^worker\/|^simulator\/|^connectors\/[^/]+\/simulator(\.ts$|\/)/,
  },
  {
    what: 'sockets belong to core/egress',
    specifier: /^(cloudflare:sockets|node:net|node:tls)$/,
    only: /^core\/egress\/|^worker\/context\.ts$|^simulator\//,
  },
  {
    what: 'chance comes in ctx.ids',
    specifier: /^uuidv7$/,
    only: /^worker\/ports\/|^simulator\//,
  },
  {
    what: 'bindings are seen by worker/{index,env,context}.ts and Durable Objects only',
    specifier: /^cloudflare:workers$/,
    names: ['env', 'waitUntil'],
    only: /^worker\/(index|env|context)\.ts$/,
  },
  {
    what: 'bindings are seen by worker/{index,env,context}.ts and Durable Objects only',
    specifier: /\/env\.ts$/,
    names: ['Env', 'Bindings'],
    only: /^worker\/(index|env|context)\.ts$|^durable-objects\//,
  },
]

/** Finds packages used outside the one place that may know them. */
export function checkPackages(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    if (isFree(source.path) && !/^drizzle\./.test(source.path)) return []
    return source.imports.flatMap(({ specifier, names, line }) =>
      packageRules
        .filter((rule) => rule.specifier.test(specifier) && !rule.only.test(source.path))
        .filter(
          (rule) => rule.names === undefined || names.some((name) => rule.names?.includes(name)),
        )
        .map((rule) => ({
          path: source.path,
          line,
          rule: 'package',
          says: `${rule.what}: ${specifier}`,
        })),
    )
  })
}
