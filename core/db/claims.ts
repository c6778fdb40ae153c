// Claims between the directory and a shard. A change that spans both is: claim in the directory as `pending` with an
// expiry, commit the shard's batch, confirm. A crash in between leaves a pending claim; when its time is over the shard is asked which
// living row bears the outside id: then the claim is confirmed for that row, else it is released. What is given up goes back
// to pending before the shard's batch, so that a crash there is settled the same way.
import { and, eq, gt, isNull, lt, lte, ne, sql } from 'drizzle-orm'
import { AppError } from '../contract/errors.ts'
import type { Clock } from '../contract/ports.ts'
import type { DirectoryDatabase, ShardDatabase } from './database.ts'
import { organizationPlaces, outsideIds } from './schema/directory.ts'
import { connections, members, organizations } from './schema/index.ts'

/** Long enough for any batch to end one way or the other; D1 ends a query after 30 s. */
export const claimSeconds = 120

/** A member's address (`<email>/<organization>`), or a vendor's account that belongs to one organization. */
export type OutsideIdKind = 'member_email' | `account:${string}`

export interface OutsideIdClaim {
  readonly kind: OutsideIdKind
  readonly value: string
  readonly organizationId: string
  readonly shard: string
  readonly subjectId: string
}

/** The claim of a member's address. It is found by the address alone (`placesOfEmail`). */
export function memberEmailClaim(
  place: Pick<OutsideIdClaim, 'organizationId' | 'shard'>,
  email: string,
  memberId: string,
): OutsideIdClaim {
  const { organizationId, shard } = place
  const value = `${email}/${organizationId}`
  return { kind: 'member_email', value, organizationId, shard, subjectId: memberId }
}

/** Where an address is a member, at most `limit` places. An address holds no `/`; what follows it in order is `0`. */
export async function placesOfEmail(
  ctx: Pick<ClaimContext, 'directory'>,
  email: string,
  limit: number,
): Promise<readonly { organizationId: string; shard: string; memberId: string }[]> {
  return await ctx.directory
    .select({
      organizationId: outsideIds.organizationId,
      shard: outsideIds.shard,
      memberId: outsideIds.subjectId,
    })
    .from(outsideIds)
    .where(
      and(
        eq(outsideIds.kind, 'member_email'),
        gt(outsideIds.value, `${email}/`),
        lt(outsideIds.value, `${email}0`),
        eq(outsideIds.state, 'confirmed'),
      ),
    )
    .orderBy(outsideIds.value)
    .limit(limit)
}

export interface ClaimContext {
  readonly directory: DirectoryDatabase
  readonly clock: Clock
  shard(name: string): ShardDatabase
}

type ClaimRow = typeof outsideIds.$inferSelect

/**
 * Claims an outside id. Safe to repeat for the same subject; an organization takes over its own claim that a crash left behind.
 * @throws AppError already_claimed
 */
export async function claimOutsideId(ctx: ClaimContext, claim: OutsideIdClaim): Promise<void> {
  // Twice at most: a late claim of another organization is settled, then the insert is tried again.
  for (let tries = 0; tries < 2; tries++) {
    const nowMs = ctx.clock.now()
    const expiresAt = nowMs + claimSeconds * 1000
    const taken = await ctx.directory
      .insert(outsideIds)
      .values({ ...claim, state: 'pending', expiresAt, createdAt: nowMs })
      .onConflictDoNothing()
      .returning({ value: outsideIds.value })
    if (taken.length === 1) return
    const there = await readClaim(ctx, claim)
    if (!there) continue
    if (there.subjectId === claim.subjectId) return
    if (there.organizationId === claim.organizationId) {
      if ((await livingSubject(ctx, there)) !== null) break
      const taken = await ctx.directory
        .update(outsideIds)
        .set({ subjectId: claim.subjectId, state: 'pending', expiresAt })
        .where(and(sameClaim(there), eq(outsideIds.subjectId, there.subjectId)))
        .returning({ value: outsideIds.value })
      if (taken.length === 1) return
      continue
    }
    if (there.state === 'confirmed' || there.expiresAt > nowMs) break
    await settleOutsideId(ctx, there)
  }
  throw new AppError('already_claimed', claimedSentence(claim.kind))
}

function claimedSentence(kind: OutsideIdKind): string {
  return kind === 'member_email'
    ? 'There is a member with this address already.'
    : 'This account is connected already. It belongs to one organization.'
}

/** The shard's batch committed. */
export async function confirmOutsideId(ctx: ClaimContext, claim: OutsideIdClaim): Promise<void> {
  const confirmed = await ctx.directory
    .update(outsideIds)
    .set({ state: 'confirmed' })
    .where(and(sameClaim(claim), eq(outsideIds.subjectId, claim.subjectId)))
    .returning({ value: outsideIds.value })
  if (confirmed.length === 1) return
  // Somebody else settled it in between: the shard says whose it is.
  const there = await readClaim(ctx, claim)
  if (there) await settleOutsideId(ctx, there)
}

