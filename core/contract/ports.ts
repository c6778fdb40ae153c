// Ports: what core needs and the outer layer supplies. Time, chance, the network, queues and single-writer
// objects enter here and nowhere else.

/** Milliseconds since the epoch. Inside workerd the clock stands still between I/O. */
export interface Clock {
  now(): number
}

export interface EgressPolicy {
  /** Who asks, for the log: `webhook`, a connector's id, `model`. */
  readonly purpose: string
  /**
   * `hosts`: only these hosts (`*.` stands for one label or more). `public`: any host whose every address is public, and
   * that is not our own.
   */
  readonly destination:
    | { readonly kind: 'hosts'; readonly hosts: readonly string[] }
    | { readonly kind: 'public' }
  readonly timeoutMs: number
  readonly responseBytesMax: number
}

export type EgressFailure =
  /** The guard said no: nothing was sent. */
  | 'blocked'
  | 'dns'
  /** No connection: nothing was sent. */
  | 'connect'
  | 'timeout'
  /** The connection broke after the request may have been read. */
  | 'broken'

export class EgressError extends Error {
  readonly failure: EgressFailure

  constructor(failure: EgressFailure, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'EgressError'
    this.failure = failure
  }
}

export interface EgressResponse {
  readonly status: number
  readonly headers: Headers
  /** At most `responseBytesMax` bytes. */
  readonly body: Uint8Array
  readonly truncated: boolean
}

/** The only way out. Redirects are never followed; time and size are bounded. */
export interface Egress {
  fetch(
    url: string,
    init: { method: string; headers: Record<string, string>; body?: string | Uint8Array },
    policy: EgressPolicy,
  ): Promise<EgressResponse>
  /** The guard alone, for a URL a customer gives: null when it may be used, else the public reason. */
  refusalOf(url: string): Promise<string | null>
}

export interface StreamingEgress extends Egress {
  /** As `fetch`, with the body as a stream under the same bounds: for answers worth reading while they come. */
  open(
    url: string,
    init: { method: string; headers: Record<string, string>; body?: string | Uint8Array },
    policy: EgressPolicy,
  ): Promise<Response>
}

/** The shard's clockwork: finds what a queue lost, and carries every delay. */
export interface DispatcherPort {
  /** Makes sure that the shard is swept at or before that time. */
  arm(atMs: number): Promise<void>
  /** Sweeps now. `restarted`: no other process is running, so that nothing is in flight. */
  wake(options: { restarted: boolean }): Promise<void>
}

/** One structured line in the operator's log. No secrets, no bodies. */
export interface Log {
  write(
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    fields?: Record<string, unknown>,
  ): void
}

/** A letter, ready to send: plain text, and the same as HTML with everything foreign escaped. */
export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The same letter sent again has the same key: a provider that honours `Idempotency-Key` delivers it once. */
  readonly key?: string
}

/** The mail provider. */
export interface Mail {
  /** Resolves when the provider has taken the letter. @throws EgressError, or Error when it refuses */
  send(letter: Letter): Promise<void>
}
