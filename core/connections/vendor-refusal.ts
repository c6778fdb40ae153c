// A vendor's failure as a refusal of ours: one sentence that says what happened and what to do. The vendor's own words
// follow as data where it refused what was sent; they help a person correct it.
import type { Connector } from '../contract/connector.ts'
import { AppError } from '../contract/errors.ts'
import { VendorError } from '../contract/vendor-error.ts'

/** Passes what is no vendor's failure through unchanged: a defect stays a defect. */
export function refusalOfVendor(
  error: unknown,
  connector: Pick<Connector, 'name'>,
  during: 'connect' | 'read' | 'write',
): unknown {
  if (!(error instanceof VendorError)) return error
  const vendor = connector.name
  const said = error.vendorDetail ? ` ${vendor} said: ${error.vendorDetail}` : ''
  if (during === 'write' && error.ambiguous) {
    return new AppError(
      'outcome_unknown',
      `${vendor} did not say whether it was done. Look in ${vendor} before you try again.`,
      { cause: error },
    )
  }
  switch (error.kind) {
    case 'unauthorized':
      return during === 'connect'
        ? new AppError('vendor_refused', `${vendor} does not accept these credentials.${said}`, {
            cause: error,
          })
        : new AppError(
            'connection_not_active',
            `${vendor} no longer accepts the connection. An admin must reconnect it.`,
            { cause: error },
          )
    case 'forbidden':
      return new AppError(
        'vendor_refused',
        `${vendor} does not let this connection do that.${said}`,
        { cause: error },
      )
    case 'not_found':
      return new AppError('vendor_refused', `${vendor} did not find it.${said}`, { cause: error })
    case 'refused':
      return new AppError('vendor_refused', `${vendor} refused the request.${said}`, {
        cause: error,
      })
    case 'rate_limited':
      return new AppError('vendor_rate_limited', `${vendor} limits our requests. Try again soon.`, {
        cause: error,
        ...(error.retryAfterMs === null
          ? {}
          : { retryAfterSeconds: Math.ceil(error.retryAfterMs / 1000) }),
      })
    case 'malformed':
      return new AppError(
        'vendor_malformed',
        `${vendor} answered something that makes no sense. Try again later.`,
        { cause: error },
      )
    case 'server_error':
    case 'unreachable':
    case 'no_answer':
      return new AppError('vendor_unreachable', `${vendor} does not answer. Try again later.`, {
        cause: error,
      })
  }
}