/** Before the shard's batch that ends a subject: a crash after it leaves a claim that is settled by asking the shard. */
export async function reopenOutsideId(
  ctx: ClaimContext,
  claim: Pick<OutsideIdClaim, 'kind' | 'value' | 'subjectId'>,
): Promise<void> {
  await ctx.directory
    .update(outsideIds)
    .set({ state: 'pending', expiresAt: ctx.clock.now() + claimSeconds * 1000 })
    .where(and(sameClaim(claim), eq(outsideIds.subjectId, claim.subjectId)))
}

/** Gives an outside id back, once its subject is gone. */
export async function releaseOutsideId(
  ctx: Pick<ClaimContext, 'directory'>,
  claim: Pick<OutsideIdClaim, 'kind' | 'value' | 'subjectId'>,
): Promise<void> {
  await ctx.directory
    .delete(outsideIds)
    .where(and(sameClaim(claim), eq(outsideIds.subjectId, claim.subjectId)))
}

/** Settles up to `limit` claims of a shard whose time is over; returns how many, and when the next is due. */
export async function settleClaims(
  ctx: ClaimContext,
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

/**
 * Brings one organization's claims in line with its shard, after either database was put back in time: claims of nobody who lives
 * are released, living members' and accounts' are made. A value that another organization bears by now is answered, and left.
 */
export async function realignClaims(
  ctx: ClaimContext,
  place: { readonly organizationId: string; readonly shard: string },
  claimsAccount: (connector: string) => boolean,
): Promise<{ readonly taken: readonly OutsideIdClaim[] }> {
  const { organizationId, shard } = place
  const db = ctx.shard(shard)
  const there = await ctx.directory
    .select()
    .from(outsideIds)
    .where(eq(outsideIds.organizationId, organizationId))
  const people = await db
    .select({ id: members.id, email: members.email })
    .from(members)
    .where(and(eq(members.organizationId, organizationId), isNull(members.removedAt)))
  const links = await db
    .select({
      id: connections.id,
      connector: connections.connector,
      account: connections.accountId,
    })
    .from(connections)
    .where(and(eq(connections.organizationId, organizationId), ne(connections.status, 'revoked')))
  const living: OutsideIdClaim[] = [
    ...people.map(({ id, email }) => memberEmailClaim(place, email, id)),
    ...links
      .filter(({ connector }) => claimsAccount(connector))
      .map(({ id, connector, account }) => ({
        kind: `account:${connector}` as const,
        value: account,
        ...place,
        subjectId: id,
      })),
  ]
  const key = (claim: { kind: string; value: string }) => `${claim.kind}\n${claim.value}`
  const livingBy = new Map(living.map((claim) => [key(claim), claim]))
  const right = new Set<string>()
  for (const claim of there) {
    const holds = livingBy.get(key(claim))?.subjectId === claim.subjectId
    if (holds && claim.state === 'confirmed') right.add(key(claim))
    else await settleOutsideId(ctx, claim)
  }
  const taken: OutsideIdClaim[] = []
  for (const claim of living.filter((each) => !right.has(key(each)))) {
    try {
      await claimOutsideId(ctx, claim)
      await confirmOutsideId(ctx, claim)
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'already_claimed')) throw error
      taken.push(claim)
    }
  }
  return { taken }
}

async function settleOutsideId(ctx: ClaimContext, claim: ClaimRow): Promise<void> {
  const subjectId = await livingSubject(ctx, claim)
  const mine = and(sameClaim(claim), eq(outsideIds.subjectId, claim.subjectId))
  if (subjectId === null) await ctx.directory.delete(outsideIds).where(mine)
  else await ctx.directory.update(outsideIds).set({ subjectId, state: 'confirmed' }).where(mine)
}

/** The row in the shard that bears the outside id now; null when none lives. */
async function livingSubject(ctx: ClaimContext, claim: ClaimRow): Promise<string | null> {
  const db = ctx.shard(claim.shard)
  const { organizationId } = claim
  const [row] = claim.kind.startsWith('account:')
    ? await db
        .select({ id: connections.id })
        .from(connections)
        .where(
          and(
            eq(connections.organizationId, organizationId),
            eq(connections.connector, claim.kind.slice('account:'.length)),
            eq(connections.accountId, claim.value),
            ne(connections.status, 'revoked'),
          ),
        )
        .limit(1)
    : await db
        .select({ id: members.id })
        .from(members)
        .where(
          and(
            eq(members.organizationId, organizationId),
            eq(members.email, claim.value.slice(0, -organizationId.length - 1)),
            isNull(members.removedAt),
          ),
        )
        .limit(1)
  return row?.id ?? null
}

async function readClaim(
  ctx: ClaimContext,
  claim: Pick<OutsideIdClaim, 'kind' | 'value'>,
): Promise<ClaimRow | undefined> {
  const [row] = await ctx.directory.select().from(outsideIds).where(sameClaim(claim)).limit(1)
  return row
}

function sameClaim(claim: { kind: string; value: string }) {
  return and(eq(outsideIds.kind, claim.kind), eq(outsideIds.value, claim.value))
}

async function settlePlace(
  ctx: ClaimContext,
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
