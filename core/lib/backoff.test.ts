import { describe, expect, it } from 'vitest'
import { jitter, parseRetryAfter, standardRetryDelaysSeconds } from './backoff.ts'

const nowMs = Date.UTC(2026, 10, 22, 12, 0, 0)

describe('standardRetryDelaysSeconds', () => {
  it('is the schedule of Standard Webhooks: ten attempts over about three days', () => {
    expect(standardRetryDelaysSeconds).toEqual([
      0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400,
    ])
  })
})

describe('jitter', () => {
  it('spreads evenly over a fifth to either side', () => {
    expect(jitter(100, 0)).toBeCloseTo(80)
    expect(jitter(100, 0.5)).toBeCloseTo(100)
    expect(jitter(100, 1)).toBeCloseTo(120)
  })

  it('leaves an immediate attempt immediate', () => {
    expect(jitter(0, 0.7)).toBe(0)
  })
})

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['0.5', 500],
    ['1.0001', 1001],
  ])('reads %j as seconds', (value, ms) => {
    expect(parseRetryAfter(value, nowMs)).toBe(ms)
  })

  it.each([
    'Sun, 22 Nov 2026 12:00:30 GMT',
    'Sunday, 22-Nov-26 12:00:30 GMT',
    'Sun Nov 22 12:00:30 2026',
  ])('reads the date %j', (value) => {
    expect(parseRetryAfter(value, nowMs)).toBe(30_000)
  })

  it('reads a single-digit day of asctime', () => {
    expect(parseRetryAfter('Tue Dec  1 12:00:00 2026', nowMs)).toBe(9 * 86_400_000)
  })

  it('counts a date that has passed as now', () => {
    expect(parseRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT', nowMs)).toBe(0)
  })

  it('reads two digits over 50 years ahead as the past, and within 50 as the future', () => {
    expect(parseRetryAfter('Sunday, 06-Nov-94 08:49:37 GMT', nowMs)).toBe(0)
    expect(parseRetryAfter('Sunday, 22-Nov-27 12:00:00 GMT', nowMs)).toBe(365 * 86_400_000)
  })

  it.each([
    null,
    undefined,
    '',
    '-1',
    '+5',
    '1e3',
    '0x10',
    'soon',
    '12345678901',
    '2026-11-22T12:00:30Z',
    'Sun, 31 Apr 2026 12:00:00 GMT',
    'Sun, 22 Nov 2026 24:00:00 GMT',
    'Sun, 22 Foo 2026 12:00:00 GMT',
    'Sun, 22 Nov 2026 12:00:30 CET',
    'Sun, 22 Nov 2026 12:00:30 GMT, 5',
  ])('does not read %j', (value) => {
    expect(parseRetryAfter(value, nowMs)).toBeUndefined()
  })
})
