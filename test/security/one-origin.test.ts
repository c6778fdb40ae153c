// The hub answers at PUBLIC_ORIGIN only. A Host header is the sender's word: whatever it says, no cookie is set under it, nothing is
// done for it, and no link or redirect is built from it.
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
let organization: TestOrganization

beforeAll(async () => {
  hub = await openHub()
  organization = await hub.openOrganization()
})
afterAll(() => hub?.close())

interface Said {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** A request whose Host is not what was connected to: `fetch` would not send it. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<Said> {
  const { hostname, port } = new URL(hub.url)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const asPage = { accept: 'text/html,*/*' }
const foreignHosts = ['causeway-7x2.pages.dev', '0a1b2c3d.causeway.pages.dev', 'evil.example:8443']

test.each(foreignHosts)('a page asked for at %s is sent on to PUBLIC_ORIGIN', async (host) => {
  const answer = await ask('GET', '/connections?state=active', { host, ...asPage })
  expect(answer.status).toBe(302)
  expect(answer.headers.location).toBe(`${hub.url}/connections?state=active`)
  expect(answer.headers['set-cookie']).toBeUndefined()
})

test('a path that looks like another origin stays a path', async () => {
  for (const path of ['//evil.example/', '/\\evil.example', '//evil.example/..;/']) {
    const answer = await ask('GET', path, { host: 'x.pages.dev', ...asPage })
    expect(answer.status).toBe(302)
    expect(new URL(answer.headers.location as string).origin).toBe(hub.url)
  }
})

test('a sign-in link is not redeemed under another host, and stays good', async () => {
  const link = await hub.signInLink(organization.id, 'dana@acme.example')
  const { pathname } = new URL(link)
  for (const host of foreignHosts) {
    const origin = `https://${host}`
    const answer = await ask('POST', pathname, { host, origin, ...asPage })
    expect(answer.status).toBe(421)
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'misdirected_request', status: 421 })
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
  expect(await hub.redeem(link)).toMatch(/^__Host-causeway=cws_/)
})

test('neither a key nor a session is heard under another host', async () => {
  const cookie = await hub.redeem(await hub.signInLink(organization.id, 'dana@acme.example'))
  for (const proof of [{ authorization: `Bearer ${organization.apiKey}` }, { cookie }]) {
    const answer = await ask('GET', '/v1/me', { host: 'x.pages.dev', ...proof })
    expect(answer.status).toBe(421)
    expect(answer.body).not.toContain(organization.id)
  }
})

test.each(['x-forwarded-host', 'forwarded', 'x-original-host', 'x-host'])(
  'a link is built from PUBLIC_ORIGIN whatever %s says',
  async (name) => {
    const { host } = new URL(hub.url)
    const headers = {
      host,
      authorization: `Bearer ${organization.apiKey}`,
      'content-type': 'application/json',
      [name]: name === 'forwarded' ? 'host=evil.example' : 'evil.example',
    }
    const body = JSON.stringify({ connector: 'slack' })
    const answer = await ask('POST', '/v1/connect-sessions', headers, body)
    expect(answer.status).toBe(201)
    expect(new URL(JSON.parse(answer.body).url).origin).toBe(hub.url)
  },
)

test('the state of the hub may be asked for under any host, and names nobody', async () => {
  const answer = await ask('GET', '/health', { host: 'x.pages.dev', ...asPage })
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.body)).toMatchObject({ status: 'ok' })
  expect(answer.body).not.toContain('org_')
})

test('on the same machine a program may say localhost; a browser is sent on', async () => {
  const host = `localhost:${new URL(hub.url).port}`
  const authorization = `Bearer ${organization.apiKey}`
  expect((await ask('GET', '/v1/me', { host, authorization })).status).toBe(200)
  const page = await ask('GET', '/', { host, ...asPage })
  expect(page.headers.location).toBe(`${hub.url}/`)
})
