// The one atomic write. D1 has no interactive transaction, only a batch, so every change is one batch made here:
// guarded rows, the audit row with its place, the outbox event with a delivery for each endpoint that wants it and a job for the
// people who are to be told, the usage counter and the idempotency row. After a guarded statement stands an assertion that aborts the whole batch by name
// when the guard hit nothing: a bare `changes()` chain would commit an audit row for something that never was.
//
// A batch that errors is ambiguous: it may have committed. Its ids are made before it, so the helper looks for its audit
// row on the primary: there, it was done; absent, it is tried once more, unless an assertion or a unique index named the reason.
import { eq, is, type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { SQLiteRaw } from 'drizzle-orm/sqlite-core/query-builders/raw'
import type { Actor } from '../contract/actor.ts'
import { AppError, type ErrorCode, errorCatalogue } from '../contract/errors.ts'
import type { NewEvent } from '../contract/events.ts'
import type { Ids } from '../contract/ids.ts'
import { noticeEventTypes } from '../contract/notices.ts'
import type { Clock } from '../contract/ports.ts'
import { type AuditEntry, type AuditRow, makeAuditRow } from './audit-row.ts'
import type { ShardDatabase } from './database.ts'
import {
  type IdempotencyWrite,
  IdempotentRepeat,
  idempotencyStatement,
  sealAnswer,
} from './idempotency.ts'
import { auditEvents, events, noticeJobs } from './schema/index.ts'

type Statement = BatchItem<'sqlite'>

/** A shard or the directory: what a batch needs of either. */
type AnyDatabase = Pick<ShardDatabase, 'batch' | 'run'>

/** A statement, and what must hold for its number of changed rows. */
export interface GuardedStatement {
  readonly statement: Statement
  /** Aborts the batch unless exactly one row changed. */
  readonly orElse?: ErrorCode
}

/**
 * Aborts the batch by that name when the condition holds at that moment: for what no guarded row of its own can say, such as
 * that another owner is left. Stands before the statement it guards.
 */
export function refuseWhen(db: ShardDatabase, label: ErrorCode, condition: SQL): GuardedStatement {
  return { statement: db.run(sql`INSERT INTO assertion SELECT ${label} WHERE ${condition}`) }
}

/** The port by which a committed batch's deliveries are hurried on; losing it loses time only. */
export interface Outbox {
  /** Before a batch that makes work: the shard is swept soon even if this process dies. */
  arm(): Promise<void>
  /** After the commit. Never throws. */
  handOver(deliveryIds: readonly string[]): void
  /** After any commit: the audit log may seal. Never throws. */
  auditGrew(): void
}

export interface WriteContext {
  readonly actor: Actor
  readonly organizationId: string
  readonly db: ShardDatabase
  readonly clock: Clock
  readonly ids: Ids
  readonly outbox: Outbox
  readonly idempotency: IdempotencyWrite | null
}

export interface Change<Answer> {
  readonly statements: readonly GuardedStatement[]
  readonly audit: AuditEntry
  readonly events?: readonly NewEvent[]
  /** Meters that count one each. */
  readonly meters?: readonly string[]
  /** What the caller is told. Made before the commit, so that an idempotent repeat tells the same. */
  readonly answer: Answer
  /** The answer holds a secret: it is replayed for ten minutes only. */
  readonly answerIsSecret?: boolean
}

/** Ids of the events made, in the order given, so that a use case can name them. */
export interface Written<Answer> {
  readonly answer: Answer
  readonly eventIds: readonly string[]
}

/**
 * Commits a change, or throws the refusal its guard named and leaves nothing behind.
 * @throws AppError as named by `orElse`; IdempotentRepeat when the same Idempotency-Key committed first.
 */
export async function writeChange<Answer>(
  ctx: WriteContext,
  change: Change<Answer>,
): Promise<Written<Answer>> {
  const nowMs = ctx.clock.now()
  const audit = await makeAuditRow(ctx, change.audit, nowMs)
  const eventRows = (change.events ?? []).map((event) => ({
    id: event.id ?? ctx.ids.next('event'),
    organizationId: ctx.organizationId,
    type: event.type,
    data: JSON.stringify(event.data),
    createdAt: nowMs,
  }))
  const statements: Statement[] = []
  if (ctx.idempotency) {
    const sealed = await sealAnswer(ctx.idempotency, change.answer)
    statements.push(
      idempotencyStatement(ctx, ctx.idempotency, sealed, change.answerIsSecret ?? false),
    )
  }
  for (const guarded of change.statements) {
    statements.push(guarded.statement)
    if (guarded.orElse) statements.push(assertion(ctx.db, guarded.orElse))
  }
  statements.push(...auditStatements(ctx, audit, nowMs))
  for (const meter of change.meters ?? []) {
    statements.push(meterStatement(ctx.db, ctx.organizationId, meter, nowMs))
  }
  for (const row of eventRows) statements.push(ctx.db.insert(events).values(row))
  for (const row of eventRows) {
    if (noticeEventTypes.has(row.type)) statements.push(noticeJobStatement(ctx, row.id, nowMs))
  }
  const fanOutAt = statements.length
  for (const row of eventRows) statements.push(fanOutStatement(ctx, row.id, row.type, nowMs))

  if (eventRows.length > 0) await ctx.outbox.arm()
  const results = await commit(ctx, statements, audit.id)
  const deliveryIds = results
    .slice(fanOutAt)
    .flatMap((rows) => (Array.isArray(rows) ? (rows as { id: string; status: string }[]) : []))
    .filter((row) => row.status === 'pending')
    .map((row) => row.id)
  ctx.outbox.handOver(deliveryIds)
  ctx.outbox.auditGrew()
  return { answer: change.answer, eventIds: eventRows.map((row) => row.id) }
}

/**
 * Commits machinery's own progress: leases, attempts, sweeps. No audit row, no event, so never for what an actor did.
 * @throws AppError as named by `orElse`.
 */
export async function writeProgress(
  ctx: { readonly db: AnyDatabase },
  guardedStatements: readonly GuardedStatement[],
): Promise<readonly unknown[]> {
  const statements: Statement[] = []
  const places: number[] = []
  for (const guarded of guardedStatements) {
    places.push(statements.length)
    statements.push(guarded.statement)
    if (guarded.orElse) statements.push(assertion(ctx.db, guarded.orElse))
  }
  try {
    const results = await runBatch(ctx.db, statements)
    return places.map((place) => results[place])
  } catch (error) {
    throw refusalOf(error) ?? error
  }
}

function assertion(db: AnyDatabase, label: ErrorCode): Statement {
  return db.run(sql`INSERT INTO assertion SELECT ${label} WHERE changes() <> 1`)
}

function auditStatements(ctx: WriteContext, row: AuditRow, nowMs: number): Statement[] {
  const head = sql`(SELECT epoch FROM audit_heads WHERE organization_id = ${ctx.organizationId})`
  const seq = sql`(SELECT seq FROM audit_heads WHERE organization_id = ${ctx.organizationId})`
  return [
    ctx.db.run(
      sql`UPDATE audit_heads SET seq = seq + 1, updated_at = ${nowMs} WHERE organization_id = ${ctx.organizationId}`,
    ),
    assertion(ctx.db, 'internal'),
    ctx.db.insert(auditEvents).values({
      id: row.id,
      organizationId: row.organizationId,
      epoch: head as SQL<number>,
      seq: seq as SQL<number>,
      v: row.v,
      at: row.at,
      actor: row.actor,
      onBehalfOf: row.onBehalfOf,
      action: row.action,
      target: row.target,
      outcome: row.outcome,
      commitments: { ...row.commitments },
      values: row.values,
      salts: row.salts,
      leaf: row.leaf,
    }),
  ]
}

/** Counts one on a meter of today (UTC). Machinery counts its own work with it, in the batch that records it. */
export function meterStatement(
  db: ShardDatabase,
  organizationId: string,
  meter: string,
  nowMs: number,
): Statement {
  const day = new Date(nowMs).toISOString().slice(0, 10)
  return db.run(
    sql`INSERT INTO usage_counters (id, organization_id, meter, day, count)
        VALUES (${`${organizationId}/${meter}/${day}`}, ${organizationId}, ${meter}, ${day}, 1)
        ON CONFLICT (id) DO UPDATE SET count = count + 1`,
  )
}

/** Somebody may have to be told: a sweep finds out whom. */
function noticeJobStatement(ctx: WriteContext, eventId: string, nowMs: number): Statement {
  const { organizationId } = ctx
  return ctx.db.insert(noticeJobs).values({ organizationId, eventId, tries: 0, dueAt: nowMs })
}

/**
 * One delivery for each endpoint whose patterns match; a disabled endpoint gets a `skipped` row, so that
 * "why did I not get it" has an answer. The id is made of both ids (see deliveryIdOf).
 */
function fanOutStatement(
  ctx: WriteContext,
  eventId: string,
  type: string,
  nowMs: number,
): Statement {
  return ctx.db.all(
    sql`INSERT INTO deliveries (id, organization_id, event_id, endpoint_id, status, reason, attempt_count, due_at, handed_at, lease_until, created_at, ended_at)
        SELECT 'dlv_' || ${eventId.slice(4)} || substr(e.id, -12), e.organization_id, ${eventId}, e.id,
               iif(e.enabled, 'pending', 'skipped'), iif(e.enabled, NULL, 'endpoint_disabled'), 0,
               iif(e.enabled, ${nowMs}, NULL), ${nowMs}, 0, ${nowMs}, iif(e.enabled, NULL, ${nowMs})
        FROM webhook_endpoints e
        WHERE e.organization_id = ${ctx.organizationId}
          AND (e.event_types IS NULL OR EXISTS (SELECT 1 FROM json_each(e.event_types) p WHERE ${type} GLOB p.value))
        RETURNING id, status`,
  )
}

async function runBatch(db: AnyDatabase, statements: Statement[]): Promise<readonly unknown[]> {
  const [first, ...rest] = statements.map((statement) => preparedFor(db, statement))
  if (!first) return []
  return db.batch([first, ...rest])
}

/**
 * A raw statement as a batch can run it. Drizzle's D1 batch binds parameters to a statement's prepared form, which a raw one
 * (`db.run(sql`…`)`) does not have.
 */
function preparedFor(db: AnyDatabase, statement: Statement): Statement {
  if (!is(statement, SQLiteRaw)) return statement
  const query = statement.getQuery()
  const prepared = {
    stmt: (db as AnyDatabase & { $client: D1Database }).$client.prepare(query.sql),
    getQuery: () => query,
    mapResult: statement.mapResult.bind(statement),
  }
  return { _prepare: () => prepared } as unknown as Statement
}

async function commit(
  ctx: WriteContext,
  statements: Statement[],
  auditId: string,
): Promise<readonly unknown[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await runBatch(ctx.db, statements)
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal) throw refusal
      const [row] = await ctx.db
        .select({ id: auditEvents.id })
        .from(auditEvents)
        .where(eq(auditEvents.id, auditId))
        .limit(1)
      // It was done after all. Its deliveries are found by the armed sweep.
      if (row) return []
      if (isUniqueViolation(error, 'idempotency_keys')) throw new IdempotentRepeat()
      if (isUniqueViolation(error))
        throw new AppError('conflict', 'It is there already.', { cause: error })
      if (tries === 2) throw error
    }
  }
}

/** The whole chain of an error's messages: the ORM wraps D1's error, which wraps SQLite's. */
function messagesOf(error: unknown): string {
  const texts: string[] = []
  for (
    let each = error, depth = 0;
    each instanceof Error && depth < 5;
    each = each.cause, depth++
  ) {
    texts.push(each.message)
  }
  return texts.join('\n')
}

function refusalOf(error: unknown): AppError | null {
  const label = /(?:D1_ERROR: )([a-z_]+)(?:: SQLITE_CONSTRAINT|$)/m.exec(messagesOf(error))?.[1]
  if (!label || !(label in errorCatalogue)) return null
  const code = label as ErrorCode
  return code === 'internal'
    ? null
    : new AppError(code, refusalSentences[code] ?? `${errorCatalogue[code].title}.`)
}

const refusalSentences: Partial<Record<ErrorCode, string>> = {
  not_found: 'There is no such object.',
  approval_decided: 'It was decided already.',
  last_owner: 'An organization needs an owner. Make another member an owner first.',
  conflict: 'It changed in the meantime. Read it again and retry.',
}

function isUniqueViolation(error: unknown, table = ''): boolean {
  return messagesOf(error).includes(`UNIQUE constraint failed: ${table}`)
}
