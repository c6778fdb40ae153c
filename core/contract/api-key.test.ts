// The format of secrets: garbage is told apart without a storage read.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatLocator, formatSecret, parseSecret } from './api-key.ts'

const place = { shard: '01', locator: 'AbCdEf12' }
const random = new Uint8Array(20).fill(7)

describe('a key', () => {
  it('is its prefix and 36 base62 characters', () => {
    expect(formatSecret('cwk_test_', place, random)).toMatch(/^cwk_test_[0-9A-Za-z]{36}$/)
    expect(formatSecret('cwk_live_', place, random)).toMatch(/^cwk_live_[0-9A-Za-z]{36}$/)
  })

  it('names its organization’s place', () => {
    expect(parseSecret('cwk_test_', formatSecret('cwk_test_', place, random))).toEqual(place)
  })

  it('is refused when any one character differs', () => {
    const key = formatSecret('cwk_test_', place, random)
    fc.assert(
      fc.property(fc.nat(35), fc.constantFrom(...'0Aaz9'), (at, other) => {
        const i = 'cwk_test_'.length + at
        fc.pre(key[i] !== other)
        expect(parseSecret('cwk_test_', key.slice(0, i) + other + key.slice(i + 1))).toBeNull()
      }),
    )
  })

  it('is refused under another prefix, longer, shorter, or with another alphabet', () => {
    const key = formatSecret('cwk_test_', place, random)
    for (const wrong of [key.replace('test', 'live'), `${key}0`, key.slice(0, -1), `${key} `, '']) {
      expect(parseSecret('cwk_live_', wrong)).toBeNull()
      expect(parseSecret('cwk_test_', wrong === key ? '' : wrong)).toBeNull()
    }
  })

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseSecret('cwk_test_', `cwk_test_${text}`)).toBeNull()
      }),
    )
  })
})

it('makes locators of eight base62 characters', () => {
  expect(formatLocator(new Uint8Array(16).fill(255))).toMatch(/^[0-9A-Za-z]{8}$/)
})
