// Operators' links and the deploy secret they are bound to; and what the hub's health may cost.
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { Hub } from '../../core/context.ts'
import { openShard } from '../../core/db/database.ts'
import {
  bootstrapOperator,
  deploySecretOperator,
  hubHealth,
  organizationHealth,
  redeemOperatorLink,
} from '../../core/operators/index.ts'
import { makeTestOrganization, testHub } from './support.ts'

const visitor = { network: null, userAgent: null }
const secretOf = (url: string) => url.split('/').at(-1) ?? ''

const withSecret = (hub: Hub, operatorSecret: string): Hub => ({
  ...hub,
  settings: { ...hub.settings, operatorSecret },
})

it('an unused link dies with the deploy secret that made it', async () => {
  const hub = testHub()
  const request = {
    hub,
    operator: deploySecretOperator,
    requestId: 'req_test',
    waitUntil: () => undefined,
  }
  const link = await bootstrapOperator(request, { email: 'bound@hub.example', name: 'Bound' })
  const rotated = withSecret(hub, 'another-operator-secret-of-32-characters')
  await expect(redeemOperatorLink(rotated, secretOf(link.url), visitor)).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  const { session } = await redeemOperatorLink(hub, secretOf(link.url), visitor)
  expect(session).toMatch(/^cwos_/)
})

it('garbage is refused without a look into storage', async () => {
  const blind: Hub = {
    ...testHub(),
    sessions: () => {
      throw new Error('storage was asked')
    },
  }
  for (const wrong of ['', 'x', 'cwol_x', `cwol_${'0'.repeat(36)}`, `cwl_${'0'.repeat(36)}`]) {
    await expect(redeemOperatorLink(blind, wrong, visitor)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  }
})

it('asks for health along indexes: no table that grows is read through', async () => {
  const { organizationId, shard } = await makeTestOrganization()
  const database = (env as unknown as Record<string, D1Database>)[`SHARD_${shard}`]
  if (!database) throw new Error('no shard')
  const asked: { text: string; values: unknown[] }[] = []
  const watched = new Proxy(database, {
    get(real, name) {
      const value: unknown = Reflect.get(real, name)
      if (typeof value !== 'function') return value
      if (name !== 'prepare') return value.bind(real)
      return (text: string) =>
        new Proxy(real.prepare(text), {
          get(statement, method) {
            const own: unknown = Reflect.get(statement, method)
            if (typeof own !== 'function') return own
            return (...values: unknown[]) => {
              if (method === 'bind') asked.push({ text, values })
              return Reflect.apply(own, statement, values) as unknown
            }
          },
        })
    },
  })
  const db = openShard(watched)
  const hub = testHub()
  const seen: Hub = { ...hub, shards: [shard], shard: () => db }
  await hubHealth({ hub: seen })
  await organizationHealth({ hub: seen }, { organizationId, shard })
  expect(asked.length).toBeGreaterThan(6)
  for (const { text, values } of asked) {
    const plan = await database
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .bind(...values)
      .all<{ detail: string }>()
    for (const { detail } of plan.results) {
      // A scan of a partial index reads what is open, and no more.
      const scan =
        /^SCAN (\w+)(?! USING (COVERING )?INDEX (deliveries|runs|approvals|notices)_)/.exec(detail)
      const grows = [
        'deliveries',
        'runs',
        'approvals',
        'notices',
        'events',
        'audit_events',
        'api_keys',
      ]
      expect(grows.includes(scan?.[1] ?? ''), `${detail}: ${text}`).toBe(false)
    }
  }
})
