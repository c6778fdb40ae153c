// A stranger begins an organization: the form, the letter, its page, its button. One link makes one organization, the address is proven
// by the letter, and where sign-up is not open nothing of it is there.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, eventually, expectProblem, expectStatus } from '../support/client.ts'
import { cookieOf, openHub, type TestHub } from '../support/hub.ts'

let hub: TestHub
let people = 0

beforeAll(async () => {
  hub = await openHub({ SIGN_UP: 'open' })
})
afterAll(() => hub.close())

const wanted = () => ({
  organizationName: 'Initech & Söhne <b>',
  region: 'us',
  name: 'Peter Gibbons',
  email: `peter-${++people}@initech.example`,
})
const ask = (body: unknown, headers: Record<string, string> = {}) =>
  hub.anonymous.post('/sign-up', body, { origin: hub.url, ...headers })
const lettersTo = async (email: string) =>
  (await hub.control('GET', '/mail')).filter((each: { to: string }) => each.to === email)
const linkTo = (email: string) =>
  eventually(async () => {
    const [letter] = await lettersTo(email)
    const link = /http:\/\/\S+\/sign-up\/\S+/.exec(letter?.text ?? '')?.[0]
    expect(link).toBeDefined()
    return link ?? ''
  })
const newLink = async () => {
  const body = wanted()
  expectStatus(await ask(body), 202)
  return { ...body, link: await linkTo(body.email) }
}
const press = (link: string, headers: Record<string, string> = { origin: hub.url }) =>
  hub.anonymous.send('POST', new URL(link).pathname, undefined, headers)
const browserOf = (answer: Answer) => hub.browser(cookieOf(expectStatus(answer, 303)))
const made = () =>
  hub.sql<{ organization_id: string }>(
    'DIRECTORY',
    "SELECT * FROM organization_places WHERE creation_key LIKE 'sign_up/%'",
  )

describe('sign-up', () => {
  test('makes an organization in the region chosen, with its owner signed in and no key', async () => {
    const { email, link } = await newLink()
    const answer = await press(link)
    expect(answer.headers.get('location')).toBe('/')
    const client = browserOf(answer)
    const me = expectStatus(await client.get('/v1/me'), 200).body
    expect(me).toMatchObject({
      type: 'member',
      role: 'owner',
      email,
      name: 'Peter Gibbons',
      organizationName: 'Initech & Söhne <b>',
    })
    const organization = await client.get('/v1/organization')
    expect(expectStatus(organization, 200).body).toMatchObject({ region: 'us' })
    expect(expectStatus(await client.get('/v1/api-keys'), 200).body.data).toEqual([])
    const sessions = await client.get('/v1/me/sessions')
    expect(sessions.body.data).toMatchObject([{ method: 'sign_up', current: true }])
    const trail = expectStatus(await client.get('/v1/audit-events'), 200).body.data
    expect(trail.map((each: { action: string }) => each.action)).toEqual([
      'session.create',
      'organization.create',
    ])
    expect(trail[1].actor).toMatchObject({ type: 'system', id: 'sign_up' })
    // And they come in again by the address.
    await hub.control('DELETE', '/mail')
    await hub.anonymous.post('/sign-in/link', { email }, { origin: hub.url })
    await eventually(async () => expect(await lettersTo(email)).toHaveLength(1))
  })

  test('shows what the link would make, as text, and a scanner uses nothing up', async () => {
    const { link, email } = await newLink()
    for (const method of ['GET', 'HEAD', 'GET']) {
      expectStatus(await hub.anonymous.send(method, new URL(link).pathname), 200)
    }
    const { text } = await hub.anonymous.get(new URL(link).pathname)
    expect(text).toContain('Initech &#38; Söhne &#60;b&#62;')
    expect(text).toContain(email)
    expect(text).toContain('United States')
    browserOf(await press(link))
  })

  test('makes one organization, however many press at once', async () => {
    const { link } = await newLink()
    const before = (await made()).length
    const answers = await Promise.all(Array.from({ length: 6 }, () => press(link)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([303, 410, 410, 410, 410, 410])
    expect((await made()).length).toBe(before + 1)
    expect(expectStatus(await press(link), 410).text).toContain('This link no longer works')
  })

  test('refuses links that are garbage or late, as a page', async () => {
    const { link } = await newLink()
    const part = /cwu_(..)/.exec(link)?.[1] ?? ''
    await hub.objectSql('SESSION', `lobby/${part}`, 'UPDATE once SET expires_at = 1')
    for (const path of [new URL(link).pathname, '/sign-up/x', '/sign-up/%00']) {
      for (const answer of [await hub.anonymous.get(path), await press(`${hub.url}${path}`)]) {
        expect(expectStatus(answer, 410).headers.get('content-type')).toMatch(/^text\/html/)
      }
    }
  })

  test('answers alike for an address that is known', async () => {
    const { email, link } = await newLink()
    browserOf(await press(link))
    const known = await ask({ ...wanted(), email })
    expect(expectStatus(known, 202).text).toBe(expectStatus(await ask(wanted()), 202).text)
  })

  test('refuses what is no such request, field by field', async () => {
    const wrong: [string, object][] = [
      ['organizationName', { organizationName: ' ' }],
      ['organizationName', { organizationName: 'x'.repeat(121) }],
      ['region', { region: 'mars' }],
      ['email', { email: 'peter' }],
      ['name', { name: '' }],
      ['body', { role: 'operator' }],
    ]
    for (const [path, change] of wrong) {
      const answer = await ask({ ...wanted(), ...change })
      expectProblem(answer, 400, 'invalid_request')
      expect(answer.body.errors[0].path).toBe(path)
    }
  })

  test('refuses another site, to ask and to press', async () => {
    const { link } = await newLink()
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
      expectProblem(await ask(wanted(), headers), 403, 'forbidden')
      expectProblem(await press(link, headers), 403, 'forbidden')
    }
    expectProblem(await hub.anonymous.post('/sign-up', wanted()), 403, 'forbidden')
    browserOf(await press(link))
  })

  test('writes five letters an hour to one address, and nobody is told', async () => {
    const { email } = wanted()
    for (let time = 0; time < 7; time++) expectStatus(await ask({ ...wanted(), email }), 202)
    const marker = await newLink()
    expect(marker.link).toBeTruthy()
    await eventually(async () => expect(await lettersTo(email)).toHaveLength(5))
  })
})

describe('where sign-up is by invitation', () => {
  test('nothing is begun', async () => {
    const closed = await openHub({ SIGN_UP: 'invitation' })
    try {
      const answer = await closed.anonymous.post('/sign-up', wanted(), { origin: closed.url })
      expectProblem(answer, 403, 'forbidden')
      const options = await closed.anonymous.get('/sign-in/options')
      expect(options.body).toMatchObject({ signUp: 'invitation' })
      expectStatus(await closed.anonymous.get('/sign-up/x'), 403)
      expect(await closed.control('GET', '/mail')).toEqual([])
    } finally {
      await closed.close()
    }
  })
})
