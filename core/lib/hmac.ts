// HMAC-SHA-256 (RFC 2104, FIPS 198-1) by WebCrypto, and comparison of secrets in constant time.
//
// Verification never compares with `===`: the time it takes tells nothing about how much matched.
// An empty key is refused, because an unset secret would otherwise accept every forgery made with it.

import { constantTimeEqual as equalBytes } from '@oslojs/crypto/subtle'

const algorithm = { name: 'HMAC', hash: 'SHA-256' }

/**
 * The 32-byte code of a message (bytes, or a text as UTF-8) under a key of at least one byte.
 *
 * @throws RangeError on an empty key
 */
export async function hmacSha256(
  keyBytes: Uint8Array,
  message: string | Uint8Array,
): Promise<Uint8Array> {
  const key = await importKey(keyBytes, 'sign')
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, toBytes(message)))
}

/**
 * Whether `signature` is the message's code under the key, in constant time.
 * A signature of another length than 32 bytes is not.
 *
 * @throws RangeError on an empty key
 */
export async function verifyHmacSha256(
  keyBytes: Uint8Array,
  message: string | Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const key = await importKey(keyBytes, 'verify')
  return crypto.subtle.verify('HMAC', key, toBytes(signature), toBytes(message))
}

/**
 * Whether two byte strings, or two texts as UTF-8, are equal. The time depends on their lengths only:
 * lengths must not be secret.
 */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return equalBytes(toBytes(a), toBytes(b))
}

function importKey(keyBytes: Uint8Array, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  if (keyBytes.length === 0) throw new RangeError('hmac: the key is empty')
  return crypto.subtle.importKey('raw', toBytes(keyBytes), algorithm, false, [usage])
}

function toBytes(input: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  // WebCrypto's types exclude shared memory, which nothing here allocates.
  return bytes as Uint8Array<ArrayBuffer>
}
