// Opens the databases. The only folder that knows the ORM. Reads that decide go to the primary: a D1 binding
// used without a session reads there.
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import * as directorySchema from './schema/directory.ts'
import * as shardSchema from './schema/index.ts'

export type ShardDatabase = DrizzleD1Database<typeof shardSchema>
export type DirectoryDatabase = DrizzleD1Database<typeof directorySchema>

/** What of a D1 binding is used: so that tests may count and kill calls. */
export type D1 = Pick<D1Database, 'prepare' | 'batch' | 'exec' | 'dump' | 'withSession'>

export function openShard(database: D1): ShardDatabase {
  return drizzle(database as D1Database, { schema: shardSchema })
}

export function openDirectory(database: D1): DirectoryDatabase {
  return drizzle(database as D1Database, { schema: directorySchema })
}
