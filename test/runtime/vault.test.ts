// The vault over real rows: what it seals opens only where it belongs, and master keys turn over while it works.
import { describe, expect, it } from 'vitest'
import { selectDataKey } from '../../core/db/queries/data-keys.ts'
import { organizationKeys } from '../../core/db/schema/index.ts'
import { eq } from '../../core/db/sql.ts'
import { rewrapDataKeys } from '../../core/organizations/index.ts'
import { makeVault } from '../../core/vault/vault.ts'
import { makeTestOrganization, testHub } from './support.ts'

const ringOf = (id: string, fill: number) =>
  `${id}:${btoa(String.fromCharCode(...new Uint8Array(32).fill(fill)))}`
const testRing = `k1:${btoa('0123456789abcdef0123456789abcdef')}`
const token = { subject: 'conn_1', field: 'credentials' }

describe('a sealed value', () => {
  it('opens where it was sealed, and looks different each time', async () => {
    const { ctx } = await makeTestOrganization()
    const first = await ctx.vault.seal(ctx, token, 'a secret')
    const second = await ctx.vault.seal(ctx, token, 'a secret')

    expect(first).not.toBe(second)
    expect(first).not.toContain('a secret')
    expect(await ctx.vault.open(ctx, token, first)).toBe('a secret')
  })

  it('does not open for another connection, field or organization', async () => {
    const { ctx } = await makeTestOrganization()
    const other = await makeTestOrganization()
    const sealed = await ctx.vault.seal(ctx, token, 'a secret')

    await expect(ctx.vault.open(ctx, { ...token, subject: 'conn_2' }, sealed)).rejects.toThrow()
    await expect(ctx.vault.open(ctx, { ...token, field: 'headers' }, sealed)).rejects.toThrow()
    await expect(ctx.vault.open(other.ctx, token, sealed)).rejects.toThrow()
  })

  it('does not open after a single changed bit', async () => {
    const { ctx } = await makeTestOrganization()
    const sealed = await ctx.vault.seal(ctx, token, 'a secret')
    const last = sealed.at(-2) === 'A' ? 'B' : 'A'
    const changed = sealed.slice(0, -2) + last + sealed.slice(-1)

    await expect(ctx.vault.open(ctx, token, changed)).rejects.toThrow()
  })

  it('does not open once the organization’s key is destroyed', async () => {
    const { ctx, organizationId } = await makeTestOrganization()
    const sealed = await ctx.vault.seal(ctx, token, 'a secret')
    await ctx.db.delete(organizationKeys).where(eq(organizationKeys.organizationId, organizationId))

    const elsewhere = makeVault(testRing, ctx.ids)
    await expect(elsewhere.open(ctx, token, sealed)).rejects.toThrow('no data key')
  })
})

describe('rotation of the master key', () => {
  it('re-wraps data keys; what they sealed opens before, during and after', async () => {
    const { ctx, organizationId, shard } = await makeTestOrganization()
    const sealed = await ctx.vault.seal(ctx, token, 'a secret')
    const both = makeVault(`${ringOf('k2', 2)},${testRing}`, ctx.ids)
    expect(await both.open(ctx, token, sealed)).toBe('a secret')

    const hub = { shard: testHub().shard, vault: both }
    while ((await rewrapDataKeys(hub, shard, 100)) > 0);

    const wrapped = await selectDataKey(ctx.db, organizationId)
    expect(wrapped).toMatch(/^v1\.k2\./)
    const newOnly = makeVault(ringOf('k2', 2), ctx.ids)
    expect(await newOnly.open(ctx, token, sealed)).toBe('a secret')

    // Back under the ring of the other tests, which share these databases.
    const back = makeVault(`${testRing},${ringOf('k2', 2)}`, ctx.ids)
    while ((await rewrapDataKeys({ shard: hub.shard, vault: back }, shard, 100)) > 0);
  })

  it('refuses a ring that is not one', () => {
    const { ids } = testHub()
    for (const wrong of [
      '',
      'k1',
      'k1:AAAA',
      `${testRing},${testRing}`,
      `K1:${btoa('x'.repeat(32))}`,
    ]) {
      expect(() => makeVault(wrong, ids)).toThrow()
    }
  })
})
