// Rotation of the vault's master key: data keys that an older key of the ring wrapped are wrapped by its first one, while
// traffic runs. Nothing that they sealed changes. Once none is left, the older key can leave the ring.
import type { Hub } from '../context.ts'
import { organizationKeys } from '../db/schema/index.ts'
import { and, eq, ne } from '../db/sql.ts'

/** Re-wraps up to `limit` data keys of a shard; answers how many. Safe to repeat and to run twice at once. */
export async function rewrapDataKeys(
  hub: Pick<Hub, 'shard' | 'vault'>,
  shard: string,
  limit: number,
): Promise<number> {
  const db = hub.shard(shard)
  const { currentMasterKeyId: masterKeyId } = hub.vault
  const rows = await db
    .select()
    .from(organizationKeys)
    .where(ne(organizationKeys.masterKeyId, masterKeyId))
    .limit(limit)
  for (const row of rows) {
    const wrapped = await hub.vault.rewrap(row.organizationId, row.wrapped)
    await db
      .update(organizationKeys)
      .set({ wrapped, masterKeyId })
      .where(
        and(
          eq(organizationKeys.organizationId, row.organizationId),
          eq(organizationKeys.wrapped, row.wrapped),
        ),
      )
  }
  return rows.length
}
