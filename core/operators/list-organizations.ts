// The organizations of this hub as an operator sees them: names and sizes, nothing they hold. A page is gathered from all
// shards, newest first; each shard reads at most a page, in the order of its index.
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { organizationPlaces } from '../db/schema/directory.ts'
import { connections, members, organizations, type plans } from '../db/schema/index.ts'
import { and, desc, eq, isNull, lt, ne, or, sql } from '../db/sql.ts'
import type { OperatorRequest } from './operator.ts'

export interface ListedOrganization {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly plan: (typeof plans)[number]
  readonly shard: string
  readonly suspendedAt: string | null
  readonly createdAt: string
  readonly members: number
  readonly connections: { readonly active: number; readonly needsReconnect: number }
}

type Asking = Pick<OperatorRequest, 'hub'>

/**
 * @param query a part of the name, in any case, or the beginning of an id
 * @throws AppError invalid_cursor
 */
export async function listOrganizations(
  { hub }: Asking,
  page: PageQuery & { readonly query?: string | undefined },
): Promise<Page<ListedOrganization>> {
  const after = cursorIdOf(page)
  const found = await Promise.all(
    hub.shards.map(async (shard) => {
      const rows = await hub
        .shard(shard)
        .select()
        .from(organizations)
        .where(and(after === null ? undefined : lt(organizations.id, after), matching(page.query)))
        .orderBy(desc(organizations.id))
        .limit(page.limit + 1)
      return rows.map((row) => ({ ...row, shard }))
    }),
  )
  const newestFirst = found.flat().sort((a, b) => (a.id < b.id ? 1 : -1))
  const shown = newestFirst.slice(0, page.limit)
  const sizes = new Map<string, Sizes>()
  for (const shard of hub.shards) {
    const ids = shown.filter((row) => row.shard === shard).map(({ id }) => id)
    for (const [id, size] of await sizesOf({ hub }, shard, ids)) sizes.set(id, size)
  }
  return pageOf(newestFirst, page.limit, (row) => ({
    id: row.id,
    name: row.name,
    region: row.region,
    plan: row.plan,
    shard: row.shard,
    suspendedAt: isoTime(row.suspendedAt),
    createdAt: isoTime(row.createdAt),
    ...(sizes.get(row.id) ?? none),
  }))
}

/** One organization in the same form, and why it is suspended. @throws AppError not_found */
export async function findListedOrganization(
  { hub }: Asking,
  organizationId: string,
): Promise<ListedOrganization & { readonly suspendedReason: string | null }> {
  const [place] = await hub.directory
    .select({ shard: organizationPlaces.shard })
    .from(organizationPlaces)
    .where(eq(organizationPlaces.organizationId, organizationId))
    .limit(1)
  if (!place) throw notFound('organization')
  const { shard } = place
  const [row] = await hub
    .shard(shard)
    .select()
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .limit(1)
  if (!row) throw notFound('organization')
  const [[, size] = ['', none]] = await sizesOf({ hub }, shard, [organizationId])
  const { id, name, region, plan, suspendedReason } = row
  return {
    ...{ id, name, region, plan, shard },
    suspendedAt: isoTime(row.suspendedAt),
    createdAt: isoTime(row.createdAt),
    ...size,
    suspendedReason,
  }
}

type Sizes = Pick<ListedOrganization, 'members' | 'connections'>
const none: Sizes = { members: 0, connections: { active: 0, needsReconnect: 0 } }

function matching(query: string | undefined) {
  if (query === undefined || query === '') return undefined
  const part = query.toLowerCase()
  return or(
    sql`instr(lower(${organizations.name}), ${part}) > 0`,
    sql`substr(${organizations.id}, 1, ${part.length}) = ${part}`,
  )
}

/** At most a page's worth of ids: D1 binds 100 parameters, so they travel as one JSON array. */
async function sizesOf(
  { hub }: Asking,
  shard: string,
  ids: readonly string[],
): Promise<(readonly [string, Sizes])[]> {
  if (ids.length === 0) return []
  const wanted = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const db = hub.shard(shard)
  const people = await db
    .select({ id: members.organizationId, count: sql<number>`COUNT(*)` })
    .from(members)
    .where(and(sql`${members.organizationId} IN ${wanted}`, isNull(members.removedAt)))
    .groupBy(members.organizationId)
  const links = await db
    .select({
      id: connections.organizationId,
      status: connections.status,
      count: sql<number>`COUNT(*)`,
    })
    .from(connections)
    .where(and(sql`${connections.organizationId} IN ${wanted}`, ne(connections.status, 'revoked')))
    .groupBy(connections.organizationId, connections.status)
  const linked = (id: string, status: string) =>
    links.find((each) => each.id === id && each.status === status)?.count ?? 0
  return ids.map((id) => [
    id,
    {
      members: people.find((each) => each.id === id)?.count ?? 0,
      connections: {
        active: linked(id, 'active'),
        needsReconnect: linked(id, 'needs_reconnect'),
      },
    },
  ])
}
