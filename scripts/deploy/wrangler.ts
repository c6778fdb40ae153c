// Runs wrangler and says in plain words why it failed. What it prints is kept off the terminal unless it fails, and never shown with a
// secret in it: secrets go in by stdin and are struck out of everything that comes back.
import { spawn } from 'node:child_process'
import { DeployStopped } from './stopped.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  /** Both outputs, in the order they came. */
  readonly said: string
}

export interface RunOptions {
  readonly cwd?: string
  /** Goes to stdin, and is struck out of what is said. */
  readonly secret?: string
}

export interface Wrangler {
  /** Runs a command; any exit code is an answer. */
  try(args: readonly string[], options?: RunOptions): Promise<Ran>
  /** Runs a command that must succeed. Throws `DeployStopped` with what it said and what may help. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>
  /** The JSON that a command prints. Throws `DeployStopped`. */
  json(args: readonly string[], options?: RunOptions): Promise<unknown>
}

export interface Call {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** For stdin. */
  readonly input: string
}

/** Runs the program itself. */
export type CallWrangler = (args: readonly string[], call: Call) => Promise<Ran>

const linesShown = 20
/** A deploy uploads some megabytes; nothing takes this long but a lost connection. */
const timeoutMs = 10 * 60_000

/** Wrangler in one folder with one environment. */
export function makeWrangler(
  call: CallWrangler,
  place: { readonly cwd: string; readonly env: Call['env'] },
): Wrangler {
  const attempt = async (args: readonly string[], { cwd = place.cwd, secret }: RunOptions) => {
    const ran = await call(args, { cwd, env: place.env, input: secret ?? '' })
    if (secret === undefined) return ran
    const clean = (text: string) => text.replaceAll(secret, '***')
    return { code: ran.code, stdout: clean(ran.stdout), said: clean(ran.said) }
  }
  const run = async (args: readonly string[], options: RunOptions = {}) => {
    const ran = await attempt(args, options)
    if (ran.code !== 0) throw new DeployStopped(failure(args, ran.said))
    return ran
  }
  return {
    try: (args, options = {}) => attempt(args, options),
    run,
    async json(args, options) {
      const { stdout, said } = await run(args, options)
      try {
        // Warnings may stand before the document.
        return JSON.parse(stdout.slice(Math.max(0, stdout.search(/^[[{]/m))))
      } catch {
        throw new DeployStopped(failure(args, `it did not print JSON:\n${said}`))
      }
    },
  }
}

/** Calls by starting a program: Node and wrangler's entry, say. */
export const spawnedWrangler =
  ([program = '', ...first]: readonly string[]): CallWrangler =>
  (args, { cwd, env, input }) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [...first, ...args], {
        cwd,
        env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
        stdio: ['pipe', 'pipe', 'pipe'],
        timeout: timeoutMs,
      })
      let stdout = ''
      let said = ''
      child.stdout.on('data', (chunk) => {
        stdout += chunk
        said += chunk
      })
      child.stderr.on('data', (chunk) => {
        said += chunk
      })
      // One that ends without reading its input has said why by its exit code.
      child.stdin.on('error', () => undefined)
      child.stdin.end(input)
      child.on('error', (error) =>
        reject(new DeployStopped(`wrangler did not start: ${error.message}`)),
      )
      child.on('close', (code) => resolve({ code: code ?? 1, stdout, said }))
    })

/** Causes that have one remedy, by what wrangler or the API says. Public texts of either; unknown ones are shown as they are. */
const remedies: readonly [RegExp, string][] = [
  [
    /not logged in|not authenticated|CLOUDFLARE_API_TOKEN environment variable|Authentication error|\[code: (10000|9109)\]/i,
    'Log in with `npx wrangler login`, or set CLOUDFLARE_API_TOKEN to a token with the rights that docs/guides/deploy.md lists.',
  ],
  [
    /paid plan|workers paid|upgrade your|exceeded .*limit|limit .*(exceeded|reached)|maximum number of|\[code: (10042|10195|7406)\]/i,
    "This account's plan does not allow it: docs/guides/deploy.md says which plan is needed and how many of each thing.",
  ],
  [/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|fetch failed/i, "Cloudflare's API could not be reached."],
]

function failure(args: readonly string[], said: string): string {
  const remedy = remedies.find(([pattern]) => pattern.test(said))?.[1]
  const lines = said
    .split('\n')
    .filter((line) => line.trim() !== '' && !/Logs were written to|⛅️|^─+$/.test(line))
    .slice(-linesShown)
    .map((line) => `  ${line}`)
  return [
    `wrangler ${args.slice(0, 3).join(' ')} failed. It said:`,
    ...lines,
    ...(remedy ? [remedy] : []),
  ].join('\n')
}
