import { encodeBase64urlNoPadding } from '@oslojs/encoding'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './paging.ts'

const raw = (json: string) => encodeBase64urlNoPadding(new TextEncoder().encode(json))

describe('encodeCursor', () => {
  it('writes base64url of a JSON array', () => {
    expect(encodeCursor(['evt_1', 5])).toBe('WyJldnRfMSIsNV0')
  })

  it.each([
    ['no part', []],
    ['nine parts', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['a control character', ['a\nb']],
    ['a lone surrogate', ['\ud800']],
    ['NaN', [Number.NaN]],
    ['minus zero', [-0]],
    ['over 512 characters', ['x'.repeat(400)]],
  ])('refuses %s', (_name, parts) => {
    expect(() => encodeCursor(parts)).toThrow(RangeError)
  })
})

describe('decodeCursor', () => {
  it('reads back what was written', () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/\p{Cc}/u.test(text)),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    )
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => {
        expect(decodeCursor(encodeCursor(parts))).toEqual({ ok: true, value: parts })
      }),
    )
  })

  it.each([
    ['nothing', ''],
    ['padding', 'WzFd='],
    ['standard base64', encodeCursor(['>>>???']).replaceAll('-', '+').replaceAll('_', '/')],
    ['a space', ' WzFd'],
    ['other trailing bits', 'WzEsMl1'.replace(/1$/, '2')],
    ['a byte that is no UTF-8', encodeBase64urlNoPadding(new Uint8Array([91, 34, 255, 34, 93]))],
    ['an object', raw('{"a":1}')],
    ['an empty array', raw('[]')],
    ['a nested array', raw('[[1]]')],
    ['null', raw('[null]')],
    ['a boolean', raw('[true]')],
    ['blanks in the JSON', raw('[1, 2]')],
    ['another spelling of a number', raw('[1.0]')],
    ['a number that grows', raw(`[${'1e20,'.repeat(7)}1e20]`)],
    ['a number that grows past the limit', raw(`["${'x'.repeat(370)}",1e20]`)],
    ['minus zero', raw('[-0]')],
    ['another spelling of a string', raw('["\\u0061"]')],
    ['a control character', raw('["\\u0000"]')],
    ['a C1 control character', raw('["\u0085"]')],
    ['a lone surrogate', raw('["\\ud800"]')],
    ['a byte order mark', raw('\ufeff[1]')],
    ['nine parts', raw('[1,2,3,4,5,6,7,8,9]')],
  ])('refuses %s', (_name, text) => {
    expect(decodeCursor(text)).toEqual({ ok: false, error: 'malformed' })
  })

  it('refuses more than 512 characters', () => {
    expect(decodeCursor('W'.repeat(513))).toEqual({ ok: false, error: 'too_long' })
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(raw)), (text) => {
        const read = decodeCursor(text)
        if (read.ok) expect(encodeCursor(read.value)).toBe(text)
      }),
    )
  })
})
