// What JSON.parse lets in and nothing later can keep is found, wherever it stands.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inexactnessOfJson, jsonDepthMax } from './exact-json.ts'

const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown

describe('inexactnessOfJson', () => {
  test('finds nothing in what can be written again', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect(inexactnessOfJson(JSON.parse(JSON.stringify(value)))).toBe(null)
      }),
    )
  })

  test.each(['"\\ud800"', '"a\\udc00\\ud800"', '{"a":["\\udfff"]}', '{"\\ud800":1}'])(
    'finds the lone surrogate in %s',
    (text) => {
      expect(inexactnessOfJson(JSON.parse(text))).toBe('holds half of a surrogate pair')
    },
  )

  test('passes a whole pair', () => {
    expect(inexactnessOfJson(JSON.parse('"\\ud83d\\ude00"'))).toBe(null)
  })

  test.each(['1e400', '[-1e400]', '9'.repeat(400)])('finds the number beyond a double', (text) => {
    expect(inexactnessOfJson(JSON.parse(text))).toBe('holds a number that is too large')
  })

  test('bounds the nesting, and is not ended by it', () => {
    expect(inexactnessOfJson(nested(jsonDepthMax))).toBe(null)
    expect(inexactnessOfJson(nested(jsonDepthMax + 1))).toMatch(/nested deeper/)
    expect(inexactnessOfJson(nested(5_000))).toMatch(/nested deeper/)
  })
})
