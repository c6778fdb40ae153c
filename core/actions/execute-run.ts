// Executes one run: the call to the vendor, and its outcome in one batch with audit, event and meter. A read is written once it
// has ended; a write is claimed first, so that a crash leaves a claim to look up and never a repeated call.
// Not authorized here: `understand` (ask.ts) authorized the ask before it came here.

import { breakConnection } from '../connections/break-connection.ts'
import { refusalOfVendor } from '../connections/vendor-refusal.ts'
import { openVendorSession } from '../connections/vendor-session.ts'
import { type Ctx, withoutIdempotency } from '../context.ts'
import type { Actor } from '../contract/actor.ts'
import type { ActionCall } from '../contract/connector.ts'
import { AppError } from '../contract/errors.ts'
import { VendorError } from '../contract/vendor-error.ts'
import { type RunState, runs } from '../db/schema/index.ts'
import { and, eq, lte, or } from '../db/sql.ts'
import { type GuardedStatement, writeChange } from '../db/write.ts'
import type { UnderstoodAsk } from './ask.ts'

/**
 * How long a run may take before its claim lapses. Longer than any action: at most four vendor calls, of 15 to 20 s and 5 s of waits.
 */
export const runLeaseMs = 120_000
/** Outputs above this are not kept with the run. */
const outputBytesMax = 64 * 1024

export interface Outcome {
  readonly runId: string
  readonly state: RunState
  readonly output: unknown
  /** Null when done. */
  readonly error: AppError | null
}

export interface RunClaim {
  readonly runId: string
  readonly startedAtMs: number
  readonly approvalId: string | null
  /** Who holds the claimed row; null for reads, whose row is made with the outcome. */
  readonly leaseId: string | null
}

/**
 * Takes over a claim whose maker is gone: a lapsed one, or one's own after a crash.
 * @returns false when it has ended, or somebody else works on it
 */
export async function takeRun(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  runId: string,
  leaseId: string,
  ownLeaseId: string | null,
): Promise<boolean> {
  const nowMs = ctx.clock.now()
  const taken = await ctx.db
    .update(runs)
    .set({ leaseId, leaseUntil: nowMs + runLeaseMs })
    .where(
      and(
        eq(runs.id, runId),
        eq(runs.state, 'claimed'),
        or(lte(runs.leaseUntil, nowMs), eq(runs.leaseId, ownLeaseId ?? '')),
      ),
    )
    .returning({ id: runs.id })
  return taken.length === 1
}

/** The row of a claimed write, for the batch that claims it. */
export function claimStatement(ctx: Ctx, ask: UnderstoodAsk, claim: RunClaim): GuardedStatement {
  return {
    statement: ctx.db.insert(runs).values({
      ...runRow(ctx, ask, claim),
      state: 'claimed',
      output: null,
      errorCode: null,
      errorDetail: null,
      finishedAt: null,
      leaseUntil: claim.startedAtMs + runLeaseMs,
      leaseId: claim.leaseId,
    }),
  }
}

/**
 * Calls the vendor and records what came of it. Never throws for the vendor's failures: they are the outcome.
 * `beforeCall` runs when everything is ready and nothing was sent yet.
 */
export async function executeRun(
  ctx: Ctx,
  ask: UnderstoodAsk,
  claim: RunClaim,
  beforeCall: () => Promise<void> = async () => {},
): Promise<Outcome> {
  let output: unknown
  try {
    const call = await openCall(ctx, ask, claim)
    await beforeCall()
    output = parseOutput(ask, await ask.action.run(call, ask.input))
  } catch (error) {
    return recordFailure(ctx, ask, claim, error)
  }
  // Outside the try: a success that could not be recorded is not a failure. Its claim lapses and is looked up.
  return recordOutcome(ctx, ask, claim, { state: 'done', output, error: null })
}

/** Looks a lost answer up at the vendor; `unknown` where it cannot say for sure. */
export async function lookupRun(ctx: Ctx, ask: UnderstoodAsk, claim: RunClaim): Promise<Outcome> {
  const unknown = new AppError(
    'outcome_unknown',
    `${ask.connector.name} did not say whether it was done. Look in ${ask.connector.name} before you try again.`,
  )
  if (ask.action.effect === 'read') {
    return recordOutcome(ctx, ask, claim, {
      state: 'failed',
      output: null,
      error: new AppError('internal', 'It was interrupted. Ask again.'),
    })
  }
  try {
    const call = await openCall(ctx, ask, claim)
    const lookup = await ask.action.lookup?.(call, ask.input)
    if (lookup?.found === 'done') {
      const output = parseOutput(ask, lookup.output)
      return await recordOutcome(ctx, ask, claim, { state: 'done', output, error: null })
    }
    if (lookup?.found === 'absent') {
      const error = new AppError('vendor_unreachable', 'It was not done. Try again.')
      return await recordOutcome(ctx, ask, claim, { state: 'failed', output: null, error })
    }
  } catch (error) {
    if (!(error instanceof VendorError || error instanceof AppError)) throw error
  }
  return recordOutcome(ctx, ask, claim, { state: 'unknown', output: null, error: unknown })
}

async function openCall(ctx: Ctx, ask: UnderstoodAsk, claim: RunClaim): Promise<ActionCall> {
  const session = await openVendorSession(ctx, ask.row)
  return { ...session, runId: claim.runId, startedAtMs: claim.startedAtMs }
}

