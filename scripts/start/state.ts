// The folder of all local state: who may empty it, whose it is, and the secrets made once for it.
//
//   hub/               the hub's databases, queues and Durable Objects
//   simulator.sqlite   what the pretend vendors know
//   hub.env            the hub's secrets and development variables, 0600
//   seed.json          what was seeded, so that it is seeded once, 0600
//   local.json         where everything answers, 0600
//   running.json       which process uses the folder now
//   logs/              what the hub and the simulators printed since the last start
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeHubSecrets } from '../hub-secrets.ts'
import { isAnswering } from './ports.mjs'

/** What a person reads when a start cannot go on: one sentence, no stack. */
export class StartRefused extends Error {}

export type Urls = { readonly hub: string; readonly simulator: string }

const isOurs = (entries: readonly string[]) =>
  entries.length === 0 || entries.includes('hub.env') || entries.includes('local.json')

/**
 * Makes the folder ready to use, emptied first when `fresh`.
 * Throws `StartRefused` for a folder that holds anything but our state, and for one in use.
 */
export async function openState(folder: string, fresh: boolean): Promise<void> {
  const entries = existsSync(folder) ? readdirSync(folder) : []
  if (!isOurs(entries)) {
    const deed = fresh ? 'Nothing was deleted' : 'Nothing was written'
    throw new StartRefused(
      `${folder} holds files that are not Causeway's. ${deed}; choose another folder with --state`,
    )
  }
  const user = runningProcess(folder)
  if (user && (await isAnswering(user.port))) {
    throw new StartRefused(
      `${folder} is in use by process ${user.pid} on port ${user.port}. Stop it, or choose another folder with --state`,
    )
  }
  if (fresh) for (const entry of entries) rmSync(join(folder, entry), { recursive: true })
  mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 })
}

/** Notes that this process uses the folder, until `leaveState`. */
export function enterState(folder: string, port: number): void {
  writePrivate(join(folder, 'running.json'), JSON.stringify({ pid: process.pid, port }))
}

/** Takes the note of `enterState` back. Safe to repeat. */
export function leaveState(folder: string): void {
  rmSync(join(folder, 'running.json'), { force: true })
}

function runningProcess(folder: string): { pid: number; port: number } | null {
  try {
    const note: unknown = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'))
    if (typeof note !== 'object' || note === null || !('pid' in note) || !('port' in note))
      return null
    const { pid, port } = note
    if (typeof pid !== 'number' || typeof port !== 'number') return null
    process.kill(pid, 0)
    return { pid, port }
  } catch {
    // No note, half a note, or a process that is gone: nobody uses the folder.
    return null
  }
}

/** Writes a whole file or nothing, readable by its owner only. */
export function writePrivate(path: string, text: string): void {
  const beside = `${path}.${process.pid}`
  writeFileSync(beside, text, { mode: 0o600 })
  chmodSync(beside, 0o600)
  renameSync(beside, path)
}

/** Secrets that stay as first made: what they sealed or signed must stay readable. */
function makeSecrets(): Record<string, string> {
  return {
    ...makeHubSecrets(),
    SLACK_SIGNING_SECRET: randomBytes(16).toString('hex'),
    SLACK_CLIENT_ID: '1000000000001.2000000000002',
    SLACK_CLIENT_SECRET: randomBytes(16).toString('hex'),
  }
}

/** Names a developer may set in the shell to try a real model instead of the stand-in. */
const modelNames = ['AI_BASE_URL', 'AI_API_KEY', 'AI_MODEL'] as const

/**
 * Reads `hub.env`, adds what is missing, points it at this start's URLs, writes it back (0600), and
 * returns it. `AI_BASE_URL`, `AI_API_KEY` and `AI_MODEL` of the shell win over the stand-in.
 */
export function prepareEnvironment(folder: string, urls: Urls): Record<string, string> {
  const path = join(folder, 'hub.env')
  const kept = existsSync(path) ? parseEnvironment(readFileSync(path, 'utf8')) : {}
  const environment: Record<string, string> = {
    ...makeSecrets(),
    ...kept,
    ENVIRONMENT: 'local',
    PUBLIC_ORIGIN: urls.hub,
    SIMULATOR_URL: urls.simulator,
    ALLOW_LOOPBACK_EGRESS: 'true',
    SIGN_UP: 'open',
    AI_BASE_URL: `${urls.simulator}/model/v1`,
    AI_API_KEY: 'local',
    AI_MODEL: 'causeway-rules-1',
  }
  if (process.env.AI_BASE_URL) {
    for (const name of modelNames) environment[name] = process.env[name] ?? environment[name] ?? ''
  }
  const lines = Object.entries(environment).map(([name, value]) => `${name}="${value}"`)
  writePrivate(path, `${lines.join('\n')}\n`)
  return environment
}

function parseEnvironment(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const match = /^([A-Z][A-Z0-9_]*)=(?:"(.*)"|(.*))$/.exec(line.trim())
    if (match?.[1]) found[match[1]] = match[2] ?? match[3] ?? ''
  }
  return found
}
