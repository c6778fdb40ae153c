// The network that an address stands for when tries are counted: IPv4 addresses each for itself, of IPv6 the first 64 bits, since a
// household or a server gets at least that many (RFC 6177) and could change the rest with every request.
import { isLoopbackHost } from './public-address.ts'

/** `203.0.113.7`, or `2001:db8:0:1::/64`. Null for no address, garbage, and this machine itself. */
export function networkOf(address: string | null): string | null {
  if (address === null || !/^[0-9a-f:.]{2,45}$/i.test(address)) return null
  const isIpv6 = address.includes(':')
  const host = canonicalHost(isIpv6 ? `[${address}]` : address)
  if (host === null || isLoopbackHost(host)) return null
  if (!isIpv6) return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? host : null
  const [before = '', after] = host.slice(1, -1).split('::')
  const first = before === '' ? [] : before.split(':')
  const last = after === undefined || after === '' ? [] : after.split(':')
  const zeros = Array<string>(8 - first.length - last.length).fill('0')
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`
}

/** The one spelling of an address, as the URL Standard's host parser gives it. */
function canonicalHost(host: string): string | null {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null
}
