// Reads the trail, always of one organization, in pages, by place: (epoch, seq), which is what the table's index is ordered
// by. A shard's database is opened on the primary, so that what was committed is seen.
import type { ActorType } from '../contract/actor.ts'
import type { ShardDatabase } from '../db/database.ts'
import type { auditEvents, auditHeads } from '../db/schema/audit.ts'

export type StoredAuditRow = typeof auditEvents.$inferSelect
export type AuditHead = typeof auditHeads.$inferSelect

export interface AuditPlace {
  readonly epoch: number
  readonly seq: number
}

export interface AuditFilter {
  readonly action?: string | undefined
  readonly actorType?: ActorType | undefined
  /** The actor, or the one on whose behalf it acted. */
  readonly actorId?: string | undefined
  readonly targetId?: string | undefined
  /** ISO 8601 UTC with milliseconds, inclusive. */
  readonly since?: string | undefined
  /** Exclusive. */
  readonly until?: string | undefined
}

export interface AuditPage {
  readonly order: 'oldest_first' | 'newest_first'
  /** Exclusive, in the direction of the order. */
  readonly after?: AuditPlace | undefined
  /** Inclusive, the last place of all. */
  readonly upTo?: AuditPlace | undefined
  readonly filter?: AuditFilter
  readonly limit: number
  readonly offset?: number
}

/** A row whose place can be read; `row` is null when a JSON column no longer parses. */
export interface ReadAuditRow extends AuditPlace {
  readonly id: string
  readonly leaf: string
  readonly row: StoredAuditRow | null
}

export async function readAuditHead(
  db: ShardDatabase,
  organizationId: string,
): Promise<AuditHead | null> {
  const head = await db.query.auditHeads.findFirst({
    where: (head, { eq }) => eq(head.organizationId, organizationId),
  })
  return head ?? null
}

/** A page of rows. @throws SyntaxError when a row's JSON was broken: `readRowsSafely` finds which. */
export async function readAuditRows(
  db: ShardDatabase,
  organizationId: string,
  page: AuditPage,
): Promise<StoredAuditRow[]> {
  return db.query.auditEvents.findMany(queryOf(organizationId, page))
}

/** The same page, where a row with broken JSON is shown as such instead of hiding all others. */
export async function readRowsSafely(
  db: ShardDatabase,
  organizationId: string,
  page: AuditPage,
): Promise<ReadAuditRow[]> {
  try {
    const rows = await readAuditRows(db, organizationId, page)
    return rows.map((row) => ({ ...placeOf(row), row }))
  } catch (error) {
    if (!isBrokenJson(error)) throw error
  }
  const places = await db.query.auditEvents.findMany({
    ...queryOf(organizationId, page),
    columns: { id: true, epoch: true, seq: true, leaf: true },
  })
  const read: ReadAuditRow[] = []
  for (const place of places) {
    const row = await readAuditRow(db, organizationId, place.id).catch((error: unknown) => {
      if (isBrokenJson(error)) return null
      throw error
    })
    read.push({ ...placeOf(place), row })
  }
  return read
}

export async function readAuditRow(
  db: ShardDatabase,
  organizationId: string,
  id: string,
): Promise<StoredAuditRow | null> {
  const row = await db.query.auditEvents.findFirst({
    where: (row, { and, eq }) => and(eq(row.organizationId, organizationId), eq(row.id, id)),
  })
  return row ?? null
}

/** The first epoch with rows after `epoch`; null when there is none. */
export async function nextEpochWithRows(
  db: ShardDatabase,
  organizationId: string,
  epoch: number,
): Promise<number | null> {
  const row = await db.query.auditEvents.findFirst({
    columns: { epoch: true },
    where: (row, { and, eq, gt }) =>
      and(eq(row.organizationId, organizationId), gt(row.epoch, epoch)),
    orderBy: (row, { asc }) => [asc(row.epoch), asc(row.seq)],
  })
  return row?.epoch ?? null
}

/** The last row of an epoch at or before `seq`. */
export async function lastRowUpTo(
  db: ShardDatabase,
  organizationId: string,
  place: AuditPlace,
): Promise<Omit<ReadAuditRow, 'row'> | null> {
  const row = await db.query.auditEvents.findFirst({
    columns: { id: true, epoch: true, seq: true, leaf: true },
    where: (row, { and, eq, lte }) =>
      and(
        eq(row.organizationId, organizationId),
        eq(row.epoch, place.epoch),
        lte(row.seq, place.seq),
      ),
    orderBy: (row, { desc }) => [desc(row.seq)],
  })
  return row ?? null
}

function queryOf(organizationId: string, page: AuditPage) {
  const { after, upTo, filter = {} } = page
  const oldestFirst = page.order === 'oldest_first'
  type Callback = NonNullable<
    NonNullable<Parameters<ShardDatabase['query']['auditEvents']['findMany']>[0]>['where']
  >
  const where: Extract<Callback, (...args: never[]) => unknown> = (
    row,
    { and, eq, gte, lt, sql },
  ) => {
    const { action, actorType, actorId, targetId, since, until } = filter
    const place = sql`(${row.epoch}, ${row.seq})`
    const beyond = oldestFirst ? sql`>` : sql`<`
    return and(
      eq(row.organizationId, organizationId),
      after && sql`${place} ${beyond} (${after.epoch}, ${after.seq})`,
      upTo && sql`${place} <= (${upTo.epoch}, ${upTo.seq})`,
      action === undefined ? undefined : eq(row.action, action),
      actorType === undefined
        ? undefined
        : sql`json_extract(${row.actor}, '$.type') = ${actorType}`,
      actorId === undefined
        ? undefined
        : sql`(json_extract(${row.actor}, '$.id') = ${actorId} OR json_extract(${row.onBehalfOf}, '$.id') = ${actorId})`,
      targetId === undefined ? undefined : sql`json_extract(${row.target}, '$.id') = ${targetId}`,
      since === undefined ? undefined : gte(row.at, since),
      until === undefined ? undefined : lt(row.at, until),
    )
  }
  type Order = Extract<
    NonNullable<Parameters<ShardDatabase['query']['auditEvents']['findMany']>[0]>['orderBy'],
    (...args: never[]) => unknown
  >
  const orderBy: Order = (row, { asc, desc }) =>
    oldestFirst ? [asc(row.epoch), asc(row.seq)] : [desc(row.epoch), desc(row.seq)]
  return { where, orderBy, limit: page.limit, offset: page.offset ?? 0 }
}

function placeOf(row: Omit<ReadAuditRow, 'row'>): Omit<ReadAuditRow, 'row'> {
  return { id: row.id, epoch: row.epoch, seq: row.seq, leaf: row.leaf }
}

/** The ORM may wrap what JSON.parse threw. */
function isBrokenJson(error: unknown): boolean {
  if (error instanceof SyntaxError) return true
  return error instanceof Error && error.cause instanceof SyntaxError
}
