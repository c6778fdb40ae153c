// Around every request: an id that stands in the answer, the log and each problem document; security headers; one log line.
import { createMiddleware } from 'hono/factory'
import type { Hub } from '../../core/context.ts'
import type { HubVariables } from '../http-context.ts'

/** Pages load scripts, styles and data from our own origin only; nothing is framed; forms stay here. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function envelope(hub: Hub) {
  return createMiddleware<{ Variables: HubVariables }>(async function envelope(c, next) {
    const requestId = hub.ids.next('request')
    c.set('requestId', requestId)
    const startedAtMs = hub.clock.now()
    await next()
    const headers = c.res.headers
    headers.set('x-request-id', requestId)
    headers.set('x-content-type-options', 'nosniff')
    // `no-referrer` would make a form's POST say `Origin: null`, and the same-origin check refuse it.
    headers.set('referrer-policy', 'same-origin')
    headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
    headers.set('cross-origin-opener-policy', 'same-origin')
    if (!headers.has('content-security-policy')) {
      headers.set('content-security-policy', contentSecurityPolicy)
    }
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    const ctx = c.get('ctx')
    hub.log.write(c.res.status >= 500 ? 'error' : 'info', 'request', {
      requestId,
      method: c.req.method,
      path: c.req.routePath,
      status: c.res.status,
      durationMs: hub.clock.now() - startedAtMs,
      organizationId: ctx?.organizationId,
      actorId: ctx?.actor.id,
    })
  })
}
