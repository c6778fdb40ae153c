// An organization's wrapped data key, on the primary. Once its row is gone no new isolate opens anything of it.
import { eq } from 'drizzle-orm'
import type { ShardDatabase } from '../database.ts'
import { organizationKeys } from '../schema/index.ts'

/** Null when the key was destroyed. By primary key. */
export async function selectDataKey(
  db: ShardDatabase,
  organizationId: string,
): Promise<string | null> {
  const [row] = await db
    .select({ wrapped: organizationKeys.wrapped })
    .from(organizationKeys)
    .where(eq(organizationKeys.organizationId, organizationId))
    .limit(1)
  return row?.wrapped ?? null
}
