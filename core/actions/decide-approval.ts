// A person's yes or no to one exact write. Only a person may say it: a member's session or a mapped chat user's button, never a
// key or an app. Rights, policy, connection, account and input are checked again at this moment; the yes is claimed
// once, in the batch that claims the run.

import { type Ctx, withoutIdempotency } from '../context.ts'
import { type Actor, memberIdOf } from '../contract/actor.ts'
import { AppError, notFound } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { apiKeys, approvals } from '../db/schema/index.ts'
import { and, eq, gt } from '../db/sql.ts'
import { type GuardedStatement, writeChange } from '../db/write.ts'
import { identityOfActor } from '../identity/authenticate.ts'
import { decideAsk, type UnderstoodAsk, understand } from './ask.ts'
import {
  claimStatement,
  executeRun,
  lookupRun,
  type Outcome,
  type RunClaim,
  readOutcome,
  runLeaseMs,
  takeRun,
} from './execute-run.ts'
import { type ApprovalRow, type PresentedApproval, presentApproval } from './present-approval.ts'
import { hashInput } from './request-approval.ts'

export interface Decision {
  readonly approval: PresentedApproval
  /** What the run came to; null after a no. */
  readonly outcome: Outcome | null
}

/** What a caller that may crash in between keeps, so that it can take up where it stopped. */
export interface DecisionProgress {
  /** The run that this yes would make; kept by the caller before it decides. */
  readonly runId: string
  /** Something may have reached the vendor: never call again, look it up. */
  readonly sent: boolean
  markSent(): Promise<void>
}

/**
 * @throws AppError person_required, not_found, forbidden (not the asker's to decide, or a right is gone), approval_decided,
 *   approval_expired, policy_denied, connection_not_active
 */
export async function decideApproval(
  ctx: Ctx,
  input: { approvalId: string; choice: 'approve' | 'reject'; byOwnApp?: boolean },
  progress: DecisionProgress | null = null,
): Promise<Decision> {
  if (memberIdOf(ctx.actor) === null || ctx.actor.type === 'app') {
    throw new AppError('person_required', 'Only a person may decide this.')
  }
  authorize(ctx, 'approvals:decide')
  const row = await readApproval(ctx, input.approvalId)
  if (progress && row.status === 'approved' && row.runId === progress.runId) {
    return resume(ctx, row, row.runId, progress)
  }
  // A no that was committed before the caller died is still that person's no.
  if (progress && input.choice === 'reject' && row.status === 'rejected' && decidedBy(ctx, row)) {
    return { approval: presentApproval(row), outcome: null }
  }
  await requireRightToDecide(ctx, row)
  if (row.status === 'expired') throw expired()
  if (row.status !== 'pending') throw new AppError('approval_decided', 'It was decided already.')
  if (row.expiresAt <= ctx.clock.now()) throw expired()
  // Whoever holds the secret of the organization's own chat app can sign a press in anybody's name.
  if (input.byOwnApp && !mine(ctx, row)) {
    throw new AppError(
      'forbidden',
      "This workspace is connected through your organization's own app, so this cannot be decided here. Decide it in the dashboard, under Approvals.",
    )
  }

  if (input.choice === 'reject') return { approval: await commit(ctx, row, null), outcome: null }

  const runner = await runnerOf(ctx, row)
  const ask = await understandAgain(runner, row)
  const claim: RunClaim = {
    runId: progress?.runId ?? ctx.ids.next('run'),
    startedAtMs: ctx.clock.now(),
    approvalId: row.id,
    leaseId: firstLeaseOf(row),
  }
  await ctx.hub.dispatcher(ctx.shard).arm(claim.startedAtMs + runLeaseMs)
  const approval = await commit(ctx, row, claim.runId, claimStatement(runner, ask, claim))
  return { approval, outcome: await executeRun(runner, ask, claim, progress?.markSent) }
}

/** The caller died after the yes was committed. What was not sent is sent now; what may have been is looked up. */
async function resume(
  ctx: Ctx,
  row: ApprovalRow,
  runId: string,
  progress: DecisionProgress,
): Promise<Decision> {
  const approval = presentApproval(row)
  const before = await readOutcome(ctx, runId)
  if (before.state !== 'claimed') return { approval, outcome: before }
  const leaseId = ctx.ids.next('lease')
  if (!(await takeRun(ctx, runId, leaseId, firstLeaseOf(row)))) {
    return { approval, outcome: await readOutcome(ctx, runId) }
  }
  const runner = await runnerOf(ctx, row)
  const ask = await understandAgain(runner, row)
  const startedAtMs = row.decidedAt ?? ctx.clock.now()
  const claim: RunClaim = { runId, startedAtMs, approvalId: row.id, leaseId }
  const outcome = progress.sent
    ? await lookupRun(runner, ask, claim)
    : await executeRun(runner, ask, claim, progress.markSent)
  return { approval, outcome }
}

/** The lease under which the yes itself claims the run: whoever resumes that yes knows it. */
function firstLeaseOf(row: ApprovalRow): string {
  return `approval/${row.id}`
}

