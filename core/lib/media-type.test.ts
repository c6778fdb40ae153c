import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonMediaType, parseMediaType } from './media-type.ts'

describe('parseMediaType', () => {
  it('reads type, subtype and parameters', () => {
    expect(parseMediaType('Text/HTML; Charset="utf\\-8" ;; boundary=a.B')).toEqual({
      ok: true,
      value: {
        type: 'text',
        subtype: 'html',
        parameters: new Map([
          ['charset', 'utf-8'],
          ['boundary', 'a.B'],
        ]),
      },
    })
  })

  it.each([
    '',
    'json',
    'application/',
    '/json',
    'application /json',
    'application/json, text/plain',
    'application/json charset=utf-8',
    'application/json; charset',
    'application/json; charset=',
    'application/json; charset = utf-8',
    'application/json; charset="utf-8',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; a="\u0000"',
    'applicätion/json',
    `application/json; a=${'x'.repeat(256)}`,
  ])('refuses %j', (value) => {
    expect(parseMediaType(value)).toEqual({ ok: false, error: 'malformed' })
  })

  it('never throws', () => {
    const unit = fc.constantFrom(...'ajson/+;="\\ \t,é\u0000')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 300 }), (value) => {
        expect(typeof parseMediaType(value).ok).toBe('boolean')
      }),
    )
  })
})

describe('isJsonMediaType', () => {
  it.each([
    'application/json',
    'APPLICATION/JSON',
    ' application/json ',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; odata.metadata=minimal',
    'application/problem+json',
    'application/vnd.api+json; charset=utf-8',
  ])('says yes to %j', (value) => {
    expect(isJsonMediaType(value)).toBe(true)
  })

  it.each([
    null,
    undefined,
    '',
    'text/plain',
    'text/json',
    'text/plain; application/json',
    'application/jsonp',
    'application/+json',
    'application/json-seq',
    'application/x-json',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json, application/json',
    'application/x-www-form-urlencoded',
  ])('says no to %j', (value) => {
    expect(isJsonMediaType(value)).toBe(false)
  })
})
