// What foreign text becomes before people read it.
import { expect, test } from 'vitest'
import { plainLine, plainText } from './plain-text.ts'

test('keeps words, line feeds and joined letters as they are', () => {
  expect(plainText('می\u200cخواهم 👩\u200d🚀', 100)).toBe('می\u200cخواهم 👩\u200d🚀')
  expect(plainText('Zoë <b>&amp;\n日本語 🦊', 100)).toBe('Zoë <b>&amp;\n日本語 🦊')
})

test('takes out what reorders, hides or breaks text', () => {
  expect(plainText('a\u202eb\u200bc\u0000d\u2028e\u{e0041}f\ud800', 100)).toBe('a b c d e f\ufffd')
})

test('puts a header on one line', () => {
  expect(plainLine(' Hi\r\nBcc:\t eve@evil.example\u202e ', 100)).toBe('Hi Bcc: eve@evil.example')
})

test('bounds its length and says so', () => {
  expect(plainLine('x'.repeat(500), 10)).toBe('xxxxxxxxx…')
  expect(plainLine('', 10)).toBe('')
})
