// The two ways to stand: the hub alone, with the dashboard's files in its assets binding, and the hub behind the Pages project. People
// and programs see one origin either way, the same pages, the same headers, and sign in alike.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeClient } from '../support/client.ts'
import { type Product, startPagesProduct, startProduct } from '../support/process.ts'
import { executablePath, openBrowser, type Visit, visit } from './chromium.ts'

type Way = 'the hub alone' | 'the hub behind Pages'

let browser: Browser | undefined
const products = new Map<Way, Product>()
let hubUrl = ''

const productOf = (way: Way): Product => {
  const product = products.get(way)
  if (!product) throw new Error(`${way} did not start`)
  return product
}

beforeAll(async () => {
  products.set('the hub alone', await startProduct())
  const behind = await startPagesProduct()
  products.set('the hub behind Pages', behind)
  hubUrl = behind.hubUrl
  if (executablePath !== undefined) browser = await openBrowser()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await Promise.all([...products.values()].map((product) => product.close()))
})

/** What differs from answer to answer, or says only how it was sent. */
const passing = /^(date|x-request-id|content-length|transfer-encoding|connection|keep-alive|vary)$/

async function saidOf(way: Way, path: string, headers: Record<string, string> = {}) {
  const { url } = productOf(way)
  const response = await fetch(url + path, { headers, redirect: 'manual' })
  const body = await response.text()
  const kept = [...response.headers].filter(([name]) => !passing.test(name)).sort()
  const text = kept.map(([name, value]) => `${name}: ${value.replaceAll(url, '<origin>')}`)
  return { status: response.status, headers: text, body: body.replaceAll(url, '<origin>') }
}

/** A script and a style of the build, as the page names them. */
async function builtFiles(): Promise<string[]> {
  const { body } = await saidOf('the hub alone', '/', { accept: 'text/html' })
  const found = [...body.matchAll(/"(\/assets\/[^"]+\.(?:js|css))"/g)].map(
    (match) => match[1] ?? '',
  )
  expect(found.length).toBeGreaterThanOrEqual(2)
  return found
}

describe('one origin, two ways', () => {
  test('a file is the same file with the same headers, kept for ever by its hashed name', async () => {
    for (const path of [...(await builtFiles()), '/favicon.svg', '/scalar.js']) {
      const alone = await saidOf('the hub alone', path)
      const behind = await saidOf('the hub behind Pages', path)
      expect(alone.status, path).toBe(200)
      expect(
        behind.headers.filter((line) => !line.startsWith('etag')),
        path,
      ).toEqual(alone.headers.filter((line) => !line.startsWith('etag')))
      expect(behind.body === alone.body, `${path} has another body`).toBe(true)
      const kept = path.startsWith('/assets/') ? 'immutable' : 'must-revalidate'
      expect(behind.headers.join('\n'), path).toMatch(new RegExp(`cache-control: .*${kept}`))
    }
  })

  test('a page, an answer of the API and a refusal are the same with the same headers', async () => {
    const asPage = { accept: 'text/html' }
    const asked: [string, Record<string, string>][] = [
      ['/', asPage],
      ['/docs', asPage],
      ['/docs/errors', asPage],
      ['/nowhere', asPage],
      ['/runs/run_x', asPage],
      ['/runs/run_x.js', asPage],
      ['/assets/nowhere.js', {}],
      ['/index.html', asPage],
      ['/_worker.js', {}],
      ['/openapi.json', {}],
      ['/v1/nowhere.js', {}],
      ['/sign-in/cwl_x', asPage],
    ]
    for (const [path, headers] of asked) {
      const alone = await saidOf('the hub alone', path, headers)
      const behind = await saidOf('the hub behind Pages', path, headers)
      expect(behind.status, path).toBe(alone.status)
      expect(behind.headers, path).toEqual(alone.headers)
    }
  })

  test('every answer is locked down, whoever gives it', async () => {
    for (const way of products.keys()) {
      for (const path of ['/', '/favicon.svg', '/health', '/v1/me', '/assets/nowhere.js']) {
        const { headers } = await saidOf(way, path)
        expect(headers, `${way} ${path}`).toEqual(
          expect.arrayContaining([
            'x-content-type-options: nosniff',
            'referrer-policy: same-origin',
            'cross-origin-opener-policy: same-origin',
            'strict-transport-security: max-age=31536000; includeSubDomains',
            expect.stringMatching(/^content-security-policy: default-src 'none'/),
          ]),
        )
        expect(headers.join('\n'), `${way} ${path}`).not.toMatch(/access-control|x-powered-by/)
      }
    }
  })

  test('a file that is asked for again by its ETag is not sent again', async () => {
    for (const way of products.keys()) {
      const first = await fetch(`${productOf(way).url}/favicon.svg`)
      await first.text()
      const etag = first.headers.get('etag') ?? ''
      const again = await fetch(`${productOf(way).url}/favicon.svg`, {
        headers: { 'if-none-match': etag },
      })
      expect(again.status, way).toBe(304)
      expect(again.headers.get('content-security-policy'), way).toContain("default-src 'none'")
    }
  })

  test('a key works through Pages, and every link names the one origin', async () => {
    const { url, apiKey } = productOf('the hub behind Pages')
    const client = makeClient(url, { authorization: `Bearer ${apiKey}` })
    const session = await client.post('/v1/connect-sessions', { connector: 'slack' })
    expect(new URL(session.body.url).origin).toBe(url)
    expect((await client.get('/openapi.json')).body.servers).toEqual([{ url }])
  })

  test('the hub behind Pages is no second way in: its own address sends browsers on', async () => {
    const { url, apiKey } = productOf('the hub behind Pages')
    const page = await fetch(`${hubUrl}/`, { headers: { accept: 'text/html' }, redirect: 'manual' })
    expect(page.headers.get('location')).toBe(`${url}/`)
    const me = await makeClient(hubUrl, { authorization: `Bearer ${apiKey}` }).get('/v1/me')
    expect(me.status).toBe(421)
  })
})

