// The operator's browser comes in and goes out. Opening a link shows a page with one button, so that a mail scanner uses nothing
// up; the button's POST redeems it. Asking for a letter answers alike for every address.
import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import { takeLetterPlace } from '../../core/identity/limit-letters.ts'
import { errorText } from '../../core/lib/error-text.ts'
import { letterOf } from '../../core/mail/letter.ts'
import {
  endOperatorSession,
  isOperatorLink,
  linkForLetter,
  redeemOperatorLink,
} from '../../core/operators/index.ts'
import type { HubVariables } from '../http-context.ts'
import { requireSameOrigin } from '../middleware/authenticate.ts'
import { readJsonBody } from '../middleware/body.ts'
import { parseInput } from '../operation.ts'
import { page } from '../page.ts'
import { refusedPage } from '../sign-in/pages.ts'
import { visitorOf } from '../visitor.ts'
import { operatorCookie } from './authenticate.ts'

const cookieOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
const linkRequest = z.strictObject({ email: z.email().max(254) })

export function operatorSignInDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.post('/sign-in/link', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const body = await readJsonBody(c, { bytesMax: 4 * 1024, optional: false })
    const { email } = parseInput(linkRequest, body, '')
    const { network } = visitorOf(hub, c)
    await takeLetterPlace(hub, network)
    // After the answer: how long it takes tells nothing of whether the address is known.
    c.executionCtx.waitUntil(
      mailLink(hub, email, network).catch((error) =>
        hub.log.write('warn', 'an operator link could not be mailed', {
          requestId: c.get('requestId'),
          error: errorText(error),
        }),
      ),
    )
    return c.json({ sent: true }, 202)
  })

  door.get('/sign-in/:link', (c) => {
    if (!isOperatorLink(c.req.param('link'))) return deadLink()
    return page(
      'Operator sign-in',
      `<h1>Sign in to the operator console</h1>
       <p>This link works once, and only for whoever runs this hub.</p>
       <form method="post"><button type="submit" autofocus>Sign in</button></form>`,
    )
  })

  door.post('/sign-in/:link', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    try {
      const before = getCookie(c, operatorCookie)
      const { session, maxAgeSeconds } = await redeemOperatorLink(
        hub,
        c.req.param('link'),
        visitorOf(hub, c),
      )
      if (before) await endOperatorSession(hub, before)
      setCookie(c, operatorCookie, session, { ...cookieOptions, maxAge: maxAgeSeconds })
      return c.redirect('/console', 303)
    } catch (error) {
      if (error instanceof AppError && error.code === 'unauthenticated') return deadLink()
      return refusedPage(error)
    }
  })

  door.post('/sign-out', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const session = getCookie(c, operatorCookie)
    if (session) await endOperatorSession(hub, session)
    deleteCookie(c, operatorCookie, cookieOptions)
    return c.redirect('/console/sign-in', 303)
  })
  return door
}

function deadLink(): Response {
  return page(
    'Operator sign-in',
    `<h1>This link does not work any more</h1>
     <p>It was used, is too old, or is not one of ours. Ask for another one.</p>
     <a class="button" href="/console/sign-in">Ask for a link</a>`,
    { status: 410 },
  )
}

async function mailLink(hub: Hub, email: string, network: string | null): Promise<void> {
  const found = await linkForLetter({ hub, network }, email)
  if (!found) return
  await hub.mail.send(
    letterOf({
      to: found.email,
      subject: 'Sign in to the operator console',
      brand: null,
      title: 'Sign in to the operator console',
      paragraphs: [
        `Hello ${found.name}, this link signs you in at ${new URL(hub.settings.publicOrigin).host}. It works once, for fifteen minutes.`,
      ],
      buttons: [{ label: 'Sign in', url: found.link.url }],
      footer: 'Somebody asked for this letter at the sign-in page. If it was not you, ignore it.',
    }),
  )
}
