// The log that seals the trail: order, proofs, what stops it, and what a restore of the database does to it.

import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { decodeBase64, decodeHex } from '@oslojs/encoding'
import { describe, expect, it } from 'vitest'
import { checkpointOrigin, parseVerifierKey } from '../../core/audit/checkpoint-note.ts'
import type { AuditCheckpoint, Ctx } from '../../core/context.ts'
import { assert } from '../../core/contract/errors.ts'
import { verifyConsistency, verifyInclusion } from '../../core/lib/merkle.ts'
import { verifyNote } from '../../core/lib/signed-note.ts'
import {
  alter,
  auditObject,
  logOf,
  makeQuietOrganization,
  raiseEpoch,
  restoreTo,
  rowAt,
  rowsOf,
  sealNow,
  writeRows,
} from './audit-trail.ts'
import { makeTestOrganization } from './support.ts'

const rootOf = (checkpoint: AuditCheckpoint) => decodeBase64(checkpoint.rootHash)

async function linesOf(ctx: Ctx, checkpoint: AuditCheckpoint): Promise<readonly string[]> {
  const verifier = parseVerifierKey(await logOf(ctx).verifierKey())
  assert(verifier.ok, 'the verifier key is malformed')
  const text = await verifyNote(checkpoint.note, verifier.value)
  assert(text.ok, 'the checkpoint is not signed by the log')
  return text.value.trimEnd().split('\n')
}

describe('sealing', () => {
  it('takes a thousand rows in order, and every tenth has a proof', {
    timeout: 60_000,
  }, async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 999)
    const checkpoint = await sealNow(ctx)
    const rows = await rowsOf(ctx)
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
    expect(checkpoint).toMatchObject({ size: 1000, epoch: 1 })
    const log = logOf(ctx)
    const sealed = [...(await log.leaves(0, 500)), ...(await log.leaves(500, 500))]
    expect(sealed).toEqual(rows.map((row) => row.leaf))
    for (let index = 0; index < 1000; index += 10) {
      const proof = (await log.inclusion(index, 1000))?.map(decodeBase64) ?? []
      const leaf = decodeHex(rows[index]?.leaf ?? '')
      expect(await verifyInclusion(leaf, index, 1000, proof, rootOf(checkpoint))).toBe(true)
    }
  })

  it('signs a checkpoint that names its log, size, root and epoch', async () => {
    const ctx = await makeQuietOrganization()
    const checkpoint = await sealNow(ctx)
    expect(await linesOf(ctx, checkpoint)).toEqual([
      checkpointOrigin(ctx.settings.publicOrigin, ctx.organizationId),
      '1',
      checkpoint.rootHash,
      'epoch 1 0',
    ])
  })

  it('proves that a later checkpoint extends an earlier one', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 6)
    const old = await sealNow(ctx)
    await writeRows(ctx, 30)
    const now = await sealNow(ctx)
    const proof = (await logOf(ctx).consistency(old.size, now.size))?.map(decodeBase64) ?? []
    expect([old.size, now.size]).toEqual([7, 37])
    expect(await verifyConsistency(7, rootOf(old), 37, rootOf(now), proof)).toBe(true)
  })

  it('signs nothing anew when nothing was written', async () => {
    const ctx = await makeQuietOrganization()
    const first = await sealNow(ctx)
    expect(await sealNow(ctx)).toEqual(first)
    expect(await logOf(ctx).checkpoints(10)).toEqual([first])
  })

  it('proves nothing outside the tree', async () => {
    const ctx = await makeQuietOrganization()
    const log = logOf(ctx)
    expect(await log.inclusion(1, 1)).toBeNull()
    expect(await log.inclusion(0, 2)).toBeNull()
    expect(await log.inclusion(-1, 1)).toBeNull()
    expect(await log.consistency(1, 2)).toBeNull()
    expect(await log.consistency(1, 0)).toBeNull()
  })

  it('happens by itself after a write', async () => {
    const { ctx } = await makeTestOrganization()
    await writeRows(ctx, 3)
    const stub = auditObject(ctx.organizationId)
    await stub.wake({ organizationId: ctx.organizationId, shard: ctx.shard })
    await runDurableObjectAlarm(stub)
    expect((await stub.checkpoints(1))[0]?.size).toBe(4)
  })

  it('gives those who seal at once the same tree', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 40)
    const log = logOf(ctx)
    const all = await Promise.all(Array.from({ length: 8 }, () => log.seal()))
    expect(new Set(all.map((checkpoint) => checkpoint?.note)).size).toBe(1)
    expect(all[0]?.size).toBe(41)
  })

  it('keeps checkpoints newest first, and those before one of them', async () => {
    const ctx = await makeQuietOrganization()
    for (let i = 0; i < 3; i++) {
      await writeRows(ctx, 1)
      await sealNow(ctx)
    }
    const log = logOf(ctx)
    expect((await log.checkpoints(10)).map((each) => each.size)).toEqual([4, 3, 2, 1])
    const before = await log.checkpoints(2, { epoch: 1, size: 4 })
    expect(before.map((each) => each.size)).toEqual([3, 2])
  })
})

describe('the numbers of a trail', () => {
  it('have no gap when forty write at once', { timeout: 30_000 }, async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 40, {}, 40)
    const rows = await rowsOf(ctx)
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 41 }, (_, i) => i + 1))
    expect((await sealNow(ctx)).size).toBe(41)
  })

  it('never mix between two organizations', async () => {
    const [one, other] = [await makeQuietOrganization(), await makeQuietOrganization()]
    await Promise.all([writeRows(one, 12), writeRows(other, 5)])
    const [first, second] = [await sealNow(one), await sealNow(other)]
    expect([first.size, second.size]).toEqual([13, 6])
    expect(await logOf(one).leaves(0, 500)).toEqual((await rowsOf(one)).map((row) => row.leaf))
    expect(await logOf(other).leaves(0, 500)).toEqual((await rowsOf(other)).map((row) => row.leaf))
  })
})

