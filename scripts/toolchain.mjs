// The project's own Node and packages, present before anything else runs.
// Plain JavaScript without dependencies: it is the first thing a fresh clone executes, on whatever
// Node (20 or newer) the machine has. Everything after it runs on the Node in node_modules.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root folder, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** The Node that every script, test and tool of the project runs on. */
export const projectNode = join(root, 'node_modules/node/bin/node')

const stampPath = join(root, 'node_modules/.causeway-installed')

/** Names what an install was made from; a changed lockfile or manifest gives another name. */
function wantedStamp() {
  const hash = createHash('sha256')
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    const path = join(root, name)
    if (existsSync(path)) hash.update(name).update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** True when `npm install` has run for this lockfile, by us or by hand. */
function isInstalled(wanted) {
  if (!existsSync(projectNode)) return false
  if (existsSync(stampPath)) return readFileSync(stampPath, 'utf8') === wanted
  const marker = join(root, 'node_modules/.package-lock.json')
  const lock = join(root, 'package-lock.json')
  return (
    existsSync(marker) && existsSync(lock) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs
  )
}

/** Installs the packages when they are missing or older than the lockfile. Exits 1 when npm fails. */
export function installMissing() {
  const wanted = wantedStamp()
  if (!isInstalled(wanted)) {
    console.error('Installing packages (a minute or two, once) …')
    const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    })
    if (npm.status !== 0 || !existsSync(projectNode)) {
      console.error('npm install failed: see its message above, then run the same command again.')
      process.exit(1)
    }
  }
  if (!existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== wantedStamp()) {
    writeFileSync(stampPath, wantedStamp())
  }
}

/** The environment of every program we start: our Node and tools first on the path, no telemetry. */
export function toolEnv(extra = {}) {
  const path = [
    join(root, 'node_modules/node/bin'),
    join(root, 'node_modules/.bin'),
    process.env.PATH,
  ]
  return {
    ...process.env,
    PATH: path.join(delimiter),
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    DO_NOT_TRACK: '1',
    ...extra,
  }
}

/** True in the process that `onProjectNode` started (and not in what that one starts in turn). */
export function isRestarted() {
  return process.env.CAUSEWAY_PARENT === String(process.ppid)
}

/**
 * Installs what is missing and makes sure that the caller runs on the project's Node.
 * Returns at once when it already does; otherwise runs the same script there, in the same process
 * group and on the same terminal, passes signals on, and exits with its code: it does not return.
 */
export async function onProjectNode(script) {
  if (isRestarted()) return
  installMissing()
  const child = spawn(projectNode, ['--no-warnings', script, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: toolEnv({ CAUSEWAY_PARENT: String(process.pid) }),
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) followParent(() => child.kill('SIGTERM'))
  await new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`The project's Node did not start: ${error.message}`)
      process.exitCode = 1
      resolve()
    })
    child.on('exit', (code) => {
      process.exitCode = code ?? 1
      resolve()
    })
  })
  process.exit()
}

/**
 * Calls `gone` once when the process that started us ends without telling: npm runs scripts in a
 * shell, and a signal to npm alone ends that shell without reaching us.
 */
export function followParent(gone) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    gone()
  }, 500)
  timer.unref()
}

/** Runs a tool of node_modules/.bin on the project's Node, on this terminal; resolves to its exit code. */
export function runTool(name, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules/.bin', name), args, {
      cwd: root,
      stdio: 'inherit',
      ...options,
      env: toolEnv(options.env),
    })
    child.on('error', (error) => {
      console.error(`${name} did not start: ${error.message}`)
      resolve(1)
    })
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
