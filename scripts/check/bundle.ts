// `npm run check`, step “bundle”: what a deploy would upload holds no pretend vendor, no test, no
// script and no tool of the developer. Wrangler bundles as for a deploy, uploads nothing, and lists
// the files that went in.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot } from '../../test/architecture/repository.ts'
import { toolEnv } from '../toolchain.mjs'

const foreignInput =
  /(^|\/)(simulator|test|scripts|bench|web)\/|connectors\/[^/]+\/simulator|\.test\.ts$/
/** Only pretend vendors serve this path, and only their callers name it. */
const foreignText = '/_control/'

/** Inputs and texts that must not be in the bundle, each as one sentence. Pure: takes what was built. */
export function foreignParts(inputs: readonly string[], outputs: readonly string[]): string[] {
  const ours = inputs.filter((path) => !path.includes('node_modules/'))
  return [
    ...ours.filter((path) => foreignInput.test(path)).map((path) => `the bundle holds ${path}`),
    ...outputs
      .filter((text) => text.includes(foreignText))
      .map(() => `the bundle names ${foreignText}`),
  ]
}

if (import.meta.main) {
  // The assets folder must exist; what is in it does not matter here.
  const assets = join(repositoryRoot, 'web/dist')
  if (!existsSync(assets)) mkdirSync(assets, { recursive: true })
  const out = mkdtempSync(join(tmpdir(), 'causeway-bundle-'))
  const args = ['deploy', '--dry-run', '--outdir', out, '--metafile', join(out, 'meta.json')]
  const bin = join(repositoryRoot, 'node_modules/wrangler/wrangler-dist/cli.js')
  const wrangler = spawnSync(process.execPath, ['--no-warnings', bin, ...args], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    env: toolEnv(),
  })
  const problems =
    wrangler.status === 0 ? readProblems(out) : [`${wrangler.stdout}${wrangler.stderr}`]
  rmSync(out, { recursive: true, force: true })
  for (const problem of problems) console.log(problem)
  process.exit(problems.length === 0 ? 0 : 1)
}

function readProblems(out: string): string[] {
  const meta: unknown = JSON.parse(readFileSync(join(out, 'meta.json'), 'utf8'))
  const inputs =
    typeof meta === 'object' && meta !== null && 'inputs' in meta && meta.inputs
      ? Object.keys(meta.inputs)
      : []
  if (inputs.length === 0) return ['wrangler listed no inputs: this step would be blind']
  const outputs = readdirSync(out).filter((name) => /\.m?js$/.test(name))
  return foreignParts(
    inputs,
    outputs.map((name) => readFileSync(join(out, name), 'utf8')),
  )
}
