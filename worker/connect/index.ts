// The hosted connect: a page that says what will be connected, the way to the vendor's consent, and the way back.
// The browser is bound by a cookie that only this path gets.

import type { Context } from 'hono'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { beginConnect, completeConnect, findConnectSession } from '../../core/connections/index.ts'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import { escapeHtml } from '../../core/lib/html.ts'
import type { HubVariables } from '../http-context.ts'
import { requireSameOrigin } from '../middleware/authenticate.ts'
import { page } from '../page.ts'

const browserCookie = '__Host-causeway-connect'

export function connectDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.get('/connect/:link', async (c) => {
    const { connector, organizationName } = await findConnectSession(hub, c.req.param('link'))
    return page(
      `Connect ${connector.name}`,
      `<h1>Connect ${escapeHtml(connector.name)}</h1>
       <p>to <strong>${escapeHtml(organizationName)}</strong> on Causeway.</p>
       <p>${escapeHtml(connector.description)}</p>
       <p>${escapeHtml(connector.name)} asks for your consent on its own page next.</p>
       <form method="post"><button type="submit" autofocus>Continue to ${escapeHtml(connector.name)}</button></form>`,
      { formsLeave: true },
    )
  })

  door.post('/connect/:link', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const { redirectTo, browser } = await beginConnect(hub, c.req.param('link'))
    setCookie(c, browserCookie, browser, {
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
      maxAge: 30 * 60,
    })
    return c.redirect(redirectTo, 303)
  })

  door.get('/connect/:connector/callback', (c) => callback(hub, c, c.req.param('connector')))
  door.get('/slack/oauth/callback', (c) => callback(hub, c, 'slack'))
  return door
}

async function callback(
  hub: Hub,
  c: Context<{ Variables: HubVariables }>,
  connectorId: string,
): Promise<Response> {
  const state = c.req.query('state')
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
    {
      requestId: c.get('requestId'),
      waitUntil: (_name, work) => c.executionCtx.waitUntil(work),
    },
  )
  if (returnUrl) return c.redirect(returnUrl, 303)
  return page(
    'Connected',
    `<h1>Connected</h1><p>${escapeHtml(connection.name)} is connected. You can close this page.</p><a class="button" href="/">To the dashboard</a>`,
  )
}
