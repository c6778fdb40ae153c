// What can go wrong at a vendor, as the fetch client and the connectors say it. The kind decides what is
// recorded, whether anything may be tried again, and the sentence a person reads. Vendor text never travels in it
// beyond `vendorDetail`, which is shown to members as data and never to a model as instruction.
export type VendorErrorKind =
  /** 401, or the vendor's word for it: the credentials no longer work. */
  | 'unauthorized'
  /** 403: known, but not allowed this. */
  | 'forbidden'
  | 'not_found'
  /** 400, 409, 422: the vendor read the request and said no. */
  | 'refused'
  | 'rate_limited'
  /** 5xx: the vendor says it failed. A write may or may not have been done. */
  | 'server_error'
  /** No connection was made: nothing was done. */
  | 'unreachable'
  /** The request left, the answer did not come in time or broke off. */
  | 'no_answer'
  /** An answer that is not what the vendor documents. */
  | 'malformed'

export class VendorError extends Error {
  readonly kind: VendorErrorKind
  readonly vendor: string
  readonly status: number | null
  readonly vendorDetail: string | null
  readonly retryAfterMs: number | null

  constructor(
    kind: VendorErrorKind,
    vendor: string,
    more: { status?: number; vendorDetail?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(`${vendor}: ${kind}`, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'VendorError'
    this.kind = kind
    this.vendor = vendor
    this.status = more.status ?? null
    this.vendorDetail = more.vendorDetail?.slice(0, 500) ?? null
    this.retryAfterMs = more.retryAfterMs ?? null
  }

  /** Whether a write that ended so may have been done all the same. */
  get ambiguous(): boolean {
    return this.kind === 'server_error' || this.kind === 'no_answer' || this.kind === 'malformed'
  }
}
