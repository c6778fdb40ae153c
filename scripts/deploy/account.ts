// What stands in the operator's account of what a hub needs, by asking wrangler. Reads only.
import { z } from 'zod'
import { queueNames, type ResourceNames } from './resources.ts'
import { DeployStopped } from './stopped.ts'
import type { Wrangler } from './wrangler.ts'

export interface Account {
  /** Ids of D1 databases by name. */
  readonly databases: ReadonlyMap<string, string>
  /** Ids of KV namespaces by title. */
  readonly namespaces: ReadonlyMap<string, string>
  readonly queues: ReadonlySet<string>
  /** Where the Pages project answers (`<x>.pages.dev`); null when there is none. */
  readonly pagesHost: string | null
  /** Names of the Worker's secrets; null when there is no Worker. */
  readonly secrets: ReadonlySet<string> | null
}

const identity = z.object({
  loggedIn: z.literal(true),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })),
})
const databaseList = z.array(z.object({ uuid: z.string(), name: z.string() }))
const namespaceList = z.array(z.object({ id: z.string(), title: z.string() }))
const projectList = z.array(z.object({ 'Project Name': z.string(), 'Project Domains': z.string() }))
const secretList = z.array(z.object({ name: z.string() }))

/**
 * The account to deploy to: `wanted` if the login may use it, or the only one.
 * Throws `DeployStopped` when nobody is logged in, or the choice is open.
 */
export async function chooseAccount(wrangler: Wrangler, wanted: string | null): Promise<string> {
  const ran = await wrangler.try(['whoami', '--json'])
  const said = identity.safeParse(parsed(ran.stdout))
  if (ran.code !== 0 || !said.success) {
    throw new DeployStopped(
      'Not logged in to Cloudflare. Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN to a token with the rights that docs/guides/deploy.md lists.',
    )
  }
  const { accounts } = said.data
  const names = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  if (wanted !== null) {
    if (accounts.some(({ id }) => id === wanted)) return wanted
    throw new DeployStopped(`This login may not use account ${wanted}. It may use:\n${names}`)
  }
  const [only, ...more] = accounts
  if (!only) throw new DeployStopped('This login may use no account.')
  if (more.length > 0) {
    throw new DeployStopped(
      `This login may use several accounts; choose one by --account:\n${names}`,
    )
  }
  return only.id
}

export async function readAccount(wrangler: Wrangler, names: ResourceNames): Promise<Account> {
  const queues = new Set<string>()
  for (const name of queueNames(names)) {
    const ran = await wrangler.try(['queues', 'info', name])
    if (ran.code === 0) queues.add(name)
    else if (!/does not exist/i.test(ran.said)) await wrangler.run(['queues', 'info', name])
  }
  return {
    databases: await readDatabases(wrangler),
    namespaces: await readNamespaces(wrangler),
    queues,
    pagesHost: await readPagesHost(wrangler, names.pagesProject),
    secrets: await readSecrets(wrangler, names.worker),
  }
}

export async function readDatabases(wrangler: Wrangler): Promise<Map<string, string>> {
  const listed = databaseList.parse(await wrangler.json(['d1', 'list', '--json']))
  return new Map(listed.map(({ name, uuid }) => [name, uuid]))
}

export async function readNamespaces(wrangler: Wrangler): Promise<Map<string, string>> {
  const listed = namespaceList.parse(await wrangler.json(['kv', 'namespace', 'list']))
  return new Map(listed.map(({ title, id }) => [title, id]))
}

/** The project's own host at Pages; null when there is no such project. */
export async function readPagesHost(wrangler: Wrangler, project: string): Promise<string | null> {
  const listed = projectList.parse(await wrangler.json(['pages', 'project', 'list', '--json']))
  const found = listed.find((each) => each['Project Name'] === project)
  const hosts = found?.['Project Domains'].split(', ') ?? []
  return hosts.find((host) => host.endsWith('.pages.dev')) ?? null
}

async function readSecrets(wrangler: Wrangler, worker: string): Promise<Set<string> | null> {
  const args = ['secret', 'list', '--name', worker, '--format', 'json']
  const ran = await wrangler.try(args)
  if (ran.code !== 0 && /Worker .* not found/i.test(ran.said)) return null
  const listed = secretList.parse(ran.code === 0 ? parsed(ran.stdout) : await wrangler.json(args))
  return new Set(listed.map(({ name }) => name))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
