// Links to vendors, what was done through them, and what waits for a person's yes.
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Actor } from '../../contract/actor.ts'
import { policyVias } from '../../contract/policy-via.ts'

/** Whom a connection is for. */
export interface ConnectionAudience {
  readonly groupIds: readonly string[]
}

export const connectionStatuses = ['active', 'needs_reconnect', 'revoked'] as const

export const connections = sqliteTable(
  'connections',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    connector: text('connector').notNull(),
    name: text('name').notNull(),
    status: text('status', { enum: connectionStatuses }).notNull(),
    /** Why it needs to be reconnected, in plain words. */
    statusReason: text('status_reason'),
    /** The member whose own it is; null for the organization's. */
    memberId: text('member_id'),
    accountId: text('account_id').notNull(),
    accountName: text('account_name').notNull(),
    accountUrl: text('account_url'),
    config: text('config', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** The groups whose members may use it; null is every member. */
    audience: text('audience', { mode: 'json' }).$type<ConnectionAudience>(),
    /** The client at the vendor that its tokens were given to: only it may renew them. Null for credentials a person typed in. */
    oauthClientId: text('oauth_client_id'),
    /** Sealed by the vault: the credentials' JSON. Emptied when revoked. */
    credentials: text('credentials').notNull(),
    createdBy: text('created_by', { mode: 'json' }).$type<Actor>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** When its credentials last proved themselves at connect: news of an older grant is not about them. */
    connectedAt: integer('connected_at').notNull(),
  },
  (t) => [
    index('connections_organization').on(t.organizationId, t.id),
    index('connections_status').on(t.organizationId, t.status, t.id),
    uniqueIndex('connections_account')
      .on(t.organizationId, t.connector, t.accountId)
      .where(sql`status <> 'revoked'`),
  ],
)

/** An organization's own client at a vendor, used instead of the hub's. */
export const vendorApps = sqliteTable(
  'vendor_apps',
  {
    /** `<organization>/<connector>` */
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    connector: text('connector').notNull(),
    /** The vendor's own name of the app where its requests to us bear it (Slack's app id); else null. */
    appId: text('app_id'),
    /** What is no secret, such as the client id. */
    fields: text('fields', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    /** Sealed by the vault: the secret fields' JSON. */
    secrets: text('secrets').notNull(),
    updatedBy: text('updated_by', { mode: 'json' }).$type<Actor>().notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [index('vendor_apps_organization').on(t.organizationId, t.connector)],
)

/** A hosted connect that was begun: opened by its link, bound to one browser, used once. */
export const connectSessions = sqliteTable(
  'connect_sessions',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    connector: text('connector').notNull(),
    /** SHA-256 of the link's secret, hex. */
    linkHash: text('link_hash').notNull(),
    /** SHA-256 of the OAuth state, hex; set when the browser leaves for the vendor. */
    stateHash: text('state_hash'),
    /** SHA-256 of the cookie that binds the browser, hex. */
    browserHash: text('browser_hash'),
    returnUrl: text('return_url'),
    createdBy: text('created_by', { mode: 'json' }).$type<Actor>().notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    usedAt: integer('used_at'),
  },
  (t) => [
    uniqueIndex('connect_sessions_link').on(t.linkHash),
    uniqueIndex('connect_sessions_state').on(t.stateHash),
    index('connect_sessions_expiry').on(t.expiresAt),
  ],
)

export const runStates = ['claimed', 'done', 'failed', 'unknown'] as const
export type RunState = (typeof runStates)[number]

export const runs = sqliteTable(
  'runs',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    connectionId: text('connection_id').notNull(),
    connector: text('connector').notNull(),
    action: text('action').notNull(),
    effect: text('effect', { enum: ['read', 'write'] }).notNull(),
    state: text('state', { enum: runStates }).notNull(),
    actor: text('actor', { mode: 'json' }).$type<Actor>().notNull(),
    approvalId: text('approval_id'),
    input: text('input', { mode: 'json' }).$type<unknown>().notNull(),
    /** Null until done; above 64 KiB of JSON only `{ "omitted": bytes }`. */
    output: text('output', { mode: 'json' }).$type<unknown>(),
    /** A code of the catalogue. */
    errorCode: text('error_code'),
    /** One sentence for people. */
    errorDetail: text('error_detail'),
    startedAt: integer('started_at').notNull(),
    finishedAt: integer('finished_at'),
    /** A claimed run without an outcome after this is looked up, never repeated. Null when it has ended. */
    leaseUntil: integer('lease_until'),
    /** Who works on it: only the holder records an outcome. */
    leaseId: text('lease_id'),
  },
  (t) => [
    index('runs_organization').on(t.organizationId, t.id),
    index('runs_connection').on(t.connectionId, t.id),
    index('runs_state').on(t.organizationId, t.state, t.startedAt),
    index('runs_lease').on(t.leaseUntil).where(sql`lease_until IS NOT NULL`),
  ],
)

export const approvalStatuses = ['pending', 'approved', 'rejected', 'expired'] as const

export const approvals = sqliteTable(
  'approvals',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    kind: text('kind', { enum: ['confirmation', 'approval'] }).notNull(),
    status: text('status', { enum: approvalStatuses }).notNull(),
    connectionId: text('connection_id').notNull(),
    /** The vendor account it was asked for: a reconnected other account voids it. */
    accountId: text('account_id').notNull(),
    accountName: text('account_name').notNull(),
    connector: text('connector').notNull(),
    action: text('action').notNull(),
    input: text('input', { mode: 'json' }).$type<unknown>().notNull(),
    /** SHA-256 of the input's RFC 8785 JSON, hex: the yes is to exactly this. */
    inputHash: text('input_hash').notNull(),
    summary: text('summary').notNull(),
    requestedBy: text('requested_by', { mode: 'json' }).$type<Actor>().notNull(),
    /** How it was asked and in which channel: the policy is asked the same question when it is decided. */
    via: text('via', { enum: policyVias }).notNull(),
    channel: text('channel'),
    /** Who decided; null while pending and when expired. */
    decidedBy: text('decided_by', { mode: 'json' }).$type<Actor>(),
    /** Where it was asked, such as a conversation's turn: the same proposal there is the same row. */
    origin: text('origin').notNull(),
    runId: text('run_id'),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    decidedAt: integer('decided_at'),
  },
  (t) => [
    uniqueIndex('approvals_origin').on(t.organizationId, t.origin),
    index('approvals_organization').on(t.organizationId, t.id),
    index('approvals_status').on(t.organizationId, t.status, t.id),
    index('approvals_pending').on(t.expiresAt).where(sql`status = 'pending'`),
  ],
)

export const policyEffects = ['allow', 'confirm', 'approve', 'deny'] as const
export type PolicyEffect = (typeof policyEffects)[number]

export const policies = sqliteTable(
  'policies',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    effect: text('effect', { enum: policyEffects }).notNull(),
    /** Conditions that must all hold; see core/policy/decide.ts. */
    match: text('match', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    description: text('description'),
    createdBy: text('created_by', { mode: 'json' }).$type<Actor>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('policies_organization').on(t.organizationId, t.id)],
)

/** One number for each meter and UTC day. */
export const usageCounters = sqliteTable(
  'usage_counters',
  {
    /** `<organization>/<meter>/<YYYY-MM-DD>` */
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    meter: text('meter').notNull(),
    day: text('day').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [index('usage_counters_day').on(t.organizationId, t.day)],
)
