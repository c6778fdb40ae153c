// Wakes the audit logs of organizations whose trail grew a short while ago: what a request's own wake-up lost, this finds.

import type { Hub } from '../context.ts'
import { auditHeads } from '../db/schema/index.ts'
import { desc, gt } from '../db/sql.ts'

/** A sweep comes at least once a minute while anything was written; this looks back further. */
const lookBackMs = 3 * 60_000
const organizationsMax = 500

/** Safe to repeat: an audit log that has sealed everything does nothing. After a restart it looks back without bound. */
export async function wakeGrownAuditLogs(
  hub: Hub,
  shard: string,
  options: { readonly restarted: boolean },
): Promise<{ nextDueAt: null }> {
  const grown = await hub
    .shard(shard)
    .select({ organizationId: auditHeads.organizationId })
    .from(auditHeads)
    .where(options.restarted ? undefined : gt(auditHeads.updatedAt, hub.clock.now() - lookBackMs))
    .orderBy(desc(auditHeads.updatedAt))
    .limit(organizationsMax)
  for (const { organizationId } of grown) await hub.auditLog(organizationId, shard).wake()
  return { nextDueAt: null }
}
