// A database is put back in time behind its objects: the trail's epochs, what was ended, claims and single-use things. Step by step,
// inside the runtime; test/flows/restore.test.ts does it to the whole built hub.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { raiseEpoch } from '../../core/audit/raise-epoch.ts'
import { verifyAuditLog } from '../../core/audit/verify-audit-log.ts'
import type { Ctx } from '../../core/context.ts'
import { deploySecretOperator, restoreDatabase } from '../../core/operators/index.ts'
import { restoreOrganization } from '../../core/operators/restore-organization.ts'
import {
  alter,
  auditObject,
  logOf,
  makeQuietOrganization,
  restoreTo,
  rowsOf,
  sealNow,
  writeRows,
} from './audit-trail.ts'
import { settled, testHub } from './support.ts'

const requestOf = (ctx: Ctx) => ({
  hub: ctx.hub,
  operator: deploySecretOperator,
  requestId: 'req_restore',
  waitUntil: () => undefined,
})
const restore = (ctx: Ctx) =>
  restoreOrganization(requestOf(ctx), ctx, {
    database: ctx.shard,
    restoredTo: '2026-01-02T03:04:05.000Z',
    trail: true,
  })

/** A trail of `size` rows, all sealed. */
async function makeSealedTrail(size: number): Promise<Ctx> {
  const ctx = await makeQuietOrganization()
  await writeRows(ctx, size - 1, {}, 1)
  await sealNow(ctx)
  return ctx
}
const placesOf = async (ctx: Ctx) => (await rowsOf(ctx)).map(({ epoch, seq }) => [epoch, seq])
const numbers = (from: number, to: number, epoch: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => [epoch, from + i])

describe('the epoch of a restored trail', () => {
  it('is raised above the log, and the trail verifies with the loss stated', async () => {
    const ctx = await makeSealedTrail(10)
    await restoreTo(ctx, 6)
    const restored = await restore(ctx)
    expect(restored).toMatchObject({ epoch: 2, lost: [{ epoch: 1, firstSeq: 7, lastSeq: 10 }] })
    await settled()
    await writeRows(ctx, 2, {}, 1)
    expect(await verifyAuditLog(ctx)).toMatchObject({
      lost: [{ epoch: 1, firstSeq: 7, lastSeq: 10 }],
      verdict: { ok: true },
    })
    expect(await auditObject(ctx.organizationId).incident()).toBeNull()
  })

  it('takes rows along that were written before the hub was made whole, fewer than were lost', async () => {
    const ctx = await makeSealedTrail(10)
    await restoreTo(ctx, 6)
    await writeRows(ctx, 2, {}, 1)
    const between = (await rowsOf(ctx)).slice(-2).map(({ id }) => id)
    await restore(ctx)
    expect(await placesOf(ctx)).toEqual([...numbers(1, 6, 1), ...numbers(1, 3, 2)])
    expect((await rowsOf(ctx)).slice(6, 8).map(({ id }) => id)).toEqual(between)
    expect((await verifyAuditLog(ctx)).verdict).toMatchObject({ ok: true })
  })

  it('takes rows along that were written since, more than were lost', async () => {
    const ctx = await makeSealedTrail(10)
    await restoreTo(ctx, 6)
    await writeRows(ctx, 9, {}, 1)
    await sealNow(ctx)
    expect(await auditObject(ctx.organizationId).incident()).toMatchObject({ kind: 'tampered' })
    await restore(ctx)
    expect(await placesOf(ctx)).toEqual([...numbers(1, 6, 1), ...numbers(1, 10, 2)])
    expect((await verifyAuditLog(ctx)).verdict).toMatchObject({ ok: true })
  })

  it('is raised again by a second restore, to before the first', async () => {
    const ctx = await makeSealedTrail(10)
    await restoreTo(ctx, 6)
    await restore(ctx)
    await sealNow(ctx)
    await alter(
      ctx,
      'DELETE FROM audit_events WHERE organization_id = ? AND (epoch > 1 OR seq > 4)',
      ctx.organizationId,
    )
    await alter(
      ctx,
      'UPDATE audit_heads SET epoch = 1, seq = 4 WHERE organization_id = ?',
      ctx.organizationId,
    )
    expect(await restore(ctx)).toMatchObject({
      epoch: 3,
      lost: [
        { epoch: 1, firstSeq: 5, lastSeq: 10 },
        { epoch: 2, firstSeq: 1, lastSeq: 1 },
      ],
    })
    expect((await verifyAuditLog(ctx)).verdict).toMatchObject({ ok: true })
  })

  it('stays where nothing was lost', async () => {
    const ctx = await makeSealedTrail(5)
    expect(await raiseEpoch(ctx, logOf(ctx))).toBeNull()
    await writeRows(ctx, 2, {}, 1)
    expect(await restore(ctx)).toMatchObject({ epoch: null, lost: [] })
    expect((await verifyAuditLog(ctx)).verdict).toMatchObject({ ok: true })
  })

  it('is raised once when the restore is asked for twice', async () => {
    const ctx = await makeSealedTrail(8)
    await restoreTo(ctx, 3)
    expect(await restore(ctx)).toMatchObject({ epoch: 2 })
    await sealNow(ctx)
    expect(await restore(ctx)).toMatchObject({
      epoch: null,
      lost: [{ epoch: 1, firstSeq: 4, lastSeq: 8 }],
    })
    expect((await verifyAuditLog(ctx)).verdict).toMatchObject({ ok: true })
  })

  it('does not hide a cut that nobody stated, nor one by somebody else than an operator', async () => {
    const ctx = await makeSealedTrail(10)
    await restoreTo(ctx, 6)
    await raiseEpoch(ctx, logOf(ctx))
    await writeRows(
      ctx,
      1,
      {
        action: 'database.restore',
        values: { lost: [{ epoch: 1, firstSeq: 7, lastSeq: 10 }] },
      },
      1,
    )
    expect((await verifyAuditLog(ctx)).verdict).toMatchObject({
      ok: false,
      error: { code: 'events_lost' },
    })
  })

  it('does not hide a row that was changed', async () => {
    const ctx = await makeSealedTrail(10)
    await restoreTo(ctx, 6)
    await restore(ctx)
    const row = (await rowsOf(ctx))[2]
    await alter(ctx, "UPDATE audit_events SET action = 'policy.delete' WHERE id = ?", row?.id ?? '')
    expect((await verifyAuditLog(ctx)).verdict).toMatchObject({
      ok: false,
      error: { code: 'event_changed' },
    })
  })
})

