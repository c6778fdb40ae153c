// A pretend `wrangler` for the deploy's tests: it keeps an account, speaks as the real one of the pinned version does where the deploy
// listens, and writes down every call. It is careless on purpose: it prints the secrets it is given. Run as a program it keeps the
// account in the file that PRETEND_ACCOUNT names.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Call, Ran } from '../../scripts/deploy/wrangler.ts'

export interface Account {
  accounts: { id: string; name: string }[]
  loggedIn: boolean
  databases: Database[]
  namespaces: { id: string; title: string }[]
  queues: string[]
  projects: { name: string; domains: string[] }[]
  // biome-ignore lint/suspicious/noExplicitAny: a deployed configuration, read by name.
  workers: Record<string, { secrets: Record<string, string>; deploys: any[] }>
  // biome-ignore lint/suspicious/noExplicitAny: a deployed configuration, read by name.
  pages: any[]
  calls: { argv: readonly string[]; cwd: string }[]
  /** How many calls have changed something. */
  changes: number
  /** The change that fails, counted from 1: before it is done, or (`after`) unheard of once it is done. */
  failAt: number | null
  failWith: string
  after: boolean
}

interface Database {
  uuid: string
  name: string
  jurisdiction: string | null
  location: string | null
  migrated: number
}

export const emptyAccount = (): Account => ({
  accounts: [{ id: 'acc_1', name: 'Acme' }],
  loggedIn: true,
  databases: [],
  namespaces: [],
  queues: [],
  projects: [],
  workers: {},
  pages: [],
  calls: [],
  changes: 0,
  failAt: null,
  failWith: 'A request to the Cloudflare API failed.',
  after: false,
})

class Failed extends Error {}

const fail = (text: string): never => {
  throw new Failed(text)
}

const bareFlags = ['--json', '--remote', '--minify', '--update-config=false', '--commit-dirty=true']

/** One call of wrangler on the account, which it changes. */
export function pretendWrangler(account: Account, argv: readonly string[], call: Call): Ran {
  account.calls.push({ argv, cwd: call.cwd })
  const printed: string[] = []
  try {
    const code = answer(account, argv, call, (line) => printed.push(line))
    const stdout = printed.join('\n')
    return { code, stdout, said: stdout }
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    const stdout = printed.join('\n')
    return { code: 1, stdout, said: `${stdout}\n✘ [ERROR] ${error.message}\n` }
  }
}

