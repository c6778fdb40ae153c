// An operator looks into an organization, by its living consent. The look is written down on both sides before anything is
// shown: first in the operator log, then in the organization's trail, in a batch that commits only while the consent lives.
// Not authorized here: the consent is the right, and it is checked in the batch itself.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import type { NewEvent } from '../contract/events.ts'
import { type Grants, noGrants } from '../contract/permissions.ts'
import { operatorConsents } from '../db/schema/index.ts'
import { and, eq, gt, isNull, sql } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { type Operator, type OperatorRequest, operatorActor } from './operator.ts'
import { livingConsent } from './organization-health.ts'
import { recordOperatorAct } from './write-operator-change.ts'

/** What may be looked at, and the one right that reading it takes. Credentials are in none of it. */
export const views = {
  connections: 'connections:read',
  runs: 'runs:read',
  deliveries: 'deliveries:read',
  'audit-events': 'audit:read',
  members: 'members:read',
} as const

export type View = keyof typeof views

export function isView(text: string): text is View {
  return Object.hasOwn(views, text)
}

/**
 * Opens the organization for one look, with that one right to read.
 * @throws AppError consent_required
 */
export async function beginView(
  request: OperatorRequest,
  place: { readonly organizationId: string; readonly shard: string },
  view: View,
): Promise<Ctx> {
  const { hub, operator, requestId, waitUntil } = request
  const refusal = () =>
    new AppError(
      'consent_required',
      'The organization has not consented to be seen, or its consent is over.',
    )
  const consent = await livingConsent(request, place)
  if (!consent) throw refusal()
  await recordOperatorAct(request, {
    action: 'organization.view',
    targetId: place.organizationId,
    values: { view, consentId: consent.id },
  })
  const first = !(await wasVisited(request, place, consent.id))
  const grants: Grants = { ...noGrants, permissions: new Set([views[view]]) }
  const ctx = hub.open({ ...place, actor: operatorActor(operator), grants, requestId, waitUntil })
  try {
    await writeChange(ctx, {
      statements: [
        {
          // Changes nothing: it hits the consent only while it lives.
          statement: ctx.db
            .update(operatorConsents)
            .set({ endedAt: null })
            .where(
              and(
                eq(operatorConsents.organizationId, place.organizationId),
                eq(operatorConsents.id, consent.id),
                isNull(operatorConsents.endedAt),
                gt(operatorConsents.expiresAt, hub.clock.now()),
              ),
            ),
          orElse: 'consent_required',
        },
      ],
      audit: {
        action: 'operator.view',
        target: { type: 'organization', id: place.organizationId },
        values: { view, consentId: consent.id },
      },
      events: first ? [visitEvent(operator, consent.id)] : [],
      answer: null,
    })
  } catch (error) {
    if (error instanceof AppError && error.code === 'consent_required') throw refusal()
    throw error
  }
  return ctx
}

/** Events looked through for an earlier visit by the same consent; beyond them the owners may be told once more. */
const eventsLookedAtMax = 1_000

/** Owners are told of the first look by a consent; all looks stand in the trail. */
async function wasVisited(
  { hub }: Pick<OperatorRequest, 'hub'>,
  place: { readonly organizationId: string; readonly shard: string },
  consentId: string,
): Promise<boolean> {
  const rows = await hub.shard(place.shard).all(sql`
    SELECT 1 FROM (SELECT type, data FROM events WHERE organization_id = ${place.organizationId}
                   ORDER BY id DESC LIMIT ${eventsLookedAtMax})
    WHERE type = 'security.alert' AND json_extract(data, '$.alert') = 'operator_view'
      AND json_extract(data, '$.consentId') = ${consentId} LIMIT 1`)
  return rows.length > 0
}

function visitEvent(operator: Operator, consentId: string): NewEvent {
  return {
    type: 'security.alert',
    data: {
      alert: 'operator_view',
      detail: `${operator.name} looked at the organization's data, by its consent. Each look stands in the audit trail.`,
      actor: operatorActor(operator),
      consentId,
    },
  }
}
