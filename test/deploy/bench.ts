// A bench for the deploy: an operator's folder, a pretend account, and everything the deploy says, asks and changes.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type DeployTools, deploy } from '../../scripts/deploy/deploy.ts'
import { readDeployOptions } from '../../scripts/deploy/options.ts'
import { DeployStopped } from '../../scripts/deploy/stopped.ts'
import type { CallWrangler } from '../../scripts/deploy/wrangler.ts'
import { buildPages, pagesFolder } from '../../scripts/pages.ts'
import { buildDashboard } from '../../scripts/start/dashboard.ts'
import { toolEnv } from '../../scripts/toolchain.mjs'
import { type Account, emptyAccount, pretendWrangler } from './pretend-wrangler.ts'

export const origin = 'https://hub.acme.example'
export const first = ['--origin', origin, '--regions', 'eu,us', '--yes']
const folders: string[] = []

export interface Bench {
  readonly folder: string
  readonly said: string[]
  account(): Account
  change(changes: Partial<Account>): void
  run(...args: string[]): Promise<void>
  /** The settings file. */
  // biome-ignore lint/suspicious/noExplicitAny: read by name.
  settings(): any
  secrets(): Record<string, string>
  asked: string[]
  health: (url: string) => Response
  answer: boolean
  wrangler: CallWrangler
}

/** For `beforeAll`: the build that a deploy would upload. */
export async function prepareBuild(): Promise<void> {
  await buildDashboard()
  if (!existsSync(join(pagesFolder, '_worker.js'))) await buildPages()
}

/** For `afterAll`. */
export function removeBenches(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

const well = () => Response.json({ status: 'ok', dependencies: {} })

export function openBench(changes: Partial<Account> = {}): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-deploy-'))
  folders.push(folder)
  let account: Account = { ...emptyAccount(), ...changes }
  const bench: Bench = {
    folder,
    said: [],
    asked: [],
    health: well,
    answer: true,
    wrangler: async (args, call) => pretendWrangler(account, args, call),
    account: () => structuredClone(account),
    change: (more) => {
      account = structuredClone({ ...account, ...more })
    },
    settings: () => JSON.parse(readFileSync(join(folder, 'deploy/causeway.json'), 'utf8')),
    secrets: () => JSON.parse(readFileSync(join(folder, 'deploy/causeway.secrets.json'), 'utf8')),
    async run(...args) {
      const options = readDeployOptions(args)
      const { CLOUDFLARE_ACCOUNT_ID: _other, ...env } = toolEnv()
      const tools: DeployTools = {
        wrangler: bench.wrangler,
        env,
        folder: join(folder, 'deploy'),
        fetch: async (url) => {
          bench.asked.push(url)
          return bench.health(url)
        },
        pause: () => Promise.resolve(),
        say: (line) => bench.said.push(line),
        confirm: () => Promise.resolve(bench.answer),
        build: () => Promise.resolve(),
      }
      if (options) await deploy(options, tools)
    },
  }
  return bench
}

/** What the deploy refused with; fails the test when it did not. */
export async function stopped(work: Promise<void>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DeployStopped)
  return error instanceof DeployStopped ? error.message : ''
}

/** The account without what differs from run to run. */
export function shapeOf({ databases, namespaces, queues, projects, workers, pages }: Account) {
  return {
    databases: databases.map(({ name, jurisdiction, location }) => ({
      name,
      jurisdiction,
      location,
    })),
    namespaces: namespaces.map(({ title }) => title),
    queues,
    projects,
    secrets: Object.entries(workers).map(([name, { secrets }]) => [name, Object.keys(secrets)]),
    hub: Object.values(workers).every(({ deploys }) => deploys.length > 0),
    pages: pages.length > 0,
  }
}

const changing =
  /^(d1 create|kv namespace create|queues create|pages project create|secret put|d1 migrations apply|deploy|pages deploy)/
export const changesOf = (account: Account) =>
  account.calls.map(({ argv }) => argv.join(' ')).filter((call) => changing.test(call))
