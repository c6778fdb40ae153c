// Around every request: an id that stands in the answer, the log and each problem document; security headers; one log line.
import { createMiddleware } from 'hono/factory'
import type { Hub } from '../../core/context.ts'
import { securityHeaders } from '../../core/lib/web-headers.ts'
import type { HubVariables } from '../http-context.ts'

export function envelope(hub: Hub) {
  return createMiddleware<{ Variables: HubVariables }>(async function envelope(c, next) {
    const requestId = hub.ids.next('request')
    c.set('requestId', requestId)
    const startedAtMs = hub.clock.now()
    await next()
    const headers = c.res.headers
    headers.set('x-request-id', requestId)
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (name === 'content-security-policy' && headers.has(name)) continue
      headers.set(name, value)
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
