// An operator changes an organization's standing: its plan, and whether it is suspended. A suspended organization lets nobody in
// and sends nothing: keys, sessions and links are refused, the assistant says one sentence, and deliveries are held until it ends.
// Nothing is lost by it. The organization's own trail says who did it and why.
// Not authorized here: the operator has proven itself at its door.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { releaseHeldDeliveries } from '../db/queries/due-deliveries.ts'
import { organizations, plans } from '../db/schema/index.ts'
import { and, eq, isNotNull, isNull } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'

/** A plan, or a suspension with its reason, or both. The region is fixed at creation. */
export const organizationStanding = z
  .strictObject({
    plan: z.enum(plans).optional(),
    suspended: z.boolean().optional(),
    /** Shown to the organization's people. */
    reason: z.string().trim().min(1).max(500).optional(),
  })
  .refine((input) => input.plan !== undefined || input.suspended !== undefined, {
    message: 'names neither a plan nor suspended',
  })
  .refine((input) => input.suspended !== true || input.reason !== undefined, {
    message: 'is needed to suspend',
    path: ['reason'],
  })

/** Safe to repeat: what stands already is not written again. @throws AppError not_found */
export async function changeStanding(
  ctx: Ctx,
  input: z.output<typeof organizationStanding>,
): Promise<void> {
  if (input.plan !== undefined) await changePlan(ctx, input.plan)
  if (input.suspended === true) await suspend(ctx, input.reason ?? '')
  if (input.suspended === false) await unsuspend(ctx, input.reason ?? null)
}

async function changePlan(ctx: Ctx, plan: (typeof plans)[number]): Promise<void> {
  const [there] = await ctx.db
    .select({ plan: organizations.plan })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId))
    .limit(1)
  if (there?.plan === plan) return
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(organizations)
          .set({ plan })
          .where(eq(organizations.id, ctx.organizationId)),
        orElse: 'not_found',
      },
    ],
    audit: {
      action: 'organization.change_plan',
      target: { type: 'organization', id: ctx.organizationId },
      values: { from: there?.plan ?? null, to: plan },
    },
    answer: null,
  })
}

async function suspend(ctx: Ctx, reason: string): Promise<void> {
  await unlessSo(() =>
    writeChange(ctx, {
      statements: [
        {
          statement: ctx.db
            .update(organizations)
            .set({ suspendedAt: ctx.clock.now(), suspendedReason: reason })
            .where(
              and(eq(organizations.id, ctx.organizationId), isNull(organizations.suspendedAt)),
            ),
          orElse: 'conflict',
        },
      ],
      audit: {
        action: 'organization.suspend',
        target: { type: 'organization', id: ctx.organizationId },
        values: { reason },
      },
      // Its deliveries are held with all others; its people are told by the hub's own letters.
      events: [
        {
          type: 'security.alert',
          data: {
            alert: 'organization_suspended',
            detail:
              `The operator of this hub suspended the organization. The reason: ${reason}`.slice(
                0,
                500,
              ),
            suspended: true,
            actor: ctx.actor,
          },
        },
      ],
      answer: null,
    }),
  )
}

async function unsuspend(ctx: Ctx, reason: string | null): Promise<void> {
  const nowMs = ctx.clock.now()
  await ctx.outbox.arm()
  await unlessSo(() =>
    writeChange(ctx, {
      statements: [
        {
          statement: ctx.db
            .update(organizations)
            .set({ suspendedAt: null, suspendedReason: null })
            .where(
              and(eq(organizations.id, ctx.organizationId), isNotNull(organizations.suspendedAt)),
            ),
          orElse: 'conflict',
        },
        { statement: releaseHeldDeliveries(ctx.db, ctx.organizationId, nowMs) },
      ],
      audit: {
        action: 'organization.unsuspend',
        target: { type: 'organization', id: ctx.organizationId },
        ...(reason === null ? {} : { values: { reason } }),
      },
      // What came meanwhile goes out with it: its people learn that it is over, and that it was.
      events: [
        {
          type: 'security.alert',
          data: {
            alert: 'organization_suspended',
            detail: 'The organization is open again. What waited meanwhile goes on.',
            suspended: false,
            actor: ctx.actor,
          },
        },
      ],
      answer: null,
    }),
  )
}

async function unlessSo(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
  }
}
