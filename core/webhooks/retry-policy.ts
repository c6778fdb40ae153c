// What a try comes to: delivered, tried again and when, or given up. Pure. Outcomes follow Standard Webhooks 1.0.0
// ("Deliverability and reliability"): 2xx is success, everything else a failure; a redirect is not followed; 410 ends the
// endpoint; 429 and 503 may say how long to wait. 413 is given up: the same message will not shrink.
import type { EgressFailure } from '../contract/ports.ts'
import { jitter, parseRetryAfter, standardRetryDelaysSeconds } from '../lib/backoff.ts'

/** A peer that asks for more is asked again after a day. */
export const retryAfterSecondsMax = 86_400

export type TryResult =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | null }
  /** `internal`: it failed on our side before it was sent. */
  | { readonly kind: 'unanswered'; readonly failure: EgressFailure | 'internal' }

export type TryVerdict =
  | { readonly kind: 'delivered' }
  /** Milliseconds from now. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly error: string }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly error: string }
  /** The guard refused the address: nothing was sent, and nothing will be until it is changed. */
  | { readonly kind: 'blocked'; readonly error: string }
  /** The endpoint said 410: it wants no more. */
  | { readonly kind: 'gone'; readonly error: string }

export type FailureReason = 'exhausted' | 'too_large'

/** The waits before the second, third … try. */
export function retryDelays(own: readonly number[] | null): readonly number[] {
  return own ?? standardRetryDelaysSeconds.slice(1)
}

/**
 * Judges one try.
 *
 * @param tried how many tries there were, this one included
 * @param unit a random number in [0, 1), for the jitter
 */
export function judgeTry(
  result: TryResult,
  context: {
    tried: number
    ownDelaysSeconds: readonly number[] | null
    unit: number
    nowMs: number
  },
): TryVerdict {
  if (result.kind === 'answered') {
    if (result.status >= 200 && result.status <= 299) return { kind: 'delivered' }
    if (result.status === 410) return { kind: 'gone', error: 'http_410' }
    if (result.status === 413) return { kind: 'failed', reason: 'too_large', error: 'http_413' }
  } else if (result.failure === 'blocked') {
    return { kind: 'blocked', error: 'blocked' }
  }
  const error = errorOf(result)
  const delaySeconds = retryDelays(context.ownDelaysSeconds)[context.tried - 1]
  if (delaySeconds === undefined) return { kind: 'failed', reason: 'exhausted', error }
  const scheduledMs = Math.round(jitter(delaySeconds, context.unit) * 1000)
  return { kind: 'retry', afterMs: Math.max(scheduledMs, askedForMs(result, context.nowMs)), error }
}

/** One word for the log: `http_500`, `redirect`, `timeout` … */
function errorOf(result: TryResult): string {
  if (result.kind === 'unanswered') return result.failure
  return result.status >= 300 && result.status <= 399 ? 'redirect' : `http_${result.status}`
}

function askedForMs(result: TryResult, nowMs: number): number {
  if (result.kind !== 'answered' || (result.status !== 429 && result.status !== 503)) return 0
  return Math.min(parseRetryAfter(result.retryAfter, nowMs) ?? 0, retryAfterSecondsMax * 1000)
}
