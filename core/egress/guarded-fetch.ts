// The only way out. Every request passes the guard (destination.ts), follows no redirect, carries a mark against loops when it goes
// to a customer's URL, and is bounded in time and size over the whole exchange, its body included. What failed is told apart
// by whether the other side may have read the request: whoever must not do a thing twice needs to know.
import {
  type Clock,
  EgressError,
  type EgressFailure,
  type EgressPolicy,
  type EgressResponse,
  type Log,
  type StreamingEgress,
} from '../contract/ports.ts'
import { type DestinationRules, judgeDestination } from './destination.ts'
import { makeResolver, type Resolve } from './resolver.ts'

/** A request that carries this at our own door came from us: it is refused there. */
export const hopHeader = 'x-causeway-hop'

const publicResolver = 'https://cloudflare-dns.com/dns-query'

export interface EgressOptions {
  readonly fetch: (request: Request) => Promise<Response>
  readonly clock: Clock
  readonly log: Log
  /** Development only: connectors may reach it, and its pretend DNS answers. */
  readonly simulatorUrl: string | null
  /** Development only: 127.0.0.0/8, ::1 and localhost count as public. */
  readonly allowLoopback: boolean
  /** Where we answer ourselves, as `URL.host` spells it. */
  readonly ownHosts: readonly string[]
  /** Looks names up; by default DNS over HTTPS. */
  readonly resolve?: Resolve
}

/** Makes the port. Its `fetch` throws nothing but EgressError. */
export function makeEgress(options: EgressOptions): StreamingEgress {
  const endpoint = options.simulatorUrl ? `${options.simulatorUrl}/dns/dns-query` : publicResolver
  const rules: DestinationRules = {
    allowLoopback: options.allowLoopback,
    simulatorOrigin: options.simulatorUrl ? new URL(options.simulatorUrl).origin : null,
    ownHosts: options.ownHosts,
    resolve: options.resolve ?? makeResolver({ ...options, endpoint }),
  }
  return {
    async fetch(url, init, policy) {
      const startedAtMs = options.clock.now()
      const log = (outcome: number | EgressFailure, reason?: string) =>
        options.log.write('debug', 'egress', {
          purpose: policy.purpose,
          host: URL.canParse(url) ? new URL(url).host : null,
          method: init.method,
          outcome,
          ...(reason ? { reason } : {}),
          durationMs: options.clock.now() - startedAtMs,
        })
      try {
        const response = await within(policy.timeoutMs, (signal) =>
          exchange(url, init, policy, rules, options.fetch, signal),
        )
        log(response.status)
        return response
      } catch (error) {
        const failure = error instanceof EgressError ? error : broken(error)
        log(failure.failure, failure.message)
        throw failure
      }
    },
    async open(url, init, policy) {
      const controller = new AbortController()
      const late = setTimeout(
        () =>
          controller.abort(
            new EgressError('timeout', `No whole answer within ${policy.timeoutMs} ms.`),
          ),
        policy.timeoutMs,
      )
      try {
        const response = await send(url, init, policy, rules, options.fetch, controller.signal)
        const body = response.body?.pipeThrough(boundedStream(policy, () => clearTimeout(late)))
        return new Response(body ?? null, { status: response.status, headers: response.headers })
      } catch (error) {
        clearTimeout(late)
        throw error instanceof EgressError ? error : broken(error)
      }
    },
    async refusalOf(url) {
      const verdict = await judgeDestination(url, null, rules)
      // A name that is not there yet may be there when it is needed; the guard asks again before every request.
      return verdict.kind === 'refused' ? verdict.reason : null
    },
  }
}

async function exchange(
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string | Uint8Array },
  policy: EgressPolicy,
  rules: DestinationRules,
  fetch: EgressOptions['fetch'],
  signal: AbortSignal,
): Promise<EgressResponse> {
  const response = await send(url, init, policy, rules, fetch, signal)
  return {
    status: response.status,
    headers: response.headers,
    ...(await readBounded(response, policy.responseBytesMax)),
  }
}

/** Passes the guard and sends; the answer's head is there, its body is not read yet. */
async function send(
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string | Uint8Array },
  policy: EgressPolicy,
  rules: DestinationRules,
  fetch: EgressOptions['fetch'],
  signal: AbortSignal,
): Promise<Response> {
  const { destination } = policy
  const hosts = destination.kind === 'hosts' ? destination.hosts : null
  const verdict = await judgeDestination(url, hosts, rules)
  if (verdict.kind !== 'allowed') {
    throw new EgressError(verdict.kind === 'refused' ? 'blocked' : 'dns', verdict.reason)
  }
  // The time may have ended while the name was looked up: then nothing is sent.
  signal.throwIfAborted()
  const headers = new Headers(init.headers)
  if (destination.kind === 'public') headers.set(hopHeader, '1')
  const request = new Request(verdict.url, {
    method: init.method,
    headers,
    redirect: 'manual',
    signal,
    ...(init.body === undefined ? {} : { body: init.body as BodyInit }),
  })
  return fetch(request)
}

/** Passes a body through until it is too long; `ended` is called once, however it ends. */
function boundedStream(
  policy: EgressPolicy,
  ended: () => void,
): TransformStream<Uint8Array, Uint8Array> {
  let length = 0
  return new TransformStream({
    transform(chunk, out) {
      length += chunk.byteLength
      if (length <= policy.responseBytesMax) return out.enqueue(chunk)
      ended()
      out.error(new EgressError('broken', `The answer is over ${policy.responseBytesMax} bytes.`))
    },
    flush: ended,
  })
}

/** Reads at most `bytesMax` bytes and lets go of the rest, so that an endless answer costs no more. */
async function readBounded(
  response: Response,
  bytesMax: number,
): Promise<{ body: Uint8Array; truncated: boolean }> {
  if (!response.body) return { body: new Uint8Array(), truncated: false }
  const chunks: Uint8Array[] = []
  let length = 0
  let truncated = false
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const room = bytesMax - length
    if (value.byteLength > room) {
      chunks.push(value.subarray(0, room))
      length = bytesMax
      truncated = true
      await reader.cancel()
      break
    }
    chunks.push(value)
    length += value.byteLength
  }
  const body = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk, at)
    at += chunk.byteLength
  }
  return { body, truncated }
}

/** Ends the work after a time, whether or not it listens to the signal. */
async function within<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | null = null
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new EgressError('timeout', `No whole answer within ${timeoutMs} ms.`)
      reject(error)
      controller.abort(error)
    }, timeoutMs)
  })
  try {
    return await Promise.race([work(controller.signal), late])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}

/**
 * What an error of fetch means. Only what certainly never left may be called `connect`: workerd says of a refused connection and
 * of one that broke the same words, except where the name or the TLS handshake failed.
 */
function broken(error: unknown): EgressError {
  const text = error instanceof Error ? error.message : String(error)
  if (/dns|getaddrinfo|resolve host/i.test(text)) {
    return new EgressError('dns', 'The name could not be looked up.', { cause: error })
  }
  if (/refused|unreachable|tls|certificate|handshake/i.test(text)) {
    return new EgressError('connect', 'No connection could be made.', { cause: error })
  }
  return new EgressError('broken', 'The connection broke before the whole answer came.', {
    cause: error,
  })
}
