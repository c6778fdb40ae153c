// Bundles of Workers as a deploy would upload them (`wrangler deploy --dry-run`), and what is in them by package, from esbuild's
// metafile: how much of each, and whether it is evaluated at start-up or waits for an `import()`.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { projectNode, root, toolEnv } from '../../scripts/toolchain.mjs'

const wrangler = join(root, 'node_modules/wrangler/wrangler-dist/cli.js')

/** What wrangler.toml says too; the Workers beside the hub run on the same. */
export const compatibility = { date: '2026-10-01', flags: ['nodejs_compat'] }

/** Runs wrangler quietly. @throws with what it said when it fails */
export async function runWrangler(args: readonly string[]): Promise<void> {
  const child = spawn(projectNode, ['--no-warnings', wrangler, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: toolEnv({ CI: '1' }),
  })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => said.push(chunk))
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`wrangler ${args[0]}: ${Buffer.concat(said).toString()}`)
}

export interface Bundle {
  /** The one module that is uploaded. */
  readonly path: string
  readonly bytes: number
  readonly gzipBytes: number
  /** Bytes in the bundle by package, or by folder for our own; largest first. */
  readonly packages: readonly { readonly name: string; readonly bytes: number }[]
  /** Bytes that no static import reaches from the entry: they are parsed at start-up, evaluated by an `import()`. */
  readonly lazyBytes: number
  readonly lazyPackages: readonly string[]
}

interface Metafile {
  readonly inputs: Record<string, { imports: { path: string; kind: string }[] }>
  readonly outputs: Record<
    string,
    { entryPoint?: string; inputs: Record<string, { bytesInOutput: number }> }
  >
}

/** Bundles into a folder and reads what came out; `args` as for `wrangler deploy`. */
export async function bundle(folder: string, args: readonly string[]): Promise<Bundle> {
  const metaPath = join(folder, 'meta.json')
  await runWrangler(['deploy', '--dry-run', '--outdir', folder, '--metafile', metaPath, ...args])
  const meta = JSON.parse(readFileSync(metaPath, 'utf8')) as Metafile
  const [output] = Object.entries(meta.outputs).filter(([name]) => name.endsWith('.js'))
  if (!output) throw new Error('wrangler wrote no module')
  const [name, { entryPoint, inputs }] = output
  const path = join(folder, name.split('/').at(-1) ?? '')
  const eager = reachable(meta, entryPoint ?? '')
  const contents = readFileSync(path)
  const packages = new Map<string, number>()
  const lazyPackages = new Map<string, number>()
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    add(packages, packageOf(input), bytesInOutput)
    if (!eager.has(input)) add(lazyPackages, packageOf(input), bytesInOutput)
  }
  return {
    path,
    bytes: contents.length,
    gzipBytes: gzipSync(contents).length,
    packages: largest(packages),
    lazyBytes: [...lazyPackages.values()].reduce((sum, bytes) => sum + bytes, 0),
    lazyPackages: largest(lazyPackages).map((each) => each.name),
  }
}

/** The Worker `bench/<name>/worker.ts`, bundled without the hub's configuration. */
export function bundleAlone(folder: string, name: string): Promise<Bundle> {
  const configPath = join(folder, `${name}.json`)
  const main = join(root, 'bench', name, 'worker.ts')
  writeFileSync(
    configPath,
    JSON.stringify({
      name,
      main,
      compatibility_date: compatibility.date,
      compatibility_flags: compatibility.flags,
    }),
  )
  return bundle(join(folder, name), ['--config', configPath, '--minify'])
}

/** The package an input belongs to; for our own files the first folder. */
export function packageOf(input: string): string {
  const name = [...input.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].at(-1)?.[1]
  return name ?? (input.startsWith('../') ? 'wrangler' : (input.split('/')[0] ?? input))
}

function reachable(meta: Metafile, entry: string): Set<string> {
  const seen = new Set<string>()
  const waiting = [entry]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    for (const { path, kind } of meta.inputs[at]?.imports ?? []) {
      if (kind !== 'dynamic-import') waiting.push(path)
    }
  }
  return seen
}

function add(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value)
}

const largest = (sums: ReadonlyMap<string, number>) =>
  [...sums].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes)
