// Problem documents (RFC 9457): the one place where an error becomes an answer. A refusal says its code and sentence;
// anything else is a defect and says a fixed sentence with the request's id. No unknown error's text leaves.
import { z } from '@hono/zod-openapi'
import { AppError, errorCatalogue, errorCodes } from '../core/contract/errors.ts'

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(errorCodes),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem')

/** The problem document of an error, with the headers its status asks for. */
export function problemOf(
  error: unknown,
  place: { requestId: string; publicOrigin: string },
): Response {
  const refusal =
    error instanceof AppError
      ? error
      : new AppError(
          'internal',
          'Something failed on our side. The request id finds it in the log.',
        )
  const kind = errorCatalogue[refusal.code]
  const { errors, retryAfterSeconds, extensions } = refusal.options
  const headers = new Headers({ 'content-type': 'application/problem+json; charset=utf-8' })
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds))
  if (refusal.code === 'unauthenticated') headers.set('www-authenticate', 'Bearer')
  if (refusal.code === 'method_not_allowed' && extensions?.allow) {
    headers.set('allow', extensions.allow)
  }
  const body = {
    type: `${place.publicOrigin}/docs/errors#${refusal.code}`,
    title: kind.title,
    status: kind.status,
    detail: refusal.detail,
    code: refusal.code,
    requestId: place.requestId,
    ...(errors ? { errors } : {}),
    ...extensions,
  }
  return new Response(JSON.stringify(body), { status: kind.status, headers })
}
