// What of an error reaches the log.
import { expect, it } from 'vitest'
import { errorText } from './error-text.ts'

it('tells an error with its causes', () => {
  const text = errorText(new Error('outer', { cause: new Error('inner') }))
  expect(text).toContain('outer')
  expect(text).toContain('caused by Error: inner')
})

it('leaves the parameters of a query out', () => {
  const text = errorText(new Error('Failed query: select 1\nparams: a\nb,dana@acme.example,secret'))
  expect(text).toContain('Failed query')
  expect(text).not.toContain('dana@acme.example')
})

it('is bounded, also for an error that is its own cause', () => {
  const error = new Error('x'.repeat(10_000))
  error.cause = error
  expect(errorText(error).length).toBeLessThanOrEqual(4_000)
})
