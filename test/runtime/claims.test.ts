// A change that spans the directory and a shard is killed between them: before the shard's batch, and after it but before the
// confirmation. The Dispatcher's sweep settles both by asking the shard. And two organizations on two shards: no row crosses.
import { env } from 'cloudflare:workers'
import { describe, expect, inject, test } from 'vitest'
import { keepConnection } from '../../core/connections/keep-connection.ts'
import type { Ctx, Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import type { Letter } from '../../core/contract/ports.ts'
import { placesOfEmail } from '../../core/db/claims.ts'
import type { D1 } from '../../core/db/database.ts'
import { createOrganization, placeOfOutsideId } from '../../core/organizations/index.ts'
import {
  acceptInvitation,
  addMember,
  createInvitation,
  listMembers,
  removeMember,
} from '../../core/people/index.ts'
import { createWebhookEndpoint, publishEvent } from '../../core/webhooks/index.ts'
import { makeHub } from '../../worker/context.ts'
import { sweeps } from '../../worker/sweeps.ts'
import { makeTestOrganization, settled, type TestEnv, testHub } from './support.ts'

const bindings = env as unknown as TestEnv
/** A claim is settled once its two minutes are over. */
const afterClaimMs = 121_000
const killed = new Error('killed')
const request = { requestId: 'req_test', waitUntil: () => {} }
const owner = { email: 'dana@acme.example', name: 'Dana Reyes' }
const organization = { name: 'Acme', region: 'eu' as const, owner }

/** A hub that dies at its first batch: nothing it asks of any database after that moment happens. */
function hubThatDies(when: 'before' | 'after'): Hub {
  const life = { over: false }
  const mortal = (database: D1): D1 => ({
    prepare(statement) {
      if (life.over) throw killed
      return database.prepare(statement)
    },
    async batch(statements) {
      if (life.over) throw killed
      if (when === 'after') await database.batch(statements)
      life.over = true
      throw killed
    },
    exec: (statement) => database.exec(statement),
    dump: () => database.dump(),
    withSession: (bookmark) => database.withSession(bookmark),
  })
  return makeHub({
    ...bindings,
    DIRECTORY: mortal(bindings.DIRECTORY),
    SHARD_00: mortal(bindings.SHARD_00),
    SHARD_01: mortal(bindings.SHARD_01),
  } as unknown as TestEnv)
}

/** The same organization and actor on another hub. */
function openOn(hub: Hub, ctx: Ctx): Ctx {
  const { organizationId, shard, actor, grants } = ctx
  return hub.open({ organizationId, shard, actor, grants, ...request })
}

/** What the Dispatchers do about claims once their time is over. */
async function sweepClaims(): Promise<void> {
  const base = testHub()
  const hub: Hub = { ...base, clock: { now: () => base.clock.now() + afterClaimMs } }
  const sweep = sweeps.find(({ name }) => name === 'settle claims')
  const options = { restarted: false, aliveSinceMs: 0 }
  for (const shard of hub.shards) await sweep?.run(hub, shard, options)
}

async function rows<Row>(database: D1, statement: string, value: string): Promise<Row[]> {
  return (await database.prepare(statement).bind(value).all<Row>()).results
}

const placeOf = async (creationKey: string) => {
  const found = await rows<{ organization_id: string; shard: string; state: string }>(
    bindings.DIRECTORY,
    'SELECT * FROM organization_places WHERE creation_key = ?',
    creationKey,
  )
  return found[0] ?? null
}

const claimsOf = (organizationId: string) =>
  rows<{ kind: string; state: string; subject_id: string }>(
    bindings.DIRECTORY,
    'SELECT kind, state, subject_id FROM outside_ids WHERE organization_id = ?',
    organizationId,
  )

const create = (hub: Hub, creationKey: string) =>
  createOrganization(hub, organization, { creationKey, ...request })

describe('an organization whose making is killed', () => {
  test("before its shard's batch is no organization, and its place is released", async () => {
    await expect(create(hubThatDies('before'), 'before')).rejects.toThrow()
    const pending = await placeOf('before')
    expect(pending?.state).toBe('pending')
    await sweepClaims()
    expect(await placeOf('before')).toBeNull()
    expect(await claimsOf(pending?.organization_id ?? '')).toEqual([])
    const made = await create(testHub(), 'before')
    expect(await placeOf('before')).toMatchObject({
      organization_id: made.organization.id,
      state: 'confirmed',
    })
  })

  test("before its shard's batch is made by the same request sent again at once", async () => {
    await expect(create(hubThatDies('before'), 'again')).rejects.toThrow()
    const made = await create(testHub(), 'again')
    expect(made.owner.email).toBe(owner.email)
    await sweepClaims()
    expect((await placeOf('again'))?.state).toBe('confirmed')
    expect(await claimsOf(made.organization.id)).toEqual([
      { kind: 'member_email', state: 'confirmed', subject_id: made.owner.id },
    ])
    const places = await placesOfEmail(testHub(), made.owner.email, 100)
    expect(places.map((place) => place.organizationId)).toContain(made.organization.id)
  })

  test("after its shard's batch is there, and the sweep confirms it", async () => {
    await expect(create(hubThatDies('after'), 'after')).rejects.toThrow()
    expect((await placeOf('after'))?.state).toBe('pending')
    await sweepClaims()
    const place = await placeOf('after')
    expect(place?.state).toBe('confirmed')
    const claims = await claimsOf(place?.organization_id ?? '')
    expect(claims).toMatchObject([{ kind: 'member_email', state: 'confirmed' }])
    const found = await create(testHub(), 'after')
    expect(found.organization.id).toBe(place?.organization_id)
    expect(found.owner.id).toBe(claims[0]?.subject_id)
  })
})

const lee = { email: 'lee@acme.example', name: 'Lee Park', role: 'member' as const }
const asOperator = (ctx: Ctx): Ctx => ({
  ...ctx,
  actor: { type: 'operator', id: 'operator', onBehalfOf: null },
})

describe('a member whose adding is killed', () => {
  const operator = (ctx: Ctx, hub: Hub) => openOn(hub, asOperator(ctx))

  for (const [when, members] of [
    ['before', 0],
    ['after', 1],
  ] as const) {
    test(`${when} the shard's batch leaves ${members} of them, and an address that fits`, async () => {
      const { ctx, organizationId } = await makeTestOrganization()
      await expect(addMember(operator(ctx, hubThatDies(when)), lee)).rejects.toThrow()
      await sweepClaims()
      const claimed = await claimsOf(organizationId)
      expect(claimed).toHaveLength(1 + members)
      expect(claimed.every(({ state }) => state === 'confirmed')).toBe(true)
      const added = await addMember(operator(ctx, testHub()), lee)
      expect(await claimsOf(organizationId)).toHaveLength(2)
      expect((await claimsOf(organizationId)).map((claim) => claim.subject_id)).toContain(added.id)
    })
  }
})

describe('a member whose removal is killed', () => {
  for (const [when, stays] of [
    ['before', true],
    ['after', false],
  ] as const) {
    test(`${when} the shard's batch ${stays ? 'is one still' : 'has left'}, and the address says so`, async () => {
      const { ctx, ownerCtx, organizationId } = await makeTestOrganization()
      const email = `${when}@removal.example`
      const added = await addMember(openOn(testHub(), asOperator(ctx)), { ...lee, email })
      await expect(
        removeMember(openOn(hubThatDies(when), ownerCtx), { memberId: added.id }),
      ).rejects.toThrow()
      await sweepClaims()
      const claims = await claimsOf(organizationId)
      expect(claims.map((claim) => claim.subject_id).includes(added.id)).toBe(stays)
      expect(claims.every(({ state }) => state === 'confirmed')).toBe(true)
      expect(await placesOfEmail(testHub(), email, 10)).toHaveLength(stays ? 1 : 0)
      const again = await addMember(openOn(testHub(), asOperator(ctx)), { ...lee, email })
      expect(again.id === added.id).toBe(stays)
    })
  }
})

describe('an invitation whose acceptance is killed', () => {
  const visitor = { ...request, network: null, userAgent: null, cookie: null }

  /** The secret of a link, as the letter tells it. */
  async function invite(ctx: Ctx, email: string): Promise<string> {
    const letters: Letter[] = []
    const mail = { ...ctx.hub.mail, send: async (letter: Letter) => void letters.push(letter) }
    await createInvitation(
      { ...ctx, hub: { ...ctx.hub, mail } },
      { email, name: null, role: 'member', groupIds: [] },
    )
    return /cwi_\w+/.exec(letters[0]?.text ?? '')?.[0] ?? ''
  }

  test("before the shard's batch made nobody, and works again by the same link", async () => {
    const { ownerCtx, organizationId } = await makeTestOrganization()
    const email = 'before@invited.example'
    const link = await invite(ownerCtx, email)
    const accept = (hub: Hub) => acceptInvitation(hub, link, { name: 'Robin' }, visitor)
    await expect(accept(hubThatDies('before'))).rejects.toThrow()
    await sweepClaims()
    expect(await claimsOf(organizationId)).toHaveLength(1)
    await accept(testHub())
    expect(await placesOfEmail(testHub(), email, 10)).toMatchObject([{ organizationId }])
  })

  test("after the shard's batch made the member once, whose address leads there", async () => {
    const { ownerCtx, organizationId } = await makeTestOrganization()
    const email = 'after@invited.example'
    const link = await invite(ownerCtx, email)
    const accept = (hub: Hub) => acceptInvitation(hub, link, { name: 'Robin' }, visitor)
    await expect(accept(hubThatDies('after'))).rejects.toThrow()
    await sweepClaims()
    await expect(accept(testHub())).rejects.toMatchObject({ code: 'not_found' })
    const [place] = await placesOfEmail(testHub(), email, 10)
    expect(place?.organizationId).toBe(organizationId)
    const { data } = await listMembers(ownerCtx, { limit: 10 })
    expect(data.filter((member) => member.email === email).map(({ id }) => id)).toEqual([
      place?.memberId,
    ])
  })
})

describe('a Slack workspace whose connecting is killed', () => {
  const connect = (ctx: Ctx, hub: Hub, teamId: string) => {
    const opened = openOn(hub, ctx)
    const connector = hub.connectors.get('slack')
    if (!connector) throw new Error('there is no Slack')
    return keepConnection(opened, {
      connectionId: opened.ids.next('connection'),
      connector,
      name: null,
      account: { id: teamId, name: 'Acme', url: null },
      credentials: { accessToken: 'pretend' },
      config: {},
      oauthClientId: null,
    })
  }

  test("before the shard's batch is nobody's, and another organization may have it", async () => {
    const [one, other] = [await makeTestOrganization(), await makeTestOrganization()]
    await expect(connect(one.ctx, hubThatDies('before'), 'T0BEFORE')).rejects.toThrow()
    await expect(connect(other.ctx, testHub(), 'T0BEFORE')).rejects.toThrow(AppError)
    await sweepClaims()
    expect(await placeOfOutsideId(testHub(), 'account:slack', 'T0BEFORE')).toBeNull()
    const { id } = await connect(other.ctx, testHub(), 'T0BEFORE')
    expect(await placeOfOutsideId(testHub(), 'account:slack', 'T0BEFORE')).toMatchObject({
      organizationId: other.organizationId,
      subjectId: id,
    })
  })

  test("after the shard's batch stays its organization's", async () => {
    const [one, other] = [await makeTestOrganization(), await makeTestOrganization()]
    await expect(connect(one.ctx, hubThatDies('after'), 'T0AFTER')).rejects.toThrow()
    await sweepClaims()
    expect(await placeOfOutsideId(testHub(), 'account:slack', 'T0AFTER')).toMatchObject({
      organizationId: one.organizationId,
    })
    await expect(connect(other.ctx, testHub(), 'T0AFTER')).rejects.toMatchObject({
      code: 'already_claimed',
    })
  })
})

describe('two organizations on two shards', () => {
  test('have no row in the other shard, in any table', async () => {
    const made = [await makeTestOrganization(), await makeTestOrganization()]
    expect(new Set(made.map(({ shard }) => shard)).size).toBe(2)
    for (const { ctx } of made) {
      await createWebhookEndpoint(ctx, { url: `${inject('simulatorUrl')}/_control/hooks/claims` })
      await publishEvent(ctx, { type: 'custom.here', data: {} })
    }
    await settled()
    const shards = { '00': bindings.SHARD_00, '01': bindings.SHARD_01 } as Record<string, D1>
    for (const [shard, database] of Object.entries(shards)) {
      for (const { organizationId, shard: home } of made) {
        const held = await rowsHeld(database, organizationId)
        if (shard === home) {
          for (const table of ['organizations', 'events', 'deliveries', 'audit_events']) {
            expect(held[table], `${table} of shard ${shard}`).toBeGreaterThan(0)
          }
        } else expect(Object.values(held).every((count) => count === 0)).toBe(true)
      }
    }
  })
})

/** How many rows of each table belong to the organization; every table says whose its rows are. */
async function rowsHeld(database: D1, organizationId: string): Promise<Record<string, number>> {
  const held: Record<string, number> = {}
  const tables = await rows<{ name: string }>(
    database,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE ? ESCAPE '\\'",
    'sqlite\\_%',
  )
  // The named assertions never hold a row; the others are the platform's own.
  const own = tables.filter(({ name }) => !/^(assertion|d1_migrations|_cf_.*)$/.test(name))
  expect(own.length).toBeGreaterThan(15)
  for (const { name } of own) {
    const column = name === 'organizations' ? 'id' : 'organization_id'
    const [row] = await rows<{ count: number }>(
      database,
      `SELECT COUNT(*) AS count FROM "${name}" WHERE "${column}" = ?`,
      organizationId,
    )
    held[name] = row?.count ?? -1
  }
  return held
}
