// `Idempotency-Key`: one row in the batch of the change it protects. The first batch to commit wins; whoever meets its
// row answers the same, 422 for another body, 409 while it runs. Answers are sealed by the vault.
import { eq, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { AppError } from '../contract/errors.ts'
import type { Clock } from '../contract/ports.ts'
import type { ShardDatabase } from './database.ts'
import { idempotencyKeys } from './schema/index.ts'

export const idempotencyHours = 24
export const secretReplayMs = 10 * 60_000
/** Work that has not ended after this was interrupted: nobody knows what it did. */
const interruptedAfterMs = 5 * 60_000

/** Thrown when another request with the same key committed first: read its answer and tell it. */
export class IdempotentRepeat extends Error {
  constructor() {
    super('The same Idempotency-Key committed first')
    this.name = 'IdempotentRepeat'
  }
}

/** What a request with an `Idempotency-Key` carries into its write. */
export interface IdempotencyWrite {
  /** `<organization>/<actor type>/<actor id>/<key>` */
  readonly id: string
  readonly requestHash: string
  /** The status that goes with the use case's answer. */
  readonly status: number
  seal(plaintext: string): Promise<string>
  open(sealed: string): Promise<string>
}

export interface StoredAnswer {
  readonly status: number
  readonly body: unknown
}

interface IdempotencyContext {
  readonly organizationId: string
  readonly db: ShardDatabase
  readonly clock: Clock
}

/** The row that stands in the change's batch. Not async: a statement passed through a promise would run. */
export function idempotencyStatement(
  ctx: IdempotencyContext,
  write: IdempotencyWrite,
  sealedAnswer: string,
  answerIsSecret: boolean,
): BatchItem<'sqlite'> {
  const nowMs = ctx.clock.now()
  return ctx.db.insert(idempotencyKeys).values({
    id: write.id,
    organizationId: ctx.organizationId,
    requestHash: write.requestHash,
    state: 'done',
    answer: sealedAnswer,
    secretUntil: answerIsSecret ? nowMs + secretReplayMs : null,
    createdAt: nowMs,
    expiresAt: nowMs + idempotencyHours * 3_600_000,
  })
}

/** Claims the key before work that is more than one batch. @throws IdempotentRepeat when it is taken. */
export async function claimIdempotency(
  ctx: IdempotencyContext,
  write: IdempotencyWrite,
): Promise<void> {
  const nowMs = ctx.clock.now()
  const rows = await ctx.db
    .insert(idempotencyKeys)
    .values({
      id: write.id,
      organizationId: ctx.organizationId,
      requestHash: write.requestHash,
      state: 'running',
      answer: null,
      secretUntil: null,
      createdAt: nowMs,
      expiresAt: nowMs + idempotencyHours * 3_600_000,
    })
    .onConflictDoNothing()
    .returning({ id: idempotencyKeys.id })
  if (rows.length === 0) throw new IdempotentRepeat()
}

/** Keeps the answer of a claimed key's work. */
export async function completeIdempotency(
  ctx: IdempotencyContext,
  write: IdempotencyWrite,
  answer: unknown,
): Promise<void> {
  await ctx.db
    .update(idempotencyKeys)
    .set({ state: 'done', answer: await sealAnswer(write, answer) })
    .where(eq(idempotencyKeys.id, write.id))
}

/** Gives a claimed key back after a refusal, so that a corrected request may use it. */
export async function releaseIdempotency(
  ctx: IdempotencyContext,
  write: IdempotencyWrite,
): Promise<void> {
  await ctx.db
    .delete(idempotencyKeys)
    .where(sql`${idempotencyKeys.id} = ${write.id} AND ${idempotencyKeys.state} = 'running'`)
}

/**
 * The answer kept under a key; null when the key is new or its day is over.
 * @throws AppError idempotency_mismatch, idempotency_in_progress, idempotency_expired
 */
export async function storedAnswer(
  ctx: IdempotencyContext,
  write: IdempotencyWrite,
): Promise<StoredAnswer | null> {
  const [row] = await ctx.db
    .select()
    .from(idempotencyKeys)
    .where(eq(idempotencyKeys.id, write.id))
    .limit(1)
  if (!row) return null
  const nowMs = ctx.clock.now()
  if (row.expiresAt <= nowMs) {
    await ctx.db
      .delete(idempotencyKeys)
      .where(sql`${idempotencyKeys.id} = ${write.id} AND ${idempotencyKeys.expiresAt} <= ${nowMs}`)
    return null
  }
  if (row.requestHash !== write.requestHash) {
    throw new AppError(
      'idempotency_mismatch',
      'This Idempotency-Key was used with another method, path or body.',
    )
  }
  if (
    (row.state === 'running' || row.answer === null) &&
    row.createdAt + interruptedAfterMs <= nowMs
  ) {
    throw new AppError(
      'outcome_unknown',
      'The first request with this key was interrupted. Look at what it did (GET /v1/runs) before you use a new key.',
    )
  }
  if (row.state === 'running' || row.answer === null) {
    throw new AppError(
      'idempotency_in_progress',
      'The first request with this key is still running.',
      {
        retryAfterSeconds: 1,
      },
    )
  }
  if (row.secretUntil !== null && row.secretUntil <= nowMs) {
    throw new AppError(
      'idempotency_expired',
      'The answer held a secret and is no longer kept. Make a new one.',
    )
  }
  return JSON.parse(await write.open(row.answer)) as StoredAnswer
}

/** Drops up to `limit` rows of a shard whose day is over; answers when the next one is. */
export async function forgetIdempotency(
  ctx: Pick<IdempotencyContext, 'db' | 'clock'>,
  limit: number,
): Promise<{ nextDueAt: number | null }> {
  const nowMs = ctx.clock.now()
  await ctx.db.run(
    sql`DELETE FROM idempotency_keys WHERE id IN (SELECT id FROM idempotency_keys WHERE expires_at <= ${nowMs} LIMIT ${limit})`,
  )
  const [next] = await ctx.db
    .select({ at: sql<number | null>`MIN(${idempotencyKeys.expiresAt})` })
    .from(idempotencyKeys)
  return { nextDueAt: next?.at ?? null }
}

/** The answer as it is kept. */
export function sealAnswer(write: IdempotencyWrite, answer: unknown): Promise<string> {
  return write.seal(JSON.stringify({ status: write.status, body: answer ?? null }))
}
