// A waiting or decided write, as its people see it.
import { z } from 'zod'
import { actorSchema } from '../contract/actor.ts'
import { isoTime } from '../contract/paging.ts'
import { approvalStatuses, type approvals } from '../db/schema/index.ts'

export const presentedApproval = z.object({
  id: z.string(),
  kind: z.enum(['confirmation', 'approval']),
  status: z.enum(approvalStatuses),
  connectionId: z.string(),
  /** The vendor account that it would change. */
  account: z.object({ id: z.string(), name: z.string() }),
  connector: z.string(),
  action: z.string(),
  input: z.record(z.string(), z.unknown()),
  summary: z.string(),
  requestedBy: actorSchema,
  decidedBy: actorSchema.nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
  decidedAt: z.string().nullable(),
  runId: z.string().nullable(),
})

export type PresentedApproval = z.output<typeof presentedApproval>
export type ApprovalRow = typeof approvals.$inferSelect

export function presentApproval(row: ApprovalRow): PresentedApproval {
  const { id, kind, status, connectionId, connector, action, input, summary, runId } = row
  const { requestedBy, decidedBy } = row
  return {
    id,
    kind,
    status,
    connectionId,
    account: { id: row.accountId, name: row.accountName },
    connector,
    action,
    input: input as Record<string, unknown>,
    summary,
    requestedBy,
    decidedBy,
    createdAt: isoTime(row.createdAt),
    expiresAt: isoTime(row.expiresAt),
    decidedAt: isoTime(row.decidedAt),
    runId,
  }
}
