// The one atomic write on real D1: all or nothing, by name, also when many race.
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../core/contract/errors.ts'
import { auditEvents, auditHeads, members } from '../../core/db/schema/index.ts'
import { writeChange } from '../../core/db/write.ts'
import { makeTestOrganization } from './support.ts'

describe('the one atomic write', () => {
  it('commits guarded rows, audit and event together', async () => {
    const { ctx, ownerId, organizationId } = await makeTestOrganization()

    const { eventIds } = await writeChange(ctx, {
      statements: [
        {
          statement: ctx.db.update(members).set({ name: 'Dana R.' }).where(eq(members.id, ownerId)),
          orElse: 'not_found',
        },
      ],
      audit: { action: 'member.update', target: { type: 'member', id: ownerId } },
      events: [{ type: 'member.changed', data: { memberId: ownerId } }],
      answer: null,
    })

    expect(eventIds).toHaveLength(1)
    const [member] = await ctx.db.select().from(members).where(eq(members.id, ownerId))
    expect(member?.name).toBe('Dana R.')
    const rows = await ctx.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.organizationId, organizationId))
    expect(rows.map((row) => row.action)).toContain('member.update')
  })

  it('leaves nothing behind when a guard hits nothing, and names why', async () => {
    const { ctx, organizationId } = await makeTestOrganization()
    const headBefore = await headOf(ctx, organizationId)

    const refused = writeChange(ctx, {
      statements: [
        {
          statement: ctx.db.update(members).set({ name: 'x' }).where(eq(members.id, 'mem_none')),
          orElse: 'not_found',
        },
      ],
      audit: { action: 'member.update', target: { type: 'member', id: 'mem_none' } },
      answer: null,
    })

    await expect(refused).rejects.toMatchObject({ code: 'not_found' })
    await expect(refused).rejects.toBeInstanceOf(AppError)
    expect(await headOf(ctx, organizationId)).toEqual(headBefore)
  })

  it('numbers the audit trail without a gap when forty writes race', async () => {
    const { ctx, organizationId } = await makeTestOrganization()

    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        writeChange(ctx, {
          statements: [],
          audit: { action: 'test.race', target: { type: 'test', id: String(i) } },
          answer: null,
        }),
      ),
    )

    const rows = await ctx.db
      .select({ seq: auditEvents.seq })
      .from(auditEvents)
      .where(eq(auditEvents.organizationId, organizationId))
      .orderBy(auditEvents.seq)
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1))
    expect(rows.length).toBeGreaterThanOrEqual(41)
  })

  it('lets one of forty guarded writes win', async () => {
    const { ctx, ownerId } = await makeTestOrganization()

    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) =>
        writeChange(ctx, {
          statements: [
            {
              statement: ctx.db
                .update(members)
                .set({ name: `winner ${i}`, role: 'admin' })
                .where(and(eq(members.id, ownerId), eq(members.role, 'owner'))),
              orElse: 'conflict',
            },
          ],
          audit: { action: 'member.update', target: { type: 'member', id: ownerId } },
          answer: null,
        }),
      ),
    )

    const refusals = outcomes.filter((each) => each.status === 'rejected')
    expect(refusals.map((each) => (each.reason as AppError).code)).toEqual(
      Array.from({ length: 39 }, () => 'conflict'),
    )
  })
})

async function headOf(
  ctx: Awaited<ReturnType<typeof makeTestOrganization>>['ctx'],
  organizationId: string,
) {
  const [head] = await ctx.db
    .select({ seq: auditHeads.seq })
    .from(auditHeads)
    .where(eq(auditHeads.organizationId, organizationId))
  return head
}
