// One organization's audit log: a single writer that takes the committed rows in the order of their numbers into a Merkle
// tree of its own (RFC 6962) and signs checkpoints (C2SP). It writes nothing back to the database, and seals nothing it doubts:
// a changed row, a missing number or a database behind the tree stops it, is kept as an incident and logged as an error.
//
// A restored database begins a higher epoch in `audit_heads`; the log opens it with a signed statement and goes on.
import { DurableObject } from 'cloudflare:workers'
import { decodeHex, encodeBase64, encodeHexLowerCase } from '@oslojs/encoding'
import {
  lastRowUpTo,
  nextEpochWithRows,
  type ReadAuditRow,
  readAuditHead,
  readRowsSafely,
} from '../core/audit/audit-rows.ts'
import { type AuditIncident, type AuditLogPlace, leavesMax } from '../core/audit/audit-tree.ts'
import { isLeafOfColumns } from '../core/audit/check-row.ts'
import {
  type CheckpointEpoch,
  checkpointOrigin,
  checkpointText,
  type LostRange,
} from '../core/audit/checkpoint-note.ts'
import { type Ending, endingOf } from '../core/audit/endings.ts'
import type { AuditCheckpoint, AuditLogPort, AuditStanding, Hub } from '../core/context.ts'
import { assert } from '../core/contract/errors.ts'
import type { ShardDatabase } from '../core/db/database.ts'
import { appendLeaf, consistencyProof, inclusionProof, rootHash } from '../core/lib/merkle.ts'
import { encodeVerifierKey, signNote } from '../core/lib/signed-note.ts'
import {
  AuditLogStorage,
  MerkleOverlay,
  type StoredCheckpoint,
  type TreeState,
} from './audit-log-storage.ts'

/** What the log needs of the hub. */
export type AuditLogHub = Pick<
  Hub,
  'settings' | 'clock' | 'log' | 'shard' | 'auditSigner' | 'publishCheckpoint'
>

/** One D1 answer of some 500 kB, and one transaction of about a thousand small rows. */
const pageRows = 500
/** Then the checkpoint is signed and an alarm goes on: 100,000 rows in one go. */
const sealPagesMax = 200
const sealAfterMs = 1_000
const retryAfterMs = 60_000

type Step = 'more' | 'done' | 'stopped'

