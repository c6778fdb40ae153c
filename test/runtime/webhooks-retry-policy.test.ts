// What each answer of a receiver comes to, status by status.
import { describe, expect, test } from 'vitest'
import { judgeTry, type TryResult } from '../../core/webhooks/retry-policy.ts'

const nowMs = Date.UTC(2026, 0, 1)
const judge = (result: TryResult, context: Partial<Parameters<typeof judgeTry>[1]> = {}) =>
  judgeTry(result, { tried: 1, ownDelaysSeconds: null, unit: 0.5, nowMs, ...context })
const answered = (status: number, retryAfter: string | null = null): TryResult => ({
  kind: 'answered',
  status,
  retryAfter,
})

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('%i is success', (status) => {
    expect(judge(answered(status))).toEqual({ kind: 'delivered' })
  })

  test.each([301, 302, 303, 307, 308, 304])('%i is a failure that is not followed', (status) => {
    expect(judge(answered(status))).toEqual({ kind: 'retry', afterMs: 5_000, error: 'redirect' })
  })

  test.each([400, 401, 403, 404, 405, 408, 409, 422, 425, 500, 501, 502, 504])(
    '%i is tried again on the schedule',
    (status) => {
      expect(judge(answered(status))).toEqual({
        kind: 'retry',
        afterMs: 5_000,
        error: `http_${status}`,
      })
    },
  )

  test('410 ends the endpoint', () => {
    expect(judge(answered(410))).toEqual({ kind: 'gone', error: 'http_410' })
  })

  test('413 gives the message up: it will not shrink', () => {
    expect(judge(answered(413))).toEqual({
      kind: 'failed',
      reason: 'too_large',
      error: 'http_413',
    })
  })
})

describe('Retry-After', () => {
  test.each([
    [429, '120', 120_000],
    [503, '120', 120_000],
    [429, '120.1', 120_100],
    [429, '1', 5_000],
    [503, 'Thu, 01 Jan 2026 00:10:00 GMT', 600_000],
    [429, 'Wed, 21 Oct 2015 07:28:00 GMT', 5_000],
    [429, 'invalid', 5_000],
    [429, '-5', 5_000],
    [429, '86400000', 86_400_000],
    [500, '120', 5_000],
  ])('of %i as "%s" waits %i ms', (status, retryAfter, afterMs) => {
    expect(judge(answered(status, retryAfter))).toMatchObject({ kind: 'retry', afterMs })
  })
})

describe('the schedule', () => {
  test('is that of Standard Webhooks: ten tries over 75 hours', () => {
    const waits: number[] = []
    for (let tried = 1; ; tried++) {
      const verdict = judge(answered(500), { tried })
      if (verdict.kind !== 'retry') {
        expect(verdict).toEqual({ kind: 'failed', reason: 'exhausted', error: 'http_500' })
        break
      }
      waits.push(verdict.afterMs / 1000)
    }
    expect(waits).toEqual([5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400])
  })

  test('is spread by a fifth either way', () => {
    expect(judge(answered(500), { unit: 0 })).toMatchObject({ afterMs: 4_000 })
    expect(judge(answered(500), { unit: 1 })).toMatchObject({ afterMs: 6_000 })
  })

  test('may be the endpoint’s own, and ends with it', () => {
    const own = { ownDelaysSeconds: [2, 3] }
    expect(judge(answered(500), { ...own, tried: 2 })).toMatchObject({ afterMs: 3_000 })
    expect(judge(answered(500), { ...own, tried: 3 })).toMatchObject({ reason: 'exhausted' })
    expect(judge(answered(500), { ownDelaysSeconds: [] })).toMatchObject({ reason: 'exhausted' })
  })
})

describe('no answer', () => {
  test.each(['dns', 'connect', 'timeout', 'broken'] as const)('%s is tried again', (failure) => {
    expect(judge({ kind: 'unanswered', failure })).toEqual({
      kind: 'retry',
      afterMs: 5_000,
      error: failure,
    })
  })

  test('a refused address is not', () => {
    expect(judge({ kind: 'unanswered', failure: 'blocked' })).toEqual({
      kind: 'blocked',
      error: 'blocked',
    })
  })
})
