// The organization's rules: made and removed by people only, read on the primary whenever an action is asked for.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { actorSchema, actorTypes } from '../contract/actor.ts'
import { AppError } from '../contract/errors.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize, roleReference } from '../contract/permissions.ts'
import { policyVias } from '../contract/policy-via.ts'
import { policies, policyEffects } from '../db/schema/index.ts'
import { and, desc, eq, lt } from '../db/sql.ts'
import { refuseWhen, writeChange } from '../db/write.ts'
import { identityOfMember } from '../identity/authenticate.ts'
import { requireGroups, someGroupIsGone } from '../identity/groups.ts'
import { requireRole, someRoleIsGone } from '../identity/roles.ts'
import { decide, type PolicyDecision, type PolicyQuestion, policyMatch } from './decide.ts'

/** More rules than this could not be weighed at each action. */
export const policiesMax = 200

export const newPolicy = z.strictObject({
  effect: z.enum(policyEffects),
  match: policyMatch,
  description: z.string().trim().max(500).nullish(),
})

export const presentedPolicy = z.object({
  id: z.string(),
  effect: z.enum(policyEffects),
  match: policyMatch,
  description: z.string().nullable(),
  createdBy: actorSchema,
  createdAt: z.string(),
})

type PresentedPolicy = z.output<typeof presentedPolicy>
type PolicyRow = typeof policies.$inferSelect

/** @throws AppError person_required for programs; invalid_request for a role or group that is none; conflict above the greatest number of rules */
export async function createPolicy(
  ctx: Ctx,
  input: z.output<typeof newPolicy>,
): Promise<PresentedPolicy> {
  authorize(ctx, 'policies:write')
  if ((await readPolicies(ctx)).length >= policiesMax) {
    throw new AppError('conflict', `An organization may have at most ${policiesMax} rules.`)
  }
  const { roles = [], groupIds = [] } = input.match
  await requireGroups(ctx, groupIds, 'match.groupIds')
  for (const [at, role] of roles.entries()) await requireRole(ctx, role, `match.roles.${at}`)
  const row = {
    id: ctx.ids.next('policy'),
    organizationId: ctx.organizationId,
    effect: input.effect,
    match: input.match as Record<string, unknown>,
    description: input.description ?? null,
    createdBy: ctx.actor,
    createdAt: ctx.clock.now(),
  }
  const { answer } = await writeChange(ctx, {
    statements: [
      refuseWhen(ctx.db, 'conflict', someRoleIsGone(ctx, roles)),
      refuseWhen(ctx.db, 'conflict', someGroupIsGone(ctx, groupIds)),
      { statement: ctx.db.insert(policies).values(row) },
    ],
    audit: {
      action: 'policy.create',
      target: { type: 'policy', id: row.id },
      values: { effect: row.effect, match: row.match },
    },
    answer: presentPolicy(row),
  })
  return answer
}

/** @throws AppError person_required for programs, not_found */
export async function deletePolicy(ctx: Ctx, input: { policyId: string }): Promise<void> {
  authorize(ctx, 'policies:write')
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .delete(policies)
          .where(
            and(eq(policies.organizationId, ctx.organizationId), eq(policies.id, input.policyId)),
          ),
        orElse: 'not_found',
      },
    ],
    audit: { action: 'policy.delete', target: { type: 'policy', id: input.policyId } },
    answer: null,
  })
}

export async function listPolicies(ctx: Ctx, query: PageQuery): Promise<Page<PresentedPolicy>> {
  authorize(ctx, 'policies:read')
  const after = cursorIdOf(query)
  const rows = await ctx.db
    .select()
    .from(policies)
    .where(
      and(
        eq(policies.organizationId, ctx.organizationId),
        after ? lt(policies.id, after) : undefined,
      ),
    )
    .orderBy(desc(policies.id))
    .limit(query.limit + 1)
  return pageOf(rows, query.limit, presentPolicy)
}

export const policySimulation = z.strictObject({
  connector: z.string(),
  action: z.string(),
  connectionId: z.string(),
  actorType: z.enum(actorTypes),
  /** Whose role and groups are looked up; instead of `role` and `groupIds`. */
  memberId: z.string().max(80).nullish(),
  role: roleReference.nullish(),
  groupIds: z.array(z.string().max(80)).max(50).default([]),
  channel: z.string().nullish(),
  via: z.enum(policyVias).default('api'),
})

export const presentedDecision = z.object({
  effect: z.enum(policyEffects),
  ruleId: z.string().nullable(),
  reason: z.string(),
})

/**
 * What would be decided, and which rule says so. Nothing runs.
 * @throws AppError invalid_request for an unknown action or member
 */
export async function simulatePolicy(
  ctx: Ctx,
  input: z.output<typeof policySimulation>,
): Promise<PolicyDecision> {
  authorize(ctx, 'policies:read')
  const connector = ctx.connectors.get(input.connector)
  const action = connector?.actions.find((each) => each.name === input.action)
  if (!action) {
    throw new AppError('invalid_request', 'Some fields are not valid.', {
      errors: [{ path: 'action', message: 'is not an action of that connector' }],
    })
  }
  const { memberId, ...question } = input
  const { role, groupIds } = memberId ? await rightsOf(ctx, memberId) : input
  return decidePolicy(ctx, {
    ...question,
    role: role ?? null,
    groupIds,
    channel: input.channel ?? null,
    effect: action.effect,
  })
}

async function rightsOf(ctx: Ctx, memberId: string) {
  const identity = await identityOfMember(ctx.hub, ctx.organizationId, ctx.shard, memberId)
  if (identity) return identity.grants
  throw new AppError('invalid_request', 'Some fields are not valid.', {
    errors: [{ path: 'memberId', message: 'is not a member of this organization' }],
  })
}

/** The organization's decision about one action. */
export async function decidePolicy(ctx: Ctx, question: PolicyQuestion): Promise<PolicyDecision> {
  return decide(await readPolicies(ctx), question)
}

async function readPolicies(ctx: Ctx) {
  const rows = await ctx.db
    .select()
    .from(policies)
    .where(eq(policies.organizationId, ctx.organizationId))
    .orderBy(policies.id)
    // Two rules made at once may pass the bound by one; none of them is left unread.
    .limit(policiesMax * 2)
  return rows.map((row) => ({ ...row, match: policyMatch.parse(row.match) }))
}

function presentPolicy(row: PolicyRow): PresentedPolicy {
  const { id, effect, description, createdBy } = row
  return {
    id,
    effect,
    match: policyMatch.parse(row.match),
    description,
    createdBy,
    createdAt: isoTime(row.createdAt),
  }
}
