// What the dashboard costs a person: the script before the first page, its largest paint and its blocked time from Chromium's own
// entries (largest-contentful-paint, longtask), and how long a press takes on a table of 10,000 rows (Event Timing: from the input to
// the next frame). Each load is a browser that has nothing kept.
import type { CDPSession, Page } from 'playwright-core'
import { weighFirstPage } from '../scripts/first-page.ts'
import { until } from '../test/browser/audit-page.ts'
import type { Visit } from '../test/browser/chromium.ts'
import { type Dashboard, openDashboard } from '../test/browser/dashboard.ts'
import { type BenchResult, type Figure, figure, median, percentile } from './support/figures.ts'

const kib = 1024
const loads = 5
const rowsOfTable = 10_000
const quietMs = 1_000

/** A phone on a slow network, as Lighthouse pretends one: four times slower, 1.6 Mbit/s, 150 ms there and back. */
const slow = { cpuRate: 4, bytesPerSecond: (1.6 * 1024 * 1024) / 8, latencyMs: 150 }

/** Kept by the page itself from before its first script. A task blocks with what it has over 50 ms. */
const watchPage = `
  window.seen = { paintMs: 0, blockedMs: 0, pressesMs: [] }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.paintMs = entry.startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.blockedMs += Math.max(0, entry.duration - 50)
  }).observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId > 0) seen.pressesMs.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
`

interface Seen {
  readonly paintMs: number
  readonly blockedMs: number
  /** Presses under 16 ms are not told. */
  readonly pressesMs: readonly number[]
}

export async function measure(): Promise<BenchResult> {
  const dashboard = await openDashboard()
  try {
    const weight = weighFirstPage()
    const plain = await load(dashboard, false)
    const slowly = await load(dashboard, true)
    const presses = await pressOnRows(dashboard)
    return {
      notes: [
        `first page: / signed in, ${weight.scripts.length} scripts, as built, gzip`,
        `loads: ${loads} of each, medians, nothing kept; blocked: long tasks' time over 50 ms each`,
        `slow: processor ${slow.cpuRate} times slower, 1.6 Mbit/s, ${slow.latencyMs} ms there and back`,
        `rows: /v1/runs answered in the browser with ${rowsOfTable} runs; ${presses.count} presses (arrows, page, end, home, open palette, colours), until the next frame`,
      ],
      figures: [
        figure('firstPageScriptGzipKiB', weight.scriptGzipBytes / kib, '≤ 250'),
        figure('firstPageStyleGzipKiB', weight.styleGzipBytes / kib),
        ...plain.map(({ name, value }) => figure(name, value)),
        ...slowly.map(({ name, value }) => figure(`slow ${name}`, value)),
        figure('rowsPressP50Ms', presses.p50Ms, '< 100'),
        figure('rowsPressP98Ms', presses.p98Ms, '< 100'),
        figure('rowsPressMaxMs', presses.maxMs),
      ],
    }
  } finally {
    await dashboard.close()
  }
}

/** Medians of the first page's largest paint and blocked time. */
async function load(
  dashboard: Dashboard,
  isSlow: boolean,
): Promise<Pick<Figure, 'name' | 'value'>[]> {
  const all: Seen[] = []
  for (let n = 0; n < loads; n++) {
    const whole = await dashboard.visit()
    try {
      if (isSlow) await slowDown(await whole.context.newCDPSession(whole.page))
      all.push(await loadOnce(whole, `${dashboard.url}/`))
    } finally {
      await whole.context.close()
    }
  }
  return [
    { name: 'largestPaintMs', value: median(all.map(({ paintMs }) => paintMs)) },
    { name: 'blockedMs', value: median(all.map(({ blockedMs }) => blockedMs)) },
  ]
}

async function slowDown(session: CDPSession): Promise<void> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow.cpuRate })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: slow.latencyMs,
    downloadThroughput: slow.bytesPerSecond,
    uploadThroughput: slow.bytesPerSecond,
  })
}

async function loadOnce({ page, context }: Visit, url: string): Promise<Seen> {
  await context.addInitScript(watchPage)
  await page.goto(url)
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
  await until(page, `!document.querySelector('.mantine-Skeleton-root')`)
  await page.waitForTimeout(quietMs)
  return page.evaluate<Seen>('seen')
}

/** Presses keys on a table that holds 10,000 rows. */
async function pressOnRows(dashboard: Dashboard) {
  const whole = await dashboard.visit()
  const { page, context } = whole
  try {
    await context.addInitScript(watchPage)
    const run = await dashboard.organization.client.get(`/v1/runs/${dashboard.seeded.runId}`)
    const rows = Array.from({ length: rowsOfTable }, (_, n) => ({
      ...(run.body as Record<string, unknown>),
      id: `run_${String(n).padStart(26, '0')}`,
    }))
    await page.route(/\/v1\/runs\?/, (route) =>
      route.fulfill({ json: { data: rows, nextCursor: null } }),
    )
    await page.goto(`${dashboard.url}/runs`)
    await page.getByText('10,000 in all').waitFor()
    await page.getByRole('table').getByRole('link').first().focus()
    const told = (await page.evaluate<Seen>('seen')).pressesMs.length
    const count = await press(page)
    await page.waitForTimeout(quietMs)
    const seen = (await page.evaluate<Seen>('seen')).pressesMs.slice(told)
    // A press is several events of one interaction; those that are not told took less than 16 ms.
    const fast = Array.from({ length: Math.max(0, count - seen.length) }, () => 16)
    const sample = [...seen, ...fast]
    return {
      count,
      p50Ms: median(sample),
      p98Ms: percentile(sample, 0.98),
      maxMs: Math.max(...sample),
    }
  } finally {
    await context.close()
  }
}

async function press(page: Page): Promise<number> {
  const keys = [
    ...Array.from({ length: 30 }, () => 'ArrowDown'),
    ...Array.from({ length: 10 }, () => 'PageDown'),
    ...['End', 'ArrowUp', 'PageUp', 'Home', 'ArrowDown', 'End', 'Home'],
  ]
  for (const key of keys) {
    await page.keyboard.press(key)
    await page.waitForTimeout(60)
  }
  await page.getByRole('button', { name: 'Use the dark colours' }).click()
  await page.getByRole('button', { name: 'Use the light colours' }).click()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Go to a page').waitFor()
  return keys.length + 3
}
