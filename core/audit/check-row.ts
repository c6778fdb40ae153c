// Whether a stored row still is what was committed to: its leaf from its columns, its values from its commitments. The format
// is drawn in core/db/schema/audit.ts. What cannot be hashed at all counts as changed; nothing here throws for a row's sake.
import { decodeBase64 } from '@oslojs/encoding'
import { auditCommitment, auditLeafHash } from '../db/audit-row.ts'
import type { StoredAuditRow } from './audit-rows.ts'

/** Whether the stored leaf is the one its columns make. */
export async function isLeafOfColumns(row: StoredAuditRow): Promise<boolean> {
  try {
    return (await auditLeafHash(row)) === row.leaf
  } catch (error) {
    // Canonical JSON refuses what no writer of ours could have stored.
    if (error instanceof TypeError) return false
    throw error
  }
}

/**
 * The name of the first value that its commitment does not cover, or that is gone; null when all are there. Nothing erases values
 * yet: one that is missing was taken.
 */
export async function wrongValueOf(row: StoredAuditRow): Promise<string | null> {
  const names = new Set(
    [row.commitments, row.values, row.salts].flatMap((part) => Object.keys(part)),
  )
  for (const name of names) {
    const salt = row.salts[name]
    const hasValue = Object.hasOwn(row.values, name)
    if (salt === undefined || !hasValue || !Object.hasOwn(row.commitments, name)) return name
    if ((await commitmentOf(salt, row.values[name])) !== row.commitments[name]) return name
  }
  return null
}

async function commitmentOf(salt: string, value: unknown): Promise<string | null> {
  try {
    return await auditCommitment(decodeBase64(salt), value)
  } catch {
    return null // a salt that is no base64, a value that is no JSON: one verdict for both
  }
}
