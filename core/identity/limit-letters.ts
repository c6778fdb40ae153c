// How many letters somebody can make us send, counted exactly. For a way in: by door, so that one does not use up another's, by address
// and network, so that a stranger locks nobody out from afar, and by address alone, far higher; only letters that go out count. For
// invitations: by address, also across organizations, and by organization.
import type { Hub } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import type { Bucket, SessionPort } from '../contract/sessions.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { takePlace } from './limit-attempts.ts'
import { lobbyOfSubject } from './lobby.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** What one network may have sent to one address through one door. */
const lettersOfNetworkToAddress = { limit: 5, windowMs: hourMs }
/** What all networks together may: it keeps a mailbox from being flooded, and is dear to use up. */
const lettersToAddress = { limit: 50, windowMs: hourMs }
/** An office of some hundred people shares an address, and may sign in on the same morning. */
const lettersOfNetwork = { limit: 100, windowMs: hourMs }
const invitationsOfOrganization = { limit: 200, windowMs: dayMs }
const invitationsToAddress = { limit: 20, windowMs: dayMs }
const invitationsOfOrganizationToAddress = { limit: 5, windowMs: dayMs }

/** @throws AppError rate_limited when the network asked too often */
export async function takeLetterPlace(hub: Hub, network: string | null): Promise<void> {
  if (network === null) return
  const lobby = await lobbyOfSubject(hub, `network/${network}`)
  await takePlace(lobby, { name: `letters/${network}`, ...lettersOfNetwork })
}

/**
 * Whether one more letter may go to the address. Ask after the answer, and only when a letter would go: nobody is told.
 * @param from.network null when it is not known: all such count as one network
 */
export async function mayWriteTo(
  hub: Hub,
  email: string,
  from: { readonly door: 'sign_in' | 'sign_up' | 'operator'; readonly network: string | null },
): Promise<boolean> {
  const lobby = await lobbyOfSubject(hub, `address/${email}`)
  const name = `letters/${from.door}/${await sha256Hex(email)}`
  const refused = await reserveAll(lobby, [
    { name: `${name}/${from.network ?? 'unknown'}`, ...lettersOfNetworkToAddress },
    { name, ...lettersToAddress },
  ])
  return refused === null
}

/** Take it before anything is changed. @throws AppError rate_limited with the time until the next place is free */
export async function takeInvitationPlace(
  hub: Hub,
  organizationId: string,
  email: string,
): Promise<void> {
  const toAddress = await lobbyOfSubject(hub, `address/${email}`)
  const name = `invitations/${await sha256Hex(email)}`
  const address = await reserveAll(toAddress, [
    { name: `${name}/${organizationId}`, ...invitationsOfOrganizationToAddress },
    { name, ...invitationsToAddress },
  ])
  if (address !== null) throw tooMany('This address was invited too often today.', address)
  const ofOrganization = await lobbyOfSubject(hub, `organization/${organizationId}`)
  const organization = await reserveAll(ofOrganization, [
    { name: `invitations/${organizationId}`, ...invitationsOfOrganization },
  ])
  if (organization === null) return
  throw tooMany('Too many invitations were sent today.', organization)
}

/** Takes a place in each bucket or in none; null, or how many milliseconds until the one that is full has room. */
async function reserveAll(port: SessionPort, buckets: readonly Bucket[]): Promise<number | null> {
  const taken: number[] = []
  for (const bucket of buckets) {
    const reservation = await port.reserve(bucket)
    if (!reservation.admitted) {
      for (const id of taken) await port.release(id)
      return reservation.retryAfterMs
    }
    taken.push(reservation.id)
  }
  return null
}

function tooMany(what: string, retryAfterMs: number): AppError {
  return new AppError('rate_limited', `${what} Try again later.`, {
    retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)),
  })
}
