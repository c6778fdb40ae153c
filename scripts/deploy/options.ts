// The options of `npm run deploy`. An unknown or malformed one ends the command with one clear line.
import { parseArgs } from 'node:util'
import { type RegionChoice, regionChoice } from './settings.ts'
import { DeployStopped } from './stopped.ts'

export interface DeployOptions {
  readonly name: string
  readonly origin: string | null
  readonly regions: readonly RegionChoice[] | null
  readonly mail: boolean | null
  readonly pages: boolean | null
  readonly account: string | null
  readonly adopt: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

export const usage = `npm run deploy -- [options]
  --origin URL      what people will see, https://… (first deploy)
  --regions LIST    a database for each, for ever: eu, us, apac or any (first deploy, or to add some)
  --mail, --no-mail send letters by Cloudflare's email service, or not
  --no-pages        no Pages project: the hub serves the dashboard and has the origin's domain itself
  --name NAME       which hub, when there are several (causeway)
  --account ID      which Cloudflare account, when the login has several
  --adopt           take over what has this hub's names, when its settings file is lost
  --dry-run         print the plan and change nothing
  --yes             do not ask`

/** Throws `DeployStopped` for what is no option of ours. Null after `--help`. */
export function readDeployOptions(args: readonly string[]): DeployOptions | null {
  let values: ReturnType<typeof parse>['values']
  try {
    values = parse(args).values
  } catch (error) {
    const why = error instanceof Error ? error.message.split('. ')[0] : 'wrong options'
    throw new DeployStopped(`${why}.\n${usage}`)
  }
  if (values.help) return null
  const { name, origin, account, adopt, yes } = values
  return {
    name,
    origin: origin === undefined ? null : origin.replace(/\/$/, ''),
    regions: values.regions === undefined ? null : values.regions.split(',').map(choice),
    mail: values.mail ?? null,
    pages: values.pages ?? null,
    account: account ?? null,
    adopt,
    dryRun: values['dry-run'],
    yes,
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      origin: { type: 'string' },
      regions: { type: 'string' },
      mail: { type: 'boolean' },
      pages: { type: 'boolean' },
      name: { type: 'string', default: 'causeway' },
      account: { type: 'string' },
      adopt: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })

function choice(text: string): RegionChoice {
  const parsed = regionChoice.safeParse(text.trim())
  if (parsed.success) return parsed.data
  throw new DeployStopped(`There is no region "${text}": eu, us, apac or any.\n${usage}`)
}
