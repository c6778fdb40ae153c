// Asks for a yes to one exact write: actor, connection and vendor account, action, hash of the input, expiry. The same
// proposal from the same origin (a conversation's turn, replayed after a crash) is the same row.
// Not authorized here: `understand` (ask.ts) authorized the ask before it came here.

import { type Ctx, withoutIdempotency } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { approvals } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import { sha256Hex } from '../lib/sha256.ts'
import type { UnderstoodAsk } from './ask.ts'
import { type PresentedApproval, presentApproval } from './present-approval.ts'

/** A confirmation is asked in the flow of a conversation; an approval waits for somebody else. */
export const confirmationMinutes = 60
export const approvalHours = 72

export async function requestApproval(
  ctx: Ctx,
  ask: UnderstoodAsk,
  how: { kind: 'confirmation' | 'approval'; origin: string },
): Promise<PresentedApproval> {
  const nowMs = ctx.clock.now()
  const expiresAt =
    nowMs + (how.kind === 'confirmation' ? confirmationMinutes * 60_000 : approvalHours * 3_600_000)
  const row = {
    id: ctx.ids.next('approval'),
    organizationId: ctx.organizationId,
    kind: how.kind,
    status: 'pending' as const,
    connectionId: ask.row.id,
    accountId: ask.row.accountId,
    accountName: placeName(ask),
    connector: ask.connector.id,
    action: ask.action.name,
    input: ask.input,
    inputHash: await hashInput(ask.input),
    summary: ask.action.summary(ask.input),
    requestedBy: ctx.actor,
    decidedBy: null,
    via: ask.via,
    channel: ask.channel,
    origin: how.origin,
    runId: null,
    createdAt: nowMs,
    expiresAt,
    decidedAt: null,
  }
  await ctx.hub.dispatcher(ctx.shard).arm(expiresAt)
  try {
    const { answer } = await writeChange(withoutIdempotency(ctx), {
      statements: [{ statement: ctx.db.insert(approvals).values(row) }],
      audit: {
        action: 'approval.request',
        target: { type: 'approval', id: row.id },
        values: {
          kind: row.kind,
          connector: row.connector,
          action: row.action,
          connectionId: row.connectionId,
          summary: row.summary,
          inputHash: row.inputHash,
        },
      },
      events: [{ type: 'approval.requested', data: presentApproval(row) }],
      answer: presentApproval(row),
    })
    return answer
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
    const [there] = await ctx.db
      .select()
      .from(approvals)
      .where(
        and(eq(approvals.organizationId, ctx.organizationId), eq(approvals.origin, how.origin)),
      )
      .limit(1)
    if (!there) throw error
    if (there.inputHash !== row.inputHash || there.action !== row.action) {
      throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used with another body.')
    }
    return presentApproval(there)
  }
}

/** SHA-256 of the input's RFC 8785 JSON, hex. */
export function hashInput(input: Readonly<Record<string, unknown>>): Promise<string> {
  return sha256Hex(canonicalJson(input))
}

/** Where it would happen, for people: the connection's name and the vendor's host. */
function placeName({ row }: UnderstoodAsk): string {
  if (!row.accountUrl || !URL.canParse(row.accountUrl)) return row.name
  return `${row.name} (${new URL(row.accountUrl).host})`
}
