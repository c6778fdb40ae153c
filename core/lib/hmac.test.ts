import { encodeHexLowerCase } from '@oslojs/encoding'
import { describe, expect, it } from 'vitest'
import { constantTimeEqual, hmacSha256, verifyHmacSha256 } from './hmac.ts'

const text = (value: string) => new TextEncoder().encode(value)

describe('hmacSha256', () => {
  // RFC 4231, test cases 1, 2, 3 and 6.
  it.each([
    [
      new Uint8Array(20).fill(0x0b),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      text('Jefe'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      new Uint8Array(20).fill(0xaa),
      new Uint8Array(50).fill(0xdd),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      new Uint8Array(131).fill(0xaa),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('gives the value of RFC 4231 (case %#)', async (key, message, hex) => {
    expect(encodeHexLowerCase(await hmacSha256(key, message))).toBe(hex)
  })

  it('refuses an empty key', async () => {
    await expect(hmacSha256(new Uint8Array(), 'x')).rejects.toThrow(RangeError)
  })
})

describe('verifyHmacSha256', () => {
  const key = text('secret')

  it('accepts the code of the message', async () => {
    expect(await verifyHmacSha256(key, 'body', await hmacSha256(key, 'body'))).toBe(true)
  })

  it('refuses another message, another key, a flipped bit and another length', async () => {
    const signature = await hmacSha256(key, 'body')
    const flipped = Uint8Array.from(signature, (byte, index) => (index === 31 ? byte ^ 1 : byte))
    expect(await verifyHmacSha256(key, 'Body', signature)).toBe(false)
    expect(await verifyHmacSha256(text('other'), 'body', signature)).toBe(false)
    expect(await verifyHmacSha256(key, 'body', flipped)).toBe(false)
    expect(await verifyHmacSha256(key, 'body', signature.subarray(0, 31))).toBe(false)
    expect(await verifyHmacSha256(key, 'body', new Uint8Array())).toBe(false)
  })

  it('refuses an empty key', async () => {
    const verdict = verifyHmacSha256(new Uint8Array(), 'x', new Uint8Array(32))
    await expect(verdict).rejects.toThrow(RangeError)
  })
})

describe('constantTimeEqual', () => {
  it('compares texts and bytes', () => {
    expect(constantTimeEqual('abc', 'abc')).toBe(true)
    expect(constantTimeEqual('abc', text('abc'))).toBe(true)
    expect(constantTimeEqual('abc', 'abd')).toBe(false)
    expect(constantTimeEqual('abc', 'ab')).toBe(false)
    expect(constantTimeEqual('', '')).toBe(true)
  })
})
