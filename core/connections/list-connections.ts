// The organization's connections, newest first; revoked ones only by their id.

import type { Ctx } from '../context.ts'
import { cursorIdOf, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { connections } from '../db/schema/index.ts'
import { and, desc, eq, lt, ne } from '../db/sql.ts'
import { isSeen } from '../policy/audience.ts'
import { type PresentedConnection, presentConnection } from './present-connection.ts'
import { readConnection } from './vendor-session.ts'

export async function listConnections(
  ctx: Ctx,
  query: PageQuery & { connector?: string | undefined },
): Promise<Page<PresentedConnection>> {
  authorize(ctx, 'connections:read')
  const after = cursorIdOf(query)
  const rows = await ctx.db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.organizationId, ctx.organizationId),
        ne(connections.status, 'revoked'),
        query.connector ? eq(connections.connector, query.connector) : undefined,
        isSeen(ctx.grants),
        after ? lt(connections.id, after) : undefined,
      ),
    )
    .orderBy(desc(connections.id))
    .limit(query.limit + 1)
  return pageOf(rows, query.limit, presentConnection)
}

/** @throws AppError not_found */
export async function getConnection(
  ctx: Ctx,
  input: { connectionId: string },
): Promise<PresentedConnection> {
  authorize(ctx, 'connections:read')
  return presentConnection(await readConnection(ctx, input.connectionId))
}
