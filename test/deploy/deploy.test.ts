// `npm run deploy`, against a pretend wrangler: what the first deploy makes and in which order, and what the next one does and refuses.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/toolchain.mjs'
import {
  changesOf,
  first,
  openBench,
  origin,
  prepareBuild,
  removeBenches,
  shapeOf,
  stopped,
} from './bench.ts'

beforeAll(prepareBuild, 120_000)
afterAll(removeBenches)

describe('the first deploy', () => {
  test('makes everything in the regions that were asked for, and deploys it', async () => {
    const bench = openBench()
    await bench.run(...first)
    const account = bench.account()
    expect(shapeOf(account)).toEqual({
      databases: [
        { name: 'causeway-directory', jurisdiction: 'eu', location: null },
        { name: 'causeway-shard-00', jurisdiction: 'eu', location: null },
        { name: 'causeway-shard-01', jurisdiction: 'us', location: null },
      ],
      namespaces: ['causeway-cache'],
      queues: ['causeway-deliveries', 'causeway-deliveries-dead'],
      projects: [{ name: 'causeway', domains: ['causeway-7x2.pages.dev'] }],
      secrets: [['causeway', ['OPERATOR_SECRET', 'VAULT_KEYS', 'AUDIT_SIGNING_KEY']]],
      hub: true,
      pages: true,
    })
    const [hub] = account.workers.causeway?.deploys ?? []
    expect(hub.vars).toEqual({
      ENVIRONMENT: 'production',
      PUBLIC_ORIGIN: origin,
      DATABASE_REGIONS: 'directory:eu,00:eu,01:us',
    })
    expect(hub).toMatchObject({ workers_dev: false, preview_urls: false, account_id: 'acc_1' })
    expect(hub.routes).toBeUndefined()
    expect(account.pages[0].services).toEqual([{ binding: 'HUB', service: 'causeway' }])
  })

  test('migrates every database, and puts every secret, before code runs that needs them', async () => {
    const bench = openBench()
    await bench.run(...first)
    const calls = changesOf(bench.account())
    const at = (start: string) => calls.findIndex((call) => call.startsWith(start))
    const last = (start: string) => calls.findLastIndex((call) => call.startsWith(start))
    expect(last('secret put')).toBeLessThan(at('deploy'))
    expect(last('d1 migrations apply')).toBeLessThan(at('deploy'))
    expect(at('deploy')).toBeLessThan(at('pages deploy'))
    expect(calls.filter((call) => call.startsWith('d1 migrations apply'))).toHaveLength(3)
  })

  test('asks the hub how it is, and says what to do next', async () => {
    const bench = openBench()
    bench.health = (url) => {
      if (url.startsWith(origin)) throw new Error('no such host')
      return Response.json({ status: 'ok', dependencies: {} })
    }
    await bench.run(...first)
    expect(bench.asked).toEqual(['https://causeway-7x2.pages.dev/health', `${origin}/health`])
    const said = bench.said.join('\n')
    expect(said).toMatch(/hub\.acme\.example to the Pages project causeway/)
    expect(said).toMatch(/causeway -- bootstrap/)
    expect(said).toMatch(/VAULT_KEYS/)
  })

  test('a hub that is not well fails the deploy with what it answered', async () => {
    const bench = openBench()
    bench.health = () => Response.json({ status: 'failing' }, { status: 503 })
    expect(await stopped(bench.run(...first))).toMatch(/not well: it answers 503/)
  })

  test('keeps its files for the operator alone', async () => {
    const bench = openBench()
    await bench.run(...first)
    for (const name of ['causeway.json', 'causeway.secrets.json']) {
      expect(statSync(join(bench.folder, 'deploy', name)).mode & 0o777).toBe(0o600)
    }
    const ignored = spawnSync('git', ['check-ignore', 'deploy/x.json'], { cwd: root })
    expect(ignored.status).toBe(0)
  })

  test('asks before it does anything, and takes no for an answer', async () => {
    const bench = openBench()
    bench.answer = false
    expect(await stopped(bench.run('--origin', origin, '--regions', 'eu'))).toMatch(
      /Nothing was done/,
    )
    expect(changesOf(bench.account())).toEqual([])
    expect(existsSync(join(bench.folder, 'deploy'))).toBe(false)
  })

  test('--dry-run tells the plan and changes nothing', async () => {
    const bench = openBench()
    await bench.run(...first, '--dry-run')
    expect(changesOf(bench.account())).toEqual([])
    expect(existsSync(join(bench.folder, 'deploy'))).toBe(false)
    const said = bench.said.join('\n')
    expect(said).toMatch(/create +D1 database causeway-shard-01, in us, for ever/)
    expect(said).toMatch(/put +secret VAULT_KEYS, made now/)
  })

  test('without Pages the hub has the domain itself, and stays so', async () => {
    const bench = openBench()
    await bench.run(...first, '--no-pages')
    await bench.run('--yes')
    const { projects, pages, workers } = bench.account()
    expect([projects, pages]).toEqual([[], []])
    const hubs = workers.causeway?.deploys ?? []
    expect(hubs).toHaveLength(2)
    for (const hub of hubs) {
      expect(hub.routes).toEqual([{ pattern: 'hub.acme.example', custom_domain: true }])
    }
    expect(bench.asked).toEqual([`${origin}/health`, `${origin}/health`])
  })

  test('apac is a hint, and any is no region', async () => {
    const bench = openBench()
    await bench.run('--origin', origin, '--regions', 'any,apac', '--yes', '--name', 'acme')
    expect(shapeOf(bench.account()).databases).toEqual([
      { name: 'acme-directory', jurisdiction: null, location: null },
      { name: 'acme-shard-00', jurisdiction: null, location: null },
      { name: 'acme-shard-01', jurisdiction: null, location: 'apac' },
    ])
    const [hub] = bench.account().workers.acme?.deploys ?? []
    expect(hub.vars.DATABASE_REGIONS).toBe('01:apac')
    expect(hub.queues.consumers.map((each: { queue: string }) => each.queue)).toEqual([
      'acme-deliveries',
      'acme-deliveries-dead',
    ])
  })
})

