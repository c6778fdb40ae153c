// Puts the actor into the request: `Authorization: Bearer <key>`, or the browser's session cookie with a same-origin check
// on everything that is not a GET. What the actor may do is the use case's to decide.

import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import { authenticateKey, authenticateSession, type Identity } from '../../core/identity/index.ts'
import type { HubVariables } from '../http-context.ts'

/** With its prefix a cookie is bound to this host, needs TLS (loopback counts), and no subdomain can set it. */
export const sessionCookie = '__Host-causeway'

export function authenticate(hub: Hub) {
  return createMiddleware<{ Variables: HubVariables }>(async function authenticate(c, next) {
    const identity = await identify(hub, c.req.raw, getCookie(c, sessionCookie))
    c.set(
      'ctx',
      hub.open({
        ...identity,
        requestId: c.get('requestId'),
        waitUntil: (_name, work) => c.executionCtx.waitUntil(work),
      }),
    )
    await next()
  })
}

async function identify(hub: Hub, request: Request, cookie: string | undefined): Promise<Identity> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    const key = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1]
    if (key) return authenticateKey(hub, key)
    throw new AppError('unauthenticated', 'Send the key as Authorization: Bearer <key>.')
  }
  if (cookie) {
    requireSameOrigin(request, hub.settings.publicOrigin)
    return authenticateSession(hub, cookie)
  }
  throw new AppError(
    'unauthenticated',
    'Send an API key as Authorization: Bearer <key>, or sign in.',
  )
}

/** A browser's request that changes something must come from our own pages. @throws AppError forbidden */
export function requireSameOrigin(request: Request, publicOrigin: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  if (origin === publicOrigin || (origin === null && site === 'same-origin')) return
  throw new AppError('forbidden', 'This request did not come from our own pages.')
}
