// Passkeys in a real Chromium, whose own pretend authenticator makes and uses them: the browser's checks of our options, origin and
// host are its own.
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectStatus } from '../support/client.ts'
import { dana, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { executablePath, openBrowser, visit } from './chromium.ts'

/** Runs in the page: asks the hub for options, lets the browser answer, and gives the hub the answer. */
const ceremonies = `({
  async send(path, body) {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  },
  async make(name) {
    const { body } = await this.send('/v1/me/passkeys/options', {})
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(body.options)
    const made = await navigator.credentials.create({ publicKey })
    return this.send('/v1/me/passkeys', { name, credential: made.toJSON() })
  },
  async signIn() {
    const { body } = await this.send('/sign-in/passkey/options', {})
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(body.options)
    const used = await navigator.credentials.get({ publicKey })
    return this.send('/sign-in/passkey', { credential: used.toJSON() })
  },
})`

interface Told {
  readonly status: number
  readonly body: Record<string, unknown>
}

const inPage = (page: Page, call: string) => page.evaluate<Told>(`${ceremonies}.${call}`)

describe.skipIf(executablePath === undefined)('a passkey in a browser', () => {
  let hub: TestHub
  let acme: TestOrganization
  let browser: Browser

  beforeAll(async () => {
    ;[hub, browser] = await Promise.all([openHub({}, 'localhost'), openBrowser()])
    acme = await hub.openOrganization()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.close()
  })

  async function addAuthenticator(session: CDPSession, isUserVerified: boolean): Promise<void> {
    await session.send('WebAuthn.enable')
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified,
      },
    })
  }

  test('is made after a sign-in by a link, and lets its person in again without typing', async () => {
    const { page, context, foreign } = await visit(browser, [hub.url])
    try {
      await addAuthenticator(await context.newCDPSession(page), true)
      await page.goto(await hub.signInLink(acme.id, dana.email))
      await page.getByText('dana@acme.example').waitFor()
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(`${hub.url}/`)
      const made = await inPage(page, "make('Laptop')")
      expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 })

      await context.clearCookies()
      const before = await page.evaluate<number>("fetch('/v1/me').then(({ status }) => status)")
      expect(before).toBe(401)
      expect(await inPage(page, 'signIn()')).toEqual({
        status: 200,
        body: { organizationId: acme.id },
      })
      const cookies = await context.cookies()
      const session = cookies.find(({ name }) => name === '__Host-causeway')
      expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax' })
      const client = hub.browser(`__Host-causeway=${session?.value}`)
      expect(expectStatus(await client.get('/v1/me'), 200).body).toMatchObject({
        email: dana.email,
      })
      // Once more: the authenticator's counter has grown.
      expect(await inPage(page, 'signIn()')).toMatchObject({ status: 200 })
      expect(foreign).toEqual([])
    } finally {
      await context.close()
    }
  })

  test('is not made by an authenticator that does not verify its person', async () => {
    const { page, context } = await visit(browser, [hub.url])
    try {
      await addAuthenticator(await context.newCDPSession(page), false)
      await page.goto(await hub.signInLink(acme.id, dana.email))
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(`${hub.url}/`)
      await expect(inPage(page, "make('Unverified')")).rejects.toThrow(/NotAllowedError/)
    } finally {
      await context.close()
    }
  })
})
