// Open redirects: what is taken for a path of ours, and what is not.
import { describe, expect, it } from 'vitest'
import { ownPath } from './own-path.ts'

describe('ownPath', () => {
  it('keeps paths of ours', () => {
    for (const path of ['/', '/connections/conn_1?tab=runs#top', '/a//b', '/%2F%2Fevil.example']) {
      expect(ownPath(path)).toBe(path)
    }
  })

  it('refuses whatever could lead elsewhere', () => {
    for (const text of [
      null,
      undefined,
      '',
      'x',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/\t/evil.example',
      '/\n/evil.example',
      ' /x',
      'https://evil.example/',
      'https:evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
      '/a\\b',
      '/ü',
      '@evil.example',
      `/${'x'.repeat(1_000)}`,
    ]) {
      expect(ownPath(text), String(text)).toBeNull()
    }
  })
})
