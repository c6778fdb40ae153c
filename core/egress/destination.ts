// Whether a URL may be reached: the guard's rules, without the network but for one question to the resolver. The URL is parsed
// once, by the WHATWG parser that fetch uses too, so that no spelling of an address (decimal, octal, hex, full-width)
// means one thing here and another there. Public means every answer is public: one private answer among public ones refuses.
import {
  addressOfHost,
  classifyHost,
  isLoopbackHost,
  isPublicAddress,
} from '../lib/public-address.ts'
import type { Resolve } from './resolver.ts'

export interface DestinationRules {
  /** Development only: 127.0.0.0/8, ::1 and localhost, by http too and at any port. */
  readonly allowLoopback: boolean
  /** Development only: allowed for destinations of kind `hosts`. */
  readonly simulatorOrigin: string | null
  /** Hosts (`name` or `name:port`) at which we answer ourselves. */
  readonly ownHosts: readonly string[]
  readonly resolve: Resolve
}

export type DestinationVerdict =
  | { readonly kind: 'allowed'; readonly url: URL }
  /** `reason` may be shown to the customer who gave the URL. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unresolvable'; readonly reason: string }

const urlCharactersMax = 2_048
const ports = new Set(['', '443', '8443'])

/** Judges a URL for anyone (`hosts` null: any public one) or for a list of hosts. Never throws. */
export async function judgeDestination(
  text: string,
  hosts: readonly string[] | null,
  rules: DestinationRules,
): Promise<DestinationVerdict> {
  const url = text.length <= urlCharactersMax && URL.canParse(text) ? new URL(text) : null
  if (!url) return refused(`It must be an absolute URL of at most ${urlCharactersMax} characters.`)
  if (url.username !== '' || url.password !== '') {
    return refused('It must not hold a user name or password.')
  }
  if (hosts && url.origin === rules.simulatorOrigin) return { kind: 'allowed', url }
  if (rules.ownHosts.some((own) => isOwnHost(url, own))) return refused('It is our own address.')
  if (hosts && !hosts.some((host) => matchesHost(url, host))) {
    return refused('The host is not one this is allowed to reach.')
  }
  if (rules.allowLoopback && isLoopbackHost(url.hostname)) {
    return url.protocol === 'https:' || url.protocol === 'http:'
      ? { kind: 'allowed', url }
      : refused('It must begin with https:// or http://.')
  }
  if (url.protocol !== 'https:') return refused('It must begin with https://.')
  if (!ports.has(url.port)) return refused('The port must be 443 or 8443.')
  return judgeHost(url, rules.resolve)
}

async function judgeHost(url: URL, resolve: Resolve): Promise<DestinationVerdict> {
  const kind = classifyHost(url.hostname)
  if (kind === 'forbidden') return refused('The host is not a public one.')
  if (kind === 'address') {
    return isPublicAddress(addressOfHost(url.hostname) ?? '')
      ? { kind: 'allowed', url }
      : refused('The address is not a public one.')
  }
  const addresses = await resolve(normalName(url.hostname)).catch(() => null)
  if (addresses === null)
    return { kind: 'unresolvable', reason: 'The name could not be looked up.' }
  if (addresses.length === 0) return { kind: 'unresolvable', reason: 'The name has no address.' }
  return addresses.every(isPublicAddress)
    ? { kind: 'allowed', url }
    : refused('The name leads to an address that is not a public one.')
}

/** Deployed, our host is ours at every port; on loopback, where others listen too, it is ours at our port in every spelling. */
function isOwnHost(url: URL, own: string): boolean {
  const ours = new URL(`http://${own}`)
  if (isLoopbackHost(ours.hostname)) {
    return isLoopbackHost(url.hostname) && portOf(url) === portOf(ours)
  }
  return normalName(url.hostname) === normalName(ours.hostname)
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80')
}

function matchesHost(url: URL, pattern: string): boolean {
  const wanted = pattern.toLowerCase()
  const name = normalName(url.hostname)
  if (wanted.startsWith('*.')) return name.endsWith(wanted.slice(1)) && name.length >= wanted.length
  return name === wanted || url.host === wanted
}

function normalName(hostname: string): string {
  return (hostname.endsWith('.') ? hostname.slice(0, -1) : hostname).toLowerCase()
}

function refused(reason: string): DestinationVerdict {
  return { kind: 'refused', reason }
}
