// Changes a connection's name, its settings, and whom it is for.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { connections } from '../db/schema/index.ts'
import { and, eq, ne } from '../db/sql.ts'
import { refuseWhen, writeChange } from '../db/write.ts'
import { groupReferences, requireGroups, someGroupIsGone } from '../identity/groups.ts'
import { parseFields } from './create-connection.ts'
import { type PresentedConnection, presentConnection } from './present-connection.ts'
import { refusalOfVendor } from './vendor-refusal.ts'
import {
  type ConnectionRow,
  connectorOf,
  openVendorSession,
  readConnection,
} from './vendor-session.ts'

export const connectionChanges = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  /** As a whole. It must lead to the same hosts and the same account. */
  config: z.record(z.string(), z.unknown()).optional(),
  /** Null: for every member. */
  audience: z
    .strictObject({
      groupIds: groupReferences.refine((ids) => ids.length > 0, 'names at least one group'),
    })
    .nullish(),
})

/**
 * @throws AppError not_found, for a revoked connection too; invalid_request for an unknown group, and for settings that would lead
 *   elsewhere; the vendor's refusal
 */
export async function updateConnection(
  ctx: Ctx,
  input: { connectionId: string; changes: z.output<typeof connectionChanges> },
): Promise<PresentedConnection> {
  authorize(ctx, 'connections:write')
  const row = await readConnection(ctx, input.connectionId)
  const { name = row.name, audience = row.audience } = input.changes
  await requireGroups(ctx, audience?.groupIds ?? [], 'audience.groupIds')
  const config = input.changes.config
    ? await provenConfig(ctx, row, input.changes.config)
    : row.config
  const changes = { name, audience, config, updatedAt: ctx.clock.now() }
  const { answer } = await writeChange(ctx, {
    statements: [
      refuseWhen(ctx.db, 'conflict', someGroupIsGone(ctx, audience?.groupIds ?? [])),
      {
        statement: ctx.db
          .update(connections)
          .set(changes)
          .where(and(eq(connections.id, row.id), ne(connections.status, 'revoked'))),
        orElse: 'not_found',
      },
    ],
    audit: {
      action: 'connection.update',
      target: { type: 'connection', id: row.id },
      values: {
        name,
        ...(input.changes.audience === undefined ? {} : { audience }),
        ...(input.changes.config === undefined ? {} : { config }),
      },
    },
    events: [
      { type: 'connection.updated', data: { connectionId: row.id, connector: row.connector } },
    ],
    answer: presentConnection({ ...row, ...changes }),
  })
  return answer
}

/** The credentials were given for one place: new settings never take them to another, and prove themselves there. */
async function provenConfig(
  ctx: Ctx,
  row: ConnectionRow,
  given: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const connector = connectorOf(ctx, row)
  const config = parseFields(connector.config, given, 'config')
  const elsewhere = new AppError('invalid_request', 'Some fields are not valid.', {
    errors: [{ path: 'config', message: 'leads to another place: connect that anew' }],
  })
  const hosts = (of: Record<string, unknown>) => [...connector.hosts(of)].sort().join()
  if (hosts(config) !== hosts(row.config)) throw elsewhere
  const session = { ...(await openVendorSession(ctx, row)), config }
  const account = await connector.identify(session).catch((error: unknown) => {
    throw refusalOfVendor(error, connector, 'connect')
  })
  if (account.id !== row.accountId) throw elsewhere
  return config
}
