// After a database was put back in time behind the Durable Objects, the hub is made whole again: what was used up stays used up,
// what was ended stays ended, what was sent is sent again under the same id, and each trail says what it lost. Bounded and safe to
// repeat: one call handles a page of organizations, and answers where the next one begins.
//
//   forgotten by D1            and then
//   open links, states,        void: whatever single-use thing is open may have been used since. People ask for another one.
//   approvals, consents
//   claimed runs               their lease is over: looked up at the vendor, never called again
//   deliveries, notices        due again: receivers know them by the same webhook-id
//   keys, members, passkeys,   ended again, as the audit log remembers (core/audit/endings.ts)
//   connections, endpoints,
//   vendors' apps
//   suspensions                as the operator log in the directory says
//   places and claims          brought in line with what lives in the shard
//   audit events               a higher epoch, a signed statement, an event that says so
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import { operators, organizationPlaces } from '../db/schema/directory.ts'
import { organizations } from '../db/schema/index.ts'
import { and, eq, gt, isNull, sql } from '../db/sql.ts'
import { writeProgress } from '../db/write.ts'
import type { OperatorRequest } from './operator.ts'
import { type RestoredOrganization, restoreOrganization } from './restore-organization.ts'
import { recordOperatorAct, writeOperatorChange } from './write-operator-change.ts'

/** Organizations in one call: each is some ten queries and calls, and a request may make a thousand. */
const organizationsMax = 25

export const restoreInput = z.strictObject({
  /** The shard that was put back, or `directory`. */
  shard: z.string().max(20),
  /** To which moment, as told to people and to their trails. */
  restoredTo: z.iso.datetime().optional(),
  cursor: z.string().max(200).optional(),
})

export type RestoreInput = z.output<typeof restoreInput>

export interface Restored {
  readonly shard: string
  readonly organizations: readonly RestoredOrganization[]
  /** Call again with it; null: done. */
  readonly nextCursor: string | null
}

/** @throws AppError invalid_request when there is no such database */
export async function restoreDatabase(
  request: OperatorRequest,
  input: RestoreInput,
): Promise<Restored> {
  const { hub } = request
  if (input.shard !== 'directory' && !hub.shards.includes(input.shard)) {
    throw new AppError('invalid_request', 'Some fields are not valid.', {
      errors: [{ path: 'shard', message: `is none of ${hub.shards.join(', ')}, directory` }],
    })
  }
  if (input.cursor === undefined) await begin(request, input)
  return input.shard === 'directory'
    ? await restoreDirectoryPage(request, input)
    : await restoreShardPage(request, input)
}

/** What is done once, before any organization. */
async function begin(request: OperatorRequest, input: RestoreInput): Promise<void> {
  const { hub } = request
  const act = {
    action: 'database.restore',
    targetId: input.shard,
    values: { restoredTo: input.restoredTo ?? null },
  }
  if (input.shard !== 'directory') {
    await recordOperatorAct(request, act)
    await voidOpenThings(hub, input.shard)
    return
  }
  // Operators who were removed since are back, and nothing else remembers them: all come in anew, by the deploy secret, and under
  // new ids, so that sessions and links from before stay dead.
  await writeOperatorChange(
    request,
    [
      {
        statement: hub.directory
          .update(operators)
          .set({ removedAt: hub.clock.now() })
          .where(isNull(operators.removedAt)),
      },
    ],
    act,
  )
}

/** Everything single-use that is open, in the whole shard. Each statement reads along the index of what is open. */
async function voidOpenThings(hub: OperatorRequest['hub'], shard: string): Promise<void> {
  const db = hub.shard(shard)
  const nowMs = hub.clock.now()
  await hub.dispatcher(shard).arm(nowMs)
  await writeProgress({ db }, [
    // A used state is refused; so is a link that led to it.
    {
      statement: db.run(sql`UPDATE connect_sessions SET used_at = ${nowMs} WHERE used_at IS NULL`),
    },
    // The invitation stays open, and can be sent again with another link.
    {
      statement: db.run(
        sql`UPDATE invitations SET link_hash = 'restored/' || id WHERE accepted_at IS NULL AND revoked_at IS NULL`,
      ),
    },
    // The sweep that ends them says so in their trail.
    { statement: db.run(sql`UPDATE approvals SET expires_at = ${nowMs} WHERE status = 'pending'`) },
    {
      statement: db.run(
        sql`UPDATE operator_consents SET ended_at = ${nowMs} WHERE ended_at IS NULL AND expires_at > ${nowMs}`,
      ),
    },
    // Interrupted as far as anyone can know: asked again, it says so, and nothing is done twice.
    {
      statement: db.run(sql`UPDATE idempotency_keys SET created_at = 0 WHERE state = 'running'`),
    },
    {
      statement: db.run(
        sql`UPDATE runs SET lease_until = ${nowMs} WHERE lease_until IS NOT NULL AND lease_until > ${nowMs}`,
      ),
    },
    {
      statement: db.run(
        sql`UPDATE deliveries SET due_at = ${nowMs}, lease_until = 0, handed_at = 0
            WHERE due_at IS NOT NULL AND lease_until > ${nowMs}`,
      ),
    },
    {
      statement: db.run(
        sql`UPDATE deliveries SET handed_at = 0 WHERE due_at IS NOT NULL AND due_at <= ${nowMs}`,
      ),
    },
  ])
}

