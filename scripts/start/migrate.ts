// Brings the local databases to the newest migration, in one go and one runtime.
// Same files, same `d1_migrations` table, same storage as `wrangler d1 migrations apply --local`,
// which finds nothing to do afterwards; that command takes seconds for each database, this one once.
// Run as a program of its own: `node scripts/start/migrate.ts <folder of the hub's storage>`.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from '../toolchain.mjs'

const configPath = join(root, 'wrangler.toml')
const stampName = 'migrated'

/** Names the state of all migration files; equal names mean that nothing is to be done. */
function migrationsStamp(): string {
  const hash = createHash('sha256').update(readFileSync(configPath))
  for (const kind of migrationFolders()) {
    for (const name of migrationFiles(kind))
      hash.update(name).update(readFileSync(join(kind, name)))
  }
  return hash.digest('hex')
}

const migrationFolders = () =>
  ['migrations/directory', 'migrations/shard'].map((folder) => join(root, folder))

const migrationFiles = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.sql'))
        .sort()
    : []

/** True when the storage is at the newest migration already. Reads two small files. */
export function isMigrated(storage: string): boolean {
  const stamp = join(storage, stampName)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === migrationsStamp()
}

/**
 * Applies what is missing to every database of wrangler.toml, each file in one atomic batch with its
 * row in `d1_migrations`. Safe to repeat, also after it was killed. Throws on a statement that fails.
 */
async function migrate(storage: string): Promise<void> {
  const stamp = migrationsStamp()
  const wrangler = await import('wrangler')
  const { convertV4MiniflareOptions, Miniflare } = await import('miniflare')
  const config = wrangler.unstable_readConfig({ config: configPath }, { hideWarnings: true })
  const databases: { binding: string; id: string; folder: string }[] = config.d1_databases.map(
    (database: Database) => ({
      binding: database.binding,
      id: database.preview_database_id ?? database.database_id ?? database.binding,
      folder: join(root, database.migrations_dir ?? 'migrations'),
    }),
  )
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: '',
      resourcePersistencePath: join(storage, 'v3'),
      d1Databases: Object.fromEntries(databases.map(({ binding, id }) => [binding, id])),
    }),
  )
  try {
    for (const { binding, folder } of databases) {
      const db = await runtime.getD1Database(binding)
      await db.prepare(createTable).run()
      const rows = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
      const applied = new Set(rows.results.map(({ name }) => name))
      for (const name of migrationFiles(folder).filter((file) => !applied.has(file))) {
        const statements = wrangler.unstable_splitSqlQuery(readFileSync(join(folder, name), 'utf8'))
        const noted = db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)
        try {
          await db.batch([...statements.map((statement) => db.prepare(statement)), noted])
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error)
          throw new Error(
            `${relative(root, join(folder, name))} does not apply to ${binding}: ${reason}`,
          )
        }
      }
    }
  } finally {
    await runtime.dispose()
  }
  writeFileSync(join(storage, stampName), stamp)
}

/** What we read of a `[[d1_databases]]` block of wrangler.toml. */
type Database = {
  readonly binding: string
  readonly database_id?: string
  readonly preview_database_id?: string
  readonly migrations_dir?: string
}

/** The table as `wrangler d1 migrations apply` makes it. */
const createTable = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

if (import.meta.main) {
  const storage = process.argv[2]
  if (storage === undefined)
    throw new Error('usage: node scripts/start/migrate.ts <storage folder>')
  try {
    await migrate(storage)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
