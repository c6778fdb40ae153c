// A hub of one's own as a process group that can be killed whole: `wrangler dev` over test/crash/worker.ts, on a state folder that
// outlives it. Everything `npm start` gives a hub but the dashboard and the simulators.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectNode, root, toolEnv } from '../../scripts/toolchain.mjs'
import { testVariables } from '../support/local-variables.ts'

const readyPatienceMs = 60_000
/** A test run that is killed itself leaves no hub behind. */
const leaveWithParent = pathToFileURL(join(root, 'scripts/start/leave-with-parent.mjs')).href

export interface HubProcess {
  readonly url: string
  /** SIGKILL to the whole group; resolves when its port is free. */
  kill(): Promise<void>
}

export interface HubOptions {
  /** Emptied by nobody: state lies here from one start to the next. */
  readonly folder: string
  readonly port: number
  readonly crashUrl: string
  readonly variables?: Readonly<Record<string, string>>
}

/** Writes the configuration and brings the databases to the newest migration: once, before the first start. */
export async function prepareHub(options: HubOptions): Promise<void> {
  mkdirSync(options.folder, { recursive: true })
  writeFileSync(configOf(options), configText())
  const variables = {
    ...testVariables('http://127.0.0.1:9'),
    PUBLIC_ORIGIN: `http://127.0.0.1:${options.port}`,
    CRASH_URL: options.crashUrl,
    ...options.variables,
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  writeFileSync(join(options.folder, 'hub.env'), lines.join('\n'))
  const migrate = spawn(
    projectNode,
    ['--no-warnings', join(root, 'scripts/start/migrate.ts'), storageOf(options)],
    { cwd: root, stdio: 'inherit', env: toolEnv() },
  )
  const code = await new Promise<number | null>((resolve) => migrate.once('close', resolve))
  if (code !== 0) throw new Error(`the migrations ended with ${code}`)
}

/** Starts the hub and resolves when it answers. */
export async function startHub(options: HubOptions): Promise<HubProcess> {
  const lines: string[] = []
  const child = spawn(
    projectNode,
    [
      ...['--no-warnings', '--import', leaveWithParent],
      ...[join(root, 'node_modules/wrangler/wrangler-dist/cli.js'), 'dev'],
      ...['--config', configOf(options), '--local', '--ip', '127.0.0.1'],
      ...['--port', String(options.port), '--inspector-port', '0'],
      ...['--persist-to', storageOf(options), '--env-file', join(options.folder, 'hub.env')],
      '--show-interactive-dev-session=false',
    ],
    // A group of its own, so that one signal reaches wrangler and workerd alike.
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: toolEnv(), detached: true },
  )
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
  }
  const url = `http://127.0.0.1:${options.port}`
  await answers(child, url).catch((error: unknown) => {
    killGroup(child)
    throw new Error(`the hub did not start: ${lines.join('').slice(-4_000)}`, { cause: error })
  })
  return {
    url,
    async kill() {
      const gone = new Promise((resolve) => child.once('close', resolve))
      killGroup(child)
      await gone
    },
  }
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + readyPatienceMs
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    const health = await fetch(`${url}/health`).catch(() => null)
    if (health?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`it does not answer after ${readyPatienceMs} ms`)
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The whole group has ended: that is what was wanted.
  }
}

const configOf = (options: HubOptions) => join(options.folder, 'wrangler.toml')
const storageOf = (options: HubOptions) => join(options.folder, 'hub')

/** The hub's own configuration with another entry, without the dashboard's files; paths as seen from the folder. */
function configText(): string {
  return readFileSync(join(root, 'wrangler.toml'), 'utf8')
    .replace(/^main = .*$/m, `main = ${JSON.stringify(join(root, 'test/crash/worker.ts'))}`)
    .replace(/^\[assets\]\n(?:.+\n)*/m, '')
    .replaceAll(/^migrations_dir = "(.*)"$/gm, (_line, folder: string) => {
      return `migrations_dir = ${JSON.stringify(join(root, folder))}`
    })
}
