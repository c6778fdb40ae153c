// Every page of the dashboard in a real browser, light and dark, wide and on a phone, each held to audit-page.ts. A page is added
// by one line of the table below. With UPDATE_PICTURES set, the pictures of the documentation are taken anew.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/toolchain.mjs'
import { type Product, startProduct } from '../support/process.ts'
import { auditPage, settled } from './audit-page.ts'
import { executablePath, type Look, openBrowser, visit } from './chromium.ts'

const pictures = join(root, 'docs/images')

/** Each page by its heading: its path, and the name of its pictures where it has some. */
const pages: readonly { heading: string; path: string; picture?: string }[] = [
  { heading: 'Overview', path: '/', picture: 'overview' },
  { heading: 'Chat', path: '/chat' },
  { heading: 'Setup', path: '/setup', picture: 'setup' },
  { heading: 'Set up Slack', path: '/setup/slack', picture: 'setup-slack' },
]

const looks = {
  light: {},
  dark: { colorScheme: 'dark' },
  phone: { width: 390, height: 844 },
  'phone-dark': { width: 390, height: 844, colorScheme: 'dark' },
} as const satisfies Record<string, Look>

let product: Product
let browser: Browser
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>

describe.skipIf(executablePath === undefined)('the dashboard', () => {
  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
    const { page, context } = await visit(browser, [product.url])
    await page.goto(product.signInUrl)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${product.url}/`)
    signedIn = await context.storageState()
    await context.close()
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await product?.close()
  })

  for (const { heading, path, picture } of pages) {
    test(`shows ${heading} at ${path}, in every look`, async () => {
      for (const [name, look] of Object.entries(looks)) {
        const whole = await visit(browser, [product.url], { ...look, storageState: signedIn })
        try {
          await whole.page.goto(product.url + path)
          await whole.page.getByRole('heading', { name: heading, level: 1 }).waitFor()
          await settled(whole.page)
          await auditPage(whole)
          if (picture && process.env.UPDATE_PICTURES) {
            mkdirSync(pictures, { recursive: true })
            const file = name === 'light' ? picture : `${picture}-${name}`
            await whole.page.screenshot({ path: join(pictures, `${file}.png`) })
          }
        } finally {
          await whole.context.close()
        }
      }
    })
  }

  test('changes its colours by its button, and keeps them', async () => {
    const { page, context } = await visit(browser, [product.url], { storageState: signedIn })
    const scheme = () =>
      page.evaluate('document.documentElement.dataset.mantineColorScheme') as Promise<string>
    await page.goto(`${product.url}/`)
    await page.getByRole('button', { name: 'Use the dark colours' }).click()
    await page.getByRole('button', { name: 'Use the light colours' }).waitFor()
    expect(await scheme()).toBe('dark')
    await page.reload()
    expect(await scheme()).toBe('dark')
    await context.close()
  })

  test('the chat answers with its sources, and writes after a yes', async () => {
    const whole = await visit(browser, [product.url], { storageState: signedIn })
    const { page } = whole
    await page.goto(`${product.url}/chat`)
    await page.getByRole('button', { name: 'Which bugs are open in project ACME?' }).click()
    await page
      .getByText(/\d+ open bugs/)
      .first()
      .waitFor()
    await page.waitForURL(/\/chat\/cnv_/)
    await page.getByText(/^From Jira/).click()
    expect(await page.getByRole('link', { name: /^ACME-1 / }).count()).toBeGreaterThan(0)
    const field = page.getByRole('textbox', { name: 'Your question' })
    const summary = 'login fails <img src=x onerror=alert(1)>'
    await field.fill(`file a bug: ${summary}`)
    await field.press('Enter')
    const waiting = page.getByRole('region', { name: 'A write that waits for a yes' })
    await waiting.getByText(summary, { exact: true }).waitFor()
    await page.reload()
    await waiting.getByRole('button', { name: 'Confirm' }).click()
    await waiting.getByRole('link', { name: /^ACME-\d+/ }).waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    await settled(page)
    await auditPage(whole)
    for (const [name, look] of Object.entries(looks)) {
      if (!process.env.UPDATE_PICTURES) break
      const seen = await visit(browser, [product.url], { ...look, storageState: signedIn })
      await seen.page.goto(page.url())
      await seen.page.getByRole('link', { name: 'See the run' }).waitFor()
      const file = join(pictures, name === 'light' ? 'chat.png' : `chat-${name}.png`)
      await seen.page.screenshot({ path: file })
      await seen.context.close()
    }
    await waiting.getByRole('link', { name: 'See the run' }).click()
    await page.waitForURL(/\/runs\/run_/)
    await whole.context.close()
  })
})
