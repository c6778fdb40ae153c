// The browser's way in and out. Opening a link shows a page with one button: a mail scanner that fetches the link uses
// nothing up. The button's POST redeems it and sets the session cookie. Every POST must come from our own pages, and where it
// leads to is always a path of ours.
import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { Hub } from '../../core/context.ts'
import {
  authenticationCredential,
  emailAddress,
  findSignInLink,
  type OpenedSession,
  offerPasskeySignIn,
  redeemSignInLink,
  relyingPartyOf,
  sendSignInLinks,
  signInWithPasskey,
  signOut,
} from '../../core/identity/index.ts'
import { ownPath } from '../../core/lib/own-path.ts'
import type { HubContext, HubVariables } from '../http-context.ts'
import { requireSameOrigin, sessionCookie } from '../middleware/authenticate.ts'
import { readBoundedBytes, readJsonBody } from '../middleware/body.ts'
import { parseInput } from '../operation.ts'
import { visitorOf } from '../visitor.ts'
import { linkPage, refusedPage, sentPage, wrongAddressPage } from './pages.ts'

const cookieOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
const bodyBytesMax = 16 * 1024
const passkeyBytesMax = 64 * 1024

/** Binds a passkey's challenge to the browser that asked for it. */
const challengeCookie = '__Host-causeway-challenge'
const challengeOptions = { ...cookieOptions, sameSite: 'Strict' } as const

const askedLink = z.strictObject({
  email: emailAddress,
  /** Where the person wanted to go. Anything but a path of ours is dropped. */
  next: z.string().max(2_000).nullish(),
})

/** Gives the browser its session. */
export function setSessionCookie(c: HubContext, session: OpenedSession): void {
  setCookie(c, sessionCookie, session.secret, { ...cookieOptions, maxAge: session.maxAgeSeconds })
}

export function signInDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.get('/sign-in/options', (c) =>
    c.json({
      signUp: hub.settings.signUp,
      regions: hub.regions,
      passkeys: relyingPartyOf(hub.settings) !== null,
    }),
  )

  door.post('/sign-in/link', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    if (isForm(c)) return await sendFromPage(hub, c)
    const body = await readJsonBody(c, { bytesMax: bodyBytesMax, optional: false })
    const { email, next } = parseInput(askedLink, body, '')
    await sendSignInLinks(hub, { email, next: next ?? null }, visitorOf(hub, c))
    return c.json({ sent: true }, 202)
  })

  door.post('/sign-in/passkey/options', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const body = await readJsonBody(c, { bytesMax: bodyBytesMax, optional: true })
    parseInput(z.strictObject({}), body, '')
    const { options, cookie, maxAgeSeconds } = await offerPasskeySignIn(hub, visitorOf(hub, c))
    setCookie(c, challengeCookie, cookie, { ...challengeOptions, maxAge: maxAgeSeconds })
    return c.json({ options })
  })

  door.post('/sign-in/passkey', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const body = await readJsonBody(c, { bytesMax: passkeyBytesMax, optional: false })
    const { credential } = parseInput(
      z.strictObject({ credential: authenticationCredential }),
      body,
      '',
    )
    const cookie = getCookie(c, challengeCookie) ?? null
    deleteCookie(c, challengeCookie, challengeOptions)
    const session = await signInWithPasskey(hub, { credential, cookie }, visitorOf(hub, c))
    setSessionCookie(c, session)
    return c.json({ organizationId: session.organizationId })
  })

  door.get('/sign-in/:link', async (c) => {
    try {
      return linkPage(await findSignInLink(hub, c.req.param('link'), visitorOf(hub, c)))
    } catch (error) {
      return refusedPage(error)
    }
  })

  door.post('/sign-in/:link', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    try {
      const link = c.req.param('link')
      setSessionCookie(c, await redeemSignInLink(hub, link, visitorOf(hub, c)))
    } catch (error) {
      return refusedPage(error)
    }
    return c.redirect(ownPath(c.req.query('next')) ?? '/', 303)
  })

  door.post('/sign-out', async (c) => {
    requireSameOrigin(c.req.raw, hub.settings.publicOrigin)
    const cookie = getCookie(c, sessionCookie)
    if (cookie) await signOut(hub, cookie, visitorOf(hub, c))
    deleteCookie(c, sessionCookie, cookieOptions)
    return c.redirect('/', 303)
  })
  return door
}

const isForm = (c: HubContext) =>
  /^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '')

/** The form of our own pages, for browsers without script. */
async function sendFromPage(hub: Hub, c: HubContext): Promise<Response> {
  const bytes = await readBoundedBytes(c.req.raw, bodyBytesMax)
  const form = new URLSearchParams(new TextDecoder().decode(bytes))
  const email = emailAddress.safeParse(form.get('email'))
  if (!email.success) return wrongAddressPage()
  try {
    await sendSignInLinks(hub, { email: email.data, next: null }, visitorOf(hub, c))
  } catch (error) {
    return refusedPage(error)
  }
  return sentPage()
}
