import { describe, expect, it } from 'vitest'
import { err, ok, type Result } from './result.ts'

function half(value: number): Result<number, 'odd'> {
  return value % 2 === 0 ? ok(value / 2) : err('odd')
}

describe('Result', () => {
  it('carries a value', () => {
    expect(half(4)).toEqual({ ok: true, value: 2 })
  })

  it('carries a reason', () => {
    expect(half(3)).toEqual({ ok: false, error: 'odd' })
  })
})
