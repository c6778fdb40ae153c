// Ends loops: what our own egress sends to a customer's URL carries a mark, and a request with that mark at our door has come
// back to us by a name or a proxy that the egress guard could not know for ours.
import { createMiddleware } from 'hono/factory'
import { AppError } from '../../core/contract/errors.ts'
import { hopHeader } from '../../core/egress/guarded-fetch.ts'

/** @throws AppError forbidden */
export const refuseOwnHop = createMiddleware(async function refuseOwnHop(c, next) {
  if (c.req.header(hopHeader) !== undefined) {
    throw new AppError('forbidden', 'A webhook of ours may not lead back to us.')
  }
  await next()
})
