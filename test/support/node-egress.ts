// An egress for tests on Node: plain fetch under the contract's rules (hosts, time, size, no redirects), which also
// keeps every exchange, so that a test can look at what was sent and hold it against the vendor's description.
import { type Egress, EgressError, type EgressPolicy } from '../../core/contract/ports.ts'

export interface Exchange {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly policy: EgressPolicy
  /** Null when no answer came. */
  readonly answer: { readonly status: number; readonly body: string } | null
}

export interface NodeEgress extends Egress {
  /** What was sent and answered, oldest first. */
  readonly exchanges: Exchange[]
  /** Shortens the policy's time-outs, so that a test of a slow vendor is quick. */
  timeoutMsMax: number
}

export function makeNodeEgress(): NodeEgress {
  const exchanges: Exchange[] = []
  const self: NodeEgress = {
    exchanges,
    timeoutMsMax: 60_000,
    refusalOf: async () => null,
    async fetch(url, init, policy) {
      const target = new URL(url)
      const { destination } = policy
      if (destination.kind === 'hosts' && !destination.hosts.includes(target.hostname)) {
        throw new EgressError('blocked', `${target.hostname} is not among the hosts`)
      }
      const body = typeof init.body === 'string' ? init.body : null
      const sent = { method: init.method, url: target, headers: init.headers, body, policy }
      try {
        const response = await fetch(target, {
          ...{ method: init.method, headers: init.headers, body, redirect: 'manual' },
          signal: AbortSignal.timeout(Math.min(policy.timeoutMs, self.timeoutMsMax)),
        })
        const bytes = new Uint8Array(await response.arrayBuffer())
        const answer = { status: response.status, body: new TextDecoder().decode(bytes) }
        exchanges.push({ ...sent, answer })
        return {
          status: response.status,
          headers: response.headers,
          body: bytes.slice(0, policy.responseBytesMax),
          truncated: bytes.length > policy.responseBytesMax,
        }
      } catch (error) {
        exchanges.push({ ...sent, answer: null })
        throw new EgressError(failureOf(error), `no answer from ${target.host}`, { cause: error })
      }
    },
  }
  return self
}

function failureOf(error: unknown) {
  if (!(error instanceof Error)) return 'broken'
  if (error.name === 'TimeoutError') return 'timeout'
  const code = (error.cause as { code?: unknown } | undefined)?.code
  if (code === 'ECONNREFUSED') return 'connect'
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'dns' : 'broken'
}