async function restoreShardPage(request: OperatorRequest, input: RestoreInput): Promise<Restored> {
  const { hub } = request
  const { shard } = input
  const rows = await organizationsAfter(hub, shard, input.cursor ?? '')
  const restored: RestoredOrganization[] = []
  for (const row of rows) {
    await keepPlace(hub, shard, row)
    restored.push(
      await restoreOrganization(
        request,
        { organizationId: row.id, shard },
        { database: shard, restoredTo: input.restoredTo ?? null, trail: true },
      ),
    )
  }
  const last = rows.length === organizationsMax ? rows.at(-1) : undefined
  if (!last) {
    await forgetPlaces(hub, shard)
    await hub.dispatcher(shard).wake({ restarted: false })
  }
  return { shard, organizations: restored, nextCursor: last?.id ?? null }
}

/** The cursor is `<shard>/<organization>`: one shard after the other. */
async function restoreDirectoryPage(
  request: OperatorRequest,
  input: RestoreInput,
): Promise<Restored> {
  const { hub } = request
  const [at = hub.shards[0] ?? '', after = ''] = (input.cursor ?? '').split('/').filter(Boolean)
  if (!hub.shards.includes(at)) {
    throw new AppError('invalid_cursor', 'The cursor was not made by this list.')
  }
  const rows = await organizationsAfter(hub, at, after)
  const restored: RestoredOrganization[] = []
  for (const row of rows) {
    await keepPlace(hub, at, row)
    restored.push(
      await restoreOrganization(
        request,
        { organizationId: row.id, shard: at },
        { database: 'directory', restoredTo: input.restoredTo ?? null, trail: false },
      ),
    )
  }
  const last = rows.length === organizationsMax ? rows.at(-1) : undefined
  if (last) return { shard: 'directory', organizations: restored, nextCursor: `${at}/${last.id}` }
  await forgetPlaces(hub, at)
  const next = hub.shards[hub.shards.indexOf(at) + 1]
  return { shard: 'directory', organizations: restored, nextCursor: next ? `${next}/` : null }
}

interface PlacedOrganization {
  readonly id: string
  readonly locator: string
  readonly region: string
  readonly createdAt: number
}

async function organizationsAfter(
  hub: OperatorRequest['hub'],
  shard: string,
  after: string,
): Promise<PlacedOrganization[]> {
  return await hub
    .shard(shard)
    .select({
      id: organizations.id,
      locator: organizations.locator,
      region: organizations.region,
      createdAt: organizations.createdAt,
    })
    .from(organizations)
    .where(gt(organizations.id, after))
    .orderBy(organizations.id)
    .limit(organizationsMax)
}

/** An organization that lives in the shard has its place in the directory. */
async function keepPlace(
  hub: OperatorRequest['hub'],
  shard: string,
  { id, locator, region, createdAt }: PlacedOrganization,
): Promise<void> {
  const expiresAt = hub.clock.now()
  await hub.directory
    .insert(organizationPlaces)
    .values({
      ...{ organizationId: id, shard, locator, region, createdAt, expiresAt },
      creationKey: null,
      state: 'confirmed',
    })
    .onConflictDoNothing()
}

/** Places of organizations that the shard does not know any more are settled as abandoned claims are: by asking the shard. */
async function forgetPlaces(hub: OperatorRequest['hub'], shard: string): Promise<void> {
  const nowMs = hub.clock.now()
  const db = hub.shard(shard)
  const pageRows = 500
  for (let after = ''; ; ) {
    const places = await hub.directory
      .select({ id: organizationPlaces.organizationId })
      .from(organizationPlaces)
      .where(and(eq(organizationPlaces.shard, shard), gt(organizationPlaces.organizationId, after)))
      .orderBy(organizationPlaces.organizationId)
      .limit(pageRows)
    const ids = JSON.stringify(places.map(({ id }) => id))
    const gone = await db.all<{ id: string }>(
      sql`SELECT value AS id FROM json_each(${ids}) WHERE value NOT IN (SELECT id FROM organizations)`,
    )
    for (const { id } of gone) {
      await writeProgress({ db: hub.directory }, [
        {
          statement: hub.directory.run(
            sql`UPDATE outside_ids SET state = 'pending', expires_at = ${nowMs} WHERE organization_id = ${id}`,
          ),
        },
        {
          statement: hub.directory.run(
            sql`UPDATE organization_places SET state = 'pending', expires_at = ${nowMs} WHERE organization_id = ${id}`,
          ),
        },
      ])
    }
    const last = places.length === pageRows ? places.at(-1) : undefined
    if (!last) return
    after = last.id
  }
}
