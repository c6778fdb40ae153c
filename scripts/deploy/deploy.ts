// One deploy from its beginning to its end: look, plan, ask, make what is missing, put secrets, migrate, deploy the hub, then Pages, ask
// how it is. What was done is noted at once, so that the same command goes on after any failure, and run again it is an upgrade.
// Databases are migrated before the code that needs it: the old code runs on the new tables meanwhile.
import { join } from 'node:path'
import { pagesFolder } from '../pages.ts'
import { root } from '../toolchain.mjs'
import {
  type Account,
  chooseAccount,
  readAccount,
  readDatabases,
  readNamespaces,
  readPagesHost,
} from './account.ts'
import { type Configurations, writeConfigurations } from './configuration.ts'
import { type HealthTools, healthOf } from './health.ts'
import type { DeployOptions } from './options.ts'
import { planDeploy, type Step, tellStep } from './plan.ts'
import { namesOf } from './resources.ts'
import { readCopies, secretToPut } from './secrets.ts'
import { newSettings, readSettings, type Settings, withRegions, writeSettings } from './settings.ts'
import { DeployStopped } from './stopped.ts'
import { type CallWrangler, makeWrangler, type Wrangler } from './wrangler.ts'

export interface DeployTools extends HealthTools {
  readonly wrangler: CallWrangler
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where the operator's files lie. */
  readonly folder: string
  say(line: string): void
  /** A person's yes to the plan; false where nobody can be asked. */
  confirm(question: string): Promise<boolean>
  /** Builds the dashboard and dist/pages. */
  build(): Promise<void>
}

interface Deploy {
  readonly tools: DeployTools
  readonly wrangler: Wrangler
  readonly paths: { readonly settings: string; readonly copies: string; readonly made: string }
  settings: Settings
  account: Account
}

/** Runs a deploy. Throws `DeployStopped` with what a person should read. */
export async function deploy(options: DeployOptions, tools: DeployTools): Promise<void> {
  const { say } = tools
  const paths = {
    settings: join(tools.folder, `${options.name}.json`),
    copies: join(tools.folder, `${options.name}.secrets.json`),
    made: join(tools.folder, options.name),
  }
  const before = readSettings(paths.settings)
  const asked = settingsFor(options, before)
  const wanted = options.account ?? asked.accountId ?? tools.env.CLOUDFLARE_ACCOUNT_ID ?? null
  const accountId = await chooseAccount(wranglerFor(tools, null), wanted)
  if (asked.accountId !== null && asked.accountId !== accountId) {
    throw new DeployStopped(`${paths.settings} is of account ${asked.accountId}, not ${accountId}.`)
  }
  const settings = { ...asked, accountId }
  const wrangler = wranglerFor(tools, accountId)
  const account = await readAccount(wrangler, namesOf(settings.name))
  const known = before !== null || options.adopt
  const plan = planDeploy(settings, account, readCopies(paths.copies), known)
  say(`${settings.name} at ${settings.origin}, account ${accountId}`)
  for (const line of plan.kept) say(`  keep     ${line}`)
  for (const step of plan.steps) say(`  ${tellStep(step)}`)
  if (plan.refusals.length > 0) {
    throw new DeployStopped(['Nothing was done.', ...plan.refusals].join('\n- '))
  }
  if (options.dryRun) return say('Nothing was done: this was --dry-run.')
  if (!options.yes && !(await tools.confirm('Do this?'))) {
    throw new DeployStopped('Nothing was done. (Where nobody can be asked, pass --yes.)')
  }
  const running: Deploy = { tools, wrangler, paths, settings, account }
  keep(running, found(settings, account))
  await timed(say, 'build', () => tools.build())
  let configurations: Configurations | null = null
  for (const step of plan.steps) {
    const needsIds = ['secret', 'migrate', 'hub', 'pages'].includes(step.kind)
    if (needsIds) configurations ??= writeConfigurations(paths.made, running.settings)
    await timed(say, tellStep(step), () => take(running, step, configurations))
  }
  await close(running)
}

/** Settings to deploy by: those of before with what the options change, or new ones. */
function settingsFor(options: DeployOptions, before: Settings | null): Settings {
  const { name, origin, regions } = options
  if (before === null) {
    if (origin === null || regions === null) {
      throw new DeployStopped(
        'The first deploy needs --origin https://… (what people will see, for good: keys, links and passkeys go by it) and --regions (eu, us, apac or any; a comma between several, one database for each).',
      )
    }
    return chosen(newSettings(name, origin, regions), options)
  }
  if (origin !== null && origin !== before.origin) {
    throw new DeployStopped(
      `This hub is at ${before.origin}. Passkeys, links and OAuth clients go by it; to move all the same, change origin in the settings file.`,
    )
  }
  return chosen(regions === null ? before : withRegions(before, regions), options)
}

const chosen = (settings: Settings, { mail, pages }: DeployOptions): Settings => ({
  ...settings,
  mail: mail ?? settings.mail,
  pages: pages ?? settings.pages,
})

