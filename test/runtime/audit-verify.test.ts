// Verification names the first thing that someone with the database in hand has changed, before or after it was sealed.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { verifyAuditLog } from '../../core/audit/index.ts'
import type { Ctx } from '../../core/context.ts'
import { noGrants } from '../../core/contract/permissions.ts'
import { auditLeafHash } from '../../core/db/audit-row.ts'
import {
  alter,
  auditObject,
  logOf,
  makeQuietOrganization,
  raiseEpoch,
  restoreTo,
  rowAt,
  sealNow,
  writeRows,
} from './audit-trail.ts'

async function makeSealedTrail(rows: number): Promise<Ctx> {
  const ctx = await makeQuietOrganization()
  await writeRows(ctx, rows, {}, 1)
  await sealNow(ctx)
  return ctx
}

async function failureOf(ctx: Ctx) {
  const { verdict } = await verifyAuditLog(ctx)
  return verdict.ok ? null : verdict.error
}

describe('verifying', () => {
  it('finds a trail whole, over several pages', { timeout: 60_000 }, async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 1100)
    const found = await verifyAuditLog(ctx)
    expect(found).toMatchObject({ checked: 1101, lost: [], verdict: { ok: true } })
    expect(found.checkpoint?.size).toBe(1101)
  })

  it('seals what is committed before it judges', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 4)
    const { checked, checkpoint, verdict } = await verifyAuditLog(ctx)
    expect([checked, checkpoint?.size, verdict.ok]).toEqual([5, 5, true])
  })

  it('needs the permission audit:read', async () => {
    const ctx = await makeQuietOrganization()
    await expect(verifyAuditLog({ ...ctx, grants: noGrants })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('verifying names', () => {
  it('a row that was edited before it was sealed', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 5, {}, 1)
    const { id } = await rowAt(ctx, 3)
    await alter(ctx, "UPDATE audit_events SET outcome = 'denied' WHERE id = ?", id)
    expect(await verifyAuditLog(ctx)).toMatchObject({
      checked: 2,
      verdict: { ok: false, error: { code: 'event_changed', eventId: id, epoch: 1, seq: 3 } },
    })
  })

  it.each([
    ['its target', `UPDATE audit_events SET target = '{"type":"policy","id":"x"}' WHERE id = ?`],
    ['its time', "UPDATE audit_events SET at = '2020-01-01T00:00:00.000Z' WHERE id = ?"],
    ['its commitments', "UPDATE audit_events SET commitments = '{}' WHERE id = ?"],
    ['its target, to no JSON', "UPDATE audit_events SET target = '{' WHERE id = ?"],
  ])('a row that was edited, in %s, after it was sealed', async (_, statement) => {
    const ctx = await makeSealedTrail(6)
    const { id } = await rowAt(ctx, 4)
    await alter(ctx, statement, id)
    expect(await failureOf(ctx)).toMatchObject({ code: 'event_changed', eventId: id, seq: 4 })
  })

  it('a value that is not the one that was committed to', async () => {
    const ctx = await makeSealedTrail(6)
    const { id } = await rowAt(ctx, 4)
    await alter(
      ctx,
      `UPDATE audit_events SET "values" = '{"effect":"allow","index":2}' WHERE id = ?`,
      id,
    )
    expect(await failureOf(ctx)).toMatchObject({ code: 'value_changed', eventId: id, seq: 4 })
  })

  it('a sealed row whose leaf was made anew to fit the edit', async () => {
    const ctx = await makeSealedTrail(6)
    const { id } = await rowAt(ctx, 4)
    const row = await ctx.db.query.auditEvents.findFirst({
      where: (each, { eq }) => eq(each.id, id),
    })
    if (!row) throw new Error('the row is gone')
    const leaf = await auditLeafHash({ ...row, action: 'policy.delete' })
    await alter(
      ctx,
      "UPDATE audit_events SET action = 'policy.delete', leaf = ? WHERE id = ?",
      leaf,
      id,
    )
    expect(await failureOf(ctx)).toMatchObject({
      code: 'event_replaced',
      eventId: id,
      epoch: 1,
      seq: 4,
    })
  })

  it.each([
    ['the first', 1],
    ['one between others', 4],
    ['the last', 7],
  ])('a sealed row that was deleted: %s', async (_, seq) => {
    const ctx = await makeSealedTrail(6)
    await alter(ctx, 'DELETE FROM audit_events WHERE id = ?', (await rowAt(ctx, seq)).id)
    expect(await failureOf(ctx)).toMatchObject({ code: 'event_missing', epoch: 1, seq })
  })

  it('two sealed rows that changed places', async () => {
    const ctx = await makeSealedTrail(6)
    const [a, b] = [await rowAt(ctx, 3), await rowAt(ctx, 5)]
    await alter(ctx, 'UPDATE audit_events SET seq = 999 WHERE id = ?', a.id)
    await alter(ctx, 'UPDATE audit_events SET seq = 3 WHERE id = ?', b.id)
    await alter(ctx, 'UPDATE audit_events SET seq = 5 WHERE id = ?', a.id)
    expect(await failureOf(ctx)).toMatchObject({ code: 'event_replaced', eventId: b.id, seq: 3 })
  })

  it('a trail that was cut off together with its head', async () => {
    const ctx = await makeSealedTrail(6)
    await restoreTo(ctx, 5)
    expect(await failureOf(ctx)).toMatchObject({ code: 'event_missing', epoch: 1, seq: 6 })
  })

  it('a checkpoint that the log did not sign', async () => {
    const ctx = await makeSealedTrail(6)
    await runInDurableObject(auditObject(ctx.organizationId), (_, state) => {
      state.storage.sql.exec("UPDATE checkpoints SET note = replace(note, 'epoch 1', 'epoch 2')")
    })
    expect(await failureOf(ctx)).toMatchObject({ code: 'checkpoint_invalid', eventId: null })
  })

  it('a tree that was made anew from other leaves', async () => {
    const ctx = await makeSealedTrail(6)
    await runInDurableObject(auditObject(ctx.organizationId), (_, state) => {
      state.storage.sql.exec('UPDATE nodes SET hash = zeroblob(32) WHERE level = 1')
    })
    await writeRows(ctx, 1)
    expect(await failureOf(ctx)).toMatchObject({ code: 'root_differs', eventId: null })
  })
})

describe('after a restore that opened an epoch', () => {
  it('the rows that the statement names are missed, and nothing else is', async () => {
    const ctx = await makeSealedTrail(9)
    await restoreTo(ctx, 6)
    await raiseEpoch(ctx)
    await writeRows(ctx, 3, {}, 1)
    expect(await verifyAuditLog(ctx)).toMatchObject({
      checked: 9,
      lost: [{ epoch: 1, firstSeq: 7, lastSeq: 10 }],
      verdict: { ok: false, error: { code: 'events_lost' } },
    })
  })

  it('a row is still missed that the statement does not name', async () => {
    const ctx = await makeSealedTrail(9)
    await restoreTo(ctx, 6)
    await raiseEpoch(ctx)
    await writeRows(ctx, 3, {}, 1)
    await sealNow(ctx)
    await alter(ctx, 'DELETE FROM audit_events WHERE id = ?', (await rowAt(ctx, 6)).id)
    expect(await failureOf(ctx)).toMatchObject({ code: 'event_missing', epoch: 1, seq: 6 })
  })

  it('a row put in the place of a lost one is not taken for it', async () => {
    const ctx = await makeSealedTrail(9)
    await restoreTo(ctx, 6)
    await raiseEpoch(ctx)
    await writeRows(ctx, 3, {}, 1)
    await sealNow(ctx)
    await writeRows(ctx, 1)
    await alter(
      ctx,
      'UPDATE audit_events SET epoch = 1, seq = 7 WHERE organization_id = ? AND epoch = 2 AND seq = 4',
      ctx.organizationId,
    )
    await alter(ctx, 'UPDATE audit_heads SET seq = 3 WHERE organization_id = ?', ctx.organizationId)
    expect(await failureOf(ctx)).toMatchObject({ code: 'event_replaced', epoch: 1, seq: 7 })
  })
})

it('publishes the newest checkpoint where anyone may read it', async () => {
  const ctx = await makeSealedTrail(2)
  const cache = (env as unknown as { CACHE: KVNamespace }).CACHE
  const published = await cache.get(`checkpoint/${ctx.organizationId}`, 'json')
  expect(published).toEqual((await logOf(ctx).checkpoints(1))[0])
})
