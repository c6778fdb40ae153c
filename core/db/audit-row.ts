// Makes an audit row's leaf and commitments: the format drawn in schema/audit.ts. Computed before the batch and stored
// in it, so that an edit of the row before it is sealed shows too.
import { encodeBase64, encodeHexLowerCase } from '@oslojs/encoding'
import type { Actor, ActorReference } from '../contract/actor.ts'
import type { Ids } from '../contract/ids.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import { sha256 } from '../lib/sha256.ts'
import type { AuditOutcome, AuditTarget } from './schema/audit.ts'

export const auditRowVersion = 1

/** What a use case says of its change. `values` are committed to, stored beside, and may be erased later. */
export interface AuditEntry {
  /** `<resource>.<verb>`, the use case's own word. */
  readonly action: string
  readonly target: AuditTarget
  readonly outcome?: AuditOutcome
  readonly values?: Readonly<Record<string, unknown>>
}

/** Exactly what the leaf hashes. */
export interface AuditLeaf {
  readonly v: number
  readonly id: string
  readonly at: string
  readonly organizationId: string
  readonly actor: ActorReference
  readonly onBehalfOf: ActorReference | null
  readonly action: string
  readonly target: AuditTarget
  readonly outcome: AuditOutcome
  readonly commitments: Readonly<Record<string, string>>
}

export interface AuditRow extends AuditLeaf {
  readonly values: Record<string, unknown>
  readonly salts: Record<string, string>
  readonly leaf: string
}

/** The leaf hash of RFC 6962 §2.1 over the row's canonical JSON, hex. */
export async function auditLeafHash(leaf: AuditLeaf): Promise<string> {
  const { v, id, at, organizationId, actor, onBehalfOf, action, target, outcome, commitments } =
    leaf
  const fields = {
    v,
    id,
    at,
    organizationId,
    actor,
    onBehalfOf,
    action,
    target,
    outcome,
    commitments,
  }
  const json = new TextEncoder().encode(canonicalJson(fields))
  const bytes = new Uint8Array(json.length + 1)
  bytes.set(json, 1)
  return encodeHexLowerCase(await sha256(bytes))
}

/** The commitment to one value under its salt, hex. */
export async function auditCommitment(salt: Uint8Array, value: unknown): Promise<string> {
  const json = new TextEncoder().encode(canonicalJson(value))
  const bytes = new Uint8Array(salt.length + json.length)
  bytes.set(salt)
  bytes.set(json, salt.length)
  return encodeHexLowerCase(await sha256(bytes))
}

export async function makeAuditRow(
  ctx: { actor: Actor; organizationId: string; ids: Ids },
  entry: AuditEntry,
  nowMs: number,
): Promise<AuditRow> {
  const values: Record<string, unknown> = {}
  const salts: Record<string, string> = {}
  const commitments: Record<string, string> = {}
  for (const [name, value] of Object.entries(entry.values ?? {})) {
    if (value === undefined) continue
    const salt = ctx.ids.randomBytes(16)
    values[name] = value
    salts[name] = encodeBase64(salt)
    commitments[name] = await auditCommitment(salt, value)
  }
  const leaf: AuditLeaf = {
    v: auditRowVersion,
    id: ctx.ids.next('auditEvent'),
    at: new Date(nowMs).toISOString(),
    organizationId: ctx.organizationId,
    actor: { type: ctx.actor.type, id: ctx.actor.id },
    onBehalfOf: ctx.actor.onBehalfOf,
    action: entry.action,
    target: entry.target,
    outcome: entry.outcome ?? 'success',
    commitments,
  }
  return { ...leaf, values, salts, leaf: await auditLeafHash(leaf) }
}
