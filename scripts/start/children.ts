// The programs that `npm start` keeps running: started in our own process group, logged to files,
// missed when they die, and ended with everything they started in turn.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createWriteStream, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { root, toolEnv } from '../toolchain.mjs'

const lastLinesMax = 15
const stopPatienceMs = 5_000

/** A line of the process table: `command` guards against a pid that was given to another program. */
type Process = { readonly pid: number; readonly parent: number; readonly command: string }

export type Child = {
  readonly name: string
  /** Resolves when the program has ended, however it did. */
  readonly ended: Promise<void>
  readonly hasEnded: () => boolean
  /** The last lines it printed, for the report of an unexpected end. */
  readonly lastLines: () => string[]
  /** Remembers what it has started by now, so that it can be ended even after it died itself. */
  readonly noteDescendants: () => void
  /** SIGTERM, then after 5 s SIGKILL, and SIGKILL for descendants left over. Safe to repeat. */
  readonly stop: () => Promise<void>
}

type ChildOptions = {
  readonly name: string
  readonly args: readonly string[]
  readonly env: Record<string, string>
  readonly logPath: string
  readonly verbose: boolean
}

/** Starts a Node program on the project's Node. It never leaves our process group. */
export function startChild({ name, args, env, logPath, verbose }: ChildOptions): Child {
  const follow = fileURLToPath(new URL('./leave-with-parent.mjs', import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', '--import', follow, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Logs are files: no colours in them.
    env: toolEnv({ NO_COLOR: '1', FORCE_COLOR: '0', ...env }),
  })
  const log = createWriteStream(logPath, { flags: 'w', mode: 0o600 })
  const lines: string[] = []
  const take = (chunk: Buffer) => {
    log.write(chunk)
    if (verbose) process.stdout.write(chunk)
    lines.push(
      ...chunk
        .toString()
        .split('\n')
        .filter((line) => line.trim() !== ''),
    )
    lines.splice(0, Math.max(0, lines.length - lastLinesMax))
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  let over = false
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true
      resolve()
    }
    child.once('close', end)
    child.once('error', (error) => {
      lines.push(error.message)
      end()
    })
  })
  let descendants: Process[] = []
  const noteDescendants = () => {
    if (child.pid !== undefined && !over) descendants = descendantsOf(child.pid)
  }
  const stop = async () => {
    noteDescendants()
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await Promise.race([exited(child), after(stopPatienceMs)])
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    killLeftovers(descendants)
    await Promise.race([ended, after(1_000)])
  }
  return { name, ended, hasEnded: () => over, lastLines: () => lines, noteDescendants, stop }
}

const after = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref()
  })

const exited = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })

function killLeftovers(noted: readonly Process[]): void {
  if (noted.length === 0) return
  const now = new Map(processTable().map((entry) => [entry.pid, entry]))
  for (const { pid, command } of noted) {
    if (now.get(pid)?.command !== command) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended in between, which is what we wanted.
    }
  }
}

function descendantsOf(ancestor: number): Process[] {
  const table = processTable()
  const found: Process[] = []
  const parents = new Set([ancestor])
  // Each round adds one generation; a tree deeper than ten is none of ours.
  for (let generation = 0; generation < 10; generation++) {
    const children = table.filter(({ pid, parent }) => parents.has(parent) && !parents.has(pid))
    if (children.length === 0) break
    found.push(...children)
    for (const { pid } of children) parents.add(pid)
  }
  return found
}

/** Every process of the machine: from /proc where there is one, else from `ps`. */
function processTable(): Process[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readProcess)
  } catch {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command=']).toString().split('\n')
    return lines.flatMap((line) => {
      const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
      return match
        ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }]
        : []
    })
  }
}

function readProcess(pid: string): Process[] {
  try {
    // The name in parentheses may hold spaces; the parent is the second field after it (proc(5)).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return [{ pid: Number(pid), parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }]
  } catch {
    return []
  }
}