async function commit(
  ctx: Ctx,
  row: ApprovalRow,
  runId: string | null,
  claim?: GuardedStatement,
): Promise<PresentedApproval> {
  const decided = {
    status: runId ? ('approved' as const) : ('rejected' as const),
    decidedBy: ctx.actor,
    decidedAt: ctx.clock.now(),
    runId,
  }
  const after = presentApproval({ ...row, ...decided })
  const { answer } = await writeChange(withoutIdempotency(ctx), {
    statements: [
      {
        statement: ctx.db
          .update(approvals)
          .set(decided)
          .where(
            and(
              eq(approvals.id, row.id),
              eq(approvals.status, 'pending'),
              gt(approvals.expiresAt, decided.decidedAt),
            ),
          ),
        orElse: 'approval_decided',
      },
      ...(claim ? [claim] : []),
    ],
    audit: {
      action: runId ? 'approval.approve' : 'approval.reject',
      target: { type: 'approval', id: row.id },
      values: {
        connector: row.connector,
        action: row.action,
        summary: row.summary,
        inputHash: row.inputHash,
        ...(runId ? { runId } : {}),
      },
    },
    events: [{ type: 'approval.decided', data: after }],
    answer: after,
  })
  return answer
}

/** Everything that was true when it was asked must be true now. */
async function understandAgain(ctx: Ctx, row: ApprovalRow): Promise<UnderstoodAsk> {
  const ask = await understand(ctx, {
    connectionId: row.connectionId,
    action: row.action,
    input: row.input,
    via: row.via,
    channel: row.channel,
  })
  if (ask.row.accountId !== row.accountId || (await hashInput(ask.input)) !== row.inputHash) {
    throw new AppError('conflict', 'What was asked is no longer what would run. Ask again.')
  }
  if (ask.row.status !== 'active') {
    throw new AppError('connection_not_active', `${ask.row.name} needs to be reconnected first.`)
  }
  const decision = await decideAsk(ctx, ask)
  if (decision.effect === 'deny') {
    throw new AppError('policy_denied', 'A policy denies this by now.')
  }
  if (decision.effect === 'approve' && row.kind === 'confirmation') {
    throw new AppError('policy_denied', 'A second person must approve this by now. Ask again.')
  }
  return ask
}

/** A confirmation is the asker's own; an approval is somebody else's who leads the organization. */
async function requireRightToDecide(ctx: Ctx, row: ApprovalRow): Promise<void> {
  const asker = memberIdOf(row.requestedBy)
  const leads = ctx.grants.role === 'owner' || ctx.grants.role === 'admin'
  if (row.kind === 'approval') {
    const first = asker ?? (await makerOfKey(ctx, row.requestedBy))
    if (leads && first !== memberIdOf(ctx.actor)) return
    throw new AppError('forbidden', 'An owner or admin other than the asker must approve this.')
  }
  // A program's request has no person behind it: one who leads the organization stands in.
  if (asker === null ? leads : mine(ctx, row)) return
  throw new AppError('forbidden', 'Only the person who asked may confirm this.')
}

/** Who made the key that asks: their yes would not be a second person's. Null for other programs. */
async function makerOfKey(ctx: Ctx, asker: Actor): Promise<string | null> {
  if (asker.type !== 'api_key') return null
  const [key] = await ctx.db
    .select({ createdBy: apiKeys.createdBy })
    .from(apiKeys)
    .where(and(eq(apiKeys.organizationId, ctx.organizationId), eq(apiKeys.id, asker.id)))
    .limit(1)
  return key ? memberIdOf(key.createdBy) : null
}

function mine(ctx: Ctx, row: ApprovalRow): boolean {
  const asker = memberIdOf(row.requestedBy)
  return asker !== null && asker === memberIdOf(ctx.actor)
}

/** The run acts with the asker's name and rights as they are now; the decider only says yes. */
async function runnerOf(ctx: Ctx, row: ApprovalRow): Promise<Ctx> {
  if (mine(ctx, row)) return ctx
  const identity = await identityOfActor(ctx.hub, ctx.organizationId, ctx.shard, row.requestedBy)
  if (!identity) throw new AppError('forbidden', 'Who asked for this no longer may.')
  return { ...ctx, actor: identity.actor, grants: identity.grants }
}

function decidedBy(ctx: Ctx, row: ApprovalRow): boolean {
  return row.decidedBy !== null && memberIdOf(row.decidedBy) === memberIdOf(ctx.actor)
}

/** @throws AppError not_found, for another organization's too */
export async function readApproval(ctx: Ctx, approvalId: string): Promise<ApprovalRow> {
  const [row] = await ctx.db
    .select()
    .from(approvals)
    .where(and(eq(approvals.organizationId, ctx.organizationId), eq(approvals.id, approvalId)))
    .limit(1)
  if (!row) throw notFound('approval')
  return row
}

function expired(): AppError {
  return new AppError('approval_expired', 'The time to confirm is over. Ask again.')
}
