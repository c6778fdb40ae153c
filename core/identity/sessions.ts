// A person's signed-in browsers: seen and ended by themselves, by those who manage people, or all at once. An ended session is
// refused at its next request: each request asks the organization's Session object.
// Not authorized here: everybody may end their own; the others authorize below.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError, assert, notFound } from '../contract/errors.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { type SessionLimits, type SignedIn, signInMethods } from '../contract/sessions.ts'
import { members, organizations } from '../db/schema/index.ts'
import { and, eq, isNull } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { requireRecentSignIn } from './recent-sign-in.ts'
import { readRole, requireNotAbove } from './roles.ts'
import { sessionLimitsOf } from './session-limits.ts'

export const presentedSession = z.object({
  id: z.string(),
  method: z.enum(signInMethods),
  userAgent: z.string().nullable(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  expiresAt: z.string(),
  /** The one that asks. */
  current: z.boolean(),
})

type PresentedSession = z.output<typeof presentedSession>

export interface Ended {
  readonly ended: number
}

/** The person who asks, in their own name. @throws AppError person_required */
export function personOf(ctx: Ctx): string {
  if (ctx.actor.type === 'member') return ctx.actor.id
  throw new AppError('person_required', 'Only a person who is signed in may do this.')
}

export async function listMySessions(ctx: Ctx, query: PageQuery): Promise<Page<PresentedSession>> {
  return await sessionsOf(ctx, personOf(ctx), query)
}

/** @throws AppError not_found for a member of another organization */
export async function listMemberSessions(
  ctx: Ctx,
  input: { memberId: string },
  query: PageQuery,
): Promise<Page<PresentedSession>> {
  authorize(ctx, 'members:write')
  await requireMember(ctx, input.memberId)
  return await sessionsOf(ctx, input.memberId, query)
}

/** @throws AppError not_found, for another person's too */
export async function endMySession(ctx: Ctx, input: { sessionId: string }): Promise<void> {
  const memberId = personOf(ctx)
  if (!(await sessionsOfOrganization(ctx).endOne(memberId, input.sessionId))) {
    throw notFound('session')
  }
  await writeChange(ctx, {
    statements: [],
    audit: {
      action: 'session.end',
      target: { type: 'member', id: memberId },
      values: { sessionId: input.sessionId },
    },
    answer: null,
  })
}

/** Signs the person out everywhere, or everywhere else. Their open sign-in links are void too. */
export async function endMySessions(ctx: Ctx, input: { keepCurrent: boolean }): Promise<Ended> {
  const except = input.keepCurrent ? (ctx.session?.sessionId ?? null) : null
  return await endAllOf(ctx, personOf(ctx), except)
}

/** @throws AppError not_found, reauthentication_required; forbidden for a member who holds more than who asks */
export async function endMemberSessions(ctx: Ctx, input: { memberId: string }): Promise<Ended> {
  authorize(ctx, 'members:write')
  requireRecentSignIn(ctx)
  const { role } = await requireMember(ctx, input.memberId)
  requireNotAbove(ctx, await readRole(ctx, role))
  return await endAllOf(ctx, input.memberId, null)
}

/** Everybody's, the asker's own included. Links and half-made passkeys are void too. @throws AppError reauthentication_required */
export async function endEverySession(ctx: Ctx): Promise<Ended> {
  authorize(ctx, 'organization:write')
  requireRecentSignIn(ctx)
  const ended = await sessionsOfOrganization(ctx).endEverybody()
  const { answer } = await writeChange(ctx, {
    statements: [],
    audit: {
      action: 'session.end_everybody',
      target: { type: 'organization', id: ctx.organizationId },
      values: { ended },
    },
    answer: { ended },
  })
  return answer
}

async function endAllOf(
  ctx: Ctx,
  memberId: string,
  exceptSessionId: string | null,
): Promise<Ended> {
  const ended = await sessionsOfOrganization(ctx).endAllOf(memberId, exceptSessionId)
  const { answer } = await writeChange(ctx, {
    statements: [],
    audit: {
      action: 'session.end_all',
      target: { type: 'member', id: memberId },
      values: { ended },
    },
    answer: { ended },
  })
  return answer
}

const sessionsOfOrganization = (ctx: Ctx) => ctx.hub.sessions(ctx.organizationId, ctx.shard)

async function sessionsOf(
  ctx: Ctx,
  memberId: string,
  query: PageQuery,
): Promise<Page<PresentedSession>> {
  const after = cursorIdOf(query)
  const living = await sessionsOfOrganization(ctx).list(memberId, await limitsOf(ctx))
  const rows = living
    .map((session) => ({ id: session.sessionId, ...session }))
    .filter(({ id }) => after === null || id < after)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
  return pageOf(rows.slice(0, query.limit + 1), query.limit, (row) => present(ctx, row))
}

async function limitsOf(ctx: Ctx): Promise<SessionLimits> {
  const [row] = await ctx.db
    .select({ settings: organizations.settings })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId))
    .limit(1)
  assert(row, 'the organization of an actor is not there')
  return sessionLimitsOf(row.settings)
}

async function requireMember(ctx: Ctx, memberId: string): Promise<{ role: string }> {
  const [member] = await ctx.db
    .select({ role: members.role })
    .from(members)
    .where(
      and(
        eq(members.organizationId, ctx.organizationId),
        eq(members.id, memberId),
        isNull(members.removedAt),
      ),
    )
    .limit(1)
  if (!member) throw notFound('member')
  return member
}

function present(ctx: Ctx, session: SignedIn): PresentedSession {
  return {
    id: session.sessionId,
    method: session.method,
    userAgent: session.userAgent,
    createdAt: isoTime(session.authenticatedAt),
    lastUsedAt: isoTime(session.lastUsedAt),
    expiresAt: isoTime(session.expiresAt),
    current: session.sessionId === ctx.session?.sessionId,
  }
}
