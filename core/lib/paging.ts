// Opaque cursors: where the next page of a list begins.
//
//   cursor   base64url, unpadded, of the UTF-8 JSON array of the last row's sort key
//            ["2026-01-02T03:04:05.678Z","evt_01…"]
//
// A cursor comes back from strangers. Reading is strict: only the exact text that writing would produce
// is accepted, so one position has one spelling and nothing surprising reaches a query's parameters.
// It is not secret and not signed: the query it feeds is always bound to the asker's organization.

import { decodeBase64urlIgnorePadding, encodeBase64urlNoPadding } from '@oslojs/encoding'
import { err, ok, type Result } from './result.ts'

/** Longest cursor, in characters: it travels in a URL. */
export const cursorCharactersMax = 512
const partsMax = 8

export type CursorPart = string | number

/**
 * Writes a sort key of 1 to 8 parts as a cursor.
 *
 * @throws RangeError when a part holds a control character or a lone surrogate, is not a finite
 *   number, or the cursor would pass 512 characters: sort keys are ids, times and counts, never text
 *   that people wrote
 */
export function encodeCursor(parts: readonly CursorPart[]): string {
  if (!areParts(parts)) throw new RangeError('cursor: a part cannot be written')
  const text = encodeBase64urlNoPadding(new TextEncoder().encode(JSON.stringify(parts)))
  if (text.length > cursorCharactersMax) throw new RangeError('cursor: too long')
  return text
}

/** Reads a cursor back. Types and number of its parts are the caller's to check. */
export function decodeCursor(text: string): Result<CursorPart[], 'too_long' | 'malformed'> {
  if (text.length > cursorCharactersMax) return err('too_long')
  const parts = parseParts(text)
  if (parts === undefined || encodeCursor(parts) !== text) return err('malformed')
  return ok(parts)
}

function parseParts(text: string): CursorPart[] | undefined {
  try {
    const bytes = decodeBase64urlIgnorePadding(text)
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(json)
    // A spelling that parses but grows when written again (1e21, é) must not make writing throw.
    return areParts(value) && JSON.stringify(value) === json ? value : undefined
  } catch {
    return undefined // not base64url, not UTF-8 or not JSON: one verdict for all three
  }
}

function areParts(value: unknown): value is CursorPart[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > partsMax) return false
  return value.every((part: unknown) =>
    typeof part === 'string'
      ? part.isWellFormed() && !/\p{Cc}/u.test(part)
      : Number.isFinite(part) && !Object.is(part, -0),
  )
}