describe('the next deploy', () => {
  test('migrates and deploys, and makes nothing twice', async () => {
    const bench = openBench()
    await bench.run(...first)
    const before = bench.account()
    bench.change({ calls: [] })
    await bench.run('--yes')
    const after = bench.account()
    expect(shapeOf(after)).toEqual(shapeOf(before))
    expect(after.workers.causeway?.secrets).toEqual(before.workers.causeway?.secrets)
    expect(changesOf(after).map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
      'd1 migrations',
      'd1 migrations',
      'd1 migrations',
      'deploy --config',
      'pages deploy',
    ])
  })

  test('adds a database for a further region, and keeps those that are there', async () => {
    const bench = openBench()
    await bench.run('--origin', origin, '--regions', 'eu', '--yes')
    await bench.run('--regions', 'eu,us,eu', '--yes')
    const account = bench.account()
    expect(account.databases.map(({ name, jurisdiction }) => [name, jurisdiction])).toEqual([
      ['causeway-directory', 'eu'],
      ['causeway-shard-00', 'eu'],
      ['causeway-shard-01', 'us'],
      ['causeway-shard-02', 'eu'],
    ])
    const last = account.workers.causeway?.deploys.at(-1)
    expect(last.vars.DATABASE_REGIONS).toBe('directory:eu,00:eu,01:us,02:eu')
  })

  test.each([['us'], ['us,eu'], ['any']])(
    'refuses to move a shard (--regions %s)',
    async (regions) => {
      const bench = openBench()
      await bench.run('--origin', origin, '--regions', 'eu', '--yes')
      bench.change({ calls: [] })
      expect(await stopped(bench.run('--regions', regions, '--yes'))).toMatch(/keeps its region/)
      expect(changesOf(bench.account())).toEqual([])
    },
  )

  test('refuses another origin', async () => {
    const bench = openBench()
    await bench.run(...first)
    const message = await stopped(bench.run('--origin', 'https://other.example', '--yes'))
    expect(message).toMatch(/This hub is at https:\/\/hub\.acme\.example/)
  })

  test('carries what the operator chose: variables and the mail binding', async () => {
    const bench = openBench()
    await bench.run(...first)
    const variables = { AI_BASE_URL: 'https://model.example/v1', AI_MODEL: 'm', SIGN_UP: 'closed' }
    const path = join(bench.folder, 'deploy/causeway.json')
    writeFileSync(path, JSON.stringify({ ...bench.settings(), variables }))
    await bench.run('--mail', '--yes')
    const hub = bench.account().workers.causeway?.deploys.at(-1)
    expect(hub.vars).toMatchObject(variables)
    expect(hub.send_email).toEqual([{ name: 'MAIL' }])
    await bench.run('--yes')
    expect(bench.account().workers.causeway?.deploys.at(-1).send_email).toEqual([{ name: 'MAIL' }])
  })

  test.each([
    ['SIMULATOR_URL', 'http://127.0.0.1:8788', /is for development/],
    ['ALLOW_LOOPBACK_EGRESS', 'true', /is for development/],
    ['ENVIRONMENT', 'local', /is set by the deploy itself/],
    ['VAULT_KEYS', 'k1:x', /is a secret: npx wrangler secret put VAULT_KEYS/],
    ['SIGN_UPS', 'open', /is no variable of the hub/],
    ['SIGN_UP', 'everybody', /SIGN_UP/],
  ])('refuses the variable %s=%s', async (name, value, why) => {
    const bench = openBench()
    await bench.run(...first)
    const path = join(bench.folder, 'deploy/causeway.json')
    writeFileSync(path, JSON.stringify({ ...bench.settings(), variables: { [name]: value } }))
    bench.change({ calls: [] })
    expect(await stopped(bench.run('--yes'))).toMatch(why)
    expect(bench.account().calls).toEqual([])
  })
})
