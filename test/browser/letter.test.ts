// Letters as a reader shows them, in a real browser: light and dark, wide and narrow, with and without an organization's look, and with
// hostile text in every part. With UPDATE_PICTURES set, the picture of the documentation is taken anew.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Brand } from '../../core/contract/brand.ts'
import { type LetterContent, letterOf } from '../../core/mail/letter.ts'
import { root } from '../../scripts/toolchain.mjs'
import { pngOf } from '../support/picture.ts'
import { accessibilityFindings } from './audit-page.ts'
import { executablePath, type Look, openBrowser, overflow, visit } from './chromium.ts'

const pictures = join(root, 'docs/images')
const origin = 'https://causeway.example'
const phone = { width: 390, height: 844 }

const acme: Brand = {
  organizationId: 'org_acme',
  displayName: 'Acme Works',
  isOwn: true,
  accentColor: '#7c3aed',
  logoUrl: `${origin}/brand/org_acme/logo?v=1`,
}
const notice: LetterContent = {
  to: 'dana@acme.example',
  subject: 'Our Jira needs to be reconnected (Acme Works)',
  brand: acme,
  title: 'Our Jira needs to be reconnected',
  paragraphs: [
    'Actions and answers that use this Jira connection fail until somebody reconnects it. The reason: the vendor no longer accepts its credentials.',
  ],
  buttons: [{ label: 'Open the connection', url: `${origin}/connections/conn_01m83bzhwsebxrkpp` }],
  footer: `You are told of this: A connection needs to be reconnected. What you are told is yours to choose: ${origin}/account`,
}
const daily: LetterContent = {
  ...notice,
  subject: '2 things to know (Acme Works)',
  title: '2 things to know',
  paragraphs: [],
  buttons: [],
  items: ['Our Jira needs to be reconnected', 'A quota is nearly used (actions.write)'].map(
    (title) => ({
      title,
      text: 'Somebody should look at it.',
      label: 'Open it',
      url: `${origin}/settings`,
    }),
  ),
}

describe.skipIf(executablePath === undefined)('a letter in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  }, 60_000)
  afterAll(() => browser?.close())

  /** Shows a letter; only the logo may be asked for. */
  async function shown(content: LetterContent, look: Look, use: (page: Page) => Promise<void>) {
    const { page, context, foreign, complaints } = await visit(browser, [], look)
    const body = pngOf(40, 40, '7c3aed')
    await context.route(`${origin}/brand/**`, (route) =>
      route.fulfill({ contentType: 'image/png', body }),
    )
    await page.setContent(letterOf(content).html)
    try {
      await use(page)
      expect(foreign).toEqual([])
      expect(complaints).toEqual([])
    } finally {
      await context.close()
    }
  }

  const looks = {
    light: {},
    dark: { colorScheme: 'dark' },
    narrow: phone,
    'narrow and dark': { ...phone, colorScheme: 'dark' },
  } as const
  for (const [name, look] of Object.entries(looks)) {
    test(`is readable and fits (${name})`, async () => {
      const contents: LetterContent[] = [
        notice,
        daily,
        { ...notice, brand: null },
        { ...notice, brand: { ...acme, accentColor: '#ffff00', logoUrl: null } },
      ]
      for (const content of contents) {
        await shown(content, look, async (page) => {
          expect(await overflow(page)).toBeLessThanOrEqual(0)
          const findings = await accessibilityFindings(page)
          // A letter is no page: it has no landmarks.
          expect(findings.filter((line) => !/^(region|landmark-)/.test(line))).toEqual([])
        })
      }
    })
  }

  test('shows hostile text as text, and runs nothing', async () => {
    const hostile =
      '<img src=x onerror="document.title=1"><script>document.title=1</script>\u202egnp'
    const long = 'W'.repeat(3_000)
    const every = (text: string): LetterContent => ({
      ...notice,
      subject: text,
      title: text,
      paragraphs: [text],
      buttons: [{ label: text, url: `${origin}/${encodeURIComponent(text)}` }],
      items: [{ title: text, text, label: text, url: origin }],
      footer: text,
      brand: { ...acme, displayName: text },
    })
    await shown(every(hostile), phone, async (page) => {
      expect(await page.title()).toContain('<img src=x')
      expect(await page.locator('img').count()).toBe(1)
      expect(await page.locator('script').count()).toBe(0)
      expect(await page.getByRole('heading').textContent()).toContain('<script>')
      expect(await overflow(page)).toBeLessThanOrEqual(0)
    })
    await shown(every(long), phone, async (page) => {
      expect(await overflow(page)).toBeLessThanOrEqual(0)
    })
  })

  test.runIf(process.env.UPDATE_PICTURES)('has its picture taken', async () => {
    mkdirSync(pictures, { recursive: true })
    for (const [name, look] of Object.entries({
      letter: { width: 720, height: 560 },
      'letter-dark': { width: 720, height: 560, colorScheme: 'dark' },
    } as const)) {
      await shown(notice, look, async (page) => {
        await page.screenshot({ path: join(pictures, `${name}.png`) })
      })
    }
  })
})
