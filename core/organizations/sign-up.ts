// A person begins an organization: what they typed waits in the lobby until the letter's link proves that the address is theirs. The link
// is looked at without harm, and used once. Its hash is the creation's key: pressed twice, or again after a crash, it makes one
// organization. Nobody who asks learns whether an address is known here.
// Not authorized here: the link is the proof, and the operator has opened sign-up.

import { z } from 'zod'
import type { Hub } from '../context.ts'
import { AppError, assert } from '../contract/errors.ts'
import { region } from '../contract/regions.ts'
import { emailAddress } from '../identity/create-sign-in-link.ts'
import { countingFailures } from '../identity/limit-attempts.ts'
import { mayWriteTo, takeLetterPlace } from '../identity/limit-letters.ts'
import { lobbyOfSecret, newLobbySecret } from '../identity/lobby.ts'
import { type OpenedSession, openSession, type Visitor } from '../identity/open-session.ts'
import { placeOfId } from '../identity/place-of-secret.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { letterOf } from '../mail/letter.ts'
import { createOrganization } from './create-organization.ts'
import { placeOfOrganization } from './find-organization.ts'

const signUpMinutes = 60

export const newSignUp = z.strictObject({
  organizationName: z.string().trim().min(1).max(120),
  region,
  name: z.string().trim().min(1).max(120),
  email: emailAddress,
})

export type SignUp = z.output<typeof newSignUp>

/**
 * Answers at once; the letter is sent after.
 * @throws AppError forbidden where sign-up is not open; invalid_request for a region the hub is not in; rate_limited for the network
 */
export async function requestSignUp(hub: Hub, input: SignUp, visitor: Visitor): Promise<void> {
  requireOpen(hub)
  if (!hub.regions.includes(input.region)) {
    throw new AppError('invalid_request', 'This hub has no place in that region.', {
      errors: [{ path: 'region', message: `must be one of ${hub.regions.join(', ')}` }],
    })
  }
  await takeLetterPlace(hub, visitor.network)
  visitor.waitUntil('send a sign-up link', write(hub, input, visitor))
}

/**
 * What a link would make; uses nothing up.
 * @throws AppError unauthenticated for garbage, used and late links alike; forbidden, rate_limited
 */
export async function findSignUp(hub: Hub, secret: string, visitor: Visitor): Promise<SignUp> {
  requireOpen(hub)
  const lobby = lobbyOfSecret(hub, 'cwu_', secret)
  if (!lobby) throw refusal()
  const hash = await sha256Hex(secret)
  return await countingFailures(lobby, visitor.network, async () => {
    const kept = await lobby.peek(nameOf(hash))
    if (kept === null) throw refusal()
    return newSignUp.parse(JSON.parse(kept))
  })
}

/**
 * Makes the organization and signs its owner in.
 * @throws AppError unauthenticated for garbage, used and late links alike; forbidden, rate_limited
 */
export async function completeSignUp(
  hub: Hub,
  secret: string,
  visitor: Visitor,
): Promise<OpenedSession> {
  const { organizationName, name, email, region } = await findSignUp(hub, secret, visitor)
  const lobby = lobbyOfSecret(hub, 'cwu_', secret)
  assert(lobby, 'a link that was found names no part of the lobby')
  const hash = await sha256Hex(secret)
  const { requestId, waitUntil } = visitor
  const { organization, owner } = await createOrganization(
    hub,
    { name: organizationName, region, owner: { name, email } },
    {
      creationKey: `sign_up/${hash}`,
      requestId,
      waitUntil,
      actor: { type: 'system', id: 'sign_up', onBehalfOf: null },
      firstKey: false,
    },
  ).catch((error) => {
    // Another press of the same link makes it in this moment.
    throw error instanceof AppError && error.code === 'conflict' ? refusal() : error
  })
  // Only now: a crash before leaves a link that finishes what it began.
  if ((await lobby.take(nameOf(hash))) === null) throw refusal()
  const place = await placeOfOrganization(hub, organization.id)
  const at = place && (await placeOfId(hub, place))
  assert(at, 'an organization that was made is not there')
  return await openSession(hub, at, { memberId: owner.id, method: 'sign_up' }, visitor)
}

const nameOf = (hash: string) => `sign_up/${hash}`

const refusal = () =>
  new AppError('unauthenticated', 'This link was used, is too old, or is not one of ours.')

function requireOpen(hub: Hub): void {
  if (hub.settings.signUp === 'open') return
  throw new AppError('forbidden', 'New organizations are not begun here by everyone.')
}

async function write(hub: Hub, input: SignUp, { network }: Visitor): Promise<void> {
  const { email, organizationName } = input
  if (!(await mayWriteTo(hub, email, { door: 'sign_up', network }))) return
  const { secret, lobby } = newLobbySecret(hub, 'cwu_')
  const expiresAt = hub.clock.now() + signUpMinutes * 60_000
  await lobby.keep(nameOf(await sha256Hex(secret)), JSON.stringify(input), expiresAt)
  await hub.mail.send(
    letterOf({
      to: email,
      subject: `Begin ${organizationName} on Causeway`,
      brand: null,
      title: `Begin ${organizationName}`,
      paragraphs: [
        `The link makes the organization, with you as its owner, and signs you in as ${email}. It works once, within ${signUpMinutes} minutes.`,
        'If you did not ask, do nothing: without this letter nothing is made.',
      ],
      buttons: [
        {
          label: 'Begin the organization',
          url: `${hub.settings.publicOrigin}/sign-up/${secret}`,
        },
      ],
      footer: `Somebody typed ${email} on the sign-up page of ${hub.settings.publicOrigin}.`,
    }),
  )
}
