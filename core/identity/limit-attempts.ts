// How often a network or an address may try. The count is exact: it is kept by one Session object, and a place is taken before the
// try. Where the network is not known (a local hub) nothing is counted.
import { AppError } from '../contract/errors.ts'
import type { Bucket, SessionPort } from '../contract/sessions.ts'

/** Failed sign-ins from one network at one organization, operators or the lobby. An office shares its address. */
const failures = { limit: 30, windowMs: 15 * 60_000 }

/** @throws AppError rate_limited, with the time until the next try makes sense */
export async function takePlace(port: SessionPort, bucket: Bucket): Promise<number> {
  const reservation = await port.reserve(bucket)
  if (reservation.admitted) return reservation.id
  throw new AppError('rate_limited', 'Too many tries from your network. Wait a little.', {
    retryAfterSeconds: Math.max(1, Math.ceil(reservation.retryAfterMs / 1000)),
  })
}

/**
 * Runs a sign-in; only one that fails counts against its network.
 * @param network null when it is not known: nothing is counted
 * @throws AppError rate_limited
 */
export async function countingFailures<Value>(
  port: SessionPort,
  network: string | null,
  work: () => Promise<Value>,
): Promise<Value> {
  if (network === null) return work()
  const id = await takePlace(port, { name: `failed/${network}`, ...failures })
  const value = await work()
  await port.release(id)
  return value
}
