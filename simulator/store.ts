// The simulators' state: tables of JSON rows and append-only logs, in one SQLite file (or in memory for tests).
// Rows live in memory too and are written through: reading is free, and a write has reached the operating system before the
// simulator acknowledges anything, so that `kill -9` of the process loses nothing (WAL; only a power cut could).
//
//   row(table_name, id, json)         the order of rowid is the order of first put
//   log(stream, sequence, json)       newest last; each stream keeps its last `logRecordsMax` records
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SimulatorTable } from '../core/contract/simulator.ts'

/** Enough for the largest bench; older records fall out. */
export const logRecordsMax = 20_000

export interface Log {
  append(record: unknown): void
  /** The records as the text of one JSON array, oldest first. */
  toJson(): string
  latest(count: number): unknown[]
  size(): number
  clear(): void
}

export interface Store {
  table<Row>(name: string): SimulatorTable<Row>
  log(stream: string): Log
  together(change: () => void): void
  /** Grows with every change: what was read at one version is still true at the same version. */
  version(): number
  close(): void
}

/** Opens `<folder>/simulator.sqlite`, making folder and file when absent; `null` keeps everything in memory. */
export function openStore(folder: string | null): Store {
  if (folder) mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(folder ? join(folder, 'simulator.sqlite') : ':memory:')
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA busy_timeout = 5000;
    CREATE TABLE IF NOT EXISTS row (table_name TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (table_name, id));
    CREATE TABLE IF NOT EXISTS log (sequence INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, json TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS log_by_stream ON log (stream, sequence);
  `)
  const tables = new Map<string, SimulatorTable<unknown>>()
  const logs = new Map<string, Log>()
  let version = 1
  const changed = () => {
    version++
  }
  return {
    table<Row>(name: string) {
      const known = tables.get(name) ?? openTable(database, name, changed)
      tables.set(name, known)
      return known as SimulatorTable<Row>
    },
    log(stream) {
      const known = logs.get(stream) ?? openLog(database, stream, changed)
      logs.set(stream, known)
      return known
    },
    together(change) {
      database.exec('BEGIN IMMEDIATE')
      try {
        change()
        database.exec('COMMIT')
      } catch (error) {
        // The rows in memory may now differ from the file: re-read them at next use.
        database.exec('ROLLBACK')
        tables.clear()
        throw error
      }
    },
    version: () => version,
    close: () => database.close(),
  }
}

function openTable(
  database: DatabaseSync,
  name: string,
  changed: () => void,
): SimulatorTable<unknown> {
  const found = database
    .prepare('SELECT id, json FROM row WHERE table_name = ? ORDER BY rowid')
    .all(name)
  const rows = new Map<string, unknown>(
    found.map((row) => [String(row.id), JSON.parse(String(row.json))]),
  )
  const put = database.prepare(
    'INSERT INTO row (table_name, id, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  )
  const remove = database.prepare('DELETE FROM row WHERE table_name = ? AND id = ?')
  const removeAll = database.prepare('DELETE FROM row WHERE table_name = ?')
  return {
    get: (id) => rows.get(id),
    put(id, row) {
      put.run(name, id, JSON.stringify(row))
      rows.set(id, row)
      changed()
    },
    delete(id) {
      remove.run(name, id)
      rows.delete(id)
      changed()
    },
    all: () => [...rows.values()],
    size: () => rows.size,
    clear() {
      removeAll.run(name)
      rows.clear()
      changed()
    },
  }
}

function openLog(database: DatabaseSync, stream: string, changed: () => void): Log {
  const found = database
    .prepare(
      'SELECT json FROM (SELECT sequence, json FROM log WHERE stream = ? ORDER BY sequence DESC LIMIT ?) ORDER BY sequence',
    )
    .all(stream, logRecordsMax)
  let records = found.map((row) => String(row.json))
  const append = database.prepare('INSERT INTO log (stream, json) VALUES (?, ?)')
  const removeAll = database.prepare('DELETE FROM log WHERE stream = ?')
  const removeOld = database.prepare(
    'DELETE FROM log WHERE stream = ? AND sequence <= (SELECT sequence FROM log WHERE stream = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?)',
  )
  const slack = logRecordsMax / 10
  return {
    append(record) {
      const json = JSON.stringify(record)
      append.run(stream, json)
      records.push(json)
      changed()
      if (records.length < logRecordsMax + slack) return
      removeOld.run(stream, stream, logRecordsMax)
      records = records.slice(-logRecordsMax)
    },
    toJson: () => `[${records.slice(-logRecordsMax).join(',')}]`,
    latest: (count) => records.slice(-count).map((json) => JSON.parse(json) as unknown),
    size: () => records.length,
    clear() {
      removeAll.run(stream)
      records = []
      changed()
    },
  }
}
