// How an operator comes in: a one-time link, made by the deploy secret (bootstrap) or mailed, then a session in the object
// named `operators`. What is kept of a link is an HMAC by the deploy secret: a new OPERATOR_SECRET voids every unused link, and
// nobody who reads storage can make one. A session is read at each use together with its operator, so that a removed one is out.
import { encodeHexLowerCase } from '@oslojs/encoding'
import type { Hub } from '../context.ts'
import { formatSecret, parseSecret } from '../contract/api-key.ts'
import { AppError } from '../contract/errors.ts'
import { isoTime } from '../contract/paging.ts'
import type { SessionLimits } from '../contract/sessions.ts'
import { countingFailures } from '../identity/limit-attempts.ts'
import { mayWriteTo } from '../identity/limit-letters.ts'
import { hmacSha256 } from '../lib/hmac.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { findOperator } from './manage-operators.ts'
import type { Operator, OperatorRequest } from './operator.ts'
import { recordOperatorAct } from './write-operator-change.ts'

/** The name of the Session object that holds operators' sessions and links. */
const operatorSessions = 'operators'
/** A secret names the place it belongs to; operators belong to none. */
const place = { shard: 'op', locator: 'operator' }
const operatorLinkMinutes = 15
/** A session ends after this even if it is used all the time, and after an hour in which nobody uses it. */
const operatorSessionHours = 12
const limits: SessionLimits = {
  idleMs: 3_600_000,
  absoluteMs: operatorSessionHours * 3_600_000,
}
const userAgentCharactersMax = 300

/** The browser at the operator's door. */
export interface OperatorVisitor {
  /** Address of its network; null where it is not known: nothing is counted. */
  readonly network: string | null
  readonly userAgent: string | null
}

export interface OperatorLink {
  readonly url: string
  readonly expiresAt: string
}

/** A one-time link for an operator who is there; the caller wrote down why. */
export async function createOperatorLink(hub: Hub, operatorId: string): Promise<OperatorLink> {
  const secret = formatSecret('cwol_', place, hub.ids.randomBytes(20))
  const expiresAt = hub.clock.now() + operatorLinkMinutes * 60_000
  await hub
    .sessions(operatorSessions, 'directory')
    .createLink(operatorId, await boundHash(hub, secret), expiresAt)
  return {
    url: `${hub.settings.publicOrigin}/operator/sign-in/${secret}`,
    expiresAt: isoTime(expiresAt),
  }
}

/** Whether a text can be a link at all: garbage is refused without a storage read. */
export function isOperatorLink(secret: string): boolean {
  return parseSecret('cwol_', secret) !== null
}

/**
 * Uses a link up and opens a session: the cookie's value, once. Failures count against their network.
 * @throws AppError unauthenticated for an unknown, used or late link, one from before the deploy secret changed, and a removed operator's;
 *   rate_limited
 */
export async function redeemOperatorLink(
  hub: Hub,
  secret: string,
  visitor: OperatorVisitor,
): Promise<{ session: string; maxAgeSeconds: number }> {
  const refusal = new AppError(
    'unauthenticated',
    'This link was used, is too old, or is not one of ours.',
  )
  if (!isOperatorLink(secret)) throw refusal
  const session = formatSecret('cwos_', place, hub.ids.randomBytes(20))
  const sessions = hub.sessions(operatorSessions, 'directory')
  const hash = await sha256Hex(session)
  const row = await countingFailures(sessions, visitor.network, async () => {
    const signedIn = await sessions.redeemLink(await boundHash(hub, secret), {
      sessionId: hub.ids.next('session'),
      hash,
      method: 'link',
      userAgent: visitor.userAgent?.slice(0, userAgentCharactersMax) ?? null,
      limits,
    })
    const found = signedIn && (await findOperator(hub, { id: signedIn.memberId }))
    if (found) return found
    if (signedIn) await sessions.end(hash)
    throw refusal
  })
  await recordOperatorAct({ hub, operator: row }, { action: 'operator.sign_in', targetId: row.id })
  return { session, maxAgeSeconds: operatorSessionHours * 3600 }
}

/** The operator of a session cookie. @throws AppError unauthenticated */
export async function authenticateOperator(hub: Hub, session: string): Promise<Operator> {
  const refusal = new AppError('unauthenticated', 'Sign in as an operator first.')
  if (!parseSecret('cwos_', session)) throw refusal
  const signedIn = await hub
    .sessions(operatorSessions, 'directory')
    .find(await sha256Hex(session), limits)
  if (!signedIn) throw refusal
  const row = await findOperator(hub, { id: signedIn.memberId })
  if (!row) throw refusal
  const { id, email, name } = row
  return { id, email, name, authenticatedAt: signedIn.authenticatedAt }
}

export async function endOperatorSession(hub: Hub, session: string): Promise<void> {
  if (parseSecret('cwos_', session)) {
    await hub.sessions(operatorSessions, 'directory').end(await sha256Hex(session))
  }
}

/**
 * Makes a link to be mailed, for whoever asks; null for an address that is no operator's, and when it had enough letters.
 * What the asker is told must not depend on the answer.
 */
export async function linkForLetter(
  { hub, network }: Pick<OperatorRequest, 'hub'> & Pick<OperatorVisitor, 'network'>,
  email: string,
): Promise<{ email: string; name: string; link: OperatorLink } | null> {
  const row = await findOperator(hub, { email })
  if (!row || !(await mayWriteTo(hub, row.email, { door: 'operator', network }))) return null
  await recordOperatorAct(
    { hub, operator: row },
    { action: 'operator.mail_link', targetId: row.id },
  )
  return { email: row.email, name: row.name, link: await createOperatorLink(hub, row.id) }
}

async function boundHash(hub: Hub, secret: string): Promise<string> {
  const key = new TextEncoder().encode(hub.settings.operatorSecret)
  return encodeHexLowerCase(await hmacSha256(key, `operator link/${secret}`))
}
