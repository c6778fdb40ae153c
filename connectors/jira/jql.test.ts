import { describe, expect, it } from 'vitest'
import { jqlAgo, jqlString } from './jql.ts'

describe('JQL of our own', () => {
  it.each([
    ['ACME', '"ACME"'],
    ['A" OR project = "OPS', '"A\\" OR project = \\"OPS"'],
    ['back\\', '"back\\\\"'],
    ['two\nlines', '"two lines"'],
  ])('binds %j as one value', (value, jql) => {
    expect(jqlString(value)).toBe(jql)
  })

  it('counts whole minutes back', () => {
    expect(jqlAgo(90_001)).toBe('"-2m"')
    expect(jqlAgo(-5)).toBe('"-1m"')
  })
})
