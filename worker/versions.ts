// What runs: the hub's version, the runtime's date, and the migrations its code expects. A test compares them with package.json and
// wrangler.toml, and the build carries the names of the migrations it was made with.
import directoryJournal from '../migrations/directory/meta/_journal.json' with { type: 'json' }
import shardJournal from '../migrations/shard/meta/_journal.json' with { type: 'json' }

export const hubVersion = '0.1.0'
export const compatibilityDate = '2026-10-01'

const namesOf = (journal: { entries: readonly { tag: string }[] }) =>
  journal.entries.map(({ tag }) => `${tag}.sql`)

/** File names, in order, by kind of database. */
export const expectedMigrations = {
  directory: namesOf(directoryJournal),
  shard: namesOf(shardJournal),
}
