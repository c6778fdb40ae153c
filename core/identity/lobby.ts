// The lobby: Session objects for what comes before an organization is known. There are 62 x 62 of them, so that strangers wait for
// no one else. A secret made here names its part of the lobby; a limit's part follows from what it limits, so that it is exact.
import type { Hub } from '../context.ts'
import { formatLocator, formatSecret, parseSecret } from '../contract/api-key.ts'
import type { SessionPort } from '../contract/sessions.ts'
import { encodeBase62 } from '../lib/base62.ts'
import { sha256 } from '../lib/sha256.ts'

const parts = 62n * 62n

/** `cwp_`: the cookie of a passkey's challenge. `cwu_`: the link of a sign-up. */
type LobbyPrefix = 'cwp_' | 'cwu_'

const partNamed = (hub: Hub, part: string) => hub.sessions(`lobby/${part}`, 'directory')

/** The part that keeps limits of an address or a network. */
export async function lobbyOfSubject(hub: Hub, subject: string): Promise<SessionPort> {
  const digest = await sha256(subject)
  const number = new DataView(digest.buffer).getBigUint64(0)
  return partNamed(hub, encodeBase62(number % parts, 2))
}

/** A new secret and the part of the lobby that it names. */
export function newLobbySecret(
  hub: Hub,
  prefix: LobbyPrefix,
): { secret: string; lobby: SessionPort } {
  const shard = formatLocator(hub.ids.randomBytes(16)).slice(-2)
  const locator = formatLocator(hub.ids.randomBytes(16))
  const secret = formatSecret(prefix, { shard, locator }, hub.ids.randomBytes(20))
  return { secret, lobby: partNamed(hub, shard) }
}

/** The part of the lobby that a secret names; null for garbage. */
export function lobbyOfSecret(hub: Hub, prefix: LobbyPrefix, secret: string): SessionPort | null {
  const place = parseSecret(prefix, secret)
  return place && partNamed(hub, place.shard)
}
