// Named queries over webhook endpoints. Always by organization.
import { and, count, desc, eq, lt } from 'drizzle-orm'
import type { ShardDatabase } from '../database.ts'
import { webhookEndpoints } from '../schema/index.ts'
import type { Statement } from './statement.ts'

export type WebhookEndpointRow = typeof webhookEndpoints.$inferSelect

export async function selectEndpoint(
  db: ShardDatabase,
  organizationId: string,
  endpointId: string,
): Promise<WebhookEndpointRow | null> {
  const [row] = await db
    .select()
    .from(webhookEndpoints)
    .where(named(organizationId, endpointId))
    .limit(1)
  return row ?? null
}

/** Newest first, one more than the page holds. */
export function selectEndpoints(
  db: ShardDatabase,
  organizationId: string,
  page: { limit: number; after: string | null },
): Promise<WebhookEndpointRow[]> {
  return db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.organizationId, organizationId),
        page.after === null ? undefined : lt(webhookEndpoints.id, page.after),
      ),
    )
    .orderBy(desc(webhookEndpoints.id))
    .limit(page.limit + 1)
}

export async function countEndpoints(db: ShardDatabase, organizationId: string): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.organizationId, organizationId))
  return row?.count ?? 0
}

export function insertEndpoint(db: ShardDatabase, row: WebhookEndpointRow): Statement {
  return db.insert(webhookEndpoints).values(row)
}

/** Changes the endpoint as it was read: another change since makes the guard miss. */
export function updateEndpoint(
  db: ShardDatabase,
  read: WebhookEndpointRow,
  values: Partial<WebhookEndpointRow>,
): Statement {
  return db
    .update(webhookEndpoints)
    .set(values)
    .where(
      and(
        named(read.organizationId, read.id),
        eq(webhookEndpoints.secret, read.secret),
        eq(webhookEndpoints.enabled, read.enabled),
        eq(webhookEndpoints.updatedAt, read.updatedAt),
      ),
    )
}

/** Disables the endpoint; hits nothing when it is disabled or gone. */
export function disableEndpoint(
  db: ShardDatabase,
  organizationId: string,
  endpointId: string,
  values: { reason: string; nowMs: number },
): Statement {
  return db
    .update(webhookEndpoints)
    .set({ enabled: false, disabledReason: values.reason, updatedAt: values.nowMs })
    .where(and(named(organizationId, endpointId), eq(webhookEndpoints.enabled, true)))
}

export function deleteEndpointRow(
  db: ShardDatabase,
  organizationId: string,
  endpointId: string,
): Statement {
  return db.delete(webhookEndpoints).where(named(organizationId, endpointId))
}

function named(organizationId: string, endpointId: string) {
  return and(
    eq(webhookEndpoints.organizationId, organizationId),
    eq(webhookEndpoints.id, endpointId),
  )
}
