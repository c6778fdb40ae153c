// The hosted connect in an organization's look, in a real browser: light and dark, wide and narrow, what is asked for and what went
// wrong. With UPDATE_PICTURES set, the picture of the documentation is taken anew.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDashboard } from '../../scripts/start/dashboard.ts'
import { root } from '../../scripts/toolchain.mjs'
import { expectStatus } from '../support/client.ts'
import { openHub, type TestHub } from '../support/hub.ts'
import { pngOf } from '../support/picture.ts'
import { auditPage } from './audit-page.ts'
import { executablePath, openBrowser, visit } from './chromium.ts'

const looks = {
  connect: {},
  'connect-dark': { colorScheme: 'dark' },
  'connect-phone': { width: 390, height: 844 },
} as const

describe.skipIf(executablePath === undefined)('the hosted connect in a browser', () => {
  let hub: TestHub
  let browser: Browser
  let link: string

  beforeAll(async () => {
    await buildDashboard()
    ;[hub, browser] = await Promise.all([openHub(), openBrowser()])
    const acme = await hub.openOrganization()
    const base64 = pngOf(48, 48, '7c3aed').toString('base64')
    const logo = { mediaType: 'image/png', base64 }
    const branding = { displayName: 'Acme Works', accentColor: '#7c3aed', logo }
    expectStatus(await acme.memberClient.patch('/v1/organization', { branding }), 200)
    const made = await acme.client.post('/v1/connect-sessions', { connector: 'slack' })
    link = expectStatus(made, 201).body.url
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.close()
  })

  for (const [name, look] of Object.entries(looks)) {
    test(`wears the organization's look and says what is asked for (${name})`, async () => {
      const seen = await visit(browser, [hub.url], look)
      await seen.page.goto(link)
      await seen.page.getByText('Answer, and post what a person confirmed.').waitFor()
      await seen.page.getByRole('button', { name: 'Continue to Slack' }).waitFor()
      const color = await seen.page.evaluate<string>(
        'getComputedStyle(document.querySelector("button")).backgroundColor',
      )
      expect(color).toBe('rgb(124, 58, 237)')
      await auditPage(seen)
      if (process.env.UPDATE_PICTURES && name !== 'connect-phone') {
        await seen.page.screenshot({ path: join(root, 'docs/images', `${name}.png`) })
      }
      await seen.context.close()
    })
  }

  test('says what to do about a link that no longer works', async () => {
    const seen = await visit(browser, [hub.url])
    await seen.page.goto(`${link}x`)
    await seen.page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
    await auditPage(seen, [/status of 404/])
    await seen.context.close()
  })
})
