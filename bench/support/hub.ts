// A hub to measure: the Worker in workerd with databases, objects and queues in a folder that is thrown away, the simulators in
// this process, one seeded organization with Slack and Jira connected. `bare` is a second Worker of the same runtime, reached by
// the same way: what a request costs before the hub does anything.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestHarness, type TestHarnessOptions, type WorkerHandle } from 'wrangler'
import { seed } from '../../scripts/seed.ts'
import { root } from '../../scripts/toolchain.mjs'
import { type RunningSimulators, startSimulator } from '../../simulator/start.ts'
import { localSlackApp, testVariables } from '../../test/support/local-variables.ts'

/** What `fetch` of a Worker in the harness takes and gives; the same way for the hub and the bare Worker. */
export type Ask = (path: string, init?: AskInit) => Promise<{ status: number; text: string }>

export interface AskInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

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

/** Starts everything; a few seconds. `main` is the Worker's entry, from the repository's root. */
export async function openHub(options: { readonly main?: string } = {}): Promise<MeasuredHub> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-bench-'))
  const configPath = join(folder, 'wrangler.toml')
  writeFileSync(configPath, configText(options.main ?? 'worker/index.ts'))
  const simulator = await startSimulator({
    port: 0,
    stateFolder: null,
    hubUrl: 'http://127.0.0.1:9',
    slack: localSlackApp,
  })
  const harness = createTestHarness()
  const close = async () => {
    await harness.close()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const workers = (origin: string): TestHarnessOptions => ({
      root,
      workers: [
        { configPath, vars: { ...testVariables(simulator.url), PUBLIC_ORIGIN: origin } },
        { config: bareConfig },
      ],
    })
    // The port is known only when the runtime listens; the hub's links must carry it.
    await harness.update(workers('http://127.0.0.1:9'))
    const { url } = await harness.listen()
    await harness.update(workers(url.origin))
    const hub = harness.getWorker()
    for (const name of ['DIRECTORY', 'SHARD_00', 'SHARD_01']) await hub.applyD1Migrations(name)
    simulator.setHubUrl(url.origin)
    const urls = { hub: url.origin, simulator: simulator.url }
    const operatorSecret = testVariables('').OPERATOR_SECRET ?? ''
    const { organizationId, apiKey } = await seed(folder, urls, operatorSecret)
    const ask = askerOf(hub)
    return {
      ask,
      bare: askerOf(harness.getWorker(bareConfig.name)),
      simulator,
      organizationId,
      api: <T>(method: string, path: string, body?: unknown) =>
        json<T>(ask, method, path, body, { authorization: `Bearer ${apiKey}` }),
      control: <T>(method: string, path: string, body?: unknown) =>
        json<T>(askSimulator(simulator.url), method, `/_control${path}`, body),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const bareConfig = {
  name: 'bare',
  main: join(root, 'bench/bare/worker.ts'),
  compatibility_date: '2026-10-01',
}

function askerOf(worker: WorkerHandle): Ask {
  return async (path, init = {}) => {
    const answer = await worker.fetch(path, init)
    return { status: answer.status, text: await answer.text() }
  }
}

const askSimulator =
  (origin: string): Ask =>
  async (path, init = {}) => {
    const answer = await fetch(origin + path, init)
    return { status: answer.status, text: await answer.text() }
  }

async function json<T>(
  ask: Ask,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const answer = await ask(path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (answer.status < 200 || answer.status > 299) {
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`)
  }
  return (answer.text === '' ? null : JSON.parse(answer.text)) as T
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
