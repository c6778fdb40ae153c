// Text on any ground is readable.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrastOf, inkOn } from './contrast.ts'

test('knows the ends of the scale', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

test('chooses ink that stands out', () => {
  expect(inkOn('#000000')).toBe('#ffffff')
  expect(inkOn('#ffffff')).toBe('#000000')
  expect(inkOn('#0f766e')).toBe('#ffffff')
  expect(inkOn('#ffd500')).toBe('#000000')
})

test('reaches 4.5:1 on every colour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
      const color = `#${value.toString(16).padStart(6, '0')}`
      expect(contrastOf(color, inkOn(color))).toBeGreaterThanOrEqual(4.5)
    }),
  )
})
