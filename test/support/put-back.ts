// A database of a hub under test, put back in time behind everything else: what D1's point-in-time restore does, while the Durable
// Objects, the queue and the vendors go on from the present.
import type { TestHub } from './hub.ts'

type Row = Record<string, string | number | null>

/** Every row of every table, as they were. */
export interface Snapshot {
  readonly database: string
  readonly tables: ReadonlyMap<string, readonly Row[]>
}

/** `DIRECTORY`, or a shard's name. */
export async function takeSnapshot(hub: TestHub, database: string): Promise<Snapshot> {
  const found = await hub.sql<{ name: string }>(
    database,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name",
  )
  const tables = new Map<string, readonly Row[]>()
  for (const { name } of found)
    tables.set(name, await hub.sql<Row>(database, `SELECT * FROM ${name}`))
  return { database, tables }
}

/** Makes every table hold what it held then, and nothing else. */
export async function putBack(hub: TestHub, { database, tables }: Snapshot): Promise<void> {
  for (const [name, rows] of tables) {
    await hub.sql(database, `DELETE FROM ${name}`)
    const columns = Object.keys(rows[0] ?? {})
    if (columns.length === 0) continue
    // One statement for a table: a row's values travel as JSON, since a statement binds a hundred at most.
    const values = columns.map((column) => `json_extract(value, '$."${column}"')`).join(', ')
    const names = columns.map((column) => `"${column}"`).join(', ')
    await hub.sql(
      database,
      `INSERT INTO ${name} (${names}) SELECT ${values} FROM json_each(?)`,
      JSON.stringify(rows),
    )
  }
}
