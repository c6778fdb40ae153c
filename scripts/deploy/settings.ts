// What an operator's hub is made of, in a file of their own that is not committed: deploy/<name>.json. It is written as soon as a thing
// exists, so that a deploy that was interrupted goes on, and the next one is an upgrade.
//
//   { "name", "accountId", "origin",
//     "databases": [{ "database": "directory" | "00" …, "name", "region": "eu" | "us" | "apac" | null, "id" }],
//     "cacheId", "pagesHost",
//     "pages": whether a Pages project stands before the hub; else the hub has the origin as its own domain,
//     "mail": whether letters go by Cloudflare's email service (binding MAIL),
//     "variables": { what worker/variables.ts lets an operator choose },
//     "secretsPut": [names of the secrets this file's deploys have put] }
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { region } from '../../core/contract/regions.ts'
import {
  developmentNames,
  parseVariables,
  secretNames,
  variableNames,
} from '../../worker/variables.ts'
import { makeHubSecrets } from '../hub-secrets.ts'
import { writePrivate } from '../start/state.ts'
import { DeployStopped } from './stopped.ts'

/** Set by the deploy itself. */
export const ownNames: readonly string[] = ['ENVIRONMENT', 'PUBLIC_ORIGIN', 'DATABASE_REGIONS']

const database = z.strictObject({
  database: z.string().regex(/^(directory|[0-9A-Za-z]{2})$/),
  name: z.string(),
  region: region.nullable(),
  id: z.string().nullable(),
})

const settingsFile = z.strictObject({
  /** Also the name of the Worker and of the Pages project, and the beginning of every other name. */
  name: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens'),
  accountId: z.string().nullable(),
  origin: z
    .url({ protocol: /^https$/ })
    .refine((url) => new URL(url).origin === url, 'is scheme and host only, without a path'),
  databases: z.array(database).min(2),
  cacheId: z.string().nullable(),
  pagesHost: z.string().nullable(),
  pages: z.boolean(),
  mail: z.boolean(),
  variables: z.record(z.string(), z.string()),
  secretsPut: z.array(z.string()),
})

export type Settings = z.output<typeof settingsFile>
export type Database = Settings['databases'][number]
/** `any`: wherever Cloudflare puts it. */
export const regionChoice = z.union([region, z.literal('any')])
export type RegionChoice = z.output<typeof regionChoice>

/** Null when there is no such file. Throws `DeployStopped`, naming what is wrong in it. */
export function readSettings(path: string): Settings | null {
  if (!existsSync(path)) return null
  let raw: unknown
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new DeployStopped(`${path} is not JSON. Mend it, or restore it from your backup.`)
  }
  return checked(raw, path)
}

export function writeSettings(path: string, settings: Settings): void {
  mkdirSync(dirname(path), { recursive: true })
  writePrivate(path, `${JSON.stringify(settings, null, 2)}\n`)
}

/** Settings of a hub that is not there yet: a directory and one shard for each region, none of them made. */
export function newSettings(
  name: string,
  origin: string,
  regions: readonly RegionChoice[],
): Settings {
  const first = regions[0] ?? 'any'
  return checked(
    {
      name,
      accountId: null,
      origin,
      databases: [
        databaseOf(name, 'directory', first),
        ...regions.map((each, index) => databaseOf(name, shardName(index), each)),
      ],
      cacheId: null,
      pagesHost: null,
      pages: true,
      mail: false,
      variables: {},
      secretsPut: [],
    },
    'the options',
  )
}

/**
 * The settings with a shard for each of the regions, in their order: what is there stays, further ones are added at the end.
 * Throws `DeployStopped` when a shard would change its region or go: its objects' ids and its data go by it.
 */
export function withRegions(settings: Settings, regions: readonly RegionChoice[]): Settings {
  const shards = settings.databases.filter(({ database }) => database !== 'directory')
  shards.forEach((shard, index) => {
    if ((shard.region ?? 'any') === regions[index]) return
    const there = shards.map((each) => each.region ?? 'any').join(',')
    throw new DeployStopped(
      `The hub's shards are in ${there}. A shard keeps its region for ever; add further ones behind: --regions ${there},…`,
    )
  })
  const added = regions
    .slice(shards.length)
    .map((each, index) => databaseOf(settings.name, shardName(shards.length + index), each))
  return { ...settings, databases: [...settings.databases, ...added] }
}

/** `directory:eu,00:eu`; empty when no database has a region. */
export const databaseRegionsOf = (settings: Settings): string =>
  settings.databases
    .filter((each) => each.region !== null)
    .map((each) => `${each.database}:${each.region}`)
    .join(',')

/** The variables that the hub is deployed with, those that the deploy sets included. */
export function variablesOf(settings: Settings): Record<string, string> {
  const regions = databaseRegionsOf(settings)
  return {
    ...settings.variables,
    ENVIRONMENT: 'production',
    PUBLIC_ORIGIN: settings.origin,
    ...(regions === '' ? {} : { DATABASE_REGIONS: regions }),
  }
}

const shardName = (index: number) => String(index).padStart(2, '0')

const databaseOf = (name: string, database: string, choice: RegionChoice): Database => ({
  database,
  name: database === 'directory' ? `${name}-directory` : `${name}-shard-${database}`,
  region: choice === 'any' ? null : choice,
  id: null,
})

function checked(raw: unknown, from: string): Settings {
  const parsed = settingsFile.safeParse(raw)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new DeployStopped(`In ${from}: ${wrong.join('; ')}`)
  }
  checkVariables(parsed.data, from)
  return parsed.data
}

function checkVariables(settings: Settings, from: string): void {
  const refuse = (name: string, why: string) => {
    throw new DeployStopped(`In ${from}: variables.${name} ${why}`)
  }
  for (const name of Object.keys(settings.variables)) {
    if ((developmentNames as readonly string[]).includes(name)) refuse(name, 'is for development')
    if (ownNames.includes(name)) refuse(name, 'is set by the deploy itself')
    if (secretNames.includes(name)) {
      refuse(name, `is a secret: npx wrangler secret put ${name} --name ${settings.name}`)
    }
    if (!variableNames.includes(name)) refuse(name, 'is no variable of the hub')
  }
  try {
    // Secrets are not known here; made-up ones stand in, so that the rest is judged as the hub will.
    parseVariables({ ...makeHubSecrets(), ...variablesOf(settings) })
  } catch (error) {
    throw new DeployStopped(`In ${from}: ${error instanceof Error ? error.message : error}`)
  }
}
