// Acts that end something for good, and that a restored database would undo: a revoked key would open doors again. The audit log
// sits outside the database and is not restored with it, so it remembers them for as long as a database can be put back.
import type { StoredAuditRow } from './audit-rows.ts'

/** Point-in-time recovery of D1 reaches 30 days back (developers.cloudflare.com/d1/reference/time-travel). */
export const endingsKeptMs = 35 * 24 * 3_600_000

const endingActions = {
  'api_key.revoke': 'api_key',
  'member.remove': 'member',
  'passkey.remove': 'passkey',
  'connection.revoke': 'connection',
  'webhook_endpoint.delete': 'webhook_endpoint',
  'vendor_app.replace': 'vendor_app',
  'vendor_app.remove': 'vendor_app',
} as const

export type EndedKind = (typeof endingActions)[keyof typeof endingActions]

/** One thing that was ended, by its kind and id. */
export interface Ending {
  readonly kind: EndedKind
  readonly id: string
}

/** What a row ended; null for every other row, and for one that only tried. */
export function endingOf(row: StoredAuditRow): Ending | null {
  if (row.outcome !== 'success' || !Object.hasOwn(endingActions, row.action)) return null
  const kind = endingActions[row.action as keyof typeof endingActions]
  if (kind !== 'vendor_app') return { kind, id: row.target.id }
  // There is one at a time for each vendor: what ended is the version that stood, not the one that took its place.
  const version = row.values.endedVersion
  return typeof version === 'number' ? { kind, id: `${row.target.id}/${version}` } : null
}
