// The configurations that wrangler deploys from: wrangler.toml and pages/wrangler.toml with the operator's names, ids, shards and
// variables. Made anew by every deploy; what an operator may choose stands in deploy/<name>.json.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { experimental_readRawConfig } from 'wrangler'
import { pagesFolder } from '../pages.ts'
import { root } from '../toolchain.mjs'
import { namesOf } from './resources.ts'
import { type Settings, variablesOf } from './settings.ts'
import { DeployStopped } from './stopped.ts'

export interface Configurations {
  readonly hub: string
  /** The folder to deploy Pages from: wrangler takes no other way to name a Pages configuration. */
  readonly pagesFolder: string
}

/** Writes both into `folder`. Throws `DeployStopped` when something has no id yet. */
export function writeConfigurations(folder: string, settings: Settings): Configurations {
  const hub = join(folder, 'hub.json')
  const pages = join(folder, 'pages')
  mkdirSync(pages, { recursive: true })
  write(hub, hubConfiguration(folder, settings))
  write(join(pages, 'wrangler.json'), pagesConfiguration(pages, settings))
  return { hub, pagesFolder: pages }
}

function hubConfiguration(folder: string, settings: Settings): object {
  const names = namesOf(settings.name)
  const { rawConfig } = experimental_readRawConfig({ config: join(root, 'wrangler.toml') })
  const { main = '', assets, vars } = rawConfig
  const from = (path: string) => relative(folder, join(root, path))
  const [deliveries, dead, ...others] = rawConfig.queues?.consumers ?? []
  if (!deliveries || !dead || others.length > 0 || rawConfig.queues?.producers?.length !== 1) {
    throw new Error('wrangler.toml has queues that this deploy does not know')
  }
  return {
    ...rawConfig,
    name: names.worker,
    ...(settings.accountId === null ? {} : { account_id: settings.accountId }),
    main: from(main),
    assets: { ...assets, directory: from(assets?.directory ?? '') },
    vars: { ...vars, ...variablesOf(settings) },
    d1_databases: settings.databases.map(({ database, name, id }) => ({
      binding: database === 'directory' ? 'DIRECTORY' : `SHARD_${database}`,
      database_name: name,
      database_id: made(id, name),
      migrations_dir: from(database === 'directory' ? 'migrations/directory' : 'migrations/shard'),
    })),
    kv_namespaces: [{ binding: 'CACHE', id: made(settings.cacheId, names.cache) }],
    queues: {
      producers: [{ binding: 'DELIVERIES', queue: names.deliveries }],
      consumers: [
        { ...deliveries, queue: names.deliveries, dead_letter_queue: names.deadDeliveries },
        { ...dead, queue: names.deadDeliveries },
      ],
    },
    // Without Pages the hub has the origin as its own domain: Cloudflare makes its DNS record and certificate.
    ...(settings.pages
      ? {}
      : { routes: [{ pattern: new URL(settings.origin).host, custom_domain: true }] }),
    ...(settings.mail ? { send_email: [{ name: 'MAIL' }] } : {}),
  }
}

function pagesConfiguration(folder: string, settings: Settings): object {
  const { rawConfig } = experimental_readRawConfig({ config: join(root, 'pages/wrangler.toml') })
  const names = namesOf(settings.name)
  return {
    ...rawConfig,
    name: names.pagesProject,
    pages_build_output_dir: relative(folder, pagesFolder),
    services: [{ binding: 'HUB', service: names.worker }],
  }
}

function made(id: string | null, name: string): string {
  if (id === null) throw new DeployStopped(`${name} has no id yet: run the same command again.`)
  return id
}

const write = (path: string, configuration: object) =>
  writeFileSync(path, `${JSON.stringify(configuration, null, 2)}\n`)
