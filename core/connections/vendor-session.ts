// One call's worth of access to a vendor: the connection's credentials opened by the vault, and the way out.

import type { Ctx } from '../context.ts'
import type { Connector, VendorSession } from '../contract/connector.ts'
import { AppError, assert, notFound } from '../contract/errors.ts'
import { connections } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'
import { maySee } from '../policy/audience.ts'

export type ConnectionRow = typeof connections.$inferSelect

/**
 * The organization's connection of that id, if it is there for who asks (core/policy/audience.ts).
 * @throws AppError not_found, for another organization's too
 */
export async function readConnection(ctx: Ctx, connectionId: string): Promise<ConnectionRow> {
  const row = await readAnyConnection(ctx, connectionId)
  if (!maySee(ctx.grants, row.audience)) throw notFound('connection')
  return row
}

/**
 * For the hub's own machinery, such as a bot that answers in the name of nobody: whatever the audience.
 * @throws AppError not_found, for another organization's too
 */
export async function readAnyConnection(ctx: Ctx, connectionId: string): Promise<ConnectionRow> {
  const [row] = await ctx.db
    .select()
    .from(connections)
    .where(
      and(eq(connections.organizationId, ctx.organizationId), eq(connections.id, connectionId)),
    )
    .limit(1)
  if (!row) throw notFound('connection')
  return row
}

/** The connector's code behind a row. */
export function connectorOf(ctx: Pick<Ctx, 'connectors'>, row: { connector: string }): Connector {
  const connector = ctx.connectors.get(row.connector)
  assert(connector, `the connector ${row.connector} is not registered`)
  return connector
}

/** @throws AppError connection_not_active */
export async function openVendorSession(ctx: Ctx, row: ConnectionRow): Promise<VendorSession> {
  if (row.status !== 'active') {
    throw new AppError(
      'connection_not_active',
      `${row.name} needs to be reconnected: ${row.statusReason ?? 'its access was taken back'}.`,
    )
  }
  const opened = await ctx.vault.open(ctx, credentialsOf(row.id), row.credentials)
  return {
    ...baseSession(ctx, row.id, connectorOf(ctx, row), row.config),
    account: { id: row.accountId, name: row.accountName, url: row.accountUrl },
    credentials: JSON.parse(opened) as Record<string, unknown>,
    config: row.config,
  }
}

/** A session's ports, for credentials that are not kept yet. Its egress reaches the connector's own hosts, whatever it is asked. */
export function baseSession(
  ctx: Ctx,
  connectionId: string,
  connector: Connector,
  config: Readonly<Record<string, unknown>>,
): Pick<VendorSession, 'connectionId' | 'egress' | 'now' | 'random' | 'simulatorUrl'> {
  return {
    connectionId,
    egress: {
      fetch: (url, init, policy) =>
        ctx.egress.fetch(url, init, {
          ...policy,
          purpose: connector.id,
          destination: { kind: 'hosts', hosts: connector.hosts(config) },
        }),
      refusalOf: (url) => ctx.egress.refusalOf(url),
    },
    now: () => ctx.clock.now(),
    random: () => ctx.ids.random(),
    simulatorUrl: ctx.settings.simulatorUrl,
  }
}

/** What a connection's sealed credentials are bound to. */
export function credentialsOf(connectionId: string) {
  return { subject: connectionId, field: 'credentials' }
}
