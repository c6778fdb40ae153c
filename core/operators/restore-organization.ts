// One organization after a database was put back in time: its trail opens a higher epoch, what its people had ended is ended again,
// and its claims are those of who lives. Suspended since, it is so again, by the operator log. Its trail says all of it, and names what is lost: that is what makes the loss a stated one.
// Not authorized here: the operator has proven itself at its door.
import { raiseEpoch } from '../audit/raise-epoch.ts'
import type { Ctx } from '../context.ts'
import { noGrants } from '../contract/permissions.ts'
import { realignClaims } from '../db/claims.ts'
import { type Ended, endAgain, hasOwner, selectLivingAgain } from '../db/queries/ended-again.ts'
import { organizations } from '../db/schema/index.ts'
import { and, eq, isNull } from '../db/sql.ts'
import { type GuardedStatement, writeChange } from '../db/write.ts'
import { type OperatorRequest, operatorActor } from './operator.ts'
import { standingSuspension } from './standing-suspension.ts'

/** Named in the trail; the rest is counted in the answer. */
const endingsNamedMax = 100

export interface RestoredOrganization {
  readonly id: string
  /** The epoch its trail is in now; null when its trail lost nothing. */
  readonly epoch: number | null
  /** Sealed events that are gone, by epoch. */
  readonly lost: readonly { epoch: number; firstSeq: number; lastSeq: number }[]
  /** What was ended again, by kind. */
  readonly endedAgain: Readonly<Record<string, number>>
  /** Accounts that another organization has connected since: not this one's any more. */
  readonly accountsTaken: number
  /** Nobody who lives is an owner: the deploy secret adds one (`POST /operator/members`). */
  readonly ownerless: boolean
}

interface Restore {
  readonly database: string
  readonly restoredTo: string | null
  /** Whether the shard itself was put back, and not the directory alone. */
  readonly trail: boolean
}

/** Safe to repeat: what is right already stays as it is, but for one more row in the trail. */
export async function restoreOrganization(
  request: OperatorRequest,
  place: { readonly organizationId: string; readonly shard: string },
  restore: Restore,
): Promise<RestoredOrganization> {
  const { hub, operator, requestId, waitUntil } = request
  const actor = operatorActor(operator)
  const ctx = hub.open({ ...place, actor, grants: noGrants, requestId, waitUntil })
  const log = hub.auditLog(place.organizationId, place.shard)
  const endings = restore.trail ? await log.endings() : []
  const epoch = restore.trail ? await raiseEpoch(ctx, log) : null
  // Sealing opens the epoch with its statement, and names what is lost.
  if (epoch !== null) await log.seal()
  const standing = await log.standing()
  const lost = standing.lost.map(({ epoch, firstSeq, lastSeq }) => ({ epoch, firstSeq, lastSeq }))

  const endedAgain = await endEnded(ctx, endings)
  const { taken } = await realignClaims(
    ctx.hub,
    ctx,
    (connector) => ctx.connectors.get(connector)?.claimsAccount === true,
  )
  const lostAccounts = taken.map(({ subjectId }) => ({ kind: 'connection', id: subjectId }))
  const { database, restoredTo } = restore
  // Of the directory nothing newer is known than what its own log still says.
  const suspension = restore.trail ? await standingSuspension(hub, place.organizationId) : null
  await writeChange(ctx, {
    statements: [
      ...endAgain(ctx.db, ctx.organizationId, lostAccounts, ctx.clock.now()),
      ...(suspension ? [suspendAgain(ctx, suspension)] : []),
    ],
    audit: {
      action: 'database.restore',
      target: { type: 'organization', id: place.organizationId },
      values: { database, restoredTo, epoch, lost, ...(suspension ? { suspended: true } : {}) },
    },
    events: [
      {
        type: 'security.alert',
        data: { alert: 'database_restored', detail: detailOf(restoredTo), actor, restoredTo },
      },
    ],
    answer: null,
  })
  return {
    id: place.organizationId,
    epoch,
    lost,
    endedAgain,
    accountsTaken: taken.length,
    ownerless: !(await hasOwner(ctx.db, ctx.organizationId)),
  }
}

/** Ends what lives again; answers how many of each kind. */
async function endEnded(
  ctx: Ctx,
  endings: readonly Ended[],
): Promise<Readonly<Record<string, number>>> {
  const living = await selectLivingAgain(ctx.db, ctx.organizationId, endings)
  if (living.length === 0) return {}
  await writeChange(ctx, {
    statements: endAgain(ctx.db, ctx.organizationId, living, ctx.clock.now()),
    audit: {
      action: 'database.end_again',
      target: { type: 'organization', id: ctx.organizationId },
      values: { count: living.length, ended: living.slice(0, endingsNamedMax) },
    },
    answer: null,
  })
  const counts: Record<string, number> = {}
  for (const { kind } of living) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** Where it is suspended already, it stays so since then. */
function suspendAgain(ctx: Ctx, { reason, at }: { reason: string; at: number }): GuardedStatement {
  return {
    statement: ctx.db
      .update(organizations)
      .set({ suspendedAt: at, suspendedReason: reason })
      .where(and(eq(organizations.id, ctx.organizationId), isNull(organizations.suspendedAt))),
  }
}

function detailOf(restoredTo: string | null): string {
  const since = restoredTo ?? 'an earlier moment'
  return `A database of this hub was put back to ${since}: changes since then are gone. Look over members and their roles, policies, connections and webhook endpoints. Links and confirmations that were open do not work any more.`
}
