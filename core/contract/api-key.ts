// The format of a key: prefix `cwk_live_` or `cwk_test_`, then 36 base62 characters:
//
//   2  shard                    where the organization lives
//   8  locator                  random, names the organization, unique in its shard
//  20  random                   119 bits
//   6  CRC-32 of all before     garbage is refused without a storage read; a leaked key can be recognised
//
// Connect and sign-in links use the same tail under their own prefixes. Only the SHA-256 is stored.
import { encodeBase62 } from '../lib/base62.ts'
import { crc32 } from '../lib/crc32.ts'

/**
 * Of keys, connect links, sign-in links, sessions, invitations; of operators' links and sessions, and of a passkey's challenge and a sign-up, which
 * belong to no organization.
 */
export type SecretPrefix =
  | 'cwk_live_'
  | 'cwk_test_'
  | 'cwc_'
  | 'cwl_'
  | 'cws_'
  | 'cwi_'
  | 'cwol_'
  | 'cwos_'
  | 'cwp_'
  | 'cwu_'

export interface OrganizationLocation {
  /** Two base62 characters. */
  readonly shard: string
  /** Eight base62 characters. */
  readonly locator: string
}

const tail = /^([0-9A-Za-z]{2})([0-9A-Za-z]{8})([0-9A-Za-z]{20})([0-9A-Za-z]{6})$/

/** Makes a secret of that kind from 20 random bytes. */
export function formatSecret(
  prefix: SecretPrefix,
  at: OrganizationLocation,
  random: Uint8Array,
): string {
  const body = `${prefix}${at.shard}${at.locator}${randomBase62(random, 20)}`
  return body + checksum(body)
}

/** Reads where a secret belongs; null when it is not of that kind or its checksum is wrong. */
export function parseSecret(prefix: SecretPrefix, text: string): OrganizationLocation | null {
  if (!text.startsWith(prefix)) return null
  const match = tail.exec(text.slice(prefix.length))
  if (!match) return null
  const [, shard, locator, , sum] = match
  if (shard === undefined || locator === undefined) return null
  return checksum(text.slice(0, -6)) === sum ? { shard, locator } : null
}

/** A new locator from random bytes (at least 8). */
export function formatLocator(random: Uint8Array): string {
  return randomBase62(random, 8)
}

function checksum(text: string): string {
  return encodeBase62(BigInt(crc32(text)), 6)
}

/** The low `length` base62 digits of the bytes; with 8 bits to spare the bias is under 2^-40. */
function randomBase62(bytes: Uint8Array, length: number): string {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return encodeBase62(value % 62n ** BigInt(length), length)
}
