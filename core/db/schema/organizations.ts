// A shard's organizations, their people and their programs' keys. Every row names its organization.
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Actor } from '../../contract/actor.ts'

export const plans = ['free', 'team', 'enterprise'] as const

/** How an organization shows itself on mail, hosted pages and cards. */
export interface Branding {
  readonly displayName: string | null
  /** `#rrggbb`. */
  readonly accentColor: string | null
  /** Names the logo's content in its address. */
  readonly logoHash?: string | null
}

export interface OrganizationSettings {
  /** A session that nobody uses ends after this. */
  readonly sessionIdleMinutes: number
  /** A session ends after this even if it is used all the time. */
  readonly sessionHours: number
}

export const organizations = sqliteTable(
  'organizations',
  {
    id: text('id').primaryKey(),
    locator: text('locator').notNull(),
    name: text('name').notNull(),
    region: text('region').notNull(),
    plan: text('plan', { enum: plans }).notNull().default('free'),
    /** Null: the defaults. */
    branding: text('branding', { mode: 'json' }).$type<Branding>(),
    /** `data:` URL of a small PNG, JPEG or WebP. */
    logo: text('logo'),
    /** Null: the defaults. */
    settings: text('settings', { mode: 'json' }).$type<OrganizationSettings>(),
    /** Set by an operator: nobody is let in and nothing is sent. */
    suspendedAt: integer('suspended_at'),
    suspendedReason: text('suspended_reason'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('organizations_locator').on(t.locator),
    index('organizations_suspended').on(t.id).where(sql`suspended_at IS NOT NULL`),
  ],
)

/** The organization's data key, wrapped by a master key of the ring. Destroying the row destroys its secrets. */
export const organizationKeys = sqliteTable('organization_keys', {
  organizationId: text('organization_id').primaryKey(),
  wrapped: text('wrapped').notNull(),
  masterKeyId: text('master_key_id').notNull(),
  createdAt: integer('created_at').notNull(),
})

export const members = sqliteTable(
  'members',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    /** Lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    /** A built-in role's name, or the id of one of the organization's own. */
    role: text('role').notNull(),
    createdAt: integer('created_at').notNull(),
    removedAt: integer('removed_at'),
    /** When they last signed in. */
    lastSeenAt: integer('last_seen_at'),
  },
  (t) => [
    uniqueIndex('members_living_email')
      .on(t.organizationId, t.email)
      .where(sql`removed_at IS NULL`),
    index('members_organization').on(t.organizationId, t.id),
  ],
)

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    name: text('name').notNull(),
    /** SHA-256 of the whole key, hex. */
    hash: text('hash').notNull(),
    /** The first characters, for people to recognise it by. */
    start: text('start').notNull(),
    scopes: text('scopes', { mode: 'json' }).$type<readonly string[]>().notNull(),
    createdBy: text('created_by', { mode: 'json' }).$type<Actor>().notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at'),
    revokedAt: integer('revoked_at'),
  },
  (t) => [
    uniqueIndex('api_keys_hash').on(t.hash),
    index('api_keys_organization').on(t.organizationId, t.id),
  ],
)

/** A person of a chat platform, and the member they were found to be. */
export const chatUsers = sqliteTable(
  'chat_users',
  {
    /** `<organization>/<platform>/<team>/<user>` */
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    memberId: text('member_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('chat_users_member').on(t.organizationId, t.memberId)],
)
