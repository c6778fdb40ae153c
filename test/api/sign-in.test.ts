// A person asks for a way in: one letter with a link for each organization the address belongs to, and the same answer for every
// address. What a link shows, and what it says when it no longer works.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually, expectProblem, expectStatus } from '../support/client.ts'
import { dana, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

let hub: TestHub
let acme: TestOrganization
let people = 0

beforeAll(async () => {
  hub = await openHub({ SIGN_UP: 'open' })
  acme = await hub.openOrganization()
})
afterAll(() => hub.close())
beforeEach(async () => {
  await hub.control('DELETE', '/mail')
})

const ask = (body: unknown, headers: Record<string, string> = {}) =>
  hub.anonymous.post('/sign-in/link', body, { origin: hub.url, ...headers })
const letters = async (to: string): Promise<Letter[]> =>
  (await hub.control('GET', '/mail')).filter((letter: Letter) => letter.to === to)
const letterTo = (to: string) =>
  eventually(async () => {
    const [letter] = await letters(to)
    expect(letter).toBeDefined()
    return letter as Letter
  })
const linksIn = (letter: Letter) =>
  [...letter.text.matchAll(/http:\/\/\S+\/sign-(?:in|up)\/\S+/g)].map(([url]) => url)
const press = (url: string, headers: Record<string, string> = {}) => {
  const { pathname, search } = new URL(url)
  return hub.anonymous.send('POST', pathname + search, undefined, { origin: hub.url, ...headers })
}
/** Somebody whose letters no other test counts. */
const person = () => ({ email: `person-${++people}@acme.example`, name: 'A Person' })

describe('a link by mail', () => {
  test('is one letter with one link, which signs in and is in the trail', async () => {
    const member = await acme.addMember('member', person())
    // However it is typed.
    const answer = await ask({ email: member.email.toUpperCase() })
    expect(expectStatus(answer, 202).body).toEqual({ sent: true })
    const letter = await letterTo(member.email)
    const [link = '', ...more] = linksIn(letter)
    expect(more).toEqual([])
    expect(letter.html).toContain(link)
    expect(new URL(link).origin).toBe(hub.url)
    const trail = await acme.client.get('/v1/audit-events?limit=1')
    expect(trail.body.data[0]).toMatchObject({
      action: 'sign_in_link.create',
      actor: { type: 'system', id: 'sign_in' },
      target: { type: 'member', id: member.id },
    })
    const cookie = await hub.redeem(link)
    expect((await hub.browser(cookie).get('/v1/me')).body).toMatchObject({ id: member.id })
  })

  test('is one for each organization of the address, in one letter', async () => {
    const owner = person()
    const organizations = [await hub.openOrganization(owner), await hub.openOrganization(owner)]
    await hub.control('DELETE', '/mail')
    expectStatus(await ask({ email: owner.email }), 202)
    const links = linksIn(await letterTo(owner.email))
    expect(links).toHaveLength(2)
    const signedIn = []
    for (const link of links) {
      const { body } = await hub.browser(await hub.redeem(link)).get('/v1/me')
      signedIn.push(body.organizationId)
    }
    expect(signedIn.sort()).toEqual(organizations.map(({ id }) => id).sort())
    expect(await letters(owner.email)).toHaveLength(1)
  })

  test('goes to nobody whom no organization knows, and the answer does not say so', async () => {
    const known = person()
    await acme.addMember('member', known)
    const unknown = await ask({ email: 'nobody@elsewhere.example' })
    const told = await ask({ email: known.email })
    expect(expectStatus(unknown, 202).text).toBe(expectStatus(told, 202).text)
    const names = (answer: typeof told) =>
      [...answer.headers.keys()].filter((name) => name !== 'date').sort()
    expect(names(unknown)).toEqual(names(told))
    await letterTo(known.email)
    expect(await letters('nobody@elsewhere.example')).toEqual([])
  })

  test('goes to nobody who left, and not into a suspended organization', async () => {
    const gone = await acme.addMember('member', person())
    await hub.sql(acme.shard, 'UPDATE members SET removed_at = 1 WHERE id = ?', gone.id)
    const owner = person()
    const suspended = await hub.openOrganization(owner)
    await hub.sql(
      suspended.shard,
      'UPDATE organizations SET suspended_at = 1 WHERE id = ?',
      suspended.id,
    )
    for (const email of [gone.email, owner.email]) expectStatus(await ask({ email }), 202)
    // What is asked for last is written last.
    const marker = await acme.addMember('member', person())
    expectStatus(await ask({ email: marker.email }), 202)
    await letterTo(marker.email)
    expect(await letters(gone.email)).toEqual([])
    expect(await letters(owner.email)).toEqual([])
  })

  test('leads where its person wanted to go, on our own origin only', async () => {
    const places = {
      '/connections?tab=all': '/connections?tab=all',
      'https://evil.example/': '/',
      '//evil.example': '/',
      '/\\evil.example': '/',
      'javascript:alert(1)': '/',
    }
    for (const [next, expected] of Object.entries(places)) {
      const { email } = await acme.addMember('member', person())
      expectStatus(await ask({ email, next }), 202)
      const [link = ''] = linksIn(await letterTo(email))
      expect(expectStatus(await press(link), 303).headers.get('location')).toBe(expected)
      // Nor by a link that somebody changed on the way.
      const { url } = { url: await hub.signInLink(acme.id, email) }
      const changed = await press(`${url}?next=${encodeURIComponent(next)}`)
      expect(expectStatus(changed, 303).headers.get('location')).toBe(expected)
    }
  })

  test('is built from our own origin, whatever host the request names', async () => {
    const { email } = await acme.addMember('member', person())
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
      'x-original-host': 'evil.example',
    }
    expectStatus(await ask({ email }, headers), 202)
    const letter = await letterTo(email)
    expect(letter.text + letter.html).not.toContain('evil.example')
  })

  test('is refused for what is no address', async () => {
    for (const body of [
      {},
      { email: 'x' },
      { email: ['dana@acme.example'] },
      { email: `${'x'.repeat(250)}@acme.example` },
      { email: 'a@b.example\r\nBcc: eve@evil.example' },
      { email: dana.email, organizationId: acme.id },
    ]) {
      expectProblem(await ask(body), 400, 'invalid_request')
    }
    expectProblem(await ask('{'), 415, 'unsupported_media_type')
  })

  test('is refused to another site, and to who does not say where they come from', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '', 'sec-fetch-site': 'cross-site' },
    ]) {
      expectProblem(await ask({ email: dana.email }, headers), 403, 'forbidden')
    }
    const answer = await hub.anonymous.post('/sign-in/link', { email: dana.email })
    expectProblem(answer, 403, 'forbidden')
    expect(await letters(dana.email)).toEqual([])
  })

  test('is written five times an hour to one address, and nobody is told', async () => {
    const { email } = await acme.addMember('member', person())
    const answers = []
    for (let time = 0; time < 8; time++) answers.push(await ask({ email }))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202))
    const marker = await acme.addMember('member', person())
    await ask({ email: marker.email })
    await letterTo(marker.email)
    await eventually(async () => expect(await letters(email)).toHaveLength(5))
  })

  test('still reaches a person whose letters another network, or another door, used up', async () => {
    const { email } = await acme.addMember('member', person())
    const from = (at: number) => ({ 'cf-connecting-ip': `198.51.100.${at}` })
    for (let time = 0; time < 7; time++) expectStatus(await ask({ email }, from(1)), 202)
    await eventually(async () => expect(await letters(email)).toHaveLength(5))
    expectStatus(await ask({ email }, from(2)), 202)
    await eventually(async () => expect(await letters(email)).toHaveLength(6))
    const operator = { email, name: 'Both' }
    expectStatus(await hub.operator.post('/operator/bootstrap', operator), 201)
    await hub.browser('').send('POST', '/operator/sign-in/link', { email }, from(1))
    await eventually(async () => expect(await letters(email)).toHaveLength(7))
  })

  test('counts only letters that went out: who is not known yet is not locked out', async () => {
    const somebody = person()
    for (let time = 0; time < 7; time++) expectStatus(await ask({ email: somebody.email }), 202)
    const marker = await acme.addMember('member', person())
    await ask({ email: marker.email })
    await letterTo(marker.email)
    await acme.addMember('member', somebody)
    expectStatus(await ask({ email: somebody.email }), 202)
    await letterTo(somebody.email)
  })

  test('is asked for a hundred times an hour by one network, then says when to come back', async () => {
    const network = { 'cf-connecting-ip': '203.0.113.77' }
    const answers = await Promise.all(
      Array.from({ length: 110 }, (_, at) => ask({ email: `x${at}@elsewhere.example` }, network)),
    )
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(10)
    for (const answer of refused) {
      expectProblem(answer, 429, 'rate_limited')
      const seconds = Number(answer.headers.get('retry-after'))
      expect(seconds).toBeGreaterThan(3_500)
      expect(seconds).toBeLessThanOrEqual(3_600)
    }
    const elsewhere = { 'cf-connecting-ip': '203.0.113.78' }
    expectStatus(await ask({ email: 'y@elsewhere.example' }, elsewhere), 202)
  })
})

