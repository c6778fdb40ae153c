// Looks a name up by DNS over HTTPS, in the JSON form (developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json):
// a Worker cannot ask the resolver its own fetch will use. Answers are kept for a minute, at most a thousand names, so that a
// guard before every request costs one question a minute. Only finished answers are kept, never work in flight.
import { z } from 'zod'
import type { Clock } from '../contract/ports.ts'
import { addressOfHost } from '../lib/public-address.ts'

/** Every address of a name, A and AAAA; empty when it has none. @throws when the question was not answered. */
export type Resolve = (name: string) => Promise<readonly string[]>

const keptMs = 60_000
const namesMax = 1_000
const answerBytesMax = 64 * 1024
const timeoutMs = 5_000

const typeA = 1
const typeAaaa = 28
const statusNoError = 0
const statusNoName = 3

const dnsAnswer = z.object({
  Status: z.number().int(),
  Answer: z.array(z.object({ type: z.number().int(), data: z.string() })).optional(),
})

/** Makes a resolver that asks at `endpoint`, as `https://cloudflare-dns.com/dns-query`. */
export function makeResolver(options: {
  fetch: (request: Request) => Promise<Response>
  clock: Clock
  endpoint: string
}): Resolve {
  const kept = new Map<string, { addresses: readonly string[]; untilMs: number }>()

  async function ask(name: string, type: 'A' | 'AAAA'): Promise<readonly string[]> {
    const url = new URL(options.endpoint)
    url.searchParams.set('name', name)
    url.searchParams.set('type', type)
    const response = await options.fetch(
      new Request(url, {
        headers: { accept: 'application/dns-json' },
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      }),
    )
    const text = await response.text()
    if (response.status !== 200 || text.length > answerBytesMax) {
      throw new Error(`DNS over HTTPS answered ${response.status}`)
    }
    const answer = dnsAnswer.parse(JSON.parse(text))
    if (answer.Status === statusNoName) return []
    if (answer.Status !== statusNoError) throw new Error(`DNS answered status ${answer.Status}`)
    // An alias chain stands in the answer too; what counts is where it ends.
    return (answer.Answer ?? [])
      .filter((record) => record.type === typeA || record.type === typeAaaa)
      .map((record) => record.data)
      .filter((data) => addressOfHost(data) !== undefined)
  }

  return async (name) => {
    const nowMs = options.clock.now()
    const known = kept.get(name)
    if (known && known.untilMs > nowMs) return known.addresses
    const [four, six] = await Promise.all([ask(name, 'A'), ask(name, 'AAAA')])
    const addresses = [...four, ...six]
    kept.delete(name)
    if (kept.size >= namesMax) {
      const oldest = kept.keys().next().value
      if (oldest !== undefined) kept.delete(oldest)
    }
    kept.set(name, { addresses, untilMs: nowMs + keptMs })
    return addresses
  }
}
