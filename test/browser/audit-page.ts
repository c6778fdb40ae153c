// What every page of ours must pass, whoever made it: it complains of nothing, keeps its own content security policy, asks nobody
// else, does not scroll sideways, has one heading and a title, and axe-core finds nothing (WCAG 2.2 A and AA, and good practice).
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { overflow, type Visit } from './chromium.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What axe-core finds on the page as it stands, one line for each place. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  // By the debugger's door: the page's own policy would refuse the script.
  await page.evaluate(`typeof axe === 'undefined' && eval(${JSON.stringify(axe)})`)
  const { violations } = await page.evaluate<{ violations: Finding[] }>(
    `axe.run(document, { resultTypes: ['violations'] })`,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary ?? ''}`),
  )
}

const settleMsMax = 20_000
const lookEveryMs = 50

/**
 * Waits until an expression is true in the page. Playwright's own way polls inside the page by `eval`, which our policy refuses.
 * Throws after 20 s.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const late = Date.now() + settleMsMax
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`))) {
    if (Date.now() > late) throw new Error(`not true within 20 s: ${expression}`)
    await page.waitForTimeout(lookEveryMs)
  }
}

/** Waits until nothing on the page is a skeleton or on its way. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await until(
    page,
    `!document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') &&
     document.getAnimations().every((each) => each.playState !== 'running')`,
  )
}

/**
 * Expects that a settled page passes. `asked` are the answers that the page may have been refused on purpose, as the browser notes
 * them (`status of 401 … /v1/me`).
 */
export async function auditPage(visit: Visit, asked: readonly RegExp[] = []): Promise<void> {
  const { page, complaints, foreign, violations } = visit
  expect(await page.title(), 'its title').toMatch(/\S · \S/)
  expect(await page.locator('h1').count(), 'one heading').toBe(1)
  expect(await overflow(page), 'scrolls sideways').toBeLessThanOrEqual(0)
  expect(await accessibilityFindings(page), 'axe-core').toEqual([])
  expect(
    complaints.filter((line) => !asked.some((pattern) => pattern.test(line))),
    'complaints',
  ).toEqual([])
  expect(violations, 'content security policy').toEqual([])
  expect(foreign, 'addresses elsewhere').toEqual([])
}
