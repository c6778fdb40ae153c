// Runs an action for whoever asks directly: a program by its key, a person by their session, the assistant for a read.
// Policy may want a yes first; then nothing runs, and what waits for the yes is named.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { writeProgress } from '../db/write.ts'
import { type Ask, decideAsk, type UnderstoodAsk, understand } from './ask.ts'
import {
  claimStatement,
  executeRun,
  type Outcome,
  type RunClaim,
  runLeaseMs,
} from './execute-run.ts'
import { recordDenial } from './record-denial.ts'
import { requestApproval } from './request-approval.ts'

/**
 * @returns the output, once the vendor has answered
 * @throws AppError not_found, forbidden, invalid_request; policy_denied; confirmation_required and approval_required with `approvalId`;
 *   the vendor's failure, with `runId`
 */
export async function runAction(ctx: Ctx, ask: Ask): Promise<{ output: unknown; runId: string }> {
  const understood = await understand(ctx, ask)
  const decision = await decideAsk(ctx, understood)
  if (decision.effect === 'deny') {
    await recordDenial(ctx, understood, decision)
    const what = `${understood.connector.id}.${understood.action.name}`
    throw new AppError('policy_denied', `A policy of the organization denies ${what}.`, {
      extensions: { ruleId: decision.ruleId ?? '' },
    })
  }
  if (decision.effect !== 'allow') {
    const kind = decision.effect === 'confirm' ? 'confirmation' : 'approval'
    const approval = await requestApproval(ctx, understood, {
      kind,
      origin: ask.origin ?? `run/${ctx.ids.next('run')}`,
    })
    throw new AppError(
      kind === 'confirmation' ? 'confirmation_required' : 'approval_required',
      `It runs once a person says yes: ${approval.summary}`,
      { extensions: { approvalId: approval.id } },
    )
  }
  const outcome = await runNow(ctx, understood, null)
  if (outcome.error) throw withRunId(outcome.error, outcome.runId)
  return { output: outcome.output, runId: outcome.runId }
}

/** Runs what was allowed: a write is claimed before the vendor is called. */
export async function runNow(
  ctx: Ctx,
  ask: UnderstoodAsk,
  approvalId: string | null,
): Promise<Outcome> {
  const claim: RunClaim = {
    runId: ctx.ids.next('run'),
    startedAtMs: ctx.clock.now(),
    approvalId,
    leaseId: ask.action.effect === 'write' ? ctx.ids.next('lease') : null,
  }
  if (claim.leaseId !== null) {
    await ctx.hub.dispatcher(ctx.shard).arm(claim.startedAtMs + runLeaseMs)
    await writeProgress(ctx, [claimStatement(ctx, ask, claim)])
  }
  return executeRun(ctx, ask, claim)
}

function withRunId(error: AppError, runId: string): AppError {
  return new AppError(error.code, error.detail, {
    ...error.options,
    extensions: { ...error.options.extensions, runId },
  })
}
