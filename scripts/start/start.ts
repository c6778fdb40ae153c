// What `npm start` does on the project's Node: state, migrations, dashboard, simulators, hub, seed;
// then it stays until a signal, and ends everything it started. A program that dies unexpectedly
// ends the rest, with its last lines. Starting again after `kill -9` loses nothing acknowledged.

import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildPages } from '../pages.ts'
import { seed, wake } from '../seed.ts'
import { followParent, projectNode, root, toolEnv } from '../toolchain.mjs'
import { type Child, startChild } from './children.ts'
import { buildDashboard, isDashboardBuilt } from './dashboard.ts'
import { isMigrated } from './migrate.ts'
import {
  enterState,
  leaveState,
  openState,
  prepareEnvironment,
  StartRefused,
  type Urls,
  writePrivate,
} from './state.ts'
import { printSummary } from './summary.ts'

export type StartOptions = {
  readonly port: number
  readonly simulatorPort: number
  /** Where the Pages project answers before the hub; null: the hub answers for itself. */
  readonly pagesPort: number | null
  /** Absolute. */
  readonly state: string
  readonly fresh: boolean
  readonly verbose: boolean
}

const healthMsMax = 120_000
const healthEveryMs = 100
/** A signal to the whole group reaches the children first; wait so long before calling it a death. */
const signalGraceMs = 400

/** Runs until a signal (exit 0) or a failure (exit 1); it ends the process itself. */
export async function start(options: StartOptions): Promise<void> {
  const children: Child[] = []
  const life = { stopping: false }
  const stop = async (code: number, why?: string) => {
    if (life.stopping) return
    life.stopping = true
    if (why !== undefined) console.error(why)
    await Promise.all(children.map((child) => child.stop()))
    leaveState(options.state)
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop(0))
  }
  followParent(() => void stop(0))
  try {
    await bringUp(options, children, life)
  } catch (error) {
    await pause(signalGraceMs)
    if (error instanceof StartRefused) return stop(1, `npm start: ${error.message}`)
    await stop(1, `npm start: ${error instanceof Error ? error.message : String(error)}`)
    return
  }
  const dead = await Promise.race(children.map((child) => child.ended.then(() => child)))
  await pause(signalGraceMs)
  await stop(1, obituary(dead))
}

async function bringUp(
  options: StartOptions,
  children: Child[],
  life: { readonly stopping: boolean },
): Promise<void> {
  const began = Date.now()
  const { state, port, simulatorPort, pagesPort, verbose } = options
  const urls: Urls = {
    hub: `http://127.0.0.1:${pagesPort ?? port}`,
    simulator: `http://127.0.0.1:${simulatorPort}`,
  }
  await openState(state, options.fresh)
  enterState(state, port)
  const environment = prepareEnvironment(state, urls)
  const storage = join(state, 'hub')
  mkdirSync(storage, { recursive: true })
  const launch = (name: string, args: string[], env: Record<string, string>) => {
    if (life.stopping) throw new Error('stopped')
    const child = startChild({
      name,
      args,
      env,
      logPath: join(state, 'logs', `${name}.log`),
      verbose,
    })
    children.push(child)
    return child
  }
  const simulators = launch('simulators', simulatorArgs(options, urls), slackSecrets(environment))
  await Promise.all([prepareDashboard(), prepareDatabases(storage)])
  const hub = launch('hub', hubArgs(options, storage), hubEnvironment(state))
  await Promise.all([
    answering(simulators, urls.simulator),
    answering(hub, `http://127.0.0.1:${port}/health`),
  ])
  if (pagesPort !== null) {
    await buildPages(join(state, 'pages'))
    const pages = launch('pages', pagesArgs(state, pagesPort), hubEnvironment(state))
    await answering(pages, `${urls.hub}/health`)
  }
  for (const child of children) child.noteDescendants()
  const operatorSecret = environment.OPERATOR_SECRET ?? ''
  // First, before anything new is made: no other process runs, so nothing is in flight.
  await wake(urls, operatorSecret)
  const seeded = await seed(state, urls, operatorSecret)
  const local = { url: urls.hub, simulatorUrl: urls.simulator, ...seeded }
  writePrivate(join(state, 'local.json'), `${JSON.stringify(local, null, 2)}\n`)
  if (life.stopping) return
  printSummary({ local, state, model: environment.AI_MODEL ?? '', tookMs: Date.now() - began })
  console.log(`ready ${urls.hub}`)
}

const simulatorArgs = ({ state, simulatorPort }: StartOptions, urls: Urls) => [
  join(root, 'simulator/index.ts'),
  ...['--port', String(simulatorPort), '--state', state, '--hub-url', urls.hub],
]

const slackSecrets = (environment: Record<string, string>) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('SLACK_')))

const hubArgs = ({ state, port }: StartOptions, storage: string) => [
  // The command behind the `wrangler` bin, without the extra process that the bin adds.
  join(root, 'node_modules/wrangler/wrangler-dist/cli.js'),
  ...['dev', '--config', join(root, 'wrangler.toml'), '--local'],
  ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
  ...['--persist-to', storage, '--env-file', join(state, 'hub.env')],
  '--show-interactive-dev-session=false',
]

/** Wrangler finds the hub for the Pages project by the registry. */
const hubEnvironment = (state: string) => ({
  WRANGLER_REGISTRY_PATH: join(state, 'registry'),
  WRANGLER_LOG_PATH: join(state, 'logs'),
  WRANGLER_CI_DISABLE_CONFIG_WATCHING: 'true',
  CI: '1',
})

const pagesArgs = (state: string, port: number) => [
  join(root, 'node_modules/wrangler/wrangler-dist/cli.js'),
  ...['pages', 'dev', join(state, 'pages'), '--cwd', state, '--service', 'HUB=causeway'],
  ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
  ...['--compatibility-date', '2026-10-01', '--persist-to', join(state, 'pages-storage')],
  '--show-interactive-dev-session=false',
]

async function prepareDashboard(): Promise<void> {
  if (isDashboardBuilt()) return
  console.log('Building the dashboard …')
  await buildDashboard()
}

async function prepareDatabases(storage: string): Promise<void> {
  if (isMigrated(storage)) return
  console.log('Preparing the databases …')
  const script = join(root, 'scripts/start/migrate.ts')
  const child = spawn(projectNode, ['--no-warnings', script, storage], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: toolEnv(),
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) {
    throw new Error(
      'the databases could not be migrated, as said above. --fresh starts with empty ones',
    )
  }
}

/** Waits until a GET answers 200. Throws when the program dies before, or after two minutes. */
async function answering(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + healthMsMax
  while (Date.now() < deadline) {
    if (child.hasEnded()) throw new Error(obituary(child))
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
      await response.arrayBuffer()
      if (response.ok) return
    } catch {
      // Not listening yet.
    }
    await pause(healthEveryMs)
  }
  throw new Error(`the ${child.name} did not answer at ${url} within two minutes.\n${tail(child)}`)
}

const obituary = (child: Child) =>
  `the ${child.name} ended unexpectedly. Its last lines:\n${tail(child)}`
const tail = (child: Child) =>
  child
    .lastLines()
    .map((line) => `  ${line}`)
    .join('\n')

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
  })
