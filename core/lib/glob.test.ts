import { describe, expect, it } from 'vitest'
import { isEventTypePattern, matchesEventType } from './glob.ts'

describe('isEventTypePattern', () => {
  it.each(['*', 'run', 'run.failed', 'run.*', 'custom.order_2.paid', 'custom.a.b.*'])(
    'accepts %s',
    (text) => {
      expect(isEventTypePattern(text)).toBe(true)
    },
  )

  it.each([
    '',
    '.',
    '**',
    '*.failed',
    'run.*.failed',
    'run.',
    '.run',
    'run..failed',
    'run.fa*',
    'Run.failed',
    'run.failed\n',
    'run-failed',
    'run.ä',
    ' *',
  ])('refuses %j', (text) => {
    expect(isEventTypePattern(text)).toBe(false)
  })

  it('accepts 128 characters and refuses 129', () => {
    expect(isEventTypePattern('a'.repeat(128))).toBe(true)
    expect(isEventTypePattern('a'.repeat(129))).toBe(false)
  })
})

describe('matchesEventType', () => {
  it.each([
    ['*', 'run.failed', true],
    ['run.failed', 'run.failed', true],
    ['run.failed', 'run.failed.late', false],
    ['run.failed', 'run.done', false],
    ['run.*', 'run.failed', true],
    ['run.*', 'run.sync.failed', true],
    ['run.*', 'run', false],
    ['run.*', 'run.', false],
    ['run.*', 'runner.failed', false],
    ['custom.order.*', 'custom.order.paid', true],
    ['custom.order.*', 'custom.orders.paid', false],
    ['run.fa*', 'run.failed', false],
    ['', '', false],
  ])('%s against %s is %s', (pattern, type, expected) => {
    expect(matchesEventType(pattern, type)).toBe(expected)
  })
})
