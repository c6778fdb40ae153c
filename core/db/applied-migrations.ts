// Which migrations a database has, by the table that `wrangler d1 migrations apply` keeps.
import { sql } from 'drizzle-orm'
import type { DirectoryDatabase, ShardDatabase } from './database.ts'

/** File names, in the order they were applied; null when the database does not answer or was never migrated. */
export async function appliedMigrations(
  db: DirectoryDatabase | ShardDatabase,
): Promise<readonly string[] | null> {
  try {
    const rows = await db.all<{ name: string }>(sql`SELECT name FROM d1_migrations ORDER BY id`)
    return rows.map(({ name }) => name)
  } catch {
    return null // of all that can be wrong the health says only: nothing is known
  }
}
