// How many letters a stranger can make us send: so many to one address, so many asked for by one network. Both counts are exact and
// know nothing of whether the address belongs to anyone.
import type { Hub } from '../context.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { takePlace } from './limit-attempts.ts'
import { lobbyOfSubject } from './lobby.ts'

const hourMs = 3_600_000
const lettersToAddress = { limit: 5, windowMs: hourMs }
/** An office of some hundred people shares an address, and may sign in on the same morning. */
const lettersOfNetwork = { limit: 100, windowMs: hourMs }

/** @throws AppError rate_limited when the network asked too often */
export async function takeLetterPlace(hub: Hub, network: string | null): Promise<void> {
  if (network === null) return
  const lobby = await lobbyOfSubject(hub, `network/${network}`)
  await takePlace(lobby, { name: `letters/${network}`, ...lettersOfNetwork })
}

/** Whether one more letter may go to the address. Nobody who asks is told. */
export async function mayWriteTo(hub: Hub, email: string): Promise<boolean> {
  const lobby = await lobbyOfSubject(hub, `address/${email}`)
  const name = `letters/${await sha256Hex(email)}`
  const { admitted } = await lobby.reserve({ name, ...lettersToAddress })
  return admitted
}
