// A hub to measure: the bundle that a deploy uploads, in workerd, with databases, objects and queues in a folder of memory that is
// thrown away (a disk's flushes would be what is measured); the simulators in this process; one seeded organization with Slack and Jira connected. `bare` is a second Worker of the same
// runtime, reached the same way: what a request costs before the hub does anything.
//
// Requests go over one kept-open connection straight to the Worker's own socket: the proxies of `wrangler dev` and of its test
// harness take milliseconds, in which a bare route and a hub would look alike.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import { seed } from '../../scripts/seed.ts'
import { projectNode, root, toolEnv } from '../../scripts/toolchain.mjs'
import { type RunningSimulators, startSimulator } from '../../simulator/start.ts'
import { freePort } from '../../test/crash/hub-process.ts'
import { localSlackApp, testVariables } from '../../test/support/local-variables.ts'
import { type Ask, askJson, openConnection } from './ask.ts'
import { bundle, bundleAlone, compatibility } from './bundle.ts'

export interface MeasuredHub {
  readonly ask: Ask
  readonly bare: Ask
  readonly simulator: RunningSimulators
  readonly organizationId: string
  /** JSON with the organization's key. @throws with the answer when the status is not in the two hundreds */
  api<T>(method: string, path: string, body?: unknown): Promise<T>
  /** The same at the simulators' control API. */
  control<T>(method: string, path: string, body?: unknown): Promise<T>
  close(): Promise<void>
}

/** Linux's folder of memory; elsewhere the state lies on the disk, and figures say more of that disk. */
const memory = '/dev/shm'

/** Starts everything; about ten seconds. `main` is the Worker's entry, from the repository's root. */
export async function openHub(options: { readonly main?: string } = {}): Promise<MeasuredHub> {
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'causeway-bench-'))
  const closing: (() => Promise<unknown> | unknown)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
  ]
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step()
  }
  try {
    const configPath = join(folder, 'wrangler.toml')
    writeFileSync(configPath, configText(options.main ?? 'worker/index.ts'))
    const storage = join(folder, 'hub')
    await migrate(storage)
    const [hubBundle, bareBundle] = [
      await bundle(join(folder, 'bundle'), ['--config', configPath, '--minify']),
      await bundleAlone(folder, 'bare'),
    ]
    const hubPort = await freePort()
    const origin = `http://127.0.0.1:${hubPort}`
    const simulator = await startSimulator({
      port: 0,
      stateFolder: null,
      hubUrl: origin,
      slack: localSlackApp,
    })
    closing.push(() => simulator.close())
    const { workerOptions } = unstable_getMiniflareWorkerOptions(configPath)
    const variables = { ...testVariables(simulator.url), PUBLIC_ORIGIN: origin }
    const runtime = new Miniflare(
      convertV4MiniflareOptions({
        cf: false,
        resourcePersistencePath: join(storage, 'v3'),
        // The hub's log is not read: writing it is measured, showing it is not.
        handleStructuredLogs: () => {},
        workers: [
          {
            ...workerOptions,
            name: 'hub',
            modules: moduleOf(hubBundle.path),
            bindings: variables,
            unsafeDirectSockets: [{ host: '127.0.0.1', port: hubPort }],
          },
          {
            name: 'bare',
            modules: moduleOf(bareBundle.path),
            compatibilityDate: compatibility.date,
            unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
          },
        ],
      }),
    )
    closing.push(() => runtime.dispose())
    await runtime.ready
    const bareUrl = await runtime.unsafeGetDirectURL('bare')
    const operatorSecret = testVariables('').OPERATOR_SECRET ?? ''
    const urls = { hub: origin, simulator: simulator.url }
    const { organizationId, apiKey } = await seed(folder, urls, operatorSecret)
    const connections = [origin, bareUrl.origin, simulator.url].map(openConnection)
    const [ask, bare, control] = connections.map((connection) => connection.ask)
    if (!ask || !bare || !control) throw new Error('three connections were opened')
    closing.push(() => {
      for (const connection of connections) connection.close()
    })
    const bearer = { authorization: `Bearer ${apiKey}` }
    return {
      ask,
      bare,
      simulator,
      organizationId,
      api: (method, path, body) => askJson(ask, method, path, body, bearer),
      control: (method, path, body) => askJson(control, method, `/_control${path}`, body),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const moduleOf = (path: string) => [
  { type: 'ESModule' as const, path: 'index.js', contents: readFileSync(path, 'utf8') },
]

/** Brings the databases of wrangler.toml to the newest migration, as `npm start` does. */
async function migrate(storage: string): Promise<void> {
  const script = join(root, 'scripts/start/migrate.ts')
  const child = spawn(projectNode, ['--no-warnings', script, storage], {
    cwd: root,
    stdio: 'inherit',
    env: toolEnv(),
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`the migrations ended with ${code}`)
}

/** The hub's own configuration with another entry, without the dashboard's files; paths as seen from the folder. */
function configText(main: string): string {
  return readFileSync(join(root, 'wrangler.toml'), 'utf8')
    .replace(/^main = .*$/m, `main = ${JSON.stringify(join(root, main))}`)
    .replace(/^\[assets\]\n(?:.+\n)*/m, '')
    .replaceAll(/^migrations_dir = "(.*)"$/gm, (_line, path: string) => {
      return `migrations_dir = ${JSON.stringify(join(root, path))}`
    })
}
