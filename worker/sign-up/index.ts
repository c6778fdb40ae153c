// Where a person begins an organization: what they type waits for the letter's link. Opening the link shows what it would make; its
// button makes it. Every POST must come from our own pages.
import { Hono } from 'hono'
import type { Hub } from '../../core/context.ts'
import {
  completeSignUp,
  findSignUp,
  newSignUp,
  requestSignUp,
} from '../../core/organizations/index.ts'
import type { HubVariables } from '../http-context.ts'
import { requireSameOrigin } from '../middleware/authenticate.ts'
import { readJsonBody } from '../middleware/body.ts'
import { parseInput } from '../operation.ts'
import { setSessionCookie } from '../sign-in/index.ts'
import { refusedPage, signUpPage, toSignUp } from '../sign-in/pages.ts'
import { visitorOf } from '../visitor.ts'

const bodyBytesMax = 16 * 1024

export function signUpDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.post('/sign-up', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const body = await readJsonBody(c, { bytesMax: bodyBytesMax, optional: false })
    await requestSignUp(hub, parseInput(newSignUp, body, ''), visitorOf(hub, c))
    return c.json({ sent: true }, 202)
  })

  door.get('/sign-up/:link', async (c) => {
    try {
      return signUpPage(await findSignUp(hub, c.req.param('link'), visitorOf(hub, c)))
    } catch (error) {
      return refusedPage(error, toSignUp)
    }
  })

  door.post('/sign-up/:link', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    try {
      setSessionCookie(c, await completeSignUp(hub, c.req.param('link'), visitorOf(hub, c)))
    } catch (error) {
      return refusedPage(error, toSignUp)
    }
    return c.redirect('/', 303)
  })
  return door
}
