// Finds the people whom a notice is for, as their rights are now. Bounded: an organization's notices go to its longest-standing
// members first.
import type { Actor } from '../contract/actor.ts'
import { memberIdOf } from '../contract/actor.ts'
import { type Permission, type Role, rolePermissions, roles } from '../contract/permissions.ts'
import type { ShardDatabase } from '../db/database.ts'
import { apiKeys, customRoles, members } from '../db/schema/index.ts'
import { and, eq, isNull, sql } from '../db/sql.ts'

/** More are told by a webhook. */
export const recipientsMax = 100

export type Audience =
  | { readonly to: 'roles'; readonly roles: readonly Role[]; readonly butNot?: Actor }
  /** Everybody whose role holds it. */
  | { readonly to: 'permitted'; readonly permission: Permission }
  /** One member; `otherwise` when they have left, or lack what it `needs`. */
  | {
      readonly to: 'person'
      readonly memberId: string | null
      readonly needs?: Permission
      readonly otherwise?: Audience
    }

/** Ids of living members, at most `recipientsMax`. */
export async function recipientsOf(
  db: ShardDatabase,
  organizationId: string,
  audience: Audience,
): Promise<readonly string[]> {
  switch (audience.to) {
    case 'roles': {
      const found = await select(db, organizationId, inRoles(audience.roles))
      const but = audience.butNot ? await personBehind(db, organizationId, audience.butNot) : null
      return found.filter((id) => id !== but)
    }
    case 'permitted':
      return select(db, organizationId, permitted(audience.permission))
    case 'person': {
      const { memberId, needs, otherwise } = audience
      const here = memberId === null ? [] : await one(db, organizationId, memberId, needs)
      return here.length > 0 || !otherwise ? here : recipientsOf(db, organizationId, otherwise)
    }
  }
}

function one(
  db: ShardDatabase,
  organizationId: string,
  memberId: string,
  needs: Permission | undefined,
): Promise<readonly string[]> {
  const may = needs ? permitted(needs) : undefined
  return select(db, organizationId, and(eq(members.id, memberId), may))
}

async function select(
  db: ShardDatabase,
  organizationId: string,
  which: ReturnType<typeof and>,
): Promise<readonly string[]> {
  const rows = await db
    .select({ id: members.id })
    .from(members)
    .leftJoin(
      customRoles,
      and(eq(customRoles.id, members.role), eq(customRoles.organizationId, organizationId)),
    )
    .where(and(eq(members.organizationId, organizationId), isNull(members.removedAt), which))
    .orderBy(members.id)
    .limit(recipientsMax)
  return rows.map((row) => row.id)
}

function inRoles(names: readonly string[]) {
  return sql`${members.role} IN (SELECT value FROM json_each(${JSON.stringify(names)}))`
}

function permitted(permission: Permission) {
  const builtIn = roles.filter((role) => rolePermissions[role].includes(permission))
  return sql`(${inRoles(builtIn)} OR EXISTS (SELECT 1 FROM json_each(${customRoles.permissions}) WHERE value = ${permission}))`
}

/** The member who asks, or who made the key that asks: their yes would not be a second person's. */
async function personBehind(
  db: ShardDatabase,
  organizationId: string,
  actor: Actor,
): Promise<string | null> {
  if (actor.type !== 'api_key') return memberIdOf(actor)
  const [key] = await db
    .select({ createdBy: apiKeys.createdBy })
    .from(apiKeys)
    .where(and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, actor.id)))
    .limit(1)
  return key ? memberIdOf(key.createdBy) : null
}
