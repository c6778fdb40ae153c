// What a browser gives of a passkey, as far as it is read (W3C Web Authentication Level 3, RegistrationResponseJSON and
// AuthenticationResponseJSON), and the handle by which a passkey names its person:
//
//   2  shard · 8  locator · 30  member id        40 ASCII characters; at most 64 bytes are allowed, and nothing personal in them
import { decodeBase64urlIgnorePadding } from '@oslojs/encoding'
import { z } from 'zod'
import type { OrganizationLocation } from '../contract/api-key.ts'

/** How long a challenge may be answered. */
export const challengeMs = 5 * 60_000

const base64url = (charactersMax: number) =>
  z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url')

const common = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
}

/** Browsers may say more than this; it is not read. */
export const registrationCredential = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(8_000),
    attestationObject: base64url(60_000),
    transports: z.array(z.string().max(32)).max(10).optional(),
  }),
})

export const authenticationCredential = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(8_000),
    authenticatorData: base64url(8_000),
    signature: base64url(8_000),
    userHandle: base64url(200),
  }),
})

export function userHandleOf(
  place: OrganizationLocation,
  memberId: string,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(place.shard + place.locator + memberId))
}

/** Null for a handle that is not one of ours. */
export function parseUserHandle(
  text: string,
): (OrganizationLocation & { readonly memberId: string }) | null {
  const match = /^([0-9A-Za-z]{2})([0-9A-Za-z]{8})(mem_[0-9a-z]{26})$/.exec(decoded(text) ?? '')
  const [, shard, locator, memberId] = match ?? []
  return shard && locator && memberId ? { shard, locator, memberId } : null
}

const clientData = z.object({
  challenge: z.string().min(1).max(200),
  /** Our pages are framed by nobody, so an answer made in a frame is none of ours. */
  crossOrigin: z.literal(false).optional(),
  topOrigin: z.never().optional(),
})

/** The challenge that an answer says it answers; null for garbage, and for one made in a frame of another page. Nothing is believed of it before the signature is checked. */
export function challengeOf(clientDataJson: string): string | null {
  try {
    return clientData.parse(JSON.parse(decoded(clientDataJson) ?? '')).challenge
  } catch {
    return null
  }
}

function decoded(text: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      decodeBase64urlIgnorePadding(text),
    )
  } catch {
    return null
  }
}
