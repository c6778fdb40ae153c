// The hosted connect: a page that says what will be connected, the way to the vendor's consent, and the way back. The browser is
// bound by a cookie. Whatever goes wrong is a page too, in the look of the organization whose link it was.

import type { Context } from 'hono'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import {
  beginConnect,
  brandOfConnect,
  completeConnect,
  findConnectSession,
} from '../../core/connections/index.ts'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import type { HubContext, HubVariables } from '../http-context.ts'
import { requireSameOrigin } from '../middleware/authenticate.ts'
import { connectedPage, connectPage, refusedPage } from './pages.ts'

const browserCookie = '__Host-causeway-connect'

export function connectDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.get('/connect/:link', (c) => {
    const link = c.req.param('link')
    return orRefused(hub, link, async () => {
      const { connector } = await findConnectSession(hub, link)
      const setup = hub.connectors.setup(connector.id)
      return connectPage(connector, setup, await brandOfConnect(hub, link))
    })
  })

  door.post('/connect/:link', (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const link = c.req.param('link')
    return orRefused(hub, link, async () => {
      const { redirectTo, browser } = await beginConnect(hub, link)
      setCookie(c, browserCookie, browser, {
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
        maxAge: 30 * 60,
      })
      return c.redirect(redirectTo, 303)
    })
  })

  door.get('/connect/:connector/callback', (c) => callback(hub, c, c.req.param('connector')))
  door.get('/slack/oauth/callback', (c) => callback(hub, c, 'slack'))
  return door
}

function callback(
  hub: Hub,
  c: Context<{ Variables: HubVariables }>,
  connectorId: string,
): Promise<Response> {
  const state = c.req.query('state') ?? ''
  return orRefused(hub, state, async () => {
    const browser = getCookie(c, browserCookie)
    if (!state || !browser) {
      throw new AppError(
        'not_found',
        'This answer belongs to no connect that began in this browser. Open the connect link again.',
      )
    }
    const { connection, returnUrl } = await completeConnect(
      hub,
      connectorId,
      { state, browser, code: c.req.query('code') ?? null, error: c.req.query('error') ?? null },
      requestOf(c),
    )
    if (returnUrl) return c.redirect(returnUrl, 303)
    const vendor = hub.connectors.get(connectorId)?.name ?? connectorId
    return connectedPage(connection, vendor, await brandOfConnect(hub, state))
  })
}

/** `secret` names whose connect it is: the link's, or the state that came back. */
async function orRefused(
  hub: Hub,
  secret: string,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    return refusedPage(error, await brandOfConnect(hub, secret))
  }
}

function requestOf(c: HubContext) {
  return {
    requestId: c.get('requestId'),
    waitUntil: (_name: string, work: Promise<unknown>) => c.executionCtx.waitUntil(work),
  }
}
