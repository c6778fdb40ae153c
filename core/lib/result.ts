// A verdict as a value: what a parser or a check found, never thrown.
//
// Refusals that reach a caller over HTTP are `AppError`; defects are assertions. Between them stand
// verdicts, where "no" is an ordinary answer that the caller must look at: the union forces it to.

export type Ok<T> = { readonly ok: true; readonly value: T }
export type Err<E> = { readonly ok: false; readonly error: E }

/** Either a value or a reason. Narrow on `ok`; reasons are string unions or tagged objects. */
export type Result<T, E> = Ok<T> | Err<E>

/** Wraps a value that was found good. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

/** Wraps the reason why there is no value. A literal keeps its literal type. */
export function err<const E>(error: E): Err<E> {
  return { ok: false, error }
}
