// Makes a group, and changes its name or description.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { groups } from '../db/schema/index.ts'
import { and, count, eq, ne, sql } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { type PresentedGroup, presentGroup, readGroup } from './list-groups.ts'

/** Rights are read with all groups of a person, at each request. */
const groupsMax = 200

export const newGroup = z.strictObject({
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(500).nullish(),
})

export const groupChanges = newGroup.partial()

/** @throws AppError conflict for a name that is taken, or above the greatest number of groups */
export async function createGroup(
  ctx: Ctx,
  input: z.output<typeof newGroup>,
): Promise<PresentedGroup> {
  authorize(ctx, 'members:write')
  const [there] = await ctx.db
    .select({ count: count() })
    .from(groups)
    .where(eq(groups.organizationId, ctx.organizationId))
  if (there && there.count >= groupsMax) {
    throw new AppError('conflict', `An organization may have at most ${groupsMax} groups.`)
  }
  await requireFreeName(ctx, input.name, '')
  const row = {
    id: ctx.ids.next('group'),
    organizationId: ctx.organizationId,
    name: input.name,
    description: input.description ?? null,
    createdAt: ctx.clock.now(),
  }
  const { answer } = await writeChange(ctx, {
    statements: [{ statement: ctx.db.insert(groups).values(row) }],
    audit: {
      action: 'group.create',
      target: { type: 'group', id: row.id },
      values: { name: row.name },
    },
    answer: presentGroup({ ...row, memberCount: 0 }),
  })
  return answer
}

/** @throws AppError not_found; conflict for a name that is taken */
export async function updateGroup(
  ctx: Ctx,
  input: { groupId: string; changes: z.output<typeof groupChanges> },
): Promise<PresentedGroup> {
  authorize(ctx, 'members:write')
  const row = await readGroup(ctx, input.groupId)
  const { name = row.name, description = row.description } = input.changes
  await requireFreeName(ctx, name, row.id)
  const { answer } = await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(groups)
          .set({ name, description })
          .where(and(eq(groups.organizationId, ctx.organizationId), eq(groups.id, row.id))),
        orElse: 'not_found',
      },
    ],
    audit: { action: 'group.update', target: { type: 'group', id: row.id }, values: { name } },
    answer: presentGroup({ ...row, name, description }),
  })
  return answer
}

/** Names are told apart without regard to the case of ASCII letters. @throws AppError conflict */
async function requireFreeName(ctx: Ctx, name: string, ownId: string): Promise<void> {
  const [taken] = await ctx.db
    .select({ id: groups.id })
    .from(groups)
    .where(
      and(
        eq(groups.organizationId, ctx.organizationId),
        sql`lower(${groups.name}) = lower(${name})`,
        ne(groups.id, ownId),
      ),
    )
    .limit(1)
  if (taken) throw new AppError('conflict', 'There is a group of this name already.')
}
