// Removes a group that no connection has as its audience and no rule names: what it closed must not open by its going. The batch
// itself looks again. Invitations that name it stay: whoever accepts one is simply not in it.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { connections, groupMembers, groups, policies } from '../db/schema/index.ts'
import { and, eq, ne, type SQL, sql } from '../db/sql.ts'
import { refuseWhen, writeChange } from '../db/write.ts'
import { readGroup } from './list-groups.ts'

/** Of what uses the group, this many are named. */
const namedMax = 5

/** @throws AppError not_found; conflict naming the connections and rules that use it */
export async function deleteGroup(ctx: Ctx, input: { groupId: string }): Promise<void> {
  authorize(ctx, 'members:write')
  const row = await readGroup(ctx, input.groupId)
  const ofConnections = audienceOf(ctx, row.id)
  const ofRules = namedByRule(ctx, row.id)
  await requireUnused(ctx, ofConnections, ofRules)
  const mine = and(
    eq(groupMembers.organizationId, ctx.organizationId),
    eq(groupMembers.groupId, row.id),
  )
  await writeChange(ctx, {
    statements: [
      refuseWhen(
        ctx.db,
        'conflict',
        sql`EXISTS (SELECT 1 FROM ${connections} WHERE ${ofConnections})`,
      ),
      refuseWhen(ctx.db, 'conflict', sql`EXISTS (SELECT 1 FROM ${policies} WHERE ${ofRules})`),
      {
        statement: ctx.db
          .delete(groups)
          .where(and(eq(groups.organizationId, ctx.organizationId), eq(groups.id, row.id))),
        orElse: 'not_found',
      },
      { statement: ctx.db.delete(groupMembers).where(mine) },
    ],
    audit: {
      action: 'group.delete',
      target: { type: 'group', id: row.id },
      values: { name: row.name },
    },
    answer: null,
  })
}

async function requireUnused(
  ctx: Ctx,
  ofConnections: SQL | undefined,
  ofRules: SQL | undefined,
): Promise<void> {
  const audience = await ctx.db
    .select({ name: connections.name })
    .from(connections)
    .where(ofConnections)
    .limit(namedMax)
  const rules = await ctx.db
    .select({ id: policies.id, description: policies.description })
    .from(policies)
    .where(ofRules)
    .limit(namedMax)
  const uses = [
    ...audience.map(({ name }) => `the connection ${name}`),
    ...rules.map(({ id, description }) => `the rule ${description ?? id}`),
  ]
  if (uses.length === 0) return
  throw new AppError('conflict', `It is in use by ${uses.join(', ')}. Change that first.`)
}

function audienceOf(ctx: Ctx, groupId: string): SQL | undefined {
  return and(
    eq(connections.organizationId, ctx.organizationId),
    ne(connections.status, 'revoked'),
    sql`EXISTS (SELECT 1 FROM json_each(${connections.audience}, '$.groupIds') AS named WHERE named.value = ${groupId})`,
  )
}

function namedByRule(ctx: Ctx, groupId: string): SQL | undefined {
  return and(
    eq(policies.organizationId, ctx.organizationId),
    sql`EXISTS (SELECT 1 FROM json_each(${policies.match}, '$.groupIds') AS named WHERE named.value = ${groupId})`,
  )
}
