// The client at a vendor through which an organization connects: its own, else the hub's. The secret fields of its own stand in
// the vault, bound to organization and connector, and are opened only where they are used: to exchange a code, to verify
// what the vendor sends, to test them.
import type { Hub, OAuthClient } from '../context.ts'
import type { SetupValues } from '../contract/setup.ts'
import { selectDataKey } from '../db/queries/data-keys.ts'
import { connections, vendorApps } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'

export type VendorAppRow = typeof vendorApps.$inferSelect

/** Where an organization lives. */
export interface AppPlace {
  readonly organizationId: string
  readonly shard: string
}

type AppHub = Pick<Hub, 'shard' | 'vault' | 'settings'>

/** The organization's own client at a vendor; null when it has none. */
export async function readVendorApp(
  hub: Pick<Hub, 'shard'>,
  at: AppPlace,
  connector: string,
): Promise<VendorAppRow | null> {
  const [row] = await hub
    .shard(at.shard)
    .select()
    .from(vendorApps)
    .where(
      and(eq(vendorApps.organizationId, at.organizationId), eq(vendorApps.connector, connector)),
    )
    .limit(1)
  return row ?? null
}

/** All its fields, the secret ones opened. */
export async function openVendorApp(
  hub: AppHub,
  at: AppPlace,
  row: VendorAppRow,
): Promise<SetupValues> {
  const seal = {
    organizationId: at.organizationId,
    readDataKey: () => selectDataKey(hub.shard(at.shard), at.organizationId),
  }
  const opened = await hub.vault.open(seal, secretsOf(row.connector), row.secrets)
  return { ...row.fields, ...(JSON.parse(opened) as SetupValues) }
}

/** The one place that says which client a connect uses: the organization's own, else the hub's; null where there is neither. */
export async function oauthClientOf(
  hub: AppHub,
  at: AppPlace,
  connector: string,
): Promise<OAuthClient | null> {
  const row = await readVendorApp(hub, at, connector)
  if (!row) return hub.settings.oauthClients[connector] ?? null
  const { clientId, clientSecret } = await openVendorApp(hub, at, row)
  return clientId && clientSecret ? { clientId, clientSecret } : null
}

/** What the vendor signs its requests with for the organization's own app, and that app's client id; null without one. */
export async function ownInboundSecret(
  hub: AppHub,
  at: AppPlace,
  connector: string,
): Promise<{ readonly secret: string; readonly clientId: string } | null> {
  const row = await readVendorApp(hub, at, connector)
  if (!row) return null
  const { clientId = '', signingSecret } = await openVendorApp(hub, at, row)
  return signingSecret ? { secret: signingSecret, clientId } : null
}

/** The state of a connection that was made through the client of that id; null when it came by another, or by none. */
export async function statusThrough(
  hub: Pick<Hub, 'shard'>,
  at: AppPlace,
  connectionId: string,
  clientId: string,
): Promise<typeof connections.$inferSelect.status | null> {
  if (clientId === '') return null
  const [row] = await hub
    .shard(at.shard)
    .select({ status: connections.status })
    .from(connections)
    .where(
      and(
        eq(connections.organizationId, at.organizationId),
        eq(connections.id, connectionId),
        eq(connections.oauthClientId, clientId),
      ),
    )
    .limit(1)
  return row?.status ?? null
}

/** What a client's sealed secrets are bound to, beside their organization. */
export function secretsOf(connector: string) {
  return { subject: `vendor_app/${connector}`, field: 'secrets' }
}
