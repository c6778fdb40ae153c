// Proves that the trail only grew between two sizes: whoever kept an old checkpoint sees that nothing under it changed.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'

export interface AuditGrowthProof {
  readonly from: number
  readonly to: number
  /** Base64 (RFC 6962 section 2.1.2); empty when the sizes are equal or `from` is 0. */
  readonly proof: readonly string[]
}

/** @throws AppError forbidden; invalid_request unless 0 ≤ from ≤ to ≤ the size of the tree */
export async function proveAuditGrowth(
  ctx: Ctx,
  input: { readonly from: number; readonly to: number },
): Promise<AuditGrowthProof> {
  authorize(ctx, 'audit:read')
  const { from, to } = input
  const proof = await ctx.hub.auditLog(ctx.organizationId, ctx.shard).consistency(from, to)
  if (!proof) {
    throw new AppError('invalid_request', 'These are not two sizes of the audit log.', {
      errors: [{ path: 'query.to', message: 'needs from ≤ to ≤ the newest size' }],
    })
  }
  return { from, to, proof }
}