describe('the page of a link', () => {
  const newLink = () => hub.signInLink(acme.id, dana.email)
  const open = (url: string) => hub.anonymous.get(new URL(url).pathname, { accept: 'text/html' })

  test('names the organization and the address, as text', async () => {
    const owner = { email: `o'neil+${++people}@acme.example`, name: 'O' }
    const organization = await hub.openOrganization(owner)
    await hub.sql(
      organization.shard,
      'UPDATE organizations SET name = ? WHERE id = ?',
      '<img src=x onerror=alert(1)> & Sons',
      organization.id,
    )
    const answer = expectStatus(await open(await hub.signInLink(organization.id, owner.email)), 200)
    expect(answer.text).not.toContain('<img src=x')
    expect(answer.text).toContain('&#60;img src=x onerror=alert(1)&#62; &#38; Sons')
    expect(answer.text).toContain(`o&#39;neil+${people}@acme.example`)
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("style-src 'self'")
    expect(policy).not.toContain('unsafe-inline')
    expect(answer.text).not.toMatch(/<style|<script|style=/)
  })

  test('says so, as a page, when the link was used, is late, or was never one', async () => {
    const used = await newLink()
    await hub.redeem(used)
    const late = await newLink()
    await hub.objectSql('SESSION', acme.id, 'UPDATE link SET expires_at = 1')
    for (const link of [used, late, `${hub.url}/sign-in/garbage`, `${hub.url}/sign-in/%00`]) {
      for (const answer of [await open(link), await press(link)]) {
        expect(expectStatus(answer, 410).headers.get('content-type')).toMatch(/^text\/html/)
        expect(answer.text).toContain('This link no longer works')
        expect(answer.text).toContain('action="/sign-in/link"')
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    }
  })

  test('sends another link by a form without script', async () => {
    const member = await acme.addMember('member', person())
    const send = (form: string, headers: Record<string, string> = {}) =>
      hub.anonymous.send('POST', '/sign-in/link', form, {
        'content-type': 'application/x-www-form-urlencoded',
        origin: hub.url,
        ...headers,
      })
    const sent = await send(`email=${encodeURIComponent(member.email)}`)
    expect(expectStatus(sent, 202).text).toContain('Look into your mail')
    const unknown = await send('email=nobody%40elsewhere.example')
    expect(expectStatus(unknown, 202).text).toBe(sent.text)
    await letterTo(member.email)
    expect(expectStatus(await send('email=%3Cscript%3E'), 400).text).not.toContain('<script>')
    const foreign = await send('email=x%40y.example', { origin: 'https://evil.example' })
    expectProblem(foreign, 403, 'forbidden')
  })

  test('stops answering a network that guesses, and nobody else', async () => {
    const organization = await hub.openOrganization()
    const link = await hub.signInLink(organization.id, dana.email)
    await hub.redeem(link)
    const network = { 'cf-connecting-ip': '198.51.100.9' }
    const tries = await Promise.all(Array.from({ length: 40 }, () => press(link, network)))
    const statuses = tries.map(({ status }) => status)
    expect(statuses.filter((status) => status === 410)).toHaveLength(30)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    const limited = tries.find(({ status }) => status === 429)
    expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0)
    const good = await hub.signInLink(organization.id, dana.email)
    expectStatus(await press(good, network), 429)
    expectStatus(await press(good, { 'cf-connecting-ip': '198.51.100.10' }), 303)
  })

  test('costs a guesser of garbage no object', async () => {
    const before = await hub.objectCount('SESSION')
    for (let at = 0; at < 20; at++) {
      await press(`${hub.url}/sign-in/cwl_${'0'.repeat(30)}${String(at).padStart(6, '0')}`)
    }
    expect(await hub.objectCount('SESSION')).toBe(before)
  })
})

describe('the ways in', () => {
  test('are told to anyone', async () => {
    const { body } = expectStatus(await hub.anonymous.get('/sign-in/options'), 200)
    expect(body).toEqual({ signUp: 'open', regions: ['eu', 'us', 'apac'], passkeys: false })
  })
})
