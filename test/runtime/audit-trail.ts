// What the audit tests share: an organization whose log seals only when a test says so, rows written the ordinary way, and the
// hand of someone who can write to the database behind our back.
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { AuditCheckpoint, AuditLogPort, Ctx } from '../../core/context.ts'
import { assert } from '../../core/contract/errors.ts'
import type { AuditEntry } from '../../core/db/audit-row.ts'
import { writeChange } from '../../core/db/write.ts'
import type { makeAuditLog } from '../../durable-objects/audit-log.ts'
import { makeTestOrganization, settled } from './support.ts'

type AuditLogObject = InstanceType<ReturnType<typeof makeAuditLog>>

const bindings = env as unknown as {
  readonly AUDIT_LOG: DurableObjectNamespace<AuditLogObject>
  readonly [shard: `SHARD_${string}`]: D1Database | undefined
}

function shardOf(ctx: Ctx): D1Database {
  const shard = bindings[`SHARD_${ctx.shard}`]
  assert(shard, `there is no shard ${ctx.shard}`)
  return shard
}

/** The organization's log object itself. */
export function auditObject(organizationId: string): DurableObjectStub<AuditLogObject> {
  return bindings.AUDIT_LOG.get(bindings.AUDIT_LOG.idFromName(organizationId))
}

/** An organization whose log, sealed so far, seals again only when asked: no write and no sweep can set its alarm. */
export async function makeQuietOrganization(): Promise<Ctx> {
  const { ctx } = await makeTestOrganization()
  await settled()
  await sealNow(ctx)
  await runInDurableObject(auditObject(ctx.organizationId), async (_, { storage }) => {
    await storage.deleteAlarm()
    storage.setAlarm = () => Promise.resolve()
  })
  return ctx
}

export async function sealNow(ctx: Ctx): Promise<AuditCheckpoint> {
  const checkpoint = await logOf(ctx).seal()
  assert(checkpoint, 'nothing was sealed')
  return checkpoint
}

export function logOf(ctx: Ctx): AuditLogPort {
  return ctx.hub.auditLog(ctx.organizationId, ctx.shard)
}

/** Writes `count` audit rows, `concurrency` at a time. */
export async function writeRows(
  ctx: Ctx,
  count: number,
  entry: Partial<AuditEntry> = {},
  concurrency = 20,
): Promise<void> {
  for (let from = 0; from < count; from += concurrency) {
    const indexes = Array.from({ length: Math.min(concurrency, count - from) }, (_, i) => from + i)
    await Promise.all(
      indexes.map((index) =>
        writeChange(ctx, {
          statements: [],
          audit: {
            action: 'policy.create',
            target: { type: 'policy', id: `pol_${index}` },
            values: { effect: 'deny', index },
            ...entry,
          },
          answer: null,
        }),
      ),
    )
  }
}

/** Changes the database directly, as only an intruder or a restore would. `?` stands for a value. */
export async function alter(
  ctx: Ctx,
  statement: string,
  ...values: (string | number)[]
): Promise<void> {
  await shardOf(ctx)
    .prepare(statement)
    .bind(...values)
    .run()
}

export interface PlacedRow {
  readonly id: string
  readonly epoch: number
  readonly seq: number
  readonly leaf: string
}

/** The organization's rows by place. */
export async function rowsOf(ctx: Ctx): Promise<readonly PlacedRow[]> {
  const { results } = await shardOf(ctx)
    .prepare(
      'SELECT id, epoch, seq, leaf FROM audit_events WHERE organization_id = ? ORDER BY epoch, seq',
    )
    .bind(ctx.organizationId)
    .all<PlacedRow>()
  return results
}

/** The row at a place of the first epoch. */
export async function rowAt(ctx: Ctx, seq: number): Promise<PlacedRow> {
  const row = (await rowsOf(ctx)).find((each) => each.seq === seq)
  assert(row, `there is no row ${seq}`)
  return row
}

/** As a restore of the database to an earlier minute leaves it: rows after `seq` are gone, and the head is back. */
export async function restoreTo(ctx: Ctx, seq: number): Promise<void> {
  await alter(
    ctx,
    'DELETE FROM audit_events WHERE organization_id = ? AND seq > ?',
    ctx.organizationId,
    seq,
  )
  await alter(
    ctx,
    'UPDATE audit_heads SET seq = ? WHERE organization_id = ?',
    seq,
    ctx.organizationId,
  )
}

/** As the restore use case does when the database is back. */
export async function raiseEpoch(ctx: Ctx): Promise<void> {
  await alter(
    ctx,
    'UPDATE audit_heads SET epoch = epoch + 1, seq = 0 WHERE organization_id = ?',
    ctx.organizationId,
  )
}
