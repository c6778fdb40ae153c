// A database is put back in time behind its objects: the trail's epochs, what was ended, claims and single-use things. Step by step,
// inside the runtime; test/flows/restore.test.ts does it to the whole built hub.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { raiseEpoch } from '../../core/audit/raise-epoch.ts'
import { verifyAuditLog } from '../../core/audit/verify-audit-log.ts'
import { keepVendorApp, removeVendorApp } from '../../core/connections/index.ts'
import type { Ctx } from '../../core/context.ts'
import { endAgain } from '../../core/db/queries/ended-again.ts'
import { writeChange } from '../../core/db/write.ts'
import {
  deploySecretOperator,
  recordOperatorAct,
  restoreDatabase,
} from '../../core/operators/index.ts'
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
import { makeTestOrganization, settled, testHub } from './support.ts'

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

describe("an organization's own vendor app", () => {
  const slack = (clientSecret: string) => ({
    connector: 'slack',
    values: { clientId: '1.2', clientSecret, signingSecret: 'a'.repeat(32) },
  })
  const shardOf = (ctx: Ctx) => (env as unknown as Record<string, D1Database>)[`SHARD_${ctx.shard}`]
  const apps = async (ctx: Ctx) =>
    (await ctx.db.query.vendorApps.findMany()).filter(
      (row) => row.organizationId === ctx.organizationId,
    )

  it('that was replaced since does not come back, and the one of now stays', async () => {
    const { ownerCtx: ctx } = await makeTestOrganization()
    await keepVendorApp(ctx, slack('the-first-client-secret'))
    const [old] = await apps(ctx)
    if (!old) throw new Error('no app was kept')
    await settled()
    await alter(ctx, 'UPDATE vendor_apps SET updated_at = 5 WHERE id = ?', old.id)
    await keepVendorApp(ctx, slack('the-second-client-secret'))
    await settled()
    await sealNow(ctx)
    expect(await logOf(ctx).endings()).toEqual([{ kind: 'vendor_app', id: 'slack/5' }])
    expect(await restore(ctx)).toMatchObject({ endedAgain: {} })
    expect(await apps(ctx)).toHaveLength(1)

    await alter(
      ctx,
      'UPDATE vendor_apps SET secrets = ?, updated_at = 5 WHERE id = ?',
      old.secrets,
      old.id,
    )
    expect(await restore(ctx)).toMatchObject({ endedAgain: { vendor_app: 1 } })
    expect(await apps(ctx)).toEqual([])
  })

  it('that was removed since does not come back, and its connections are broken', async () => {
    const { ownerCtx: ctx } = await makeTestOrganization()
    await keepVendorApp(ctx, slack('the-client-secret-of-acme'))
    const [old] = await apps(ctx)
    if (!old) throw new Error('no app was kept')
    await removeVendorApp(ctx, { connector: 'slack' })
    await settled()
    await sealNow(ctx)
    await alter(
      ctx,
      `INSERT INTO vendor_apps (id, organization_id, connector, fields, secrets, updated_by, updated_at)
       VALUES (?, ?, 'slack', '{"clientId":"1.2"}', ?, '{}', ?)`,
      old.id,
      ctx.organizationId,
      old.secrets,
      old.updatedAt,
    )
    const connection = (id: string, client: string) =>
      alter(
        ctx,
        `INSERT INTO connections (id, organization_id, connector, name, status, account_id,
           account_name, config, oauth_client_id, credentials, created_by, created_at, updated_at,
           connected_at)
         VALUES (?, ?, 'slack', 'x', 'active', ?, 'x', '{}', ?, 'x', '{}', 1, 1, 1)`,
        id,
        ctx.organizationId,
        id,
        client,
      )
    const [through, other] = [ctx.ids.next('connection'), ctx.ids.next('connection')]
    await connection(through, '1.2')
    await connection(other, '1.3')
    const living = async (id: string) =>
      (
        await shardOf(ctx)
          ?.prepare('SELECT status FROM connections WHERE id = ?')
          .bind(id)
          .first<{ status: string }>()
      )?.status
    const ended = await logOf(ctx).endings()
    await writeChange(ctx, {
      statements: endAgain(ctx.db, ctx.organizationId, ended, 2),
      audit: { action: 'database.end_again', target: { type: 'organization', id: 'x' } },
      answer: null,
    })
    expect(await apps(ctx)).toEqual([])
    expect([await living(through), await living(other)]).toEqual(['needs_reconnect', 'active'])
  })
})

describe('a suspension', () => {
  const change = (ctx: Ctx, values: Record<string, unknown>) =>
    recordOperatorAct(requestOf(ctx), {
      action: 'organization.change',
      targetId: ctx.organizationId,
      values,
    })
  const standing = async (ctx: Ctx) => {
    const rows = await ctx.db.query.organizations.findMany()
    const row = rows.find(({ id }) => id === ctx.organizationId)
    return [row?.suspendedAt !== null, row?.suspendedReason]
  }

  it('that the shard forgot stands again, as the operator log says', async () => {
    const ctx = await makeSealedTrail(2)
    await change(ctx, { suspended: true, reason: 'Spam' })
    await change(ctx, { plan: 'team' })
    const alone = { database: 'directory', restoredTo: null, trail: false }
    await restoreOrganization(requestOf(ctx), ctx, alone)
    expect(await standing(ctx)).toEqual([false, null])
    await restore(ctx)
    expect(await standing(ctx)).toEqual([true, 'Spam'])
  })

  it('that was ended stays ended', async () => {
    const ctx = await makeSealedTrail(2)
    await change(ctx, { suspended: true, reason: 'Spam' })
    await change(ctx, { suspended: false })
    await restore(ctx)
    expect(await standing(ctx)).toEqual([false, null])
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