async function recordFailure(
  ctx: Ctx,
  ask: UnderstoodAsk,
  claim: RunClaim,
  error: unknown,
): Promise<Outcome> {
  if (error instanceof VendorError) {
    if (error.kind === 'unauthorized') {
      await breakConnection(ctx, ask.row, `${ask.connector.name} no longer accepts its credentials`)
    }
    // The answer to a write was lost: ask the vendor at once whether it was done.
    if (ask.action.effect === 'write' && error.ambiguous) return lookupRun(ctx, ask, claim)
  }
  const refusal = refusalOfVendor(error, ask.connector, ask.action.effect)
  if (refusal instanceof AppError) {
    return recordOutcome(ctx, ask, claim, { state: 'failed', output: null, error: refusal })
  }
  await recordOutcome(ctx, ask, claim, {
    state: ask.action.effect === 'write' ? 'unknown' : 'failed',
    output: null,
    error: new AppError('internal', 'Something failed on our side.'),
  })
  throw error
}

async function recordOutcome(
  ctx: Ctx,
  ask: UnderstoodAsk,
  claim: RunClaim,
  result: { state: 'done' | 'failed' | 'unknown'; output: unknown; error: AppError | null },
): Promise<Outcome> {
  const { state, output, error } = result
  const ended = {
    state,
    output: keptOutput(output),
    errorCode: error?.code ?? null,
    errorDetail: error?.detail ?? null,
    finishedAt: ctx.clock.now(),
    leaseUntil: null,
    leaseId: null,
  }
  const statement: GuardedStatement =
    claim.leaseId === null
      ? { statement: ctx.db.insert(runs).values({ ...runRow(ctx, ask, claim), ...ended }) }
      : {
          statement: ctx.db
            .update(runs)
            .set(ended)
            .where(and(eq(runs.id, claim.runId), mayRecord(claim.leaseId, state))),
          orElse: 'conflict',
        }
  const names = { connector: ask.connector.id, action: ask.action.name, connectionId: ask.row.id }
  try {
    await writeChange(withoutIdempotency(ctx), {
      statements: [statement],
      audit: {
        action: `${ask.connector.id}.${ask.action.name}`,
        target: { type: 'run', id: claim.runId },
        outcome: state === 'done' ? 'success' : state,
        values: {
          ...names,
          effect: ask.action.effect,
          summary: ask.action.summary(ask.input),
          ...(claim.approvalId ? { approvalId: claim.approvalId } : {}),
          ...(error ? { error: error.code } : {}),
        },
      },
      events: [
        {
          type: `run.${state}`,
          data: {
            runId: claim.runId,
            ...names,
            effect: ask.action.effect,
            actor: ctx.actor,
            summary: ask.action.summary(ask.input),
            error: error ? { code: error.code, detail: error.detail } : null,
          },
        },
      ],
      meters: [`actions.${ask.action.effect}`, ...(state === 'done' ? [] : ['actions.failed'])],
      answer: null,
    })
  } catch (conflict) {
    // A lapsed claim that was settled in the meantime keeps what was settled.
    if (!(conflict instanceof AppError && conflict.code === 'conflict')) throw conflict
    return readOutcome(ctx, claim.runId)
  }
  return { runId: claim.runId, state, output, error }
}

/** The holder records; and what was surely done wins over what somebody else, who could not know, settled. */
function mayRecord(leaseId: string, state: RunState) {
  const held = and(eq(runs.state, 'claimed'), eq(runs.leaseId, leaseId))
  return state === 'done' ? or(held, eq(runs.state, 'unknown'), eq(runs.state, 'failed')) : held
}

/** What a run came to, from its row. */
export async function readOutcome(ctx: Ctx, runId: string): Promise<Outcome> {
  const [row] = await ctx.db
    .select()
    .from(runs)
    .where(and(eq(runs.organizationId, ctx.organizationId), eq(runs.id, runId)))
    .limit(1)
  if (!row) throw new AppError('not_found', 'There is no such run.')
  const code = row.errorCode as AppError['code'] | null
  return {
    runId,
    state: row.state,
    output: row.output,
    error: code ? new AppError(code, row.errorDetail ?? 'It failed.') : null,
  }
}

function runRow(ctx: Ctx, ask: UnderstoodAsk, claim: RunClaim) {
  const actor: Actor = ctx.actor
  return {
    id: claim.runId,
    organizationId: ctx.organizationId,
    connectionId: ask.row.id,
    connector: ask.connector.id,
    action: ask.action.name,
    effect: ask.action.effect,
    actor,
    approvalId: claim.approvalId,
    input: ask.input,
    startedAt: claim.startedAtMs,
  }
}

function parseOutput(ask: UnderstoodAsk, output: unknown): unknown {
  const parsed = ask.action.output.safeParse(output)
  if (parsed.success) return parsed.data
  throw new VendorError('malformed', ask.connector.id, { cause: parsed.error })
}

function keptOutput(output: unknown): unknown {
  if (output === null || output === undefined) return null
  const bytes = new TextEncoder().encode(JSON.stringify(output)).length
  return bytes <= outputBytesMax ? output : { omitted: bytes }
}
