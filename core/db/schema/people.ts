// How people belong to an organization and come in: its own roles, groups, invitations and passkeys, and its consent to be
// seen by an operator. Every row names its organization.
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Actor } from '../../contract/actor.ts'

/** An organization's own roles, beside the built-in ones. */
export const customRoles = sqliteTable(
  'custom_roles',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    permissions: text('permissions', { mode: 'json' }).$type<readonly string[]>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [uniqueIndex('custom_roles_name').on(t.organizationId, t.name)],
)

export const groups = sqliteTable(
  'groups',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [uniqueIndex('groups_name').on(t.organizationId, t.name)],
)

export const groupMembers = sqliteTable(
  'group_members',
  {
    organizationId: text('organization_id').notNull(),
    groupId: text('group_id').notNull(),
    memberId: text('member_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.groupId, t.memberId] }),
    index('group_members_member').on(t.organizationId, t.memberId),
  ],
)

export const invitations = sqliteTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    /** Lower case. */
    email: text('email').notNull(),
    name: text('name'),
    role: text('role').notNull(),
    groupIds: text('group_ids', { mode: 'json' }).$type<readonly string[]>().notNull(),
    /** SHA-256 of the link's secret, hex; another one at each sending. */
    linkHash: text('link_hash').notNull(),
    invitedBy: text('invited_by', { mode: 'json' }).$type<Actor>().notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    acceptedAt: integer('accepted_at'),
    revokedAt: integer('revoked_at'),
  },
  (t) => [
    uniqueIndex('invitations_link').on(t.linkHash),
    uniqueIndex('invitations_open')
      .on(t.organizationId, t.email)
      .where(sql`accepted_at IS NULL AND revoked_at IS NULL`),
    index('invitations_organization').on(t.organizationId, t.id),
  ],
)

/** A member's WebAuthn credentials (W3C Web Authentication Level 3). */
export const passkeys = sqliteTable(
  'passkeys',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    memberId: text('member_id').notNull(),
    name: text('name').notNull(),
    /** Base64url, as the browser names it. */
    credentialId: text('credential_id').notNull(),
    /** COSE key, base64url. */
    publicKey: text('public_key').notNull(),
    /** The authenticator's signature counter; 0 where it keeps none. */
    counter: integer('counter').notNull(),
    transports: text('transports', { mode: 'json' }).$type<readonly string[]>().notNull(),
    backedUp: integer('backed_up', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    lastUsedAt: integer('last_used_at'),
  },
  (t) => [
    uniqueIndex('passkeys_credential').on(t.organizationId, t.credentialId),
    index('passkeys_member').on(t.organizationId, t.memberId),
  ],
)

/** For a time, an operator may see the organization's data. */
export const operatorConsents = sqliteTable(
  'operator_consents',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    reason: text('reason').notNull(),
    grantedBy: text('granted_by', { mode: 'json' }).$type<Actor>().notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [index('operator_consents_organization').on(t.organizationId, t.id)],
)
