// Fixed-width base62: the alphabet of keys and locators.
//
//   digits   0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz   (ASCII order)
//   number   most significant digit first, padded on the left with 0 to the width asked for
//
// The width is fixed so that fields can be cut by position, and the order of the digits is ASCII's,
// so texts of one width sort as their numbers do. Not constant time: compare secrets elsewhere.

import { err, ok, type Result } from './result.ts'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base = 62n
/** Longest text either direction handles: bigint arithmetic is quadratic in it. */
const charactersMax = 256

/**
 * Writes a whole number, or bytes read as one big-endian number, in exactly `width` digits.
 *
 * Bytes lose their count: decode gives the number back. A width of n digits holds every string of
 * floor(n * 5.954 / 8) bytes: 5 bytes in 8 digits, 14 bytes in 20, 4 bytes in 6.
 *
 * @param width digits, 1 to 256
 * @throws RangeError when the value is negative, not a safe integer, or wider than `width`
 */
export function encodeBase62(value: bigint | number | Uint8Array, width: number): string {
  if (!Number.isInteger(width) || width < 1 || width > charactersMax) {
    throw new RangeError(`base62: the width is 1 to ${charactersMax} digits`)
  }
  let rest = toBigInt(value)
  let text = ''
  for (let position = 0; position < width; position += 1) {
    text = digits.charAt(Number(rest % base)) + text
    rest /= base
  }
  if (rest !== 0n) throw new RangeError(`base62: the value does not fit ${width} digits`)
  return text
}

/** Reads 1 to 256 base62 digits as a number. Leading zeros are part of the width, and allowed. */
export function decodeBase62(text: string): Result<bigint, 'empty' | 'too_long' | 'not_base62'> {
  if (text.length === 0) return err('empty')
  if (text.length > charactersMax) return err('too_long')
  let value = 0n
  for (const character of text) {
    const digit = digits.indexOf(character)
    if (digit === -1) return err('not_base62')
    value = value * base + BigInt(digit)
  }
  return ok(value)
}

function toBigInt(value: bigint | number | Uint8Array): bigint {
  if (value instanceof Uint8Array) {
    let number = 0n
    for (const byte of value) number = (number << 8n) | BigInt(byte)
    return number
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError('base62: the number is not a safe integer')
  }
  const number = BigInt(value)
  if (number < 0n) throw new RangeError('base62: the value is negative')
  return number
}
