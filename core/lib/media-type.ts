// Reads a Content-Type (RFC 9110 section 8.3.1) strictly enough to say whether a body is JSON in UTF-8.
//
//   type "/" subtype *( OWS ";" OWS [ name "=" ( token | quoted-string ) ] )
//
// A body is parsed as JSON only when its sender says so: a page of another origin can post text/plain
// without a preflight, but not application/json.

import { err, ok, type Result } from './result.ts'

/** Both lower case, as they compare. Parameter names are lower case, values as sent. */
export type MediaType = {
  readonly type: string
  readonly subtype: string
  readonly parameters: ReadonlyMap<string, string>
}

const charactersMax = 256
const essence = /^([\w!#$%&'*+.^`|~-]+)\/([\w!#$%&'*+.^`|~-]+)[ \t]*(?=;|$)/
const parameter =
  /;[ \t]*(?:([\w!#$%&'*+.^`|~-]+)=(?:([\w!#$%&'*+.^`|~-]+)|"((?:[^"\\\p{Cc}]|\\[^\p{Cc}])*)")[ \t]*)?(?=;|$)/uy

/** Reads a header's value of at most 256 characters. A parameter named twice makes it malformed. */
export function parseMediaType(value: string): Result<MediaType, 'malformed'> {
  const trimmed = value.trim()
  const [matched, type, subtype] = essence.exec(trimmed) ?? []
  if (trimmed.length > charactersMax) return err('malformed')
  if (matched === undefined || type === undefined || subtype === undefined) return err('malformed')
  const parameters = new Map<string, string>()
  let offset = matched.length
  while (offset < trimmed.length) {
    parameter.lastIndex = offset
    const match = parameter.exec(trimmed)
    if (match === null) return err('malformed')
    offset += match[0].length
    const name = match[1]?.toLowerCase()
    if (name === undefined) continue // an empty parameter, which the grammar allows
    if (parameters.has(name)) return err('malformed')
    parameters.set(name, match[2] ?? (match[3] ?? '').replaceAll(/\\(.)/gu, '$1'))
  }
  return ok({ type: type.toLowerCase(), subtype: subtype.toLowerCase(), parameters })
}

/**
 * Whether a body is JSON in UTF-8: application/json, or application/*+json (RFC 6839), with no charset
 * or utf-8. False for an absent header.
 */
export function isJsonMediaType(value: string | null | undefined): boolean {
  const read = parseMediaType(value ?? '')
  if (!read.ok || read.value.type !== 'application') return false
  const { subtype, parameters } = read.value
  const charset = parameters.get('charset') ?? 'utf-8'
  return (subtype === 'json' || /.\+json$/.test(subtype)) && charset.toLowerCase() === 'utf-8'
}
