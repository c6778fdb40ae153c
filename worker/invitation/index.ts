// The hosted page of an invitation: who invites, to what, as what. Opening it uses nothing up; its one form asks for a name, makes
// the member and signs them in.
import { Hono } from 'hono'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import { acceptance, acceptInvitation, findInvitation } from '../../core/people/index.ts'
import type { HubVariables } from '../http-context.ts'
import { requireSameOrigin } from '../middleware/authenticate.ts'
import { readBoundedBytes } from '../middleware/body.ts'
import { setSessionCookie } from '../sign-in/index.ts'
import { visitorOf } from '../visitor.ts'
import { invitationPage, refusedInvitation } from './pages.ts'

const formBytesMax = 16 * 1024

export function invitationDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.get('/invitation/:link', async (c) => {
    try {
      return invitationPage(await findInvitation(hub, c.req.param('link')))
    } catch (error) {
      return refusedInvitation(error)
    }
  })

  door.post('/invitation/:link', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const link = c.req.param('link')
    const name = nameOf(await readBoundedBytes(c.req.raw, formBytesMax))
    try {
      const parsed = acceptance.safeParse({ name })
      if (!parsed.success) return invitationPage(await findInvitation(hub, link), name)
      setSessionCookie(c, await acceptInvitation(hub, link, parsed.data, visitorOf(hub, c)))
    } catch (error) {
      return refusedInvitation(error)
    }
    return c.redirect('/', 303)
  })

  door.all('/invitation/:link', () => {
    throw new AppError('method_not_allowed', 'This path allows GET, POST.', {
      extensions: { allow: 'GET, POST' },
    })
  })
  return door
}

/** Of a form; nothing else in it counts. */
function nameOf(bytes: Uint8Array): string {
  return new URLSearchParams(new TextDecoder().decode(bytes)).get('name') ?? ''
}
