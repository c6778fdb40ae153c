// Who passkeys are made for (W3C Web Authentication Level 3, "relying party"): the host of PUBLIC_ORIGIN and nothing else, so that a
// passkey of another origin is none here. Browsers make them for host names only, not for IP addresses.
import type { Settings } from '../context.ts'
import { AppError } from '../contract/errors.ts'

export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

/** Null where the hub's address is no name. */
export function relyingPartyOf(settings: Pick<Settings, 'publicOrigin'>): RelyingParty | null {
  const { hostname, origin } = new URL(settings.publicOrigin)
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
  return isAddress ? null : { id: hostname, origin }
}

/** @throws AppError conflict where the hub's address is no name */
export function requireRelyingParty(settings: Pick<Settings, 'publicOrigin'>): RelyingParty {
  const party = relyingPartyOf(settings)
  if (party) return party
  throw new AppError(
    'conflict',
    'Browsers make passkeys for host names only, and this hub is at an IP address.',
  )
}
