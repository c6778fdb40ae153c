// SHA-256 (FIPS 180-4) by WebCrypto, of bytes or of a text's UTF-8 bytes.
// One place, so that nobody hashes a text in another encoding. Not for passwords.

import { encodeHexLowerCase } from '@oslojs/encoding'

/** The 32-byte digest of bytes, or of a text as UTF-8. */
export async function sha256(input: string | Uint8Array): Promise<Uint8Array> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
}

/** The same digest as 64 lower-case hex digits. */
export async function sha256Hex(input: string | Uint8Array): Promise<string> {
  return encodeHexLowerCase(await sha256(input))
}
