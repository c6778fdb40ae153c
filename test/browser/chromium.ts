// A real Chromium for tests of pages: one browser for a file, a context of its own for each test. It reaches our two origins and
// nothing else, and remembers everything that a page complained about: errors, broken promises of the content security policy,
// and addresses it wanted elsewhere.
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const executables = [process.env.CHROMIUM_PATH ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome']

/** The browser's program; undefined where there is none. */
export const executablePath = executables.find((path) => path !== '' && existsSync(path))

/** Starts the browser. Close it in `afterAll`. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Console errors and uncaught ones; empty when all is well. */
  readonly complaints: string[]
  /** What the page's content security policy refused: directive and what it was. */
  readonly violations: string[]
  /** Addresses outside the given origins that the page asked for. */
  readonly foreign: string[]
}

export interface Look {
  readonly colorScheme?: 'light' | 'dark'
  /** A browser that is signed in already: what `context.storageState()` told. */
  readonly storageState?: Awaited<ReturnType<BrowserContext['storageState']>>
  readonly width?: number
  readonly height?: number
}

/** A new page in a context of its own that only reaches `origins`. */
export async function visit(
  browser: Browser,
  origins: readonly string[],
  look: Look = {},
): Promise<Visit> {
  const { colorScheme = 'light', width = 1280, height = 860, storageState } = look
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height },
    // Nothing moves in pictures, and nothing is waited for.
    reducedMotion: 'reduce',
    ...(storageState ? { storageState } : {}),
  })
  const complaints: string[] = []
  const foreign: string[] = []
  await context.route('**', (route) => {
    const url = new URL(route.request().url())
    if (origins.includes(url.origin)) return route.continue()
    foreign.push(url.href)
    return route.abort()
  })
  const violations: string[] = []
  await context.exposeFunction('reportViolation', (text: string) => violations.push(text))
  await context.addInitScript(
    `addEventListener('securitypolicyviolation', (event) =>
      reportViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))`,
  )
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, context, complaints, violations, foreign }
}

/** How a page is looked at: wide in light and dark, and on a phone. */
export const looks = {
  light: {},
  dark: { colorScheme: 'dark' },
  phone: { width: 390, height: 844 },
} as const satisfies Record<string, Look>

const isWhole = process.env.TEST_ALL !== undefined || process.env.UPDATE_PICTURES !== undefined

/** In which looks each page is audited: all of them, or (in a quick run) two that hold both schemes and both widths. */
export const auditedLooks: Readonly<Record<string, Look>> = isWhole
  ? looks
  : { light: looks.light, 'phone-dark': { ...looks.phone, colorScheme: 'dark' } }

/** Shows an open page in another look, as when the system changes its colours or the window its size. */
export async function show(page: Page, look: Look): Promise<void> {
  const { colorScheme = 'light', width = 1280, height = 860 } = look
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.setViewportSize({ width, height })
}

/** How far the page is wider than its window, in CSS pixels: 0 or less when nothing scrolls sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
}
