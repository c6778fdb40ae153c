import { describe, expect, it } from 'vitest'
import { sha256, sha256Hex } from './sha256.ts'

describe('sha256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j is the value of FIPS 180-4', async (text, hex) => {
    expect(await sha256Hex(text)).toBe(hex)
  })

  it('reads a text as UTF-8', async () => {
    expect(await sha256('é')).toEqual(await sha256(new Uint8Array([0xc3, 0xa9])))
  })

  it('hashes only the bytes of a view, not the whole buffer', async () => {
    const whole = new TextEncoder().encode('xxabcxx')
    expect(await sha256(whole.subarray(2, 5))).toEqual(await sha256('abc'))
  })

  it('gives 32 bytes', async () => {
    expect(await sha256('abc')).toHaveLength(32)
  })
})
