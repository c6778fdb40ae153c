// `npm run deploy` where something fails or is gone: any failure is followed by going on, what held data is never made anew in silence,
// and no secret is ever shown.
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spawnedWrangler } from '../../scripts/deploy/wrangler.ts'
import {
  changesOf,
  first,
  openBench,
  prepareBuild,
  removeBenches,
  shapeOf,
  stopped,
} from './bench.ts'
import { type Account, emptyAccount } from './pretend-wrangler.ts'

const pretend = fileURLToPath(new URL('./pretend-wrangler.ts', import.meta.url))

beforeAll(prepareBuild, 120_000)
afterAll(removeBenches)

describe('after a failure', () => {
  test('the same command goes on, wherever it stopped, and nothing is made twice', async () => {
    const undisturbed = openBench()
    await undisturbed.run(...first)
    const wanted = shapeOf(undisturbed.account())
    const count = undisturbed.account().changes
    expect(count).toBeGreaterThanOrEqual(14)
    for (let failAt = 1; failAt <= count; failAt++) {
      for (const after of [false, true]) {
        const bench = openBench({ failAt, after })
        const message = await stopped(bench.run(...first))
        expect(message, `change ${failAt}`).toMatch(/run the same command again/)
        const halfway = bench.account()
        await bench.run(...first)
        const account = bench.account()
        expect(shapeOf(account), `change ${failAt}, after ${after}`).toEqual(wanted)
        // What was put stays: a second value would not open what the first has sealed.
        for (const [name, hash] of Object.entries(halfway.workers.causeway?.secrets ?? {})) {
          expect(account.workers.causeway?.secrets[name]).toBe(hash)
        }
        const kept = createHash('sha256')
          .update(bench.secrets().VAULT_KEYS ?? '')
          .digest('hex')
        expect(account.workers.causeway?.secrets.VAULT_KEYS).toBe(kept)
      }
    }
  })

  test("says what wrangler said, and what helps when it is the account's plan", async () => {
    const failWith =
      'You have reached the maximum number of D1 databases for your account [code: 7406]'
    const message = await stopped(openBench({ failAt: 1, failWith }).run(...first))
    expect(message).toContain(failWith)
    expect(message).toMatch(/plan does not allow it/)
  })
})

describe('what is gone', () => {
  test('a database that vanished is not made anew: it held data', async () => {
    const bench = openBench()
    await bench.run(...first)
    const { databases } = bench.account()
    bench.change({
      databases: databases.filter(({ name }) => name !== 'causeway-shard-00'),
      calls: [],
    })
    const message = await stopped(bench.run('--yes'))
    expect(message).toMatch(/causeway-shard-00 \([0-9a-f-]{36}\) is gone from this account/)
    expect(changesOf(bench.account())).toEqual([])
  })

  test('nor is another of its name taken for it', async () => {
    const bench = openBench()
    await bench.run(...first)
    const databases = bench
      .account()
      .databases.map((each) => ({ ...each, uuid: `other-${each.uuid}` }))
    bench.change({ databases, calls: [] })
    expect(await stopped(bench.run('--yes'))).toMatch(/another \(other-.*\) has its name/)
    expect(changesOf(bench.account())).toEqual([])
  })

  test('what holds nothing is made again: the cache, a queue, the Pages project', async () => {
    const bench = openBench()
    await bench.run(...first)
    const wanted = shapeOf(bench.account())
    bench.change({ namespaces: [], queues: ['causeway-deliveries'], projects: [] })
    await bench.run('--yes')
    expect(shapeOf(bench.account())).toEqual(wanted)
    expect(bench.settings().cacheId).toBe(bench.account().namespaces[0]?.id)
  })

  test('a secret that vanished is put back from its copy, never made anew', async () => {
    const bench = openBench()
    await bench.run(...first)
    const before = bench.account().workers
    const without = { causeway: { deploys: before.causeway?.deploys ?? [], secrets: {} } }
    bench.change({ workers: without })
    await bench.run('--yes')
    expect(bench.account().workers.causeway?.secrets).toEqual(before.causeway?.secrets)

    bench.change({ workers: without, calls: [] })
    rmSync(join(bench.folder, 'deploy/causeway.secrets.json'))
    const message = await stopped(bench.run('--yes'))
    expect(message).toMatch(
      /VAULT_KEYS was put by an earlier deploy and is gone.*unreadable for ever/s,
    )
    expect(changesOf(bench.account())).toEqual([])
  })

  test('without its settings file a hub is not taken over by accident, but by --adopt', async () => {
    const bench = openBench()
    await bench.run(...first)
    const before = bench.account()
    rmSync(join(bench.folder, 'deploy'), { recursive: true })
    bench.change({ calls: [] })
    expect(await stopped(bench.run(...first))).toMatch(/pass --adopt/)
    expect(changesOf(bench.account())).toEqual([])
    await bench.run(...first, '--adopt')
    expect(shapeOf(bench.account())).toEqual(shapeOf(before))
    expect(bench.account().workers.causeway?.secrets).toEqual(before.workers.causeway?.secrets)
    expect(bench.settings().databases[0].id).toBe(before.databases[0]?.uuid)
  })

  test('a stranger with the same name is left alone', async () => {
    const workers = { causeway: { secrets: {}, deploys: [{}] } }
    const bench = openBench({ workers })
    expect(await stopped(bench.run(...first))).toMatch(/Worker causeway/)
    expect(bench.account().workers).toEqual(workers)
  })
})

