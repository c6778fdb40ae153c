// An organization is born: a place in the directory, then one batch in its shard (itself, its data key, its audit head,
// its owner and a first key), then the place is confirmed. A crash in between is settled by asking the shard.
// Sent again with the same creation key it finds the organization and gives out a further key.
// Not authorized here: the operator has proven itself at its door.

import { z } from 'zod'
import type { Ctx, Hub } from '../context.ts'
import type { Actor } from '../contract/actor.ts'
import { formatLocator } from '../contract/api-key.ts'
import { AppError, assert } from '../contract/errors.ts'
import { noGrants } from '../contract/permissions.ts'
import { type Region, region } from '../contract/regions.ts'
import { claimOutsideId, claimSeconds, confirmOutsideId, memberEmailClaim } from '../db/claims.ts'
import { organizationPlaces } from '../db/schema/directory.ts'
import {
  apiKeys,
  auditHeads,
  members,
  organizationKeys,
  organizations,
} from '../db/schema/index.ts'
import { and, count, eq } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { makeApiKey } from '../identity/make-api-key.ts'

export const newOrganization = z.strictObject({
  name: z.string().trim().min(1).max(120),
  region,
  owner: z.strictObject({
    email: z
      .email()
      .max(254)
      .transform((email) => email.toLowerCase()),
    name: z.string().trim().min(1).max(120),
  }),
})

export interface CreatedOrganization {
  readonly organization: { id: string; name: string; region: string; createdAt: string }
  readonly owner: { id: string; email: string; name: string; role: 'owner' }
  /** Null where none was asked for. */
  readonly apiKey: { id: string; key: string } | null
}

export interface CreationRequest {
  readonly creationKey: string | null
  readonly requestId: string
  readonly waitUntil: Ctx['waitUntil']
  /** Who creates it; by default the deploy secret. */
  readonly actor?: Actor
  /** A first key with every scope, told once. By default it is made. */
  readonly firstKey?: boolean
}

/** The operator's act: the caller is the operator's door, which has proven itself. */
export async function createOrganization(
  hub: Hub,
  input: z.output<typeof newOrganization>,
  request: CreationRequest,
): Promise<CreatedOrganization> {
  const place = await claimPlace(hub, input.region, request.creationKey)
  const actor = request.actor ?? { type: 'operator', id: 'operator', onBehalfOf: null }
  const ctx = hub.open({
    organizationId: place.organizationId,
    shard: place.shard,
    actor,
    grants: noGrants,
    requestId: request.requestId,
    waitUntil: request.waitUntil,
  })
  const key = await makeApiKey(ctx, place.locator)
  const nowMs = ctx.clock.now()
  const keyRow = {
    ...key.row,
    organizationId: place.organizationId,
    name: 'First key',
    scopes: ['*'],
    createdBy: actor,
    createdAt: nowMs,
    expiresAt: null,
    revokedAt: null,
  }
  const withKey = request.firstKey ?? true
  const told = withKey ? { id: keyRow.id, key: key.secret } : null
  const there = await ownerOf(ctx, input.owner.email)
  if (there) {
    if (withKey)
      await writeChange(ctx, {
        statements: [{ statement: ctx.db.insert(apiKeys).values(keyRow) }],
        audit: { action: 'api_key.create', target: { type: 'api_key', id: keyRow.id } },
        answer: null,
      })
    await confirmPlace(hub, place.organizationId)
    return present(there.organization, there.owner, told)
  }

  // Made of the organization's: the same creation sent again after a crash claims the address for the same member.
  const ownerId = `mem_${place.organizationId.slice('org_'.length)}`
  const claim = memberEmailClaim(place, input.owner.email, ownerId)
  await claimOutsideId(hub, claim)
  const organization = {
    id: place.organizationId,
    locator: place.locator,
    name: input.name,
    region: place.region,
    createdAt: nowMs,
  }
  const owner = { id: ownerId, email: input.owner.email, name: input.owner.name }
  await writeChange(ctx, {
    statements: [
      { statement: ctx.db.insert(organizations).values(organization) },
      {
        statement: ctx.db.insert(organizationKeys).values({
          organizationId: place.organizationId,
          ...(await ctx.vault.newDataKey(place.organizationId)),
          createdAt: nowMs,
        }),
      },
      {
        statement: ctx.db
          .insert(auditHeads)
          .values({ organizationId: place.organizationId, epoch: 1, seq: 0, updatedAt: nowMs }),
      },
      {
        statement: ctx.db.insert(members).values({
          ...owner,
          organizationId: place.organizationId,
          role: 'owner',
          createdAt: nowMs,
          removedAt: null,
        }),
      },
      ...(withKey ? [{ statement: ctx.db.insert(apiKeys).values(keyRow) }] : []),
    ],
    audit: {
      action: 'organization.create',
      target: { type: 'organization', id: place.organizationId },
      values: {
        name: input.name,
        region: place.region,
        owner: { id: ownerId, email: owner.email },
      },
    },
    events: [{ type: 'member.joined', data: { memberId: ownerId, role: 'owner' } }],
    answer: null,
  })
  await confirmOutsideId(hub, claim)
  await confirmPlace(hub, place.organizationId)
  return present(organization, owner, told)
}