describe('what stops sealing', () => {
  it.each([
    ['its action', "UPDATE audit_events SET action = 'policy.delete' WHERE id = ?"],
    ['its leaf', "UPDATE audit_events SET leaf = '00' WHERE id = ?"],
    ['its actor, to no JSON', "UPDATE audit_events SET actor = 'nobody' WHERE id = ?"],
  ])('is a row whose edit, of %s, came before sealing', async (_, statement) => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 5, {}, 1)
    const row = await rowAt(ctx, 4)
    await alter(ctx, statement, row.id)
    expect((await sealNow(ctx)).size).toBe(3)
    expect(await auditObject(ctx.organizationId).incident()).toMatchObject({
      kind: 'tampered',
      epoch: 1,
      seq: 4,
      eventId: row.id,
    })
  })

  it('is the row sealed last, when it was changed since', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 2, {}, 1)
    await sealNow(ctx)
    const row = await rowAt(ctx, 3)
    await alter(ctx, "UPDATE audit_events SET leaf = '00' WHERE id = ?", row.id)
    await writeRows(ctx, 1)
    expect((await sealNow(ctx)).size).toBe(3)
    expect(await auditObject(ctx.organizationId).incident()).toMatchObject({
      kind: 'tampered',
      eventId: row.id,
    })
  })

  it.each([
    ['between others', 3],
    ['at the end', 6],
  ])('is a row that was deleted %s before sealing', async (_, seq) => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 5, {}, 1)
    await alter(ctx, 'DELETE FROM audit_events WHERE id = ?', (await rowAt(ctx, seq)).id)
    expect((await sealNow(ctx)).size).toBe(seq - 1)
    expect(await auditObject(ctx.organizationId).incident()).toMatchObject({
      kind: 'missing',
      seq,
      eventId: null,
    })
  })

  it('is over when the row is right again, and stays on record', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 3, {}, 1)
    const { id } = await rowAt(ctx, 2)
    await alter(ctx, "UPDATE audit_events SET action = 'policy.delete' WHERE id = ?", id)
    expect((await sealNow(ctx)).size).toBe(1)
    await alter(ctx, "UPDATE audit_events SET action = 'policy.create' WHERE id = ?", id)
    expect((await sealNow(ctx)).size).toBe(4)
    const stub = auditObject(ctx.organizationId)
    expect(await stub.incident()).toBeNull()
    const kept = await runInDurableObject(stub, (_, state) =>
      state.storage.sql.exec('SELECT kind, event_id FROM incidents').toArray(),
    )
    expect(kept).toEqual([{ kind: 'tampered', event_id: id }])
  })
})

describe('a restore of the database', () => {
  it('is found when it went behind the tree, and nothing is sealed after it', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 9, {}, 1)
    const before = await sealNow(ctx)
    await restoreTo(ctx, 6)
    await writeRows(ctx, 2)
    expect(await sealNow(ctx)).toEqual(before)
    expect(await auditObject(ctx.organizationId).incident()).toMatchObject({
      kind: 'behind',
      epoch: 1,
      seq: 10,
    })
  })

  it('is found when new rows have reached past the tree again', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 9, {}, 1)
    const before = await sealNow(ctx)
    await restoreTo(ctx, 6)
    await writeRows(ctx, 12, {}, 1)
    expect(await sealNow(ctx)).toEqual(before)
    expect(await auditObject(ctx.organizationId).incident()).toMatchObject({
      kind: 'tampered',
      seq: 10,
    })
  })

  it('opens an epoch with a signed statement, and the tree goes on', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 9, {}, 1)
    const before = await sealNow(ctx)
    await restoreTo(ctx, 6)
    await raiseEpoch(ctx)
    const opened = await sealNow(ctx)
    expect((await linesOf(ctx, opened)).slice(1)).toEqual([
      '10',
      before.rootHash,
      'epoch 1 0',
      'epoch 2 10',
      'lost 1 7 10',
      `opened 2 10 ${before.rootHash}`,
    ])
    await writeRows(ctx, 3, {}, 1)
    const now = await sealNow(ctx)
    expect(now).toMatchObject({ size: 13, epoch: 2 })
    expect(await auditObject(ctx.organizationId).incident()).toBeNull()
    const proof = (await logOf(ctx).consistency(10, 13))?.map(decodeBase64) ?? []
    expect(await verifyConsistency(10, rootOf(before), 13, rootOf(now), proof)).toBe(true)
    const rows = await rowsOf(ctx)
    expect(await logOf(ctx).leaves(10, 500)).toEqual(
      rows.filter((row) => row.epoch === 2).map((row) => row.leaf),
    )
  })

  it('loses nothing that was committed but not sealed when the epoch rises', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 4, {}, 1)
    await raiseEpoch(ctx)
    await writeRows(ctx, 2, {}, 1)
    const checkpoint = await sealNow(ctx)
    expect(checkpoint).toMatchObject({ size: 7, epoch: 2 })
    expect((await linesOf(ctx, checkpoint)).slice(3)).toEqual(['epoch 1 0', 'epoch 2 5'])
  })

  it('does not let rows pass that another history wrote at sealed places', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 9, {}, 1)
    const before = await sealNow(ctx)
    await restoreTo(ctx, 6)
    await writeRows(ctx, 2, {}, 1)
    await raiseEpoch(ctx)
    expect(await sealNow(ctx)).toEqual(before)
    expect(await auditObject(ctx.organizationId).incident()).toMatchObject({
      kind: 'tampered',
      epoch: 1,
      seq: 8,
    })
  })
})