describe('who deploys', () => {
  test('somebody who is not logged in is told how to', async () => {
    expect(await stopped(openBench({ loggedIn: false }).run(...first))).toMatch(
      /npx wrangler login/,
    )
  })

  test('with several accounts one must be chosen, and it is kept to', async () => {
    const accounts = [
      { id: 'acc_1', name: 'Acme' },
      { id: 'acc_2', name: 'Acme test' },
    ]
    const bench = openBench({ accounts })
    expect(await stopped(bench.run(...first))).toMatch(
      /--account:\n +acc_1 +Acme\n +acc_2 +Acme test/,
    )
    expect(await stopped(bench.run(...first, '--account', 'acc_3'))).toMatch(
      /may not use account acc_3/,
    )
    await bench.run(...first, '--account', 'acc_2')
    await bench.run('--yes')
    expect(bench.settings().accountId).toBe('acc_2')
    expect(await stopped(bench.run('--yes', '--account', 'acc_1'))).toMatch(
      /of account acc_2, not acc_1/,
    )
  })
})

test('a secret stands in no command line, in no output, and in no file but its copy', async () => {
  // As a program of its own: what goes to stdin, and comes back by pipes, is what a real deploy sends.
  const bench = openBench()
  const file = join(bench.folder, 'account.json')
  const failing = { ...emptyAccount(), failAt: 9, failWith: 'it fails while a secret is put' }
  writeFileSync(file, JSON.stringify(failing))
  const program = spawnedWrangler([process.execPath, '--no-warnings', pretend])
  bench.wrangler = (args, call) =>
    program(args, { ...call, env: { ...call.env, PRETEND_ACCOUNT: file } })
  const message = await stopped(bench.run(...first))
  await bench.run(...first)
  const { calls, workers } = JSON.parse(readFileSync(file, 'utf8')) as Account
  expect(Object.keys(workers.causeway?.secrets ?? {})).toHaveLength(3)
  const shown = [
    message,
    ...bench.said,
    JSON.stringify(calls),
    JSON.stringify(bench.settings()),
    readFileSync(join(bench.folder, 'deploy/causeway/hub.json'), 'utf8'),
  ].join('\n')
  const secrets = Object.values(bench.secrets())
  expect(secrets).toHaveLength(3)
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(32)
    expect(shown).not.toContain(secret)
  }
  expect(message).toContain('careless: ***')
})
