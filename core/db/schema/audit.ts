// The audit trail's rows and each organization's head, in their final format.
//
// leaf = SHA-256(0x00 ‖ RFC 8785 JSON of { v, id, at, organizationId, actor, onBehalfOf, action, target, outcome,
// commitments }), hex. A commitment = SHA-256(salt ‖ RFC 8785 JSON of the value), hex, by the value's name; values and salts
// stand in columns of their own, so that erasing them leaves the leaf provable. `seq` and `epoch` are the row's
// place, taken from the head inside the batch; they are not part of the leaf.
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ActorReference } from '../../contract/actor.ts'

export type AuditTarget = { readonly type: string; readonly id: string }
export type AuditOutcome = 'success' | 'denied' | 'failed' | 'unknown'

export const auditHeads = sqliteTable(
  'audit_heads',
  {
    organizationId: text('organization_id').primaryKey(),
    epoch: integer('epoch').notNull(),
    /** The last number given in this epoch; the first row is 1. */
    seq: integer('seq').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [index('audit_heads_updated').on(t.updatedAt)],
)

export const auditEvents = sqliteTable(
  'audit_events',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    epoch: integer('epoch').notNull(),
    seq: integer('seq').notNull(),
    v: integer('v').notNull(),
    /** ISO 8601 UTC with milliseconds, as in the leaf. */
    at: text('at').notNull(),
    actor: text('actor', { mode: 'json' }).$type<ActorReference>().notNull(),
    onBehalfOf: text('on_behalf_of', { mode: 'json' }).$type<ActorReference>(),
    action: text('action').notNull(),
    target: text('target', { mode: 'json' }).$type<AuditTarget>().notNull(),
    outcome: text('outcome').$type<AuditOutcome>().notNull(),
    commitments: text('commitments', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    /** By name; an erased value is gone from here, its commitment stays. */
    values: text('values', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** By name, base64. */
    salts: text('salts', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    leaf: text('leaf').notNull(),
  },
  (t) => [uniqueIndex('audit_events_place').on(t.organizationId, t.epoch, t.seq)],
)
