// Whether what a notice says is still so when it is sent: nobody is asked to reconnect what was reconnected, or to decide what was
// decided.
import type { NoticeKind } from '../contract/notices.ts'
import type { ShardDatabase } from '../db/database.ts'
import { approvals, connections, webhookEndpoints } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'

/** The approval of that id; null when there is none. */
export async function readApprovalOf(
  db: ShardDatabase,
  organizationId: string,
  approvalId: string,
): Promise<typeof approvals.$inferSelect | null> {
  const [row] = await db
    .select()
    .from(approvals)
    .where(and(eq(approvals.organizationId, organizationId), eq(approvals.id, approvalId)))
    .limit(1)
  return row ?? null
}

/** True for facts that cannot pass. */
export async function stillStands(
  db: ShardDatabase,
  notice: { kind: NoticeKind; organizationId: string; subjectId: string },
  nowMs: number,
): Promise<boolean> {
  const { organizationId, subjectId } = notice
  if (notice.kind === 'approval_waiting') {
    const row = await readApprovalOf(db, organizationId, subjectId)
    return row?.status === 'pending' && row.expiresAt > nowMs
  }
  if (notice.kind === 'connection_needs_reconnect') {
    const [row] = await db
      .select({ status: connections.status })
      .from(connections)
      .where(and(eq(connections.organizationId, organizationId), eq(connections.id, subjectId)))
      .limit(1)
    return row?.status === 'needs_reconnect'
  }
  if (notice.kind === 'webhook_endpoint_disabled') {
    const [row] = await db
      .select({ enabled: webhookEndpoints.enabled })
      .from(webhookEndpoints)
      .where(
        and(
          eq(webhookEndpoints.organizationId, organizationId),
          eq(webhookEndpoints.id, subjectId),
        ),
      )
      .limit(1)
    return row?.enabled === false
  }
  return true
}
