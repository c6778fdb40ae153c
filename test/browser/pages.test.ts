// The pages beside the dashboard (dashboard.test.ts), in a real browser: a sign-in link, the API reference, and the simulators' page,
// on which the story is played by hand. None may complain, break its own content security policy, or ask for anything from elsewhere.
// With UPDATE_PICTURES set, the pictures of the documentation are taken anew.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/toolchain.mjs'
import { type Product, startProduct } from '../support/process.ts'
import { executablePath, type Look, openBrowser, overflow, type Visit, visit } from './chromium.ts'

const pictures = join(root, 'docs/images')
const phone = { width: 390, height: 844 }
let product: Product
let browser: Browser

async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.UPDATE_PICTURES) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

/** Visits a page, uses it, and expects that it neither complained nor asked for anything from elsewhere. */
async function on(url: string, look: Look, use: (page: Page, whole: Visit) => Promise<void>) {
  const whole = await visit(browser, [product.url, product.simulatorUrl], look)
  try {
    await whole.page.goto(url)
    await use(whole.page, whole)
    // The browser itself notes that nobody is signed in.
    const others = whole.complaints.filter((line) => !/status of 401 .*\/v1\/me$/.test(line))
    expect(others).toEqual([])
    expect(whole.foreign).toEqual([])
  } finally {
    await whole.context.close()
  }
}

describe.skipIf(executablePath === undefined)('in a browser', () => {
  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await product?.close()
  })

  test('a sign-in link signs its member in by one button, and works once', async () => {
    await on(product.signInUrl, {}, async (page, { context }) => {
      // Opening it again, as a mail scanner does, uses nothing up.
      await page.reload()
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(`${product.url}/`)
      await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
      const [cookie] = await context.cookies()
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax' })
    })
    const again = await visit(browser, [product.url])
    await again.page.goto(product.signInUrl)
    await again.page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
    await again.page.goto(`${product.url}/`)
    await again.page.waitForURL(`${product.url}/sign-in**`)
    await again.context.close()
  })

  test('the API reference renders without anything from elsewhere', async () => {
    await on(`${product.url}/docs`, {}, async (page) => {
      await page.getByRole('heading', { name: 'Causeway', exact: true }).first().waitFor()
      await page.getByRole('heading', { name: 'The actor who asks' }).first().waitFor()
      await page.getByText('/v1/me').first().waitFor()
    })
  })

  describe("the simulators' page", () => {
    test('plays the story: a question, its answer, a confirmation, the issue', async () => {
      await on(`${product.simulatorUrl}/`, {}, async (page) => {
        const chat = page.getByRole('region', { name: 'Chat' })
        const watch = page.getByRole('region', { name: 'What the vendors hold and saw' })
        const say = async (text: string) => {
          await chat.getByRole('textbox').fill(text)
          await chat.getByRole('textbox').press('Enter')
        }
        await say('which bugs are open in project ACME?')
        await chat.getByText(/\d+ open bugs/).waitFor()
        await say('file a bug: login fails on Safari')
        await chat.getByRole('button', { name: 'Confirm' }).waitFor()
        expect(await watch.getByText('login fails on Safari').count()).toBe(0)
        await chat.getByRole('button', { name: 'Confirm' }).click()
        await chat.getByText('Done:').waitFor()
        await chat.getByText('Confirmed by').waitFor()
        await watch.getByRole('tab', { name: 'Issues' }).click()
        await watch.getByText('login fails on Safari').first().waitFor()
      })
    })

    test('is as good in light and dark, and on a phone', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await on(`${product.simulatorUrl}/`, { colorScheme, height: 820 }, async (page) => {
          await page.getByText('Confirmed by').waitFor()
          await picture(page, colorScheme === 'dark' ? 'simulator-dark' : 'simulator')
        })
      }
      await on(`${product.simulatorUrl}/`, phone, async (page) => {
        await page.getByText('Confirmed by').waitFor()
        expect(await overflow(page)).toBeLessThanOrEqual(0)
      })
    })
  })
})
