// An organization consents, for a time, to be seen by the operators of this hub: for help with a problem, say. It is given by a
// person who may change the organization and has just proven who they are; it ends by itself, or at once when somebody ends it.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { actorSchema, memberIdOf } from '../contract/actor.ts'
import { notFound } from '../contract/errors.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { operatorConsents } from '../db/schema/index.ts'
import { and, desc, eq, gt, isNull, lt } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'

export const newOperatorConsent = z.strictObject({
  /** Three days at most: help that takes longer asks again. */
  hours: z.number().int().min(1).max(72),
  reason: z.string().trim().min(1).max(500),
})

export const presentedOperatorConsent = z.object({
  id: z.string(),
  reason: z.string(),
  grantedBy: actorSchema,
  createdAt: z.string(),
  expiresAt: z.string(),
  /** When somebody ended it before its time; else null. */
  endedAt: z.string().nullable(),
})

type PresentedOperatorConsent = z.output<typeof presentedOperatorConsent>

/** @throws AppError forbidden, person_required, reauthentication_required */
export async function grantOperatorConsent(
  ctx: Ctx,
  input: z.output<typeof newOperatorConsent>,
): Promise<PresentedOperatorConsent> {
  authorize(ctx, 'organization:write')
  requireRecentSignIn(ctx)
  const nowMs = ctx.clock.now()
  const row = {
    id: ctx.ids.next('operatorConsent'),
    organizationId: ctx.organizationId,
    reason: input.reason,
    grantedBy: ctx.actor,
    createdAt: nowMs,
    expiresAt: nowMs + input.hours * 3_600_000,
    endedAt: null,
  }
  const { answer } = await writeChange(ctx, {
    statements: [{ statement: ctx.db.insert(operatorConsents).values(row) }],
    audit: {
      action: 'operator_consent.grant',
      target: { type: 'operator_consent', id: row.id },
      values: { hours: input.hours, reason: input.reason, expiresAt: isoTime(row.expiresAt) },
    },
    events: [
      {
        type: 'security.alert',
        data: {
          alert: 'operator_consent',
          detail: `Until ${isoTime(row.expiresAt)}, the operators of this hub may see connections, runs, deliveries, members and the audit trail. Consent can be ended at any time.`,
          memberId: memberIdOf(ctx.actor),
          actor: ctx.actor,
          consentId: row.id,
          expiresAt: isoTime(row.expiresAt),
        },
      },
    ],
    answer: presentConsent(row),
  })
  return answer
}

/** Newest first, ended and over ones too. @throws AppError forbidden, invalid_cursor */
export async function listOperatorConsents(
  ctx: Ctx,
  query: PageQuery,
): Promise<Page<PresentedOperatorConsent>> {
  authorize(ctx, 'organization:read')
  const after = cursorIdOf(query)
  const rows = await ctx.db
    .select()
    .from(operatorConsents)
    .where(
      and(
        eq(operatorConsents.organizationId, ctx.organizationId),
        after === null ? undefined : lt(operatorConsents.id, after),
      ),
    )
    .orderBy(desc(operatorConsents.id))
    .limit(query.limit + 1)
  return pageOf(rows, query.limit, presentConsent)
}

/** From this commit on no operator sees anything by it. @throws AppError forbidden, person_required; not_found when it is over */
export async function endOperatorConsent(ctx: Ctx, input: { consentId: string }): Promise<void> {
  authorize(ctx, 'organization:write')
  const nowMs = ctx.clock.now()
  const [row] = await ctx.db
    .select({ id: operatorConsents.id })
    .from(operatorConsents)
    .where(livingConsentOf(ctx.organizationId, input.consentId, nowMs))
    .limit(1)
  if (!row) throw notFound('consent')
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(operatorConsents)
          .set({ endedAt: nowMs })
          .where(livingConsentOf(ctx.organizationId, input.consentId, nowMs)),
        orElse: 'not_found',
      },
    ],
    audit: {
      action: 'operator_consent.end',
      target: { type: 'operator_consent', id: input.consentId },
    },
    answer: null,
  })
}

function livingConsentOf(organizationId: string, consentId: string, nowMs: number) {
  return and(
    eq(operatorConsents.organizationId, organizationId),
    eq(operatorConsents.id, consentId),
    isNull(operatorConsents.endedAt),
    gt(operatorConsents.expiresAt, nowMs),
  )
}

function presentConsent(row: typeof operatorConsents.$inferSelect): PresentedOperatorConsent {
  const { id, reason, grantedBy, createdAt, expiresAt, endedAt } = row
  return {
    id,
    reason,
    grantedBy,
    createdAt: isoTime(createdAt),
    expiresAt: isoTime(expiresAt),
    endedAt: isoTime(endedAt),
  }
}
