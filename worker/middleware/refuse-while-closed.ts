// A hub that is closed for maintenance lets in nobody but its operators. Between a database put back in time and the hub made whole
// again, a key that was revoked would open doors: then they are all shut. Vendors and clients are told to come again.
import { createMiddleware } from 'hono/factory'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'

const retryAfterSeconds = 60

/** @throws AppError hub_closed */
export function refuseWhileClosed(hub: Hub) {
  return createMiddleware(async function refuseWhileClosed(c, next) {
    const { path } = c.req
    if (hub.settings.closed && path !== '/health' && !path.startsWith('/operator/')) {
      throw new AppError('hub_closed', 'This hub is closed for maintenance. Nothing is lost.', {
        retryAfterSeconds,
      })
    }
    await next()
  })
}
