// What the deploy asks of wrangler, held against the wrangler that is pinned: its help, and its own reading of our configurations.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { spawnedWrangler } from '../../scripts/deploy/wrangler.ts'
import { pagesFolder } from '../../scripts/pages.ts'
import { root, toolEnv } from '../../scripts/toolchain.mjs'
import { first, openBench, prepareBuild, removeBenches } from './bench.ts'

const program = spawnedWrangler([
  process.execPath,
  '--no-warnings',
  join(root, 'node_modules/wrangler/wrangler-dist/cli.js'),
])
const atOnceMax = 2
const waiting: (() => void)[] = []
let running = 0

/** The real wrangler; two at a time. */
async function wrangler(args: string[], cwd: string) {
  if (running >= atOnceMax) await new Promise<void>((resolve) => waiting.push(resolve))
  running++
  try {
    return await program(args, { cwd, env: toolEnv(), input: '' })
  } finally {
    running--
    waiting.shift()?.()
  }
}

beforeAll(prepareBuild, 120_000)
afterAll(removeBenches)

test('every command is one that the pinned wrangler knows, with arguments it takes', async () => {
  const bench = openBench()
  await bench.run(...first, '--name', 'causeway')
  const commands = new Map<string, Set<string>>()
  for (const { argv } of bench.account().calls) {
    const flagAt = argv.findIndex((each) => each.startsWith('-'))
    const words = flagAt === -1 ? argv : argv.slice(0, flagAt)
    const positionals = /^(d1 create|queues (info|create)|secret put)$/.test(
      words.slice(0, 2).join(' '),
    )
      ? 2
      : /^(kv namespace|d1 migrations|pages project)/.test(words.join(' '))
        ? 3
        : words.length
    const command = words.slice(0, positionals).join(' ')
    const flags = commands.get(command) ?? new Set()
    for (const each of argv.filter((word) => word.startsWith('--')))
      flags.add(each.split('=')[0] ?? '')
    commands.set(command, flags)
  }
  expect([...commands.keys()].sort()).toEqual([
    'd1 create',
    'd1 list',
    'd1 migrations apply',
    'deploy',
    'kv namespace create',
    'kv namespace list',
    'pages deploy',
    'pages project create',
    'pages project list',
    'queues create',
    'queues info',
    'secret list',
    'secret put',
    'whoami',
  ])
  // Each takes seconds to say: a few here, all of them with `npm test -- --all`.
  const few = ['d1 create', 'secret put', 'deploy', 'pages deploy']
  const asked = [...commands].filter(([command]) => process.env.TEST_ALL || few.includes(command))
  const helps = await Promise.all(
    asked.map(([command]) => wrangler([...command.split(' '), '--help'], root)),
  )
  for (const [index, [command, flags]] of asked.entries()) {
    const help = helps[index] ?? { stdout: '' }
    expect(
      help.stdout.split('\n').find((line) => line.startsWith('wrangler')),
      command,
    ).toMatch(new RegExp(`^wrangler ${command}`))
    for (const flag of flags) expect(help.stdout, command).toMatch(new RegExp(`${flag}\\b`))
  }
}, 120_000)

test('wrangler itself accepts the configurations that a deploy writes', async () => {
  const bench = openBench()
  await bench.run(...first, '--mail')
  const made = join(bench.folder, 'deploy/causeway')
  const hub = await wrangler(
    ['deploy', '--config', join(made, 'hub.json'), '--minify', '--dry-run'],
    root,
  )
  expect(hub.code, hub.said).toBe(0)
  expect(hub.stdout).toMatch(/env\.SHARD_01 \(causeway-shard-01\)/)
  expect(hub.stdout).toMatch(/env\.MAIL/)
  expect(hub.said).not.toMatch(/warning/i)
  const pages = await wrangler(
    [
      'pages',
      'functions',
      'build',
      '--build-output-directory',
      pagesFolder,
      '--outdir',
      join(made, 'compiled'),
    ],
    join(made, 'pages'),
  )
  expect(pages.code, pages.said).toBe(0)
}, 120_000)
