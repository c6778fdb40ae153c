// Revokes a key. It is read on the primary at each use, so it is refused from this commit on.

import type { Ctx } from '../context.ts'
import { authorize } from '../contract/permissions.ts'
import { apiKeys } from '../db/schema/index.ts'
import { and, eq, isNull } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'

/** @throws AppError not_found, for a key that is revoked already too. */
export async function revokeApiKey(ctx: Ctx, input: { apiKeyId: string }): Promise<void> {
  authorize(ctx, 'api-keys:write')
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(apiKeys)
          .set({ revokedAt: ctx.clock.now() })
          .where(
            and(
              eq(apiKeys.organizationId, ctx.organizationId),
              eq(apiKeys.id, input.apiKeyId),
              isNull(apiKeys.revokedAt),
            ),
          ),
        orElse: 'not_found',
      },
    ],
    audit: { action: 'api_key.revoke', target: { type: 'api_key', id: input.apiKeyId } },
    events: [{ type: 'api_key.revoked', data: { apiKeyId: input.apiKeyId } }],
    answer: null,
  })
}
