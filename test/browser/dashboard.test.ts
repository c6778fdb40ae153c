// Every page of the dashboard in a real browser, held to audit-page.ts in each look: light, dark, and on a phone. A page is added by
// one line of the table in dashboard-pages.ts. With UPDATE_PICTURES set, the pictures of the documentation are taken anew.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/toolchain.mjs'
import { auditPage, settled } from './audit-page.ts'
import { auditedLooks, executablePath, show } from './chromium.ts'
import { type Dashboard, openDashboard } from './dashboard.ts'
import { pages } from './dashboard-pages.ts'

const pictures = join(root, 'docs/images')
let dashboard: Dashboard

describe.skipIf(executablePath === undefined)('the dashboard', () => {
  beforeAll(async () => {
    dashboard = await openDashboard()
  }, 180_000)

  afterAll(async () => {
    await dashboard?.close()
  })

  for (const { heading, path, picture, asked = [], isPublic = false } of pages) {
    test(`shows ${heading} (${typeof path === 'string' ? path : picture}) in every look`, async () => {
      const whole = await (isPublic ? dashboard.visitAnonymous() : dashboard.visit())
      try {
        const { page } = whole
        await page.goto(dashboard.url + (typeof path === 'string' ? path : path(dashboard.seeded)))
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
        for (const [name, look] of Object.entries(auditedLooks)) {
          await show(page, look)
          await settled(page)
          await auditPage(whole, asked)
          if (picture && process.env.UPDATE_PICTURES) {
            mkdirSync(pictures, { recursive: true })
            const file = name === 'light' ? picture : `${picture}-${name}`
            await page.screenshot({ path: join(pictures, `${file}.png`) })
          }
        }
      } finally {
        await whole.context.close()
      }
    })
  }

  test('a page of the dashboard is one document for every path, and other paths are not', async () => {
    const { anonymous } = dashboard.hub
    for (const { path } of pages) {
      const asked = typeof path === 'string' ? path : path(dashboard.seeded)
      const answer = await anonymous.send('GET', asked, undefined, { accept: 'text/html' })
      expect(answer.status, asked).toBe(200)
      expect(answer.text, asked).toContain('<div id="root">')
      expect(answer.headers.get('cache-control'), asked).not.toMatch(/immutable|max-age=[1-9]/)
    }
    for (const path of ['/nowhere', '/runs/a/b', '/sign-in-x', '/v1/nowhere', '/console/a/b/c']) {
      const answer = await anonymous.send('GET', path, undefined, { accept: 'text/html' })
      expect(answer.status, path).toBeGreaterThanOrEqual(400)
    }
    // A program that asks for JSON gets no page.
    expect((await anonymous.send('GET', '/runs')).status).toBe(404)
  })
})
