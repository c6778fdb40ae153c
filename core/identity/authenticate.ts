// Who asks: an API key or a browser session becomes an organization, an actor and its grants. Keys and sessions are read
// on the primary at each use, so that a revoked one is refused at once.

import type { Hub } from '../context.ts'
import { type Actor, memberIdOf } from '../contract/actor.ts'
import { parseSecret } from '../contract/api-key.ts'
import { AppError } from '../contract/errors.ts'
import {
  type Grants,
  grantsOfMember,
  grantsOfScopes,
  isBuiltInRole,
  rolePermissions,
} from '../contract/permissions.ts'
import type { RequestSession } from '../contract/sessions.ts'
import { apiKeys, customRoles, groupMembers, members, organizations } from '../db/schema/index.ts'
import { and, eq, isNull, sql } from '../db/sql.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { placeOfSecret } from './place-of-secret.ts'
import { suspended } from './suspension.ts'

export interface Identity {
  readonly organizationId: string
  readonly shard: string
  readonly actor: Actor
  readonly grants: Grants
  readonly session?: RequestSession
}

const refusal = () =>
  new AppError('unauthenticated', 'The credentials are missing, wrong or no longer valid.')

/** @throws AppError unauthenticated: alike for garbage, unknown, expired and revoked keys. */
export async function authenticateKey(hub: Hub, key: string): Promise<Identity> {
  const place = parseSecret(hub.settings.keyPrefix, key)
  if (!place || !hub.shards.includes(place.shard)) throw refusal()
  const [row] = await hub
    .shard(place.shard)
    .select({
      id: apiKeys.id,
      organizationId: apiKeys.organizationId,
      scopes: apiKeys.scopes,
      expiresAt: apiKeys.expiresAt,
      locator: organizations.locator,
      suspendedAt: organizations.suspendedAt,
    })
    .from(apiKeys)
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .where(and(eq(apiKeys.hash, await sha256Hex(key)), isNull(apiKeys.revokedAt)))
    .limit(1)
  if (!row || row.locator !== place.locator) throw refusal()
  if (row.expiresAt !== null && row.expiresAt <= hub.clock.now()) throw refusal()
  if (row.suspendedAt !== null) throw suspended()
  return {
    organizationId: row.organizationId,
    shard: place.shard,
    actor: { type: 'api_key', id: row.id, onBehalfOf: null },
    grants: grantsOfScopes(row.scopes),
  }
}

/** A browser session: `cws_…` from the cookie. @throws AppError unauthenticated, organization_suspended */
export async function authenticateSession(hub: Hub, secret: string): Promise<Identity> {
  const place = await placeOfSecret(hub, 'cws_', secret)
  if (!place) throw refusal()
  const { organizationId, shard } = place
  const session = await hub
    .sessions(organizationId, shard)
    .find(await sha256Hex(secret), place.limits)
  if (!session) throw refusal()
  const identity = await identityOfMember(hub, organizationId, shard, session.memberId)
  if (!identity) throw refusal()
  if (place.suspended) throw suspended()
  const { sessionId, authenticatedAt, expiresAt } = session
  return { ...identity, session: { sessionId, authenticatedAt, expiresAt } }
}

/** A member as an actor with the rights they have now; null when they are no member (any more). */
export async function identityOfMember(
  hub: Hub,
  organizationId: string,
  shard: string,
  memberId: string,
): Promise<Identity | null> {
  const [member] = await hub
    .shard(shard)
    .select({
      id: members.id,
      role: members.role,
      permissions: customRoles.permissions,
      // JSON array, in one query with the member: rights are read at each request.
      groupIds: sql<string>`(SELECT json_group_array(${groupMembers.groupId}) FROM ${groupMembers}
        WHERE ${groupMembers.organizationId} = ${members.organizationId} AND ${groupMembers.memberId} = ${members.id})`,
    })
    .from(members)
    .leftJoin(
      customRoles,
      and(eq(customRoles.id, members.role), eq(customRoles.organizationId, members.organizationId)),
    )
    .where(
      and(
        eq(members.organizationId, organizationId),
        eq(members.id, memberId),
        isNull(members.removedAt),
      ),
    )
    .limit(1)
  if (!member) return null
  // A role of the organization's own that is gone grants nothing.
  const permissions = isBuiltInRole(member.role)
    ? rolePermissions[member.role]
    : (member.permissions ?? [])
  return {
    organizationId,
    shard,
    actor: { type: 'member', id: member.id, onBehalfOf: null },
    grants: grantsOfMember(member.role, permissions, JSON.parse(member.groupIds) as string[]),
  }
}

/** A key as an actor with the scopes it has now; null when it is revoked or its time is over. */
async function identityOfKey(
  hub: Hub,
  organizationId: string,
  shard: string,
  apiKeyId: string,
): Promise<Identity | null> {
  const [key] = await hub
    .shard(shard)
    .select({ id: apiKeys.id, scopes: apiKeys.scopes, expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organizationId, organizationId),
        eq(apiKeys.id, apiKeyId),
        isNull(apiKeys.revokedAt),
      ),
    )
    .limit(1)
  if (!key || (key.expiresAt !== null && key.expiresAt <= hub.clock.now())) return null
  return {
    organizationId,
    shard,
    actor: { type: 'api_key', id: key.id, onBehalfOf: null },
    grants: grantsOfScopes(key.scopes),
  }
}

/** An actor that asked earlier, with the rights it has now; null when it has none any more. Its name stays what it was. */
export async function identityOfActor(
  hub: Hub,
  organizationId: string,
  shard: string,
  actor: Actor,
): Promise<Identity | null> {
  const memberId = memberIdOf(actor)
  const identity = memberId
    ? await identityOfMember(hub, organizationId, shard, memberId)
    : actor.type === 'api_key'
      ? await identityOfKey(hub, organizationId, shard, actor.id)
      : null
  return identity && { ...identity, actor }
}
