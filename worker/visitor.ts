// What a door knows of the browser that asks: its network, how it names itself, and the session it came with.
import { getCookie } from 'hono/cookie'
import type { Hub } from '../core/context.ts'
import type { Visitor } from '../core/identity/index.ts'
import { errorText } from '../core/lib/error-text.ts'
import { networkOf } from '../core/lib/network.ts'
import type { HubContext } from './http-context.ts'
import { sessionCookie } from './middleware/authenticate.ts'

/** The visitor of a request. Work it leaves behind that fails is one line in the log. */
export function visitorOf(hub: Hub, c: HubContext): Visitor {
  const requestId = c.get('requestId')
  return {
    requestId,
    // Cloudflare sets it, over whatever a client sends; nothing of ours is reached but through Cloudflare.
    network: networkOf(c.req.header('cf-connecting-ip') ?? null),
    userAgent: c.req.header('user-agent') ?? null,
    cookie: getCookie(c, sessionCookie) ?? null,
    waitUntil: (name, work) =>
      c.executionCtx.waitUntil(
        work.catch((error) =>
          hub.log.write('warn', `${name} failed`, { requestId, error: errorText(error) }),
        ),
      ),
  }
}
