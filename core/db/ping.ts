// Asks a database whether it answers.
import { sql } from 'drizzle-orm'
import type { DirectoryDatabase, ShardDatabase } from './database.ts'

/** Resolves when the database answers; rejects with its error. */
export async function pingDatabase(db: DirectoryDatabase | ShardDatabase): Promise<void> {
  await db.run(sql`SELECT 1`)
}
