// What tests inside the runtime share: the real hub over the test's bindings, and organizations of their own.
import type { D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Ctx, Hub } from '../../core/context.ts'
import { parseSecret } from '../../core/contract/api-key.ts'
import { grantsOfRole, grantsOfScopes } from '../../core/contract/permissions.ts'
import { createOrganization, placeOfOrganization } from '../../core/organizations/index.ts'
import { makeHub } from '../../worker/context.ts'
import type { Env } from '../../worker/env.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    simulatorUrl: string
  }
}

export type TestEnv = Env & {
  SHARD_00: D1Database
  SHARD_01: D1Database
  TEST_MIGRATIONS_DIRECTORY: D1Migration[]
  TEST_MIGRATIONS_SHARD: D1Migration[]
}

/** The real hub: real D1, Durable Objects, queue and egress. */
export function testHub(): Hub {
  return makeHub(env as unknown as TestEnv)
}

export interface TestOrganization {
  /** As its first API key, with every program scope. */
  readonly ctx: Ctx
  /** As its owner, signed in. */
  readonly ownerCtx: Ctx
  readonly organizationId: string
  readonly shard: string
  readonly locator: string
  readonly ownerId: string
  readonly apiKey: string
}

const pending: Promise<unknown>[] = []
const waitUntil = (_name: string, work: Promise<unknown>) => {
  pending.push(work)
}

/** Waits for what use cases left running. */
export async function settled(): Promise<void> {
  while (pending.length > 0) await Promise.allSettled(pending.splice(0))
}

/** A new organization of the test's own, with an owner and a key. */
export async function makeTestOrganization(options: { hub?: Hub } = {}): Promise<TestOrganization> {
  const hub = options.hub ?? testHub()
  const request = { requestId: 'req_test', waitUntil }
  const created = await createOrganization(
    hub,
    {
      name: 'Acme',
      region: 'eu',
      owner: { email: 'dana@acme.example', name: 'Dana Reyes' },
    },
    { creationKey: null, ...request },
  )
  const organizationId = created.organization.id
  const place = await placeOfOrganization(hub, organizationId)
  const located = created.apiKey && parseSecret('cwk_test_', created.apiKey.key)
  if (!place || !located || !created.apiKey) throw new Error('the organization has no place')
  const { shard } = place
  return {
    ctx: hub.open({
      organizationId,
      shard,
      actor: { type: 'api_key', id: created.apiKey.id, onBehalfOf: null },
      grants: grantsOfScopes(['*']),
      ...request,
    }),
    ownerCtx: hub.open({
      organizationId,
      shard,
      actor: { type: 'member', id: created.owner.id, onBehalfOf: null },
      grants: grantsOfRole('owner'),
      ...request,
    }),
    organizationId,
    shard,
    locator: located.locator,
    ownerId: created.owner.id,
    apiKey: created.apiKey.key,
  }
}
