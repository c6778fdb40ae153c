// The audit log's own tables, in its object's SQLite: the tree's nodes, its epochs, the signed checkpoints and what stopped
// sealing. Writes that belong together are one synchronous transaction, so a crash never leaves half of them.
//
//   nodes(level, position, hash)     complete subtrees only: about two rows of some 50 bytes for each audit event
//   checkpoints(epoch, size, …)      one for each seal that found rows; the newest `checkpointsKeptMax` and all statements stay
//   ended(kind, id, at)              what sealed rows ended for good (core/audit/endings.ts), kept for `endingsKeptMs`
import type { AuditIncident, AuditLogPlace } from '../core/audit/audit-tree.ts'
import type { CheckpointEpoch, LostRange } from '../core/audit/checkpoint-note.ts'
import { type Ending, endingsKeptMs } from '../core/audit/endings.ts'
import type { AuditCheckpoint } from '../core/context.ts'
import type { MerkleStore } from '../core/lib/merkle.ts'

/** At one seal a second this is three hours. Proofs between older sizes stay possible: nodes are never dropped. */
export const checkpointsKeptMax = 10_000

export interface StoredCheckpoint extends AuditCheckpoint {
  readonly verifierKey: string
  readonly opens: boolean
  readonly published: boolean
}

export interface TreeState {
  readonly size: number
  readonly epochs: readonly CheckpointEpoch[]
  readonly lost: readonly LostRange[]
}

type Row = Record<string, SqlStorageValue>

