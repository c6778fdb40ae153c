// Every door by which browsers come in, held against what all of them promise: no other site can post to them, no page of theirs can be
// framed or runs a script, and no scanner uses a link up. (What a Host header decides: one-origin.test.ts.)
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem, expectStatus, makeClient } from '../support/client.ts'
import { dana, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
let acme: TestOrganization

beforeAll(async () => {
  hub = await openHub({ SIGN_UP: 'open' })
  acme = await hub.openOrganization()
})
afterAll(() => hub.close())

const email = dana.email
const wanted = { organizationName: 'X', region: 'eu', name: 'X', email }

/** A door, and what a person's own page would send to it. */
async function doors(): Promise<[string, unknown][]> {
  const link = new URL(await hub.signInLink(acme.id, email)).pathname
  return [
    [link, undefined],
    ['/sign-in/link', { email }],
    ['/sign-in/passkey/options', {}],
    ['/sign-in/passkey', { credential: {} }],
    ['/sign-up', wanted],
    ['/sign-up/cwu_x', undefined],
    ['/sign-out', undefined],
    ['/operator/sign-in/link', { email }],
    ['/operator/sign-in/cwol_x', undefined],
    ['/invitation/cwi_x', 'name=Dana'],
  ]
}

describe('a POST to a door for browsers', () => {
  test('that another site made is refused, whatever it says of itself', async () => {
    const port = Number(new URL(hub.url).port)
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: `${hub.url}.evil.example` },
      { origin: `http://127.0.0.1:${port + 1}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { referer: `${hub.url}/` },
    ]
    for (const [path, body] of await doors()) {
      for (const headers of foreign) {
        const form = typeof body === 'string'
        const answer = await makeClient(hub.url, {
          ...headers,
          ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        }).post(path, body)
        expect(answer.status, `${path} ${JSON.stringify(headers)} ${answer.text}`).toBe(403)
        expectProblem(answer, 403, 'forbidden')
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    }
    expect(await hub.control('GET', '/mail')).toEqual([])
  })
})

describe('a page for people', () => {
  test('is framed by nobody, runs no script and keeps no copy', async () => {
    const link = new URL(await hub.signInLink(acme.id, email)).pathname
    const paths = [link, '/sign-in/used', '/sign-up/used', '/no/such/page', '/docs/errors']
    for (const path of paths) {
      const answer = await hub.anonymous.get(path, { accept: 'text/html' })
      expect(answer.headers.get('content-type'), path).toMatch(/^text\/html/)
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy, path).toContain("default-src 'none'")
      expect(policy, path).toContain("frame-ancestors 'none'")
      expect(policy, path).toContain("form-action 'self'")
      expect(policy, path).not.toMatch(/unsafe-|script-src|\*/)
      expect(answer.headers.get('cache-control'), path).toBe('no-store')
      expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(answer.headers.get('referrer-policy'), path).toBe('same-origin')
      expect(answer.text, path).not.toMatch(/<script|<style|\son\w+=|\sstyle=|javascript:/i)
    }
  })
})

describe('the dashboard', () => {
  test('runs scripts and styles of our own files only, and is framed by nobody', async () => {
    for (const path of ['/', '/console', '/sign-in', '/settings', '/pages.css']) {
      const answer = await hub.anonymous.get(path, { accept: 'text/html' })
      const policy = answer.headers.get('content-security-policy')?.split('; ').sort()
      expect(policy, path).toEqual([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
      ])
      expect(answer.text, path).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i)
    }
  })
})

describe('a scanner of mail', () => {
  test('uses nothing up, however it opens the link', async () => {
    const link = await hub.signInLink(acme.id, email)
    const { pathname } = new URL(link)
    const looks: Record<string, string>[] = [
      {},
      { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' },
      { 'user-agent': 'BingPreview/1.0b', accept: '*/*' },
    ]
    for (const headers of looks) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const answer = await hub.anonymous.send(method, pathname, undefined, headers)
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    }
    // A scanner that presses buttons comes from no page of ours.
    expectProblem(await hub.anonymous.send('POST', pathname), 403, 'forbidden')
    expectStatus(await hub.anonymous.send('POST', pathname, undefined, { origin: hub.url }), 303)
  })
})
