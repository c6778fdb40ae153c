// What the inbound doors of all vendors share: reading a hexadecimal code, and comparing it with the codes
// that any of several secrets would make. Several, because a secret is changed while requests still arrive
// that were signed with the old one. Fails closed: no secret, no match.
import { hmacSha256, verifyHmacSha256 } from '../../core/lib/hmac.ts'

/** The bytes of an even number of lower-case hexadecimal digits; null for anything else. */
export function bytesOfHex(hex: string): Uint8Array | null {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/.test(hex)) return null
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Lower-case hexadecimal digits, two a byte. */
export function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Whether `signature` is the HMAC-SHA-256 of `message` under any of the secrets, in constant time for each.
 * All are tried, so that the time does not tell which one matched. Empty secrets are passed over.
 */
export async function isSignedByAny(
  secrets: readonly string[],
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const keys = secrets.filter((secret) => secret !== '').map((secret) => encoder.encode(secret))
  const verdicts = await Promise.all(keys.map((key) => verifyHmacSha256(key, message, signature)))
  return verdicts.includes(true)
}

/** The hexadecimal HMAC-SHA-256 of a message under a secret, as vendors print it. */
export async function hexSignature(secret: string, message: Uint8Array): Promise<string> {
  return hexOfBytes(await hmacSha256(encoder.encode(secret), message))
}

/** Two byte strings, one after the other. */
export function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

const encoder = new TextEncoder()