/** Ids of what is there already. */
function found(settings: Settings, account: Account): Settings {
  const names = namesOf(settings.name)
  return {
    ...settings,
    databases: settings.databases.map((each) => ({
      ...each,
      id: each.id ?? account.databases.get(each.name) ?? null,
    })),
    cacheId: account.namespaces.get(names.cache) ?? null,
    pagesHost: account.pagesHost,
  }
}

async function take(running: Deploy, step: Step, made: Configurations | null): Promise<void> {
  const { wrangler, settings, paths } = running
  const { hub, pagesFolder: deployFolder } = made ?? { hub: '', pagesFolder: '' }
  switch (step.kind) {
    case 'database': {
      const { name, region } = step.database
      const place =
        region === null
          ? []
          : region === 'apac'
            ? ['--location', region]
            : ['--jurisdiction', region]
      await wrangler.run(['d1', 'create', name, ...place, '--update-config=false'])
      return note(running, { databases: await readDatabases(wrangler) })
    }
    case 'namespace':
      await wrangler.run(['kv', 'namespace', 'create', step.title, '--update-config=false'])
      return note(running, { namespaces: await readNamespaces(wrangler) })
    case 'queue':
      await wrangler.run(['queues', 'create', step.name])
      return
    case 'project':
      // From the build's folder: its `_worker.js` says that this is a Pages project and nothing else (in some environments wrangler
      // makes a Worker with static files of a project that it cannot tell).
      await wrangler.run(['pages', 'project', 'create', step.name, '--production-branch', 'main'], {
        cwd: pagesFolder,
      })
      return note(running, { pagesHost: await readPagesHost(wrangler, step.name) })
    case 'secret': {
      const secret = secretToPut(paths.copies, step.name)
      await wrangler.run(['secret', 'put', step.name, '--config', hub], { secret })
      keep(running, { ...settings, secretsPut: [...new Set([...settings.secretsPut, step.name])] })
      return
    }
    case 'migrate':
      await wrangler.run([
        'd1',
        'migrations',
        'apply',
        step.database.name,
        '--remote',
        '--config',
        hub,
      ])
      return
    case 'hub':
      await wrangler.run(['deploy', '--config', hub, '--minify'])
      return
    case 'pages':
      await wrangler.run(['pages', 'deploy', '--branch', 'main', '--commit-dirty=true'], {
        cwd: deployFolder,
      })
      return
  }
}

/** Looks for what was just made, and notes its id. */
function note(running: Deploy, seen: Partial<Account>): void {
  running.account = { ...running.account, ...seen }
  keep(running, found(running.settings, running.account))
}

function keep(running: Deploy, settings: Settings): void {
  running.settings = settings
  writeSettings(running.paths.settings, settings)
}

async function close({ tools, settings, paths }: Deploy): Promise<void> {
  const { say } = tools
  const { pagesProject } = namesOf(settings.name)
  const host = settings.pages ? settings.pagesHost : new URL(settings.origin).host
  const own = host === null ? null : `https://${host}`
  if (own !== null) {
    const wrong = await healthOf(tools, own)
    if (wrong !== null) {
      throw new DeployStopped(
        `Everything was deployed, but the hub is not well: ${wrong}\nIts log: npx wrangler tail ${settings.name}`,
      )
    }
    say(`The hub is well (${own}/health).`)
  }
  const waits = own === settings.origin ? null : await healthOf(tools, settings.origin, 1)
  say('')
  say(waits === null ? `Deployed: ${settings.origin}` : 'Deployed. Next:')
  if (waits !== null) {
    say(
      `- Lead ${new URL(settings.origin).host} to the Pages project ${pagesProject}: in Cloudflare's`,
    )
    say('  dashboard, Workers & Pages, the project, Custom domains. Until then nobody can sign in.')
  }
  const copies = Object.keys(readCopies(paths.copies))
  if (copies.length > 0) {
    say(`- Put ${copies.join(', ')} away safely. They lie in ${paths.copies}, and`)
    say(
      '  Cloudflare gives none of them back. Lost VAULT_KEYS are lost data. Then delete the file.',
    )
    say('- First operator: docs/guides/deploy.md, npm run causeway -- bootstrap.')
  }
  say(`- Keep ${paths.settings} with your backups: upgrades go by it.`)
}

function wranglerFor(tools: DeployTools, accountId: string | null): Wrangler {
  const env = accountId === null ? tools.env : { ...tools.env, CLOUDFLARE_ACCOUNT_ID: accountId }
  return makeWrangler(tools.wrangler, { cwd: root, env })
}

async function timed(say: (line: string) => void, what: string, work: () => Promise<void>) {
  const began = Date.now()
  try {
    await work()
  } catch (error) {
    say(`✗ ${what}`)
    if (!(error instanceof DeployStopped)) throw error
    throw new DeployStopped(
      `${error.message}\nNothing was undone: run the same command again, it goes on from here.`,
    )
  }
  say(`✓ ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
}
