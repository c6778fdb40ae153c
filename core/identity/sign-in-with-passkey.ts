// A person comes in by a passkey, without typing anything: the passkey names its organization and person. A challenge is kept in the
// lobby, bound to the browser by a cookie, and answered once and within five minutes. Whatever is wrong, the refusal is the same.
// Not authorized here: the passkey's signature is the proof.

import { decodeBase64urlIgnorePadding, encodeBase64urlNoPadding } from '@oslojs/encoding'
import type { z } from 'zod'
import type { Hub } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import type { SecurityAlert } from '../contract/notices.ts'
import { passkeys } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { type Identity, identityOfMember } from './authenticate.ts'
import { countingFailures, takePlace } from './limit-attempts.ts'
import { lobbyOfSecret, lobbyOfSubject, newLobbySecret } from './lobby.ts'
import { type OpenedSession, openSession, type Visitor } from './open-session.ts'
import {
  type authenticationCredential,
  challengeMs,
  challengeOf,
  parseUserHandle,
} from './passkey-credential.ts'
import { placeOfLocation } from './place-of-secret.ts'
import { type RelyingParty, requireRelyingParty } from './relying-party.ts'
import { suspended } from './suspension.ts'

type Credential = z.output<typeof authenticationCredential>
type Passkey = typeof passkeys.$inferSelect

/** Challenges for one network: a page that offers passkeys asks for one each time it is opened. */
const challengesOfNetwork = { limit: 600, windowMs: 3_600_000 }

const refusal = (internal: string) =>
  new AppError('unauthenticated', 'This passkey is not known here, or took too long. Try again.', {
    internal: `passkey: ${internal}`,
  })

/**
 * A challenge (PublicKeyCredentialRequestOptionsJSON), and the cookie that binds it to the browser.
 * @throws AppError rate_limited; conflict where the hub's address is no name
 */
export async function offerPasskeySignIn(hub: Hub, visitor: Visitor) {
  const party = requireRelyingParty(hub.settings)
  const { network } = visitor
  if (network !== null) {
    const counter = await lobbyOfSubject(hub, `network/${network}`)
    await takePlace(counter, { name: `challenges/${network}`, ...challengesOfNetwork })
  }
  const { secret, lobby } = newLobbySecret(hub, 'cwp_')
  const challenge = encodeBase64urlNoPadding(hub.ids.randomBytes(32))
  await lobby.keep(await challengeName(secret), challenge, hub.clock.now() + challengeMs)
  const options = {
    challenge,
    rpId: party.id,
    timeout: challengeMs,
    userVerification: 'required' as const,
    allowCredentials: [],
  }
  return { options, cookie: secret, maxAgeSeconds: challengeMs / 1000 }
}

/**
 * Opens a session by a passkey's answer.
 * @param cookie what `offerPasskeySignIn` gave the browser; null when it brought none
 * @throws AppError unauthenticated, organization_suspended, rate_limited
 */
export async function signInWithPasskey(
  hub: Hub,
  input: { credential: Credential; cookie: string | null },
  visitor: Visitor,
): Promise<OpenedSession> {
  const { credential, cookie } = input
  const party = requireRelyingParty(hub.settings)
  const lobby = cookie === null ? null : lobbyOfSecret(hub, 'cwp_', cookie)
  const handle = parseUserHandle(credential.response.userHandle)
  if (cookie === null || !lobby) throw refusal('no challenge of this browser')
  if (!handle) throw refusal('the handle is not one of ours')
  const challenge = await lobby.take(await challengeName(cookie))
  if (challenge === null) throw refusal('the challenge was used, or is late')
  if (challengeOf(credential.response.clientDataJSON) !== challenge) {
    throw refusal('another challenge, or made in a frame')
  }
  const place = await placeOfLocation(hub, handle)
  if (!place) throw refusal('no such organization')
  const { organizationId, shard } = place
  const { memberId } = handle
  return await countingFailures(hub.sessions(organizationId, shard), visitor.network, async () => {
    const passkey = await passkeyOf(hub, { organizationId, shard, memberId, credential })
    const identity = await identityOfMember(hub, organizationId, shard, memberId)
    if (!passkey || !identity) throw refusal('not a passkey of a member')
    const used = await verify(party, challenge, credential, passkey)
    // WebAuthn Level 3, 7.2: a counter that does not grow may be that of a copy.
    if ((used.counter > 0 || passkey.counter > 0) && used.counter <= passkey.counter) {
      await alert(hub, identity, passkey, visitor)
      throw refusal('the counter went back')
    }
    if (place.suspended) throw suspended()
    return await openSession(
      hub,
      place,
      {
        memberId,
        method: 'passkey',
        also: [
          {
            statement: hub
              .shard(shard)
              .update(passkeys)
              .set({ ...used, lastUsedAt: hub.clock.now() })
              .where(and(eq(passkeys.id, passkey.id), eq(passkeys.counter, passkey.counter))),
            orElse: 'unauthenticated',
          },
        ],
      },
      visitor,
    )
  })
}

const challengeName = async (secret: string) => `challenge/${await sha256Hex(secret)}`

async function passkeyOf(
  hub: Hub,
  at: { organizationId: string; shard: string; memberId: string; credential: Credential },
): Promise<Passkey | undefined> {
  const [row] = await hub
    .shard(at.shard)
    .select()
    .from(passkeys)
    .where(
      and(
        eq(passkeys.organizationId, at.organizationId),
        eq(passkeys.credentialId, at.credential.id),
        eq(passkeys.memberId, at.memberId),
      ),
    )
    .limit(1)
  return row
}

/** What the authenticator said of itself, once its signature, our origin and the verified person are beyond doubt. */
async function verify(
  party: RelyingParty,
  challenge: string,
  credential: Credential,
  passkey: Passkey,
): Promise<Pick<Passkey, 'counter' | 'backedUp'>> {
  // Loaded when it is needed: heavy, and rare.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  try {
    const { id, rawId, type, response } = credential
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId, type, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(decodeBase64urlIgnorePadding(passkey.publicKey)),
        // Judged by the caller, who tells it from a wrong signature.
        counter: 0,
      },
    })
    if (!verified) throw refusal('the signature is wrong')
    const { newCounter, credentialBackedUp } = authenticationInfo
    return { counter: newCounter, backedUp: credentialBackedUp }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw refusal(error instanceof Error ? error.message.slice(0, 200) : 'not verified')
  }
}

async function alert(
  hub: Hub,
  identity: Identity,
  passkey: Passkey,
  visitor: Visitor,
): Promise<void> {
  const { memberId } = passkey
  await writeChange(hub.open({ ...identity, ...visitor }), {
    statements: [],
    audit: {
      action: 'passkey.refuse',
      target: { type: 'passkey', id: passkey.id },
      outcome: 'denied',
      values: { memberId, reason: 'counter_went_back' },
    },
    events: [
      {
        type: 'security.alert',
        data: {
          alert: 'passkey_counter_went_back',
          memberId,
          detail: `A sign-in by the passkey “${passkey.name}” was refused: its counter went back, as that of a copy would.`,
        } satisfies SecurityAlert,
      },
    ],
    answer: null,
  })
}