function present(
  organization: { id: string; name: string; region: string; createdAt: number },
  owner: { id: string; email: string; name: string },
  apiKey: CreatedOrganization['apiKey'],
): CreatedOrganization {
  const { id, name, region, createdAt } = organization
  return {
    organization: { id, name, region, createdAt: new Date(createdAt).toISOString() },
    owner: { id: owner.id, email: owner.email, name: owner.name, role: 'owner' },
    apiKey,
  }
}

type Place = typeof organizationPlaces.$inferSelect

async function claimPlace(hub: Hub, region: Region, creationKey: string | null): Promise<Place> {
  const nowMs = hub.clock.now()
  const shard = await emptiestShard(hub, region)
  const expiresAt = nowMs + claimSeconds * 1000
  await hub.dispatcher(shard).arm(expiresAt)
  const [made] = await hub.directory
    .insert(organizationPlaces)
    .values({
      organizationId: hub.ids.next('organization'),
      shard,
      locator: formatLocator(hub.ids.randomBytes(16)),
      region,
      creationKey,
      state: 'pending',
      expiresAt,
      createdAt: nowMs,
    })
    .onConflictDoNothing({ target: organizationPlaces.creationKey })
    .returning()
  if (made) return made
  const [there] = await hub.directory
    .select()
    .from(organizationPlaces)
    .where(eq(organizationPlaces.creationKey, creationKey ?? ''))
    .limit(1)
  assert(there, 'a place neither made nor there')
  if (there.state === 'confirmed') return there
  // Renewed, so that it is not settled while this creation is under way; settled already: begun anew.
  const [renewed] = await hub.directory
    .update(organizationPlaces)
    .set({ expiresAt })
    .where(eq(organizationPlaces.organizationId, there.organizationId))
    .returning()
  return renewed ?? claimPlace(hub, region, creationKey)
}

/** @throws AppError invalid_request when this hub has no database in the region */
async function emptiestShard(hub: Hub, region: Region): Promise<string> {
  const counts = await hub.directory
    .select({ shard: organizationPlaces.shard, organizations: count() })
    .from(organizationPlaces)
    .groupBy(organizationPlaces.shard)
  const held = (shard: string) => counts.find((each) => each.shard === shard)?.organizations ?? 0
  const [first, ...rest] = hub.shardsIn(region)
  if (first === undefined) {
    throw new AppError('invalid_request', 'This hub has no place in that region.', {
      errors: [{ path: 'region', message: `must be one of ${hub.regions.join(', ')}` }],
    })
  }
  return rest.reduce((best, shard) => (held(shard) < held(best) ? shard : best), first)
}

async function ownerOf(ctx: Ctx, email: string) {
  const [row] = await ctx.db
    .select({ organization: organizations, owner: members })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(and(eq(members.organizationId, ctx.organizationId), eq(members.email, email)))
    .limit(1)
  return row
}

async function confirmPlace(hub: Hub, organizationId: string): Promise<void> {
  await hub.directory
    .update(organizationPlaces)
    .set({ state: 'confirmed' })
    .where(eq(organizationPlaces.organizationId, organizationId))
}