describe.skipIf(executablePath === undefined).each<Way>(['the hub alone', 'the hub behind Pages'])(
  'in a browser, by %s',
  (way) => {
    /** Uses a page, and expects that it neither complained nor asked for anything from elsewhere. */
    async function on(url: string, use: (page: Page, whole: Visit) => Promise<void>) {
      if (!browser) throw new Error('the browser did not start')
      const product = productOf(way)
      const whole = await visit(browser, [product.url, product.simulatorUrl])
      try {
        await whole.page.goto(url)
        await use(whole.page, whole)
        const others = whole.complaints.filter((line) => !/status of 401 /.test(line))
        expect(others).toEqual([])
        expect(whole.foreign).toEqual([])
      } finally {
        await whole.context.close()
      }
    }

    test('a member signs in, asks in chat, confirms a write, sees its run, and signs out', async () => {
      const { url, signInUrl, organizationId } = productOf(way)
      await on(signInUrl, async (page, { context }) => {
        await page.getByRole('button', { name: 'Sign in' }).click()
        await page.waitForURL(`${url}/**`)
        const cookies = await context.cookies()
        expect(cookies.map(({ name }) => name)).toContain('__Host-causeway')
        for (const cookie of cookies.filter(({ name }) => name === '__Host-causeway')) {
          const whole = { domain: '127.0.0.1', httpOnly: true, secure: true, path: '/' }
          expect(cookie).toMatchObject(whole)
        }
        const me = await page.evaluate("fetch('/v1/me').then((answer) => answer.json())")
        expect(me).toMatchObject({ type: 'member', organizationId, email: 'dana@acme.example' })

        await page.goto(`${url}/chat`)
        const question = page.getByRole('textbox', { name: 'Your question' })
        await question.fill('which bugs are open in project ACME?')
        await question.press('Enter')
        await page
          .getByText(/\d+ open bugs/)
          .first()
          .waitFor()
        // Its sources come last: then the answer is whole, and the next may be asked.
        await page.getByText(/^From Jira/).waitFor()
        await question.fill('file a bug: the origin has a door too many')
        await question.press('Enter')
        const waiting = page.getByRole('region', { name: 'A write that waits for a yes' })
        await waiting.getByRole('button', { name: 'Confirm' }).click()
        await waiting.getByRole('link', { name: /^ACME-\d+/ }).waitFor()
        await waiting.getByRole('link', { name: 'See the run' }).click()
        await page.waitForURL(/\/runs\/run_/)
        // A page in the depth of the dashboard is the same when it is opened by its address.
        await page.reload()
        await page.getByText('the origin has a door too many').first().waitFor()

        const out =
          "fetch('/sign-out', { method: 'POST', redirect: 'manual' }).then(() => fetch('/v1/me'))"
        expect(await page.evaluate(`${out}.then((answer) => answer.status)`)).toBe(401)
      })
    }, 120_000)
  },
)
