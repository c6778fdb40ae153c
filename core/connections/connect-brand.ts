// Whose connect it is, for the look of its pages: also of a link that was used or is late, so that what went wrong is said in the
// colours of whoever sent the person here. Who holds no link of ours learns nothing.
import type { Hub } from '../context.ts'
import { parseSecret } from '../contract/api-key.ts'
import { connectSessions } from '../db/schema/index.ts'
import { eq, or } from '../db/sql.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { type Brand, brandOf } from '../mail/brand.ts'

/** By a link's secret or a state; null when it is none of ours. */
export async function brandOfConnect(hub: Hub, secret: string): Promise<Brand | null> {
  const place = parseSecret('cwc_', secret)
  if (!place || !hub.shards.includes(place.shard)) return null
  const db = hub.shard(place.shard)
  const hash = await sha256Hex(secret)
  const [row] = await db
    .select({ organizationId: connectSessions.organizationId })
    .from(connectSessions)
    .where(or(eq(connectSessions.linkHash, hash), eq(connectSessions.stateHash, hash)))
    .limit(1)
  if (!row) return null
  return brandOf({ db, settings: hub.settings, organizationId: row.organizationId })
}
