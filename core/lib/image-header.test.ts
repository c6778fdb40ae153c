// Pictures are known by their bytes.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readImageHeader } from './image-header.ts'

const bytesOf = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (each) => Number.parseInt(each, 16))
const png = '89504e470d0a1a0a0000000d4948445200000140000000c80806000000'
const jpeg = 'ffd8ffe000104a46494600010100000100010000ffc0001108007800f003012200021101031101'
/** A lossy WebP that ends before it says how large it is. */
const lossy = '52494646240000005745425056503820180000003001009d012a'

test('reads how large a PNG is', () => {
  expect(readImageHeader(bytesOf(png))).toEqual({ mediaType: 'image/png', width: 320, height: 200 })
})

test('finds the frame of a JPEG behind its other segments', () => {
  const size = { mediaType: 'image/jpeg', width: 240, height: 120 }
  expect(readImageHeader(bytesOf(jpeg))).toEqual(size)
  expect(readImageHeader(bytesOf(jpeg.replace('ffc0', 'ffffc2')))).toEqual(size)
})

test('reads the three kinds of WebP', () => {
  const webp = (rest: string) => readImageHeader(bytesOf(`52494646ffff000057454250${rest}`))
  const size = { mediaType: 'image/webp', width: 320, height: 200 }
  expect(webp('56503820180000003001009d012a4001c800')).toEqual(size)
  // 320 - 1 in 14 bits, 200 - 1 in the next 14.
  expect(webp('5650384c100000002f3fc13100')).toEqual(size)
  expect(webp('565038580a000000100000003f0100c70000')).toEqual(size)
})

test('knows nothing else', () => {
  const others = [
    '',
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    '<!doctype html>',
    'GIF89a\u0001\u0000\u0001\u0000',
    '%PDF-1.7',
  ]
  for (const other of others) {
    expect(readImageHeader(new TextEncoder().encode(other))).toBeNull()
  }
  for (const cut of [4, 12, 20, 23]) expect(readImageHeader(bytesOf(png).slice(0, cut))).toBeNull()
  for (const cut of [2, 6, 20, 26]) expect(readImageHeader(bytesOf(jpeg).slice(0, cut))).toBeNull()
  expect(readImageHeader(bytesOf(lossy))).toBeNull()
})

test('ends on any bytes at all', () => {
  const starts = [png, jpeg, lossy, 'ffd8'].map((hex) => [...bytesOf(hex)])
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), (start, rest) => {
      const header = readImageHeader(Uint8Array.from([...start.slice(0, 12), ...rest]))
      expect(header === null || header.width >= 0).toBe(true)
    }),
  )
})
