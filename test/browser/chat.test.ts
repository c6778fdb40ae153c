// The chat as a person uses it: a question answered with its sources, and a write that happens after a yes, once, with hostile text
// shown as text.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/toolchain.mjs'
import { auditPage, settled } from './audit-page.ts'
import { executablePath, looks } from './chromium.ts'
import { type Dashboard, openDashboard } from './dashboard.ts'

const pictures = join(root, 'docs/images')
let dashboard: Dashboard

describe.skipIf(executablePath === undefined)('the chat in a browser', () => {
  beforeAll(async () => {
    dashboard = await openDashboard()
  }, 180_000)

  afterAll(async () => {
    await dashboard?.close()
  })

  test('the chat answers with its sources, and writes after a yes', async () => {
    const whole = await dashboard.visit()
    const { page } = whole
    await page.goto(`${dashboard.url}/chat`)
    await page.getByRole('button', { name: 'Which bugs are open in project ACME?' }).click()
    await page
      .getByText(/\d+ open bugs/)
      .first()
      .waitFor()
    await page.waitForURL(/\/chat\/cnv_/)
    await page.getByText(/^From Jira/).click()
    expect(await page.getByRole('link', { name: /^ACME-\d+ / }).count()).toBeGreaterThan(0)
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
      const seen = await dashboard.visit(look)
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