function answer(
  account: Account,
  argv: readonly string[],
  { cwd, env, input }: Call,
  say: (line: string) => void,
): number {
  const print = (value: unknown) => say(JSON.stringify(value, null, 2))
  const option = (name: string) => {
    const at = argv.indexOf(`--${name}`)
    return at === -1 ? undefined : argv[at + 1]
  }
  const isValue = (index: number) => {
    const before = argv[index - 1] ?? ''
    return before.startsWith('--') && !bareFlags.includes(before)
  }
  const words = argv.filter((each, index) => !each.startsWith('-') && !isValue(index))
  const command = words.join(' ')
  const name = words.at(-1) ?? ''
  const is = (start: string) => command.startsWith(`${start} `)
  const change = (work: () => void) => {
    account.changes++
    const fails = account.failAt === account.changes
    if (fails && !account.after) fail(account.failWith)
    work()
    if (fails) fail(account.failWith)
  }
  const configuration = () =>
    JSON.parse(readFileSync(option('config') ?? fail('no --config'), 'utf8'))

  if (command === 'whoami') {
    print(account.loggedIn ? { loggedIn: true, accounts: account.accounts } : { loggedIn: false })
    return account.loggedIn ? 0 : 1
  }
  if (!account.loggedIn) fail('You are not logged in.')
  if (account.accounts.length > 1 && !env.CLOUDFLARE_ACCOUNT_ID) fail('More than one account')

  if (command === 'd1 list') print(account.databases)
  else if (command === 'kv namespace list') print(account.namespaces)
  else if (is('queues info')) {
    if (!account.queues.includes(name)) {
      fail(`Queue "${name}" does not exist. To create it, run: wrangler queues create ${name}`)
    }
    say(`Queue Name: ${name}`)
  } else if (command === 'pages project list') {
    print(
      account.projects.map((each) => ({
        'Project Name': each.name,
        'Project Domains': each.domains.join(', '),
        'Git Provider': 'No',
        'Last Modified': 'now',
      })),
    )
  } else if (command === 'secret list') {
    const worker = account.workers[option('name') ?? '']
    if (!worker) {
      return fail(
        `Worker "${option('name')}" not found.\n\nIf this is a new Worker, run \`wrangler deploy\` first to create it.`,
      )
    }
    print(Object.keys(worker.secrets).map((each) => ({ name: each, type: 'secret_text' })))
  } else if (is('d1 create')) {
    change(() => {
      if (account.databases.some((each) => each.name === name)) {
        fail('A database with that name already exists [code: 7502]')
      }
      account.databases.push({
        uuid: randomUUID(),
        name,
        jurisdiction: option('jurisdiction') ?? null,
        location: option('location') ?? null,
        migrated: 0,
      })
    })
  } else if (is('kv namespace create')) {
    change(() => account.namespaces.push({ id: randomUUID().replaceAll('-', ''), title: name }))
  } else if (is('queues create')) {
    change(() => {
      if (account.queues.includes(name)) fail(`Queue name '${name}' is already taken [code: 11009]`)
      account.queues.push(name)
    })
  } else if (is('pages project create')) {
    // Where it cannot see the Worker of a Pages project, the real one may make a Worker of it instead.
    if (!existsSync(join(cwd, '_worker.js'))) fail('Delegating to Cloudflare Workers')
    change(() => account.projects.push({ name, domains: [`${name}-7x2.pages.dev`] }))
  } else if (is('secret put')) {
    say(`careless: ${input}`)
    const worker: string = configuration().name
    change(() => {
      account.workers[worker] ??= { secrets: {}, deploys: [] }
      const hash = createHash('sha256').update(input).digest('hex')
      account.workers[worker].secrets[name] = hash
    })
  } else if (is('d1 migrations apply')) {
    const databases: { database_name: string; database_id: string }[] = configuration().d1_databases
    const wanted = databases.find((each) => each.database_name === name)
    const there = account.databases.find(({ uuid }) => uuid === wanted?.database_id)
    if (!there || !argv.includes('--remote')) return fail(`Couldn't find a D1 DB named '${name}'`)
    change(() => {
      there.migrated++
    })
  } else if (command === 'deploy') {
    const wanted = configuration()
    const migrated = account.databases.filter(({ migrated: count }) => count > 0)
    for (const { database_id: id } of wanted.d1_databases) {
      if (!migrated.some(({ uuid }) => uuid === id)) fail(`database ${id} is not migrated`)
    }
    for (const { queue } of wanted.queues.consumers) {
      if (!account.queues.includes(queue)) fail(`Queue "${queue}" does not exist`)
    }
    const { id: cache } = wanted.kv_namespaces[0]
    if (!account.namespaces.some(({ id }) => id === cache)) fail(`KV namespace ${cache} not found`)
    change(() => {
      account.workers[wanted.name] ??= { secrets: {}, deploys: [] }
      account.workers[wanted.name]?.deploys.push(wanted)
    })
  } else if (command === 'pages deploy') {
    const wanted = JSON.parse(readFileSync(join(cwd, 'wrangler.json'), 'utf8'))
    const { service } = wanted.services[0]
    if (!account.workers[service]?.deploys.length) fail(`Worker "${service}" was not found`)
    if (!account.projects.some((each) => each.name === wanted.name)) fail('no such Pages project')
    if (!existsSync(join(cwd, wanted.pages_build_output_dir, '_worker.js'))) fail('no _worker.js')
    change(() => account.pages.push(wanted))
  } else fail(`Unknown command: ${command}`)
  return 0
}

if (import.meta.main) {
  const path = process.env.PRETEND_ACCOUNT ?? ''
  const account: Account = JSON.parse(readFileSync(path, 'utf8'))
  const input = process.stdin.isTTY ? '' : readFileSync(0, 'utf8')
  const ran = pretendWrangler(account, process.argv.slice(2), {
    cwd: process.cwd(),
    env: process.env,
    input,
  })
  writeFileSync(path, JSON.stringify(account))
  process.stdout.write(ran.stdout)
  if (ran.code !== 0) process.stderr.write(ran.said.slice(ran.stdout.length))
  process.exit(ran.code)
}
