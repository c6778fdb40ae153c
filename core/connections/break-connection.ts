// Marks a connection whose access the vendor took back. Once: the event and the audit row come with the change of state.
// Not authorized here: the vendor took the access back, nobody asked.

import { type Ctx, withoutIdempotency } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { connections } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import type { ConnectionRow } from './vendor-session.ts'

/** Safe to repeat: only the first of many callers changes anything. */
export async function breakConnection(ctx: Ctx, row: ConnectionRow, reason: string): Promise<void> {
  const system: Ctx = {
    ...withoutIdempotency(ctx),
    actor: { type: 'system', id: 'connections', onBehalfOf: null },
  }
  try {
    await writeChange(system, {
      statements: [
        {
          statement: ctx.db
            .update(connections)
            .set({ status: 'needs_reconnect', statusReason: reason, updatedAt: ctx.clock.now() })
            .where(
              and(
                eq(connections.id, row.id),
                eq(connections.status, 'active'),
                // Credentials renewed in the meantime are not the ones that failed.
                eq(connections.credentials, row.credentials),
              ),
            ),
          orElse: 'conflict',
        },
      ],
      audit: {
        action: 'connection.break',
        target: { type: 'connection', id: row.id },
        values: { reason },
      },
      events: [
        {
          type: 'connection.needs_reconnect',
          data: { connectionId: row.id, connector: row.connector, reason },
        },
      ],
      answer: null,
    })
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return
    throw error
  }
}
