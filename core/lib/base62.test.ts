import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase62, encodeBase62 } from './base62.ts'

describe('encodeBase62', () => {
  it.each([
    [0, 1, '0'],
    [61, 1, 'z'],
    [62, 2, '10'],
    [10, 3, '00A'],
    [36, 3, '00a'],
    [0xffffffff, 6, '4gfFC3'],
    [new Uint8Array([1, 0]), 4, '0048'],
    [new Uint8Array(), 2, '00'],
  ] as const)('writes %s in %i digits as %s', (value, width, text) => {
    expect(encodeBase62(value, width)).toBe(text)
  })

  it('refuses a value wider than the width', () => {
    expect(encodeBase62(62 ** 2 - 1, 2)).toBe('zz')
    expect(() => encodeBase62(62 ** 2, 2)).toThrow(RangeError)
  })

  it('refuses negative, fractional and unsafe numbers', () => {
    for (const value of [-1, -1n, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => encodeBase62(value, 20)).toThrow(RangeError)
    }
  })

  it('refuses a width that is no whole number from 1 to 256', () => {
    for (const width of [0, -1, 1.5, 257]) {
      expect(() => encodeBase62(0, width)).toThrow(RangeError)
    }
  })

  it('holds every 14 bytes in 20 digits and every 5 bytes in 8', () => {
    expect(encodeBase62(new Uint8Array(14).fill(255), 20)).toHaveLength(20)
    expect(encodeBase62(new Uint8Array(5).fill(255), 8)).toHaveLength(8)
  })

  it('keeps the order of numbers in the order of texts', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 100n), fc.bigInt(0n, 2n ** 100n), (a, b) => {
        expect(encodeBase62(a, 20) < encodeBase62(b, 20)).toBe(a < b)
      }),
    )
  })
})

describe('decodeBase62', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 62n ** 20n - 1n), (value) => {
        expect(decodeBase62(encodeBase62(value, 20))).toEqual({ ok: true, value })
      }),
    )
  })

  it('names why a text is none', () => {
    expect(decodeBase62('')).toEqual({ ok: false, error: 'empty' })
    expect(decodeBase62('0'.repeat(257))).toEqual({ ok: false, error: 'too_long' })
    for (const text of ['a-b', ' a', 'ä', '1\n', '😀']) {
      expect(decodeBase62(text)).toEqual({ ok: false, error: 'not_base62' })
    }
  })
})
