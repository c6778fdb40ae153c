// Tells public unicast addresses from every other kind, and names that may be looked up from names
// that may not. The egress port trusts nothing else: a host that a customer typed is refused unless
// it, and each DNS answer for it, is public here.
//
// Source: IANA IPv4 and IPv6 Special-Purpose Address Registries, IPv6 Address Space, Special-Use Domain
// Names. Closed by default: IPv6 outside 2000::/3 is reserved, and any IPv6 form that carries an IPv4
// address is `translated`, never public, because what it reaches depends on someone else's gateway.

import { addressKinds4, addressKinds6, type SpecialAddressKind } from './address-registry.ts'

export type AddressKind = 'public' | 'invalid' | SpecialAddressKind

/**
 * What an address is for. Reads strict dotted decimal (no leading zeros, four parts) and every RFC 4291
 * form of IPv6 without brackets; a zone id, a port or a blank makes it `invalid`.
 */
export function classifyAddress(ip: string): AddressKind {
  const address4 = parseIpv4(ip)
  if (address4 !== undefined) return kindIn(blocks4, address4, 32) ?? 'public'
  const address6 = parseIpv6(ip)
  if (address6 === undefined) return 'invalid'
  const kind = kindIn(blocks6, address6, 128)
  if (kind !== undefined) return kind
  return address6 >> 125n === 1n ? 'public' : 'reserved' // 2000::/3 is all that is handed out
}

/** Whether a connection to this address stays on the public internet. False for what is no address. */
export function isPublicAddress(ip: string): boolean {
  return classifyAddress(ip) === 'public'
}

/** The address a host is written as, without brackets, or undefined when it is a name. */
export function addressOfHost(hostname: string): string | undefined {
  const bracketed = /^\[(.*)\]$/.exec(hostname)?.[1]
  if (bracketed !== undefined) return parseIpv6(bracketed) === undefined ? undefined : bracketed
  const host = withoutTrailingDot(hostname)
  if (parseIpv4(host) !== undefined) return host
  return parseIpv6(hostname) === undefined ? undefined : hostname
}

/**
 * Sorts a host as `URL.hostname` gives it: an `address` (to classify), a `name` (to look up, and classify
 * the answers), or `forbidden`: names that only a private network answers, names of one label, and
 * anything that is no ASCII host name of at most 253 characters. Numbers that a C resolver would read as
 * an address (`0x7f.1`, `2130706433`) are forbidden too: `new URL()` has already turned them into
 * dotted decimal, so one that arrives here took another way in.
 */
export function classifyHost(hostname: string): 'address' | 'name' | 'forbidden' {
  if (addressOfHost(hostname) !== undefined) return 'address'
  const name = withoutTrailingDot(hostname).toLowerCase()
  if (name.length > nameCharactersMax) return 'forbidden'
  const labels = name.split('.')
  if (labels.length < 2 || !labels.every((label) => labelPattern.test(label))) return 'forbidden'
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) return 'forbidden'
  return privateSuffixes.some((suffix) => name.endsWith(suffix)) ? 'forbidden' : 'name'
}

/** Whether a host can only be this machine: `localhost`, below it (RFC 6761), or a loopback address. */
export function isLoopbackHost(hostname: string): boolean {
  const address = addressOfHost(hostname)
  if (address !== undefined) return classifyAddress(address) === 'loopback'
  return /(?:^|\.)localhost$/i.test(withoutTrailingDot(hostname))
}

const nameCharactersMax = 253 // RFC 1035: 255 octets on the wire
const labelPattern = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/
const privateSuffixes = [
  '.localhost', // RFC 6761
  '.local', // RFC 6762, multicast DNS
  '.internal', // ICANN resolution 2024.07.29.06, private use; cloud metadata names end so
  '.home.arpa', // RFC 8375
  '.localdomain', // resolvers' default search domain
  '.onion', // RFC 7686
  '.alt', // RFC 9476
  '.invalid', // RFC 6761
]

type Block = { readonly prefix: bigint; readonly bits: number; readonly kind: SpecialAddressKind }

const blocks4 = addressKinds4.map(([block, kind]) => toBlock(block, kind, parseIpv4))
const blocks6 = addressKinds6.map(([block, kind]) => toBlock(block, kind, parseIpv6))

function toBlock(
  block: string,
  kind: SpecialAddressKind,
  parse: (text: string) => bigint | undefined,
): Block {
  const [address = '', bits = ''] = block.split('/')
  const prefix = parse(address)
  if (prefix === undefined) throw new Error(`address registry: ${block} does not parse`)
  return { prefix, bits: Number(bits), kind }
}

/** The first block that holds the address: the registry lists exceptions before what they are in. */
function kindIn(blocks: Block[], address: bigint, width: number): SpecialAddressKind | undefined {
  return blocks.find(({ prefix, bits }) => (address ^ prefix) >> BigInt(width - bits) === 0n)?.kind
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.', 5)
  if (parts.length !== 4) return undefined
  let address = 0n
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    address = (address << 8n) | BigInt(part)
  }
  return address
}

function parseIpv6(text: string): bigint | undefined {
  if (text.length > 45) return undefined // eight groups with a dotted tail
  const sides = withHexTail(text)?.split('::')
  if (sides === undefined || sides.length > 2) return undefined
  const [left = [], right = []] = sides.map((side) => (side === '' ? [] : side.split(':')))
  const missing = 8 - left.length - right.length
  if (sides.length === 2 ? missing < 1 : missing !== 0) return undefined // `::` is at least one group
  let address = 0n
  for (const group of [...left, ...Array<string>(missing).fill('0'), ...right]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    address = (address << 16n) | BigInt(`0x${group}`)
  }
  return address
}

/** Rewrites a dotted tail (::ffff:192.0.2.1) as two groups; undefined when the tail is no IPv4. */
function withHexTail(text: string): string | undefined {
  if (!text.includes('.')) return text
  const head = text.slice(0, text.lastIndexOf(':') + 1)
  const tail = parseIpv4(text.slice(head.length))
  if (tail === undefined || head === '') return undefined
  return `${head}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`
}

function withoutTrailingDot(hostname: string): string {
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
}
