// The browser's way in and out. Opening a link shows a page with one button: a mail scanner that fetches the link uses
// nothing up. The button's POST redeems it and sets the session cookie.
import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import { authenticateSession, redeemSignInLink } from '../../core/identity/index.ts'
import { sha256Hex } from '../../core/lib/sha256.ts'
import type { HubVariables } from '../http-context.ts'
import { requireSameOrigin, sessionCookie } from '../middleware/authenticate.ts'
import { page } from '../page.ts'

const cookieOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

export function signInDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.get('/sign-in/:link', () =>
    page(
      'Sign in',
      `<h1>Sign in to Causeway</h1>
       <p>This link works once.</p>
       <form method="post"><button type="submit" autofocus>Sign in</button></form>`,
    ),
  )

  door.post('/sign-in/:link', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const { session, maxAgeSeconds } = await redeemSignInLink(hub, c.req.param('link'), {
      requestId: c.get('requestId'),
      waitUntil: (_name, work) => c.executionCtx.waitUntil(work),
    })
    setCookie(c, sessionCookie, session, { ...cookieOptions, maxAge: maxAgeSeconds })
    return c.redirect('/', 303)
  })

  door.post('/sign-out', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const session = getCookie(c, sessionCookie)
    if (session) {
      try {
        const identity = await authenticateSession(hub, session)
        await hub.sessions(identity.organizationId, identity.shard).end(await sha256Hex(session))
      } catch (error) {
        // A session that has ended already is signed out.
        if (!(error instanceof AppError && error.code === 'unauthenticated')) throw error
      }
    }
    deleteCookie(c, sessionCookie, cookieOptions)
    return c.redirect('/', 303)
  })
  return door
}
