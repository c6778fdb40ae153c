// Claims between the directory and a shard. A change that spans both is: claim in the directory as `pending` with an
// expiry, commit the shard's batch, confirm. A crash in between leaves a pending claim; when its time is over the
// shard is asked whether the row that makes it true is there: then it is confirmed, else it is released.
import { and, eq, lte, sql } from 'drizzle-orm'
import { AppError } from '../contract/errors.ts'
import type { Clock } from '../contract/ports.ts'
import type { DirectoryDatabase, ShardDatabase } from './database.ts'
import { organizationPlaces, outsideIds } from './schema/directory.ts'
import { connections, members, organizations } from './schema/index.ts'

/** Long enough for any batch to end one way or the other; D1 ends a query after 30 s. */
export const claimSeconds = 120

export type OutsideIdKind = 'slack_team' | 'member_email'

export interface OutsideIdClaim {
  readonly kind: OutsideIdKind
  readonly value: string
  readonly organizationId: string
  readonly shard: string
  readonly subjectId: string
}

interface ClaimContext {
  readonly directory: DirectoryDatabase
  readonly clock: Clock
}

/** Claims an outside id. Safe to repeat for the same subject. @throws AppError already_claimed */
export async function claimOutsideId(
  ctx: ClaimContext & { shard: (name: string) => ShardDatabase },
  claim: OutsideIdClaim,
): Promise<void> {
  for (let tries = 0; tries < 2; tries++) {
    const nowMs = ctx.clock.now()
    const taken = await ctx.directory
      .insert(outsideIds)
      .values({
        ...claim,
        state: 'pending',
        expiresAt: nowMs + claimSeconds * 1000,
        createdAt: nowMs,
      })
      .onConflictDoNothing()
      .returning({ value: outsideIds.value })
    if (taken.length === 1) return
    const [there] = await ctx.directory
      .select()
      .from(outsideIds)
      .where(and(eq(outsideIds.kind, claim.kind), eq(outsideIds.value, claim.value)))
      .limit(1)
    if (there?.subjectId === claim.subjectId) return
    const late = there && there.state === 'pending' && there.expiresAt <= nowMs
    if (!there || late) {
      if (there) await settleOutsideId(ctx, there)
      continue
    }
    break
  }
  throw new AppError('already_claimed', claimedSentences[claim.kind])
}

const claimedSentences: Record<OutsideIdKind, string> = {
  slack_team: 'This Slack workspace is connected already.',
  member_email: 'There is a member with this address already.',
}

export async function confirmOutsideId(
  ctx: ClaimContext,
  claim: Pick<OutsideIdClaim, 'kind' | 'value' | 'subjectId'>,
): Promise<void> {
  await ctx.directory
    .update(outsideIds)
    .set({ state: 'confirmed' })
    .where(
      and(
        eq(outsideIds.kind, claim.kind),
        eq(outsideIds.value, claim.value),
        eq(outsideIds.subjectId, claim.subjectId),
      ),
    )
}

/** Gives an outside id back, when its subject is gone. */
export async function releaseOutsideId(
  ctx: { directory: DirectoryDatabase },
  claim: Pick<OutsideIdClaim, 'kind' | 'value' | 'subjectId'>,
): Promise<void> {
  await ctx.directory
    .delete(outsideIds)
    .where(
      and(
        eq(outsideIds.kind, claim.kind),
        eq(outsideIds.value, claim.value),
        eq(outsideIds.subjectId, claim.subjectId),
      ),
    )
}

/** Settles up to `limit` claims of a shard whose time is over; returns how many, and when the next is due. */
export async function settleClaims(
  ctx: ClaimContext & { shard: (name: string) => ShardDatabase },
  shard: string,
  limit: number,
): Promise<{ settled: number; nextDueAt: number | null }> {
  const nowMs = ctx.clock.now()
  const late = await ctx.directory
    .select()
    .from(outsideIds)
    .where(
      and(
        eq(outsideIds.state, 'pending'),
        eq(outsideIds.shard, shard),
        lte(outsideIds.expiresAt, nowMs),
      ),
    )
    .limit(limit)
  for (const claim of late) await settleOutsideId(ctx, claim)

  const latePlaces = await ctx.directory
    .select()
    .from(organizationPlaces)
    .where(
      and(
        eq(organizationPlaces.state, 'pending'),
        eq(organizationPlaces.shard, shard),
        lte(organizationPlaces.expiresAt, nowMs),
      ),
    )
    .limit(limit)
  for (const place of latePlaces) await settlePlace(ctx, place)

  const [next] = await ctx.directory.all<{ at: number | null }>(
    sql`SELECT MIN(at) AS at FROM (
      SELECT MIN(expires_at) AS at FROM outside_ids WHERE state = 'pending' AND shard = ${shard}
      UNION ALL SELECT MIN(expires_at) FROM organization_places WHERE state = 'pending' AND shard = ${shard})`,
  )
  return { settled: late.length + latePlaces.length, nextDueAt: next?.at ?? null }
}

async function settleOutsideId(
  ctx: ClaimContext & { shard: (name: string) => ShardDatabase },
  claim: typeof outsideIds.$inferSelect,
): Promise<void> {
  const db = ctx.shard(claim.shard)
  const table = claim.kind === 'member_email' ? members : connections
  const [subject] = await db
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.id, claim.subjectId), eq(table.organizationId, claim.organizationId)))
    .limit(1)
  const kind = claim.kind as OutsideIdKind
  if (subject) await confirmOutsideId(ctx, { ...claim, kind })
  else await releaseOutsideId(ctx, { ...claim, kind })
}

async function settlePlace(
  ctx: ClaimContext & { shard: (name: string) => ShardDatabase },
  place: typeof organizationPlaces.$inferSelect,
): Promise<void> {
  const [there] = await ctx
    .shard(place.shard)
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, place.organizationId))
    .limit(1)
  const mine = eq(organizationPlaces.organizationId, place.organizationId)
  if (there) await ctx.directory.update(organizationPlaces).set({ state: 'confirmed' }).where(mine)
  else await ctx.directory.delete(organizationPlaces).where(mine)
}
