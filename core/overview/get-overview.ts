// The organization at a glance: what happened in the last thirty days, what needs a person, and how much there is. One read of six
// statements, whoever asks; what the actor may not read is null, or left out of the list.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { memberIdOf } from '../contract/actor.ts'
import { isoTime } from '../contract/paging.ts'
import { authorize, permits } from '../contract/permissions.ts'
import { activityMeters, runsCountedMax, selectOverview } from '../db/queries/overview.ts'
import { isOfUnseen } from '../policy/audience.ts'
import { attentionOf } from './attention.ts'

const dayMs = 86_400_000
const days = 30
const unknownDays = 7
export const attentionMax = 20

const dayCounts = z.object({
  day: z.string().describe('`YYYY-MM-DD`, UTC'),
  reads: z.number().int(),
  writes: z.number().int(),
  failures: z.number().int(),
  answers: z.number().int(),
  deliveries: z.number().int(),
  failedDeliveries: z.number().int(),
})

export const presentedOverview = z.object({
  activity: z.array(dayCounts).nullable().describe('Thirty days, oldest first. Needs `usage:read`'),
  attention: z
    .array(
      z.object({
        kind: z.enum(['connection', 'approval', 'endpoint', 'run', 'setup', 'passkey']),
        id: z.string(),
        title: z.string(),
        detail: z.string(),
        path: z.string().describe('Where the dashboard shows it'),
        at: z.string(),
      }),
    )
    .describe('What needs a person, the newest twenty'),
  counts: z.object({
    connections: z
      .object({ active: z.number().int(), needsReconnect: z.number().int() })
      .nullable(),
    members: z.number().int().nullable(),
    endpoints: z.object({ enabled: z.number().int(), disabled: z.number().int() }).nullable(),
    approvalsWaiting: z.number().int().nullable(),
    runs24h: z
      .object({ done: z.number().int(), failed: z.number().int(), unknown: z.number().int() })
      .nullable()
      .describe(`Begun in the last 24 hours; counted up to ${runsCountedMax} each`),
  }),
})

export type Overview = z.output<typeof presentedOverview>

export async function getOverview(ctx: Ctx): Promise<Overview> {
  authorize(ctx, 'organization:read')
  const nowMs = ctx.clock.now()
  const found = await selectOverview(ctx.db, {
    organizationId: ctx.organizationId,
    memberId: memberIdOf(ctx.actor),
    sinceDay: dayOf(nowMs - (days - 1) * dayMs),
    nowMs,
    runsSinceMs: nowMs - dayMs,
    unknownSinceMs: nowMs - unknownDays * dayMs,
    limit: attentionMax,
    isUnseen: (connectionId) => isOfUnseen(ctx, connectionId),
  })
  const { counts } = found
  const may = (permission: Parameters<typeof permits>[1]) => permits(ctx.grants, permission)
  // Inputs are company data: a plain member sees what they asked for themselves.
  // As the list of approvals: others' are for those who may read runs.
  const ownOnly = !permits(ctx.grants, 'runs:read')
  return {
    activity: may('usage:read') ? activityOf(found.activity, nowMs) : null,
    attention: attentionOf(ctx, found, attentionMax),
    counts: {
      connections:
        counts && may('connections:read')
          ? { active: counts.active, needsReconnect: counts.needsReconnect }
          : null,
      members: counts && may('members:read') ? counts.members : null,
      endpoints:
        counts && may('webhook-endpoints:read')
          ? { enabled: counts.endpointsEnabled, disabled: counts.endpointsDisabled }
          : null,
      approvalsWaiting:
        counts && may('approvals:read') ? (ownOnly ? counts.ownApprovals : counts.approvals) : null,
      runs24h:
        counts && may('runs:read')
          ? { done: counts.runsDone, failed: counts.runsFailed, unknown: counts.runsUnknown }
          : null,
    },
  }
}

/** Every day has an entry, also one without use. */
function activityOf(
  rows: readonly { day: string; meter: string; count: number }[],
  nowMs: number,
): Overview['activity'] {
  const counted = new Map(rows.map(({ day, meter, count }) => [`${day} ${meter}`, count]))
  return Array.from({ length: days }, (_, index) => {
    const day = dayOf(nowMs - (days - 1 - index) * dayMs)
    const of = (name: keyof typeof activityMeters) =>
      counted.get(`${day} ${activityMeters[name]}`) ?? 0
    return {
      day,
      reads: of('reads'),
      writes: of('writes'),
      failures: of('failures'),
      answers: of('answers'),
      deliveries: of('deliveries'),
      failedDeliveries: of('failedDeliveries'),
    }
  })
}

function dayOf(ms: number): string {
  return isoTime(ms).slice(0, 10)
}
