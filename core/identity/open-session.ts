// A person has proven who they are: a session begins. Its secret is always new, and the session that the browser came with ends:
// nobody can have fixed it beforehand. Only its SHA-256 is kept, in the organization's Session object.
// Not authorized here: whoever calls has checked the proof (a link, a passkey, an invitation, a sign-up).

import type { Ctx, Hub } from '../context.ts'
import { formatSecret } from '../contract/api-key.ts'
import { AppError } from '../contract/errors.ts'
import type { NewEvent } from '../contract/events.ts'
import type { SecurityAlert } from '../contract/notices.ts'
import type { NewSession, SignedIn, SignInMethod } from '../contract/sessions.ts'
import { members } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'
import { type GuardedStatement, writeChange } from '../db/write.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { type Identity, identityOfMember } from './authenticate.ts'
import type { SignInPlace } from './place-of-secret.ts'
import { signOut } from './sign-out.ts'

/** The browser that asks, as its door knows it. */
export interface Visitor {
  readonly requestId: string
  readonly waitUntil: Ctx['waitUntil']
  /** Address of its network: IPv4, or the first 64 bits of IPv6. Null when not known. */
  readonly network: string | null
  readonly userAgent: string | null
  /** The session cookie it came with. */
  readonly cookie: string | null
}

export interface OpenedSession {
  readonly organizationId: string
  /** The cookie's value. */
  readonly secret: string
  readonly maxAgeSeconds: number
}

const userAgentCharactersMax = 300

/** What stays of a browser's name when it is updated: everything but its numbers. */
const browserOf = (userAgent: string | null) =>
  (userAgent ?? '').slice(0, userAgentCharactersMax).replaceAll(/[\d._]+/g, '')

/** The person is told when they come in by a browser they never used here. */
function newBrowserAlert(memberId: string, userAgent: string | null): NewEvent {
  const detail = `Signed in with a browser that was not seen before: ${userAgent ?? 'it gave no name'}.`
  const data = { alert: 'new_browser', memberId, detail } satisfies SecurityAlert
  return { type: 'security.alert', data }
}

const gone = () => new AppError('unauthenticated', 'This sign-in is no longer valid.')

/** A session to be, and its secret. */
export async function newSession(
  hub: Hub,
  place: SignInPlace,
  method: SignInMethod,
  visitor: Visitor,
): Promise<{ secret: string; session: NewSession }> {
  const secret = formatSecret('cws_', place, hub.ids.randomBytes(20))
  const session = {
    sessionId: hub.ids.next('session'),
    hash: await sha256Hex(secret),
    method,
    userAgent: visitor.userAgent?.slice(0, userAgentCharactersMax) ?? null,
    limits: place.limits,
  }
  return { secret, session }
}

/**
 * Begins a session for a member who has proven themselves.
 * @param also statements that belong to the proof, in the batch of the audit entry
 * @throws AppError unauthenticated when they are no member (any more)
 */
export async function openSession(
  hub: Hub,
  place: SignInPlace,
  input: { memberId: string; method: SignInMethod; also?: readonly GuardedStatement[] },
  visitor: Visitor,
): Promise<OpenedSession> {
  const { organizationId, shard } = place
  const identity = await identityOfMember(hub, organizationId, shard, input.memberId)
  if (!identity) throw gone()
  const { secret, session } = await newSession(hub, place, input.method, visitor)
  const signedIn = await hub.sessions(organizationId, shard).begin(input.memberId, session)
  await welcome(hub, identity, signedIn, session.hash, input.also ?? [], visitor)
  return opened(place, secret)
}

export function opened(place: SignInPlace, secret: string): OpenedSession {
  const maxAgeSeconds = Math.floor(place.limits.absoluteMs / 1000)
  return { organizationId: place.organizationId, secret, maxAgeSeconds }
}

/** Notes that a session began, and ends the one that the browser came with. What cannot be noted does not stay open. */
export async function welcome(
  hub: Hub,
  identity: Identity,
  signedIn: SignedIn,
  sessionHash: string,
  also: readonly GuardedStatement[],
  visitor: Visitor,
): Promise<void> {
  const { organizationId, shard } = identity
  const { memberId, sessionId, method, userAgent, authenticatedAt } = signedIn
  const ctx = hub.open({ ...identity, ...visitor })
  const sessions = hub.sessions(organizationId, shard)
  try {
    const browser = browserOf(visitor.userAgent)
    const isNew = (await sessions.meet(memberId, browser)) === 'new'
    await writeChange(ctx, {
      statements: [
        ...also,
        {
          statement: ctx.db
            .update(members)
            .set({ lastSeenAt: authenticatedAt })
            .where(and(eq(members.organizationId, organizationId), eq(members.id, memberId))),
          orElse: 'unauthenticated',
        },
      ],
      audit: {
        action: 'session.create',
        target: { type: 'member', id: memberId },
        values: { sessionId, method, userAgent },
      },
      events: isNew ? [newBrowserAlert(memberId, userAgent)] : [],
      answer: null,
    })
  } catch (error) {
    await sessions.end(sessionHash)
    throw error
  }
  if (visitor.cookie !== null) await signOut(hub, visitor.cookie, visitor)
}
