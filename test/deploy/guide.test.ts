// The operator's guide says what the code says: every variable with its kind, every resource that a deploy makes, every option, and the
// costs that follow from the counted figures.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { usage } from '../../scripts/deploy/options.ts'
import { madeSecrets } from '../../scripts/deploy/secrets.ts'
import { ownNames } from '../../scripts/deploy/settings.ts'
import { root } from '../../scripts/toolchain.mjs'
import { developmentNames, secretNames, variableNames } from '../../worker/variables.ts'
import { first, openBench, prepareBuild, removeBenches } from './bench.ts'

const guide = readFileSync(join(root, 'docs/guides/deploy.md'), 'utf8')

beforeAll(prepareBuild, 120_000)
afterAll(removeBenches)

/** The cells of the table under that heading, row by row, without its head. */
function tableUnder(heading: string): string[][] {
  const section = guide.split(`\n${heading}\n`)[1]?.split(/\n## /)[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

test('the table of variables names every one of them, with its kind, and no other', () => {
  const kindOf = (name: string) => {
    if ((developmentNames as readonly string[]).includes(name)) return 'development'
    if (ownNames.includes(name)) return 'deploy'
    if ((madeSecrets as readonly string[]).includes(name)) return 'secret, made'
    return secretNames.includes(name) ? 'secret' : 'variable'
  }
  const told = tableUnder('## Variables and secrets').map(([name, kind]) => [name, kind])
  const wanted = variableNames.map((name) => [`\`${name}\``, kindOf(name)])
  expect(told.sort()).toEqual(wanted.sort())
})

test('the table of resources names everything that a deploy makes', async () => {
  const bench = openBench()
  await bench.run(...first)
  const { databases, namespaces, queues, projects, workers } = bench.account()
  const made = [
    ...databases.map(({ name }) => name).filter((name) => name !== 'causeway-shard-01'),
    ...namespaces.map(({ title }) => title),
    ...queues,
    ...projects.map(({ name }) => name),
    ...Object.keys(workers),
    ...Object.values(workers).flatMap(({ deploys }) =>
      deploys[0].durable_objects.bindings.map((each: { class_name: string }) => each.class_name),
    ),
  ]
  const told = tableUnder('## What it makes')
    .map(([, name]) => name)
    .join(' ')
  for (const name of made) expect(told).toContain(`\`${name}\``)
})

test('every option of the command is explained', () => {
  for (const [option] of usage.matchAll(/--[a-z-]+/g)) {
    if (option === '--no-mail') continue
    expect(guide).toContain(option)
  }
})

const results = join(root, 'bench/results/latest.json')

test.skipIf(!existsSync(results))('the example of costs follows from the counted figures', () => {
  const { figures } = JSON.parse(readFileSync(results, 'utf8')).storage
  const priceOf = (...kinds: readonly string[]) => {
    const sum = (what: string) =>
      kinds.reduce((total, kind) => total + Number(figures[`${kind}${what}`] ?? 0), 0)
    const queue = sum('QueueSends') * 3 * 0.4
    return (
      0.3 + 0.6 + sum('RowsWritten') + sum('RowsRead') * 0.001 + sum('ObjectCalls') * 0.15 + queue
    )
  }
  const wanted = [
    priceOf('publishEvent'),
    priceOf('publishEventTo1', 'deliverWebhook'),
    priceOf('runRead'),
    priceOf('answerQuestion'),
    priceOf('confirmWrite'),
  ]
  const table = guide.split('<!-- costs: begin -->')[1]?.split('<!-- costs: end -->')[0] ?? ''
  const told = [...table.matchAll(/([\d.]+) \|$/gm)].map(([, usd]) => Number(usd))
  expect(told).toHaveLength(wanted.length)
  // A run's counts vary by a few hundredths; a tenth off is another figure.
  wanted.forEach((usd, index) => {
    expect(Math.abs((told[index] ?? 0) - usd) / usd).toBeLessThan(0.1)
  })
})
