// Runs the benches that were named, or all, one after the other; says what each measured, on which machine and how busy it was;
// prints one table and merges the figures into bench/results/latest.json:
//
//   { "<bench>": { "at": ISO 8601, "machine": text, "figures": { "<name>": number } } }
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../../scripts/toolchain.mjs'
import type { BenchResult, Figure } from './figures.ts'

const benchFolder = join(root, 'bench')
const resultsPath = join(benchFolder, 'results/latest.json')

interface Kept {
  at: string
  machine: string
  figures: Record<string, number>
}

/** Runs benches by name, all when none is named. @returns the exit code: 1 for an unknown name or a bench that failed */
export async function runBenches(wanted: readonly string[]): Promise<number> {
  const known = readdirSync(benchFolder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
    return 1
  }
  const rows: Row[] = []
  let failed = false
  for (const name of wanted.length > 0 ? wanted : known) {
    console.log(`\n${name}: running …`)
    try {
      const { notes, figures } = await runBench(name)
      for (const note of notes) console.log(`  ${note}`)
      rows.push(...figures.map((each) => ({ bench: name, ...each })))
    } catch (error) {
      failed = true
      console.error(`${name} failed:`, error)
    }
  }
  if (rows.length > 0) console.log(`\nmachine: ${machine()}\n\n${table(rows)}`)
  return failed ? 1 : 0
}

async function runBench(name: string): Promise<BenchResult> {
  const module = (await import(pathToFileURL(join(benchFolder, `${name}.ts`)).href)) as {
    measure: () => Promise<BenchResult>
  }
  const described = machine()
  const at = new Date().toISOString()
  const result = await module.measure()
  const figures = Object.fromEntries(result.figures.map((each) => [each.name, each.value]))
  keep(name, { at, machine: described, figures })
  return result
}

function keep(name: string, result: Kept): void {
  const known = existsSync(resultsPath)
    ? (JSON.parse(readFileSync(resultsPath, 'utf8')) as Record<string, Kept>)
    : {}
  const sorted = Object.entries({ ...known, [name]: result }).sort(([a], [b]) => (a < b ? -1 : 1))
  mkdirSync(dirname(resultsPath), { recursive: true })
  writeFileSync(resultsPath, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
}

/** Processor, memory, Node, and how busy it all was in the last minute. */
function machine(): string {
  const [load = 0] = loadavg()
  const memory = Math.round(totalmem() / 1024 ** 3)
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor'
  return `${processor}, ${availableParallelism()} cores, ${memory} GiB, ${process.platform}, Node ${process.versions.node}, load ${load.toFixed(2)}`
}

type Row = Figure & { readonly bench: string }

function table(rows: readonly Row[]): string {
  const cells = [
    ['bench', 'figure', 'value', 'unit', 'aim'],
    ...rows.map(({ bench, name, value, aim }) => [
      bench,
      name,
      String(value),
      unitOf(name),
      aim ?? '',
    ]),
  ]
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  return cells
    .map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0, i === 2)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

const pad = (text: string, width: number, right: boolean) =>
  right ? text.padStart(width) : text.padEnd(width)

/** A figure's name ends in its unit. */
function unitOf(name: string): string {
  const units: readonly (readonly [string, string])[] = [
    ['PerSecond', '1/s'],
    ['Ms', 'ms'],
    ['KiB', 'KiB'],
    ['Bytes', 'bytes'],
    ['RowsWritten', 'rows'],
    ['RowsRead', 'rows'],
    ['ratio', 'times'],
    ['Ratio', 'times'],
  ]
  return units.find(([ending]) => name.endsWith(ending))?.[1] ?? 'count'
}
