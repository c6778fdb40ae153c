// The steps of `npm run check`, in the order they are started. Each is a tool of node_modules/.bin,
// or a script of ours run by `node`, with its arguments; it fails by its exit code.

/** @type {{ name: string, command: [string, ...string[]] }[]} */
export const steps = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types: hub', command: ['tsc', '-p', 'tsconfig.json', '--noEmit'] },
  { name: 'types: node', command: ['tsc', '-p', 'tsconfig.node.json', '--noEmit'] },
  { name: 'types: web', command: ['tsc', '-p', 'web/tsconfig.json', '--noEmit'] },
  { name: 'architecture', command: ['node', 'scripts/check/architecture.ts'] },
  { name: 'openapi.json', command: ['node', 'scripts/openapi.mjs', '--check'] },
  { name: 'paths in documents', command: ['node', 'scripts/check/document-paths.ts'] },
  { name: 'migrations', command: ['node', 'scripts/check/migrations.ts'] },
  { name: 'unused exports', command: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'bundle', command: ['node', 'scripts/check/bundle.ts'] },
]