describe('what was ended', () => {
  it('is remembered by the log, with its kind, and ended again', async () => {
    const ctx = await makeSealedTrail(2)
    const keyId = `key_${'0'.repeat(20)}${ctx.organizationId.slice(-6)}`
    await alter(
      ctx,
      `INSERT INTO api_keys (id, organization_id, name, hash, start, scopes, created_by, created_at)
       VALUES (?, ?, 'x', ?, 'x', '["*"]', '{}', 1)`,
      keyId,
      ctx.organizationId,
      keyId,
    )
    const target = { type: 'api_key', id: keyId }
    await writeRows(ctx, 1, { action: 'api_key.revoke', target })
    await writeRows(ctx, 1, { action: 'member.remove', target, outcome: 'denied' })
    await sealNow(ctx)
    expect(await logOf(ctx).endings()).toEqual([{ kind: 'api_key', id: keyId }])
    await restoreTo(ctx, 2)
    expect(await restore(ctx)).toMatchObject({ endedAgain: { api_key: 1 } })
    const shard = (env as unknown as Record<string, D1Database>)[`SHARD_${ctx.shard}`]
    const key = await shard?.prepare('SELECT revoked_at FROM api_keys WHERE id = ?').bind(keyId)
    expect((await key?.first<{ revoked_at: number | null }>())?.revoked_at).toBeGreaterThan(1)
    expect(await restore(ctx)).toMatchObject({ endedAgain: {} })
  })
})

describe('the use case', () => {
  it('refuses a database that is not there', async () => {
    const ctx = await makeQuietOrganization()
    await expect(restoreDatabase(requestOf(ctx), { shard: 'zz' })).rejects.toMatchObject({
      code: 'invalid_request',
    })
    await expect(
      restoreDatabase(requestOf(ctx), { shard: 'directory', cursor: 'zz/org' }),
    ).rejects.toMatchObject({ code: 'invalid_cursor' })
  })

  it('goes through all organizations of a shard, page by page', { timeout: 60_000 }, async () => {
    const hub = testHub()
    const made: string[] = []
    for (let at = 0; at < 3; at++) made.push((await makeQuietOrganization()).organizationId)
    const request = { ...requestOf(await makeQuietOrganization()), hub }
    const seen: string[] = []
    for (const shard of hub.shards) {
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof restoreDatabase>> = await restoreDatabase(request, {
          shard,
          ...(cursor === null ? {} : { cursor }),
        })
        seen.push(...page.organizations.map(({ id }) => id))
        cursor = page.nextCursor
      } while (cursor !== null)
    }
    expect(seen).toEqual(expect.arrayContaining(made))
    expect(new Set(seen).size).toBe(seen.length)
  })
})
