// What a new isolate costs: the size of what is uploaded and who fills it, the processor time of start-up and who takes it, the time
// from a new runtime to its first answer against a bare Worker's, and what the assistant's lazily loaded packages add to the first
// question. Cloudflare gives start-up a second and counts 10 MB compressed (developers.cloudflare.com/workers/platform/limits).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { testVariables } from '../test/support/local-variables.ts'
import { bundle, bundleAlone, compatibility, packageOf, runWrangler } from './support/bundle.ts'
import { type BenchResult, type Figure, figure, median } from './support/figures.ts'

const starts = 7
const profiles = 5
const contributorsShown = 12
const kib = 1024

export async function measure(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-cold-'))
  const within = (name: string) => join(folder, name)
  try {
    const hub = await bundle(within('hub'), ['--minify'])
    const bare = await bundleAlone(folder, 'bare')
    const lazy = await bundleAlone(folder, 'lazy')
    const opened = await firstAnswers(hub.path, bare.path)
    const loadMs = await lazyLoads(lazy.path)
    const cpu = await startupCpu(folder)
    return {
      notes: [
        'size: the hub as a deploy uploads it, minified; a package counts with what of it is in the bundle',
        `first answer: new runtime to first response, ${starts} pairs, medians; baseline: a bare Hono Worker with the same bindings`,
        `start-up processor time: ${profiles} profiles of \`wrangler check startup\`, not minified, median; by package the mean`,
        `waits for an import(): ${hub.lazyPackages.join(', ') || 'nothing'}`,
      ],
      figures: [
        figure('hubGzipKiB', hub.gzipBytes / kib),
        figure('hubRawKiB', hub.bytes / kib),
        figure('hubLazyRawKiB', hub.lazyBytes / kib),
        ...hub.packages
          .slice(0, contributorsShown)
          .map(({ name, bytes }) => figure(`hub ${name} RawKiB`, bytes / kib)),
        ...opened,
        figure('lazyAssistantLoadMs', loadMs),
        ...cpu,
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One module in a runtime of its own, with what the hub's app needs to be made. */
function openRuntime(path: string): Miniflare {
  return new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: 'ESModule', path: 'index.js', contents: readFileSync(path, 'utf8') }],
      compatibilityDate: compatibility.date,
      compatibilityFlags: compatibility.flags,
      bindings: testVariables('http://127.0.0.1:9'),
      d1Databases: ['DIRECTORY', 'SHARD_00', 'SHARD_01'],
      cf: false,
      handleStructuredLogs: () => {},
    }),
  )
}

async function firstAnswer(path: string, status: number): Promise<number> {
  const began = performance.now()
  const runtime = openRuntime(path)
  try {
    const answer = await runtime.dispatchFetch('http://127.0.0.1:8787/nothing', { method: 'POST' })
    await answer.text()
    if (answer.status !== status) throw new Error(`a new isolate answered ${answer.status}`)
    return performance.now() - began
  } finally {
    await runtime.dispose()
  }
}

async function firstAnswers(hubPath: string, barePath: string): Promise<Figure[]> {
  const hubs: number[] = []
  const bares: number[] = []
  // The first start reads the runtime itself from the disk, and is not counted.
  for (let n = -1; n < starts; n++) {
    const bareMs = await firstAnswer(barePath, 200)
    const hubMs = await firstAnswer(hubPath, 404)
    if (n < 0) continue
    bares.push(bareMs)
    hubs.push(hubMs)
  }
  return [
    figure('firstAnswerMs', median(hubs)),
    figure('bareFirstAnswerMs', median(bares)),
    figure('firstAnswerOwnMs', median(hubs.map((ms, n) => ms - (bares[n] ?? 0)))),
  ]
}

/** Milliseconds that the first request takes longer than the second. */
async function lazyLoads(path: string): Promise<number> {
  const loads: number[] = []
  for (let n = 0; n < starts; n++) {
    const runtime = openRuntime(path)
    try {
      await runtime.ready
      const took: number[] = []
      for (let request = 0; request < 2; request++) {
        const began = performance.now()
        const answer = await runtime.dispatchFetch('http://127.0.0.1:8787/')
        if ((await answer.text()) !== 'function function') throw new Error('it did not load')
        took.push(performance.now() - began)
      }
      loads.push((took[0] ?? 0) - (took[1] ?? 0))
    } finally {
      await runtime.dispose()
    }
  }
  return median(loads)
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; url: string; lineNumber: number }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Processor time of evaluating the hub, whole and by package. */
async function startupCpu(folder: string): Promise<Figure[]> {
  const { path } = await bundle(join(folder, 'readable'), [])
  const packageAt = packagesByLine(readFileSync(path, 'utf8'))
  const whole: number[] = []
  const packages = new Map<string, number>()
  for (let n = 0; n < profiles; n++) {
    const profilePath = join(folder, `${n}.cpuprofile`)
    await runWrangler(['check', 'startup', '--outfile', profilePath])
    const profile = JSON.parse(readFileSync(profilePath, 'utf8')) as Profile
    const frames = new Map(profile.nodes.map((node) => [node.id, node.callFrame]))
    let activeMs = 0
    for (const [at, id] of profile.samples.entries()) {
      const frame = frames.get(id)
      const ms = (profile.timeDeltas[at] ?? 0) / 1000
      if (!frame || frame.functionName === '(idle)') continue
      activeMs += ms
      const owner = frame.url === '' ? frame.functionName : packageAt(frame.lineNumber)
      packages.set(owner, (packages.get(owner) ?? 0) + ms / profiles)
    }
    whole.push(activeMs)
  }
  return [
    figure('startupCpuMs', median(whole)),
    ...[...packages]
      .sort(([, a], [, b]) => b - a)
      .slice(0, contributorsShown)
      .map(([name, ms]) => figure(`startup ${name} Ms`, ms)),
  ]
}

/** Statements outside functions, of all modules: a profile does not tell them apart. */
const topLevel = 'top-level'

/** Before each module of a bundle esbuild names its file in a comment. */
function packagesByLine(text: string): (line: number) => string {
  const owners: string[] = []
  let owner = topLevel
  for (const line of text.split('\n')) {
    const path = /^\s*\/\/ ((?:\.\.\/|node_modules\/|\w[\w-]*\/).*\.\w+)$/.exec(line)?.[1]
    if (path) owner = packageOf(path)
    owners.push(owner)
  }
  return (line) => (line > 0 ? (owners[line] ?? topLevel) : topLevel)
}
