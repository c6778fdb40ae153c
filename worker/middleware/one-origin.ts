// The hub answers at PUBLIC_ORIGIN and nowhere else. The Pages project also has addresses of its own (`<project>.pages.dev`, one for
// each deploy), and a Host header says what its sender likes: under any of them a page is sent on to PUBLIC_ORIGIN before any cookie
// is read or set, and everything else is refused. Links are built from PUBLIC_ORIGIN only, never from the request.
import { createMiddleware } from 'hono/factory'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import { isLoopbackHost } from '../../core/lib/public-address.ts'

/** Asked by the deploy and by watchers at any address, before a domain leads here; says nothing of anyone. */
const anywhere = '/health'

export function oneOrigin(hub: Hub) {
  const { publicOrigin, local } = hub.settings
  return createMiddleware(async function oneOrigin(c, next) {
    const { origin, hostname, port, pathname, search } = new URL(c.req.url)
    if (origin === publicOrigin || pathname === anywhere) return next()
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (reads && /\btext\/html\b/.test(c.req.header('accept') ?? '')) {
      // Put together, not resolved: `//elsewhere/` as a path stays a path.
      return c.redirect(publicOrigin + pathname + search, 302)
    }
    // On a developer's machine `localhost` is as good as 127.0.0.1 for a program; browsers were sent on above.
    if (local && isLoopbackHost(hostname) && port === new URL(publicOrigin).port) return next()
    throw new AppError('misdirected_request', `This hub answers at ${publicOrigin} only.`)
  })
}
