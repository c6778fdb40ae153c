import { describe, expect, it } from 'vitest'
import { crc32 } from './crc32.ts'

describe('crc32', () => {
  it.each([
    ['', 0x00000000],
    ['a', 0xe8b7be43],
    ['abc', 0x352441c2],
    ['123456789', 0xcbf43926],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('of %j is the published value', (text, checksum) => {
    expect(crc32(text)).toBe(checksum)
  })

  it('reads bytes as they are and texts as UTF-8', () => {
    expect(crc32(new Uint8Array(32))).toBe(0x190a55ad)
    expect(crc32(new Uint8Array(32).fill(255))).toBe(0xff6cab0b)
    expect(crc32('é')).toBe(crc32(new Uint8Array([0xc3, 0xa9])))
  })

  it('changes with any single character', () => {
    const checksum = crc32('cwk_test_0123456789')
    expect(crc32('cwk_test_0123456780')).not.toBe(checksum)
    expect(crc32('cwk_test_1023456789')).not.toBe(checksum)
  })
})
