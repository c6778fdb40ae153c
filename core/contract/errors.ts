// The closed catalogue of refusals. A code decides the status, the title and the documentation link, in one
// table; a use case adds one public sentence and, for the log alone, an internal detail. RFC 9457.

interface ErrorKind {
  readonly status:
    | 400
    | 401
    | 403
    | 404
    | 405
    | 409
    | 410
    | 413
    | 415
    | 421
    | 422
    | 429
    | 500
    | 502
    | 503
  readonly title: string
}

export const errorCatalogue = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of ours' },
  invalid_url: { status: 400, title: 'The address cannot be used' },
  unauthenticated: { status: 401, title: 'Authentication is required' },
  forbidden: { status: 403, title: 'Not permitted' },
  person_required: { status: 403, title: 'Only a person may do this' },
  reauthentication_required: { status: 403, title: 'Sign in again first' },
  organization_suspended: { status: 403, title: 'The organization is suspended' },
  consent_required: { status: 403, title: 'The organization has not consented' },
  policy_denied: { status: 403, title: 'A policy denies this action' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  conflict: { status: 409, title: 'In conflict with what is there' },
  confirmation_required: { status: 409, title: 'A person must confirm this action' },
  approval_required: { status: 409, title: 'A second person must approve this action' },
  approval_decided: { status: 409, title: 'Already decided' },
  approval_expired: { status: 409, title: 'The confirmation has expired' },
  last_owner: { status: 409, title: 'An organization needs an owner' },
  already_claimed: { status: 409, title: 'Already claimed' },
  connection_not_active: { status: 409, title: 'The connection needs to be reconnected' },
  idempotency_in_progress: { status: 409, title: 'The same request is still running' },
  idempotency_expired: { status: 409, title: 'The answer with its secret is no longer kept' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type is not supported' },
  misdirected_request: { status: 421, title: 'The hub answers at another address' },
  idempotency_mismatch: { status: 422, title: 'The Idempotency-Key was used with another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something failed on our side' },
  vendor_refused: { status: 400, title: 'The vendor refused the request' },
  vendor_unreachable: { status: 502, title: 'The vendor did not answer' },
  vendor_malformed: { status: 502, title: 'The vendor answered with nonsense' },
  outcome_unknown: { status: 502, title: 'The outcome at the vendor is unknown' },
  mail_failed: { status: 502, title: 'The letter could not be sent' },
  model_unavailable: { status: 503, title: 'The language model did not answer' },
  hub_closed: { status: 503, title: 'Closed for maintenance' },
  vendor_rate_limited: { status: 503, title: 'The vendor limits our requests' },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorCatalogue
export const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]

export interface FieldError {
  /** Dotted path inside the body, `body` for the body itself. */
  readonly path: string
  readonly message: string
}

/** More about a refusal: `detail` and `errors` are public, `internal` is for the log alone. */
export interface RefusalOptions {
  readonly errors?: readonly FieldError[]
  readonly internal?: string
  /** Seconds until a new try makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number
  /** Further public members of the problem document, such as `approvalId`. */
  readonly extensions?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** A refusal: bad input, no right, conflict, limit. Defects are other errors, and answer as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: string
  readonly options: RefusalOptions

  constructor(code: ErrorCode, detail: string, options: RefusalOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.detail = detail
    this.options = options
  }

  get status(): number {
    return errorCatalogue[this.code].status
  }
}

/** What an absent object and another organization's object answer, alike. */
export function notFound(what: string): AppError {
  return new AppError('not_found', `There is no such ${what}.`)
}

/** Fails the request with a fixed sentence when a state that cannot be, is. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Defect: ${message}`)
}
