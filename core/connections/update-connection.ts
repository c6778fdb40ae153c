// Renames a connection.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { authorize } from '../contract/permissions.ts'
import { connections } from '../db/schema/index.ts'
import { and, eq, ne } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { type PresentedConnection, presentConnection } from './present-connection.ts'
import { readConnection } from './vendor-session.ts'

export const connectionChanges = z.strictObject({ name: z.string().trim().min(1).max(120) })

/** @throws AppError not_found, for a revoked connection too */
export async function updateConnection(
  ctx: Ctx,
  input: { connectionId: string; changes: z.output<typeof connectionChanges> },
): Promise<PresentedConnection> {
  authorize(ctx, 'connections:write')
  const row = await readConnection(ctx, input.connectionId)
  const changed = { ...row, ...input.changes, updatedAt: ctx.clock.now() }
  const { answer } = await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(connections)
          .set({ name: changed.name, updatedAt: changed.updatedAt })
          .where(and(eq(connections.id, row.id), ne(connections.status, 'revoked'))),
        orElse: 'not_found',
      },
    ],
    audit: {
      action: 'connection.update',
      target: { type: 'connection', id: row.id },
      values: { name: changed.name },
    },
    events: [
      { type: 'connection.updated', data: { connectionId: row.id, connector: row.connector } },
    ],
    answer: presentConnection(changed),
  })
  return answer
}
