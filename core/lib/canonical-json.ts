// Canonical JSON: one value, one text (RFC 8785, JCS). Hashes and signatures are made over it.
//
// Written by the `canonicalize` package, behind a door: that package, like JSON.stringify, drops
// `undefined`, calls `toJSON` and unwraps objects. Under a hash a silent loss is a forgery waiting to
// happen, so whatever JSON cannot say exactly is refused here instead.

import canonicalize from 'canonicalize'

/** Deepest nesting accepted. Stored values are shallow; the bound keeps recursion off the stack's end. */
const nestingMax = 256

/**
 * The RFC 8785 text of a JSON value: null, boolean, finite number, well-formed string, array, or plain
 * object of these. Keys are sorted by UTF-16 code unit; -0 is written 0.
 *
 * @throws TypeError on undefined (also as a member or an array's hole), NaN, Infinity, bigint,
 *   functions, symbols, lone surrogates in strings or keys, class instances such as Date or Map,
 *   symbols as keys, cycles, and nesting over 256
 */
export function canonicalJson(value: unknown): string {
  refuseInexact(value, 0)
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('canonical JSON: no JSON value')
  return text
}

function refuseInexact(value: unknown, depth: number): void {
  if (depth > nestingMax) throw new TypeError(`canonical JSON: nested deeper than ${nestingMax}`)
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') {
    refuseLoneSurrogate(value)
    return
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonical JSON: ${value} is not a number`)
    return
  }
  if (typeof value !== 'object') throw new TypeError(`canonical JSON: ${typeof value} is no value`)
  if (Array.isArray(value)) {
    // By index, not by iterator method: a hole must be seen as undefined.
    for (let index = 0; index < value.length; index += 1) refuseInexact(value[index], depth + 1)
    return
  }
  refuseClassInstance(value)
  if (Object.getOwnPropertySymbols(value).length > 0) {
    throw new TypeError('canonical JSON: a symbol is no key')
  }
  for (const [key, member] of Object.entries(value)) {
    refuseLoneSurrogate(key)
    refuseInexact(member, depth + 1)
  }
}

function refuseLoneSurrogate(text: string): void {
  if (!text.isWellFormed()) throw new TypeError('canonical JSON: lone surrogate')
}

/** A plain object has no prototype, or one that has none itself (this also holds across realms). */
function refuseClassInstance(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return
  throw new TypeError('canonical JSON: not a plain object')
}
