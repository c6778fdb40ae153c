// The product as a person runs it: `npm start`'s script with its hub and its simulators, in a process group of its own that can be
// killed whole and started again on the same folder and ports. For tests that only real processes can answer: restarts and pages.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectNode, root, toolEnv } from '../../scripts/toolchain.mjs'

const readyMsMax = 150_000
const stopMsMax = 10_000
const goneMsMax = 10_000
const saidCharactersMax = 20_000

/** What `local.json` says. `url` is the Pages project's where one stands before the hub. */
interface LocalJson {
  readonly url: string
  readonly simulatorUrl: string
  readonly organizationId: string
  readonly apiKey: string
  readonly signInUrl: string
}

export interface Product extends LocalJson {
  /** All local state, and the logs under `logs/`. */
  readonly folder: string
  /** SIGKILL to the whole group; resolves when all of it is gone. */
  kill(): Promise<void>
  /** Starts it again on the same folder and ports, and resolves when it is ready. Kill it first. */
  restart(): Promise<Product>
  /** SIGTERM, then SIGKILL after 10 s, and the folder is removed. */
  close(): Promise<void>
}

interface Place {
  readonly pagesPort: number | null
  readonly folder: string
  readonly port: number
  readonly simulatorPort: number
}

/** A new product on free ports and an empty folder. Rejects with what it printed when it does not become ready. */
export async function startProduct(): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-product-'))
  const port = await freePort()
  return launch({ folder, port, simulatorPort: await freePort(port), pagesPort: null })
}

/** The same behind the Pages project, as a deploy stands: one origin, files from Pages, the rest from the hub by its binding. */
export async function startPagesProduct(): Promise<Product & { readonly hubUrl: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-product-'))
  const port = await freePort()
  const simulatorPort = await freePort(port)
  const pagesPort = await freePort(port, simulatorPort)
  const product = await launch({ folder, port, simulatorPort, pagesPort })
  return { ...product, hubUrl: `http://127.0.0.1:${port}` }
}

/**
 * A port that nobody listens on, below those that systems give to outgoing connections (32768 and up on Linux): it must still be
 * free when the product is started again.
 */
async function freePort(...except: readonly number[]): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (!except.includes(port) && (await isFree(port))) return port
  }
  throw new Error('no port is free')
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** The killed are gone once their ports are free. */
async function allFree({ port, simulatorPort, pagesPort }: Place): Promise<void> {
  const until = Date.now() + goneMsMax
  const ports = [port, simulatorPort, ...(pagesPort === null ? [] : [pagesPort])]
  while ((await Promise.all(ports.map(isFree))).includes(false)) {
    if (Date.now() > until) throw new Error('a killed process still holds its port')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function launch(place: Place): Promise<Product> {
  const { folder, port, simulatorPort, pagesPort } = place
  const pages = pagesPort === null ? [] : ['--pages-port', pagesPort]
  const options = [
    '--port',
    port,
    '--simulator-port',
    simulatorPort,
    '--state',
    folder,
    ...pages,
  ].map(String)
  const child = spawn(
    projectNode,
    ['--no-warnings', join(root, 'scripts/start.mjs'), ...options],
    // A group of its own, as a shell makes one for `npm start`. It ends itself when this process is gone.
    { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: environment() },
  )
  let said = ''
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  try {
    await ready(child, (text) => {
      said = (said + text).slice(-saidCharactersMax)
      return said
    })
  } catch (error) {
    signalGroup(child, 'SIGKILL')
    throw new Error(`npm start was not ready. It said:\n${said}`, { cause: error })
  }
  const kill = async () => {
    signalGroup(child, 'SIGKILL')
    await ended
    await allFree(place)
  }
  const local = JSON.parse(readFileSync(join(folder, 'local.json'), 'utf8')) as LocalJson
  return {
    ...local,
    folder,
    kill,
    restart: () => launch(place),
    async close() {
      signalGroup(child, 'SIGTERM')
      const late = setTimeout(() => signalGroup(child, 'SIGKILL'), stopMsMax)
      await ended
      clearTimeout(late)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A model set in the developer's shell must not answer the tests' questions; `npm_lifecycle_event` says that npm started it. */
function environment(): Record<string, string | undefined> {
  const { AI_BASE_URL: _url, AI_API_KEY: _key, AI_MODEL: _model, ...env } = toolEnv()
  return { ...env, npm_lifecycle_event: 'start' }
}

function ready(child: ChildProcess, hear: (text: string) => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('it took too long')), readyMsMax)
    const listen = (chunk: Buffer) => {
      if (!/^ready http/m.test(hear(chunk.toString()))) return
      clearTimeout(late)
      resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('close', (code) => {
      clearTimeout(late)
      reject(new Error(`it ended with ${code}`))
    })
  })
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The whole group has ended already.
  }
}