/** Makes the class; `makeHub` turns its bindings into ports. */
export function makeAuditLog<Env>(makeHub: (env: Env) => AuditLogHub) {
  return class AuditLog extends DurableObject<Env> implements Omit<AuditLogPort, 'wake'> {
    readonly #hub: AuditLogHub
    readonly #storage: AuditLogStorage
    #sealing: Promise<void> = Promise.resolve()
    #nextSeal: Promise<void> | null = null

    constructor(state: DurableObjectState, env: Env) {
      super(state, env)
      this.#hub = makeHub(env)
      this.#storage = new AuditLogStorage(state.storage)
    }

    /** Rows were committed: seals them a second later, together with what comes until then. */
    async wake(place: AuditLogPlace): Promise<void> {
      this.#storage.remember(place)
      await this.#alarmIn(sealAfterMs)
    }

    override async alarm(): Promise<void> {
      try {
        await this.#sealNow()
      } catch (error) {
        // The platform gives up after six tries; the rows wait for ever. So the next try is ours.
        this.#hub.log.write('error', 'sealing the audit trail failed', {
          ...this.#storage.place(),
          error: error instanceof Error ? error.message : 'unknown',
        })
        await this.#alarmIn(retryAfterMs)
      }
    }

    /** @throws when the object was never told whose log it is (`wake`). */
    async seal(): Promise<AuditCheckpoint | null> {
      await this.#sealNow()
      return shown(this.#storage.newestCheckpoint())
    }

    async checkpoints(
      limit: number,
      before?: { epoch: number; size: number },
    ): Promise<readonly AuditCheckpoint[]> {
      return this.#storage.checkpoints(limit, before).map((each) => shown(each))
    }

    async inclusion(index: number, size: number): Promise<readonly string[] | null> {
      if (!isSize(index) || !isSize(size) || index >= size) return null
      if (size > this.#storage.tree().size) return null
      return (await inclusionProof(this.#storage, index, size)).map(encodeBase64)
    }

    async consistency(oldSize: number, newSize: number): Promise<readonly string[] | null> {
      if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return null
      if (newSize > this.#storage.tree().size) return null
      return (await consistencyProof(this.#storage, oldSize, newSize)).map(encodeBase64)
    }

    async leaves(index: number, count: number): Promise<readonly string[]> {
      return this.#storage.leaves(index, Math.min(count, leavesMax)).map(encodeHexLowerCase)
    }

    async verifierKey(): Promise<string> {
      const { name, publicKeyRaw } = await this.#hub.auditSigner()
      return encodeVerifierKey(name, publicKeyRaw)
    }

    /** Why sealing stands still; null while it goes on. */
    async incident(): Promise<AuditIncident | null> {
      return this.#storage.incident()
    }

    async standing(): Promise<AuditStanding> {
      return { ...this.#storage.tree(), incident: this.#storage.incident() }
    }

    async endings(): Promise<readonly Ending[]> {
      return this.#storage.endings()
    }

    async #alarmIn(delayMs: number): Promise<void> {
      if ((await this.ctx.storage.getAlarm()) !== null) return
      await this.ctx.storage.setAlarm(this.#hub.clock.now() + delayMs)
    }

    /** One seal at a time. Who comes while one runs shares the next: theirs may have been committed after its read. */
    #sealNow(): Promise<void> {
      this.#nextSeal ??= this.#sealing
        .catch(() => undefined) // told to those who waited for that one
        .then(() => {
          this.#nextSeal = null
          this.#sealing = this.#sealAll()
          return this.#sealing
        })
      return this.#nextSeal
    }

    async #sealAll(): Promise<void> {
      const place = this.#storage.place()
      assert(place, 'the audit log does not know its organization')
      const db = this.#hub.shard(place.shard)
      let step: Step = 'more'
      for (let page = 0; page < sealPagesMax && step === 'more'; page++) {
        step = await this.#sealPage(db, place)
      }
      if (step === 'more') await this.#alarmIn(0)
      if (step === 'done' && this.#storage.incident()) this.#endIncident(place)
      await this.#signCheckpoint(place)
      await this.#publish(place)
    }

    /** Takes up to a page of rows of the tree's epoch; at its end opens the next one, where there is one. */
    async #sealPage(db: ShardDatabase, place: AuditLogPlace): Promise<Step> {
      const head = await readAuditHead(db, place.organizationId)
      const tree = this.#storage.tree()
      const current = tree.epochs.at(-1)
      if (!current) {
        const first = head ? await nextEpochWithRows(db, place.organizationId, -1) : null
        if (first === null) return 'done'
        this.#storage.beginFirstEpoch(first)
        return 'more'
      }
      const sealed = tree.size - current.firstIndex
      const headSeq = head && head.epoch === current.epoch ? head.seq : null
      if (!head || head.epoch < current.epoch || (headSeq !== null && headSeq < sealed)) {
        return this.#stop(place, 'behind', { epoch: current.epoch, seq: sealed, id: null })
      }
      const last = await lastRowUpTo(db, place.organizationId, {
        epoch: current.epoch,
        seq: sealed,
      })
      // The row sealed last must still be there, or what follows it belongs to another history. A higher epoch says that
      // a restore took rows; then only numbers that no leaf has may follow.
      const takenByRestore = headSeq === null && (last?.seq ?? 0) < sealed
      const doubt = await this.#doubtOf(tree, current, sealed, last, takenByRestore)
      if (doubt)
        return this.#stop(place, doubt, last ?? { epoch: current.epoch, seq: sealed, id: null })

      const rows = await readRowsSafely(db, place.organizationId, {
        order: 'oldest_first',
        after: { epoch: current.epoch, seq: sealed },
        upTo: { epoch: current.epoch, seq: headSeq ?? Number.MAX_SAFE_INTEGER },
        limit: pageRows,
      })
      const reached = await this.#takeRows(place, tree, current, rows)
      if (reached === 'stopped') return reached
      if (rows.length < pageRows && headSeq !== null && reached < headSeq) {
        return this.#stop(place, 'missing', { epoch: current.epoch, seq: reached + 1, id: null })
      }
      if (rows.length === pageRows) return 'more'
      return headSeq === null ? this.#openNextEpoch(db, place, head.epoch) : 'done'
    }

    /** Seals rows up to the first that is not sound. Returns the last `seq` sealed. */
    async #takeRows(
      place: AuditLogPlace,
      tree: TreeState,
      { epoch, firstIndex }: CheckpointEpoch,
      rows: readonly ReadAuditRow[],
    ): Promise<number | 'stopped'> {
      const overlay = new MerkleOverlay(this.#storage)
      let size = tree.size
      const endings: Ending[] = []
      let stop: Step | null = null
      for (const read of rows) {
        const seq = size - firstIndex + 1
        if (read.seq !== seq) {
          stop = this.#stop(place, 'missing', { epoch, seq, id: null })
        } else if (!read.row || !(await isLeafOfColumns(read.row))) {
          stop = this.#stop(place, 'tampered', read)
        }
        if (stop) break
        await appendLeaf(overlay, size, decodeHex(read.leaf))
        size += 1
        const ending = read.row && endingOf(read.row)
        if (ending) endings.push(ending)
      }
      if (size > tree.size) {
        this.#storage.grow(overlay, size, endings, this.#hub.clock.now())
      }
      return stop ? 'stopped' : size - firstIndex
    }

    /** What is wrong with the row sealed last, if anything. */
    async #doubtOf(
      tree: TreeState,
      epoch: CheckpointEpoch,
      sealed: number,
      last: { seq: number; leaf: string } | null,
      takenByRestore: boolean,
    ): Promise<AuditIncident['kind'] | null> {
      if (sealed === 0) return null
      if (!last) return takenByRestore ? null : 'missing'
      if (last.seq < sealed && !takenByRestore) return 'missing'
      const leaf = this.#storage.getNode(0, epoch.firstIndex + last.seq - 1)
      assert(leaf, `leaf ${epoch.firstIndex + last.seq - 1} of ${tree.size} is not stored`)
      return encodeHexLowerCase(leaf) === last.leaf ? null : 'tampered'
    }

    /** Signs that numbering begins anew, after which size and root, and which rows are gone. */
    async #openNextEpoch(
      db: ShardDatabase,
      place: AuditLogPlace,
      headEpoch: number,
    ): Promise<Step> {
      const tree = this.#storage.tree()
      const last = tree.epochs.at(-1)?.epoch ?? 0
      const withRows = await nextEpochWithRows(db, place.organizationId, last)
      const epoch = { epoch: Math.min(withRows ?? headEpoch, headEpoch), firstIndex: tree.size }
      const lost: LostRange[] = []
      for (const [at, each] of tree.epochs.entries()) {
        const sealed = (tree.epochs[at + 1]?.firstIndex ?? tree.size) - each.firstIndex
        const kept = await lastRowUpTo(db, place.organizationId, { epoch: each.epoch, seq: sealed })
        const firstSeq = (kept?.seq ?? 0) + 1
        if (firstSeq <= sealed) lost.push({ epoch: each.epoch, firstSeq, lastSeq: sealed })
      }
      const epochs = [...tree.epochs, epoch]
      const statement = await this.#signed(place, { size: tree.size, epochs, lost }, true)
      this.#storage.openEpoch(epoch, lost, statement)
      this.#hub.log.write('warn', 'the audit log opened an epoch', { ...place, ...epoch, lost })
      return 'more'
    }

    #stop(
      place: AuditLogPlace,
      kind: AuditIncident['kind'],
      row: { epoch: number; seq: number; id: string | null },
    ): Step {
      const { epoch, seq, id } = row
      const incident = { kind, epoch, seq, eventId: id, at: this.#now() }
      if (this.#storage.beginIncident(incident)) {
        this.#hub.log.write('error', 'the audit log stopped sealing', { ...place, ...incident })
      }
      return 'stopped'
    }

    #endIncident(place: AuditLogPlace): void {
      this.#storage.endIncidents(this.#now())
      this.#hub.log.write('warn', 'the audit log seals again', { ...place })
    }

    async #signCheckpoint(place: AuditLogPlace): Promise<void> {
      const tree = this.#storage.tree()
      if (tree.size === 0) return
      const newest = this.#storage.newestCheckpoint()
      const covers = newest?.size === tree.size && newest.epoch === tree.epochs.at(-1)?.epoch
      // A new key signs what the old one had signed; a statement stays a statement.
      if (covers && newest.verifierKey === (await this.verifierKey())) return
      this.#storage.putCheckpoint(await this.#signed(place, tree, covers && newest.opens))
    }

    async #signed(
      place: AuditLogPlace,
      tree: TreeState,
      opens: boolean,
    ): Promise<Omit<StoredCheckpoint, 'published'>> {
      const signer = await this.#hub.auditSigner()
      const root = await rootHash(this.#storage, tree.size)
      const origin = checkpointOrigin(this.#hub.settings.publicOrigin, place.organizationId)
      const text = checkpointText({ origin, ...tree, rootHash: root, opens })
      return {
        size: tree.size,
        epoch: tree.epochs.at(-1)?.epoch ?? 0,
        rootHash: encodeBase64(root),
        note: await signNote(text, signer),
        at: this.#now(),
        verifierKey: await encodeVerifierKey(signer.name, signer.publicKeyRaw),
        opens,
      }
    }

    /** The public copy may be late, never lost: what failed is tried again by the alarm. */
    async #publish(place: AuditLogPlace): Promise<void> {
      const newest = this.#storage.newestCheckpoint()
      if (!newest || newest.published) return
      try {
        await this.#hub.publishCheckpoint(place.organizationId, shown(newest))
        this.#storage.markPublished(newest)
      } catch (error) {
        this.#hub.log.write('warn', 'publishing a checkpoint failed', {
          ...place,
          error: error instanceof Error ? error.message : 'unknown',
        })
        await this.#alarmIn(retryAfterMs)
      }
    }

    #now(): string {
      return new Date(this.#hub.clock.now()).toISOString()
    }
  }
}

function shown(checkpoint: StoredCheckpoint): AuditCheckpoint
function shown(checkpoint: StoredCheckpoint | null): AuditCheckpoint | null
function shown(checkpoint: StoredCheckpoint | null): AuditCheckpoint | null {
  if (!checkpoint) return null
  const { size, epoch, rootHash, note, at } = checkpoint
  return { size, epoch, rootHash, note, at }
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
