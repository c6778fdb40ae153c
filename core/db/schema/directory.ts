// The directory database: where each organization lives, and which organization each outside id belongs to.
// A row is claimed as `pending` before the shard's batch and confirmed after it; what a crash leaves pending is
// settled by asking the shard (see ../claims.ts).
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const organizationPlaces = sqliteTable(
  'organization_places',
  {
    organizationId: text('organization_id').primaryKey(),
    shard: text('shard').notNull(),
    /** Eight base62 characters, unique in the shard: stands in every key. */
    locator: text('locator').notNull(),
    /** Fixed at creation: `eu`, `us` … */
    region: text('region').notNull(),
    /** The operator's Idempotency-Key: the same creation sent again finds this row. */
    creationKey: text('creation_key').unique(),
    state: text('state', { enum: ['pending', 'confirmed'] }).notNull(),
    expiresAt: integer('expires_at').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('organization_places_locator').on(t.shard, t.locator),
    index('organization_places_pending').on(t.state, t.shard, t.expiresAt),
  ],
)

export const outsideIds = sqliteTable(
  'outside_ids',
  {
    /** `account:slack`, `member_email` … */
    kind: text('kind').notNull(),
    /** The outside id; a member's is `<email>/<organization>`, so that a person's organizations are found by the address. */
    value: text('value').notNull(),
    organizationId: text('organization_id').notNull(),
    shard: text('shard').notNull(),
    /** The row in the shard that makes the claim true. */
    subjectId: text('subject_id').notNull(),
    state: text('state', { enum: ['pending', 'confirmed'] }).notNull(),
    expiresAt: integer('expires_at').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.value] }),
    index('outside_ids_organization').on(t.organizationId, t.kind),
    index('outside_ids_pending').on(t.state, t.shard, t.expiresAt),
  ],
)

/** People who run the hub. They see health, and an organization's data only by its consent. */
export const operators = sqliteTable(
  'operators',
  {
    id: text('id').primaryKey(),
    /** Lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    createdAt: integer('created_at').notNull(),
    removedAt: integer('removed_at'),
  },
  (t) => [uniqueIndex('operators_email').on(t.email)],
)

/** What operators did: the hub's side of what each organization has in its own audit trail. */
export const operatorEvents = sqliteTable('operator_events', {
  id: text('id').primaryKey(),
  /** An operator's id, or `operator` for the deploy secret. */
  operatorId: text('operator_id').notNull(),
  action: text('action').notNull(),
  /** The organization or operator it was done to. */
  targetId: text('target_id'),
  values: text('values', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  at: integer('at').notNull(),
})
