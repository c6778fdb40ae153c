// What a restored database has back although it was ended: found by id, and ended again. Always by organization.
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { ShardDatabase } from '../database.ts'
import { members } from '../schema/index.ts'
import type { GuardedStatement } from '../write.ts'

/** A thing by its kind and id. */
export interface Ended {
  readonly kind: string
  readonly id: string
}

const vendorAppVersion = sql`connector || '/' || updated_at`

/** How a kind is recognised as living, and how it is ended: no more than that, since those who ended it have done the rest. */
const kinds = {
  api_key: {
    table: 'api_keys',
    key: sql`id`,
    living: sql`revoked_at IS NULL`,
    end: (nowMs: number) => sql`UPDATE api_keys SET revoked_at = ${nowMs}`,
  },
  member: {
    table: 'members',
    key: sql`id`,
    living: sql`removed_at IS NULL`,
    end: (nowMs: number) => sql`UPDATE members SET removed_at = ${nowMs}`,
  },
  passkey: {
    table: 'passkeys',
    key: sql`id`,
    living: sql`1 = 1`,
    end: () => sql`DELETE FROM passkeys`,
  },
  connection: {
    table: 'connections',
    key: sql`id`,
    living: sql`status <> 'revoked'`,
    end: (nowMs: number) =>
      sql`UPDATE connections SET status = 'revoked', credentials = '', updated_at = ${nowMs}`,
  },
  // Not deleted: its deliveries stay to be looked at. Nothing is sent to it.
  webhook_endpoint: {
    table: 'webhook_endpoints',
    key: sql`id`,
    living: sql`enabled = 1`,
    end: (nowMs: number) =>
      sql`UPDATE webhook_endpoints SET enabled = 0, disabled_reason = 'deleted_before_restore', updated_at = ${nowMs}`,
  },
  // `<connector>/<updated_at>`: a secret that was taken out must not sign again. Admins enter the one of now once more.
  vendor_app: {
    table: 'vendor_apps',
    key: vendorAppVersion,
    living: sql`1 = 1`,
    end: () => sql`DELETE FROM vendor_apps`,
  },
} as const

/** Rows of a member that let them in or speak for them. */
const ofMembers = ['passkeys', 'group_members', 'chat_users']

type Kind = keyof typeof kinds

const isKind = (text: string): text is Kind => Object.hasOwn(kinds, text)

/** Those of the ended that live now. */
export async function selectLivingAgain(
  db: ShardDatabase,
  organizationId: string,
  ended: readonly Ended[],
): Promise<Ended[]> {
  const living: Ended[] = []
  for (const [kind, ids] of byKind(ended)) {
    const { table, key, living: lives } = kinds[kind]
    const rows = await db.all<{ id: string }>(
      sql`SELECT ${key} AS id FROM ${sql.raw(table)} WHERE organization_id = ${organizationId} AND ${lives}
          AND ${key} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    )
    living.push(...rows.map(({ id }) => ({ kind, id })))
  }
  return living
}

/** Statements that end them, for the batch of a change. */
export function endAgain(
  db: ShardDatabase,
  organizationId: string,
  living: readonly Ended[],
  nowMs: number,
): GuardedStatement[] {
  return [...byKind(living)].flatMap(([kind, ids]) => {
    const list = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
    const mine = sql`organization_id = ${organizationId}`
    const { key, end } = kinds[kind]
    return [
      ...(kind === 'vendor_app'
        ? [{ statement: db.run(breakThrough(organizationId, list, nowMs)) }]
        : []),
      { statement: db.run(sql`${end(nowMs)} WHERE ${mine} AND ${key} IN ${list}`) },
      ...(kind === 'member'
        ? ofMembers.map((table) => ({
            statement: db.run(
              sql`DELETE FROM ${sql.raw(table)} WHERE ${mine} AND member_id IN ${list}`,
            ),
          }))
        : []),
    ]
  })
}

/** Connections made through apps that are ended, before those go: nobody else can renew their tokens. */
function breakThrough(organizationId: string, list: SQL, nowMs: number): SQL {
  return sql`UPDATE connections SET status = 'needs_reconnect', updated_at = ${nowMs},
      status_reason = 'the app it came through was removed or replaced before a database was restored'
    WHERE organization_id = ${organizationId} AND status = 'active'
      AND (connector, oauth_client_id) IN (
        SELECT connector, json_extract(fields, '$.clientId') FROM vendor_apps
        WHERE organization_id = ${organizationId} AND ${vendorAppVersion} IN ${list})`
}

/** Whether an owner lives. */
export async function hasOwner(db: ShardDatabase, organizationId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: members.id })
    .from(members)
    .where(
      and(
        eq(members.organizationId, organizationId),
        eq(members.role, 'owner'),
        isNull(members.removedAt),
      ),
    )
    .limit(1)
  return row !== undefined
}

function byKind(ended: readonly Ended[]): Map<Kind, string[]> {
  const found = new Map<Kind, string[]>()
  for (const { kind, id } of ended) {
    if (isKind(kind)) found.set(kind, [...(found.get(kind) ?? []), id])
  }
  return found
}