export class AuditLogStorage implements MerkleStore {
  readonly #storage: DurableObjectStorage

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    const statements = [
      'place (one INTEGER PRIMARY KEY CHECK (one = 1), organization_id TEXT NOT NULL, shard TEXT NOT NULL)',
      'tree (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL)',
      'nodes (level INTEGER, position INTEGER, hash BLOB NOT NULL, PRIMARY KEY (level, position)) WITHOUT ROWID',
      'epochs (epoch INTEGER PRIMARY KEY, first_index INTEGER NOT NULL)',
      'lost (epoch INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL)',
      `checkpoints (epoch INTEGER, size INTEGER, root TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL,
        verifier_key TEXT NOT NULL, opens INTEGER NOT NULL, published INTEGER NOT NULL, PRIMARY KEY (epoch, size))`,
      `incidents (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
        event_id TEXT, at TEXT NOT NULL, ended_at TEXT)`,
      'ended (kind TEXT, id TEXT, at INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID',
    ]
    for (const statement of statements) this.#run(`CREATE TABLE IF NOT EXISTS ${statement}`)
  }

  place(): AuditLogPlace | null {
    const row = this.#one('SELECT organization_id, shard FROM place')
    return row ? { organizationId: String(row.organization_id), shard: String(row.shard) } : null
  }

  remember(place: AuditLogPlace): void {
    const known = this.place()
    if (known?.organizationId === place.organizationId && known.shard === place.shard) return
    this.#run(
      'INSERT INTO place VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET shard = excluded.shard WHERE organization_id = excluded.organization_id',
      place.organizationId,
      place.shard,
    )
  }

  tree(): TreeState {
    const epochs = this.#all('SELECT epoch, first_index FROM epochs ORDER BY epoch')
    const lost = this.#all('SELECT epoch, first_seq, last_seq FROM lost ORDER BY epoch')
    return {
      size: Number(this.#one('SELECT size FROM tree')?.size ?? 0),
      epochs: epochs.map((row) => ({
        epoch: Number(row.epoch),
        firstIndex: Number(row.first_index),
      })),
      lost: lost.map((row) => ({
        epoch: Number(row.epoch),
        firstSeq: Number(row.first_seq),
        lastSeq: Number(row.last_seq),
      })),
    }
  }

  getNode(level: number, index: number): Uint8Array | undefined {
    const row = this.#one('SELECT hash FROM nodes WHERE level = ? AND position = ?', level, index)
    return row ? new Uint8Array(row.hash as ArrayBuffer) : undefined
  }

  putNode(level: number, index: number, hash: Uint8Array): void {
    this.#run('INSERT INTO nodes VALUES (?, ?, ?)', level, index, new Uint8Array(hash).buffer)
  }

  leaves(index: number, count: number): Uint8Array[] {
    return this.#all(
      'SELECT hash FROM nodes WHERE level = 0 AND position >= ? ORDER BY position LIMIT ?',
      index,
      count,
    ).map((row) => new Uint8Array(row.hash as ArrayBuffer))
  }

  /** Keeps a page's new nodes together with the size they make, and what their rows ended. */
  grow(overlay: MerkleOverlay, size: number, endings: readonly Ending[], nowMs: number): void {
    this.#storage.transactionSync(() => {
      for (const { kind, id } of endings) {
        this.#run('INSERT OR REPLACE INTO ended VALUES (?, ?, ?)', kind, id, nowMs)
      }
      if (endings.length > 0) this.#run('DELETE FROM ended WHERE at < ?', nowMs - endingsKeptMs)
      for (const { level, index, hash } of overlay.nodes()) this.putNode(level, index, hash)
      this.#run(
        'INSERT INTO tree VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET size = excluded.size',
        size,
      )
    })
  }

  beginFirstEpoch(epoch: number): void {
    this.#run('INSERT INTO epochs VALUES (?, 0)', epoch)
  }

  /** Opens an epoch with its signed statement. `lost` replaces what was known to be lost. */
  openEpoch(
    epoch: CheckpointEpoch,
    lost: readonly LostRange[],
    statement: Omit<StoredCheckpoint, 'published'>,
  ): void {
    this.#storage.transactionSync(() => {
      this.#run('INSERT INTO epochs VALUES (?, ?)', epoch.epoch, epoch.firstIndex)
      this.#run('DELETE FROM lost')
      for (const each of lost) {
        this.#run('INSERT INTO lost VALUES (?, ?, ?)', each.epoch, each.firstSeq, each.lastSeq)
      }
      this.putCheckpoint(statement)
    })
  }

  /** Keeps a checkpoint, in the place of one of the same size and epoch. */
  putCheckpoint(checkpoint: Omit<StoredCheckpoint, 'published'>): void {
    this.#storage.transactionSync(() => {
      this.#run(
        'INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?, ?, ?, 0)',
        checkpoint.epoch,
        checkpoint.size,
        checkpoint.rootHash,
        checkpoint.note,
        checkpoint.at,
        checkpoint.verifierKey,
        checkpoint.opens ? 1 : 0,
      )
      this.#run(
        `DELETE FROM checkpoints WHERE opens = 0 AND (epoch, size) <=
           (SELECT epoch, size FROM checkpoints ORDER BY epoch DESC, size DESC LIMIT 1 OFFSET ${checkpointsKeptMax})`,
      )
    })
  }

  newestCheckpoint(): StoredCheckpoint | null {
    return this.checkpoints(1)[0] ?? null
  }

  /** Newest first. */
  checkpoints(limit: number, before?: { epoch: number; size: number }): StoredCheckpoint[] {
    const { epoch, size } = before ?? { epoch: Number.MAX_SAFE_INTEGER, size: 0 }
    return this.#all(
      'SELECT * FROM checkpoints WHERE (epoch, size) < (?, ?) ORDER BY epoch DESC, size DESC LIMIT ?',
      epoch,
      size,
      limit,
    ).map((row) => ({
      size: Number(row.size),
      epoch: Number(row.epoch),
      rootHash: String(row.root),
      note: String(row.note),
      at: String(row.at),
      verifierKey: String(row.verifier_key),
      opens: row.opens === 1,
      published: row.published === 1,
    }))
  }

  markPublished(checkpoint: AuditCheckpoint): void {
    this.#run(
      'UPDATE checkpoints SET published = 1 WHERE epoch = ? AND size = ? AND note = ?',
      checkpoint.epoch,
      checkpoint.size,
      checkpoint.note,
    )
  }

  endings(): Ending[] {
    return this.#all('SELECT kind, id FROM ended ORDER BY kind, id').map((row) => ({
      kind: row.kind as Ending['kind'],
      id: String(row.id),
    }))
  }

  incident(): AuditIncident | null {
    const row = this.#one('SELECT * FROM incidents WHERE ended_at IS NULL ORDER BY id DESC LIMIT 1')
    return row
      ? {
          kind: row.kind as AuditIncident['kind'],
          epoch: Number(row.epoch),
          seq: Number(row.seq),
          eventId: row.event_id === null ? null : String(row.event_id),
          at: String(row.at),
        }
      : null
  }

  /** Records what stops sealing. False when the very same was known already. */
  beginIncident(incident: AuditIncident): boolean {
    const { kind, epoch, seq, eventId, at } = incident
    const known = this.incident()
    if (known?.kind === kind && known.epoch === epoch && known.eventId === eventId) return false
    this.endIncidents(at)
    this.#run(
      'INSERT INTO incidents (kind, epoch, seq, event_id, at) VALUES (?, ?, ?, ?, ?)',
      kind,
      epoch,
      seq,
      eventId,
      at,
    )
    return true
  }

  endIncidents(at: string): void {
    this.#run('UPDATE incidents SET ended_at = ? WHERE ended_at IS NULL', at)
  }

  #run(statement: string, ...values: SqlStorageValue[]): void {
    this.#storage.sql.exec(statement, ...values)
  }

  #all(statement: string, ...values: SqlStorageValue[]): Row[] {
    return this.#storage.sql.exec<Row>(statement, ...values).toArray()
  }

  #one(statement: string, ...values: SqlStorageValue[]): Row | undefined {
    return this.#all(statement, ...values)[0]
  }
}

/** The nodes a page adds, kept aside until all of its hashes are made: hashing waits, a transaction may not. */
export class MerkleOverlay implements MerkleStore {
  readonly #below: MerkleStore
  readonly #added = new Map<string, { level: number; index: number; hash: Uint8Array }>()

  constructor(below: MerkleStore) {
    this.#below = below
  }

  getNode(level: number, index: number): Uint8Array | undefined {
    return this.#added.get(`${level}/${index}`)?.hash ?? this.#below.getNode(level, index)
  }

  putNode(level: number, index: number, hash: Uint8Array): void {
    this.#added.set(`${level}/${index}`, { level, index, hash })
  }

  nodes(): Iterable<{ level: number; index: number; hash: Uint8Array }> {
    return this.#added.values()
  }
}
