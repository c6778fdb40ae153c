// Coming in by a passkey: nothing is typed, and whatever is not right about it is refused with one and the same sentence.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lies } from '../support/authenticator.ts'
import { eventually, expectProblem, expectStatus, isoMs, makeClient } from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { challenge, makeOwner, makeStale, offer, present, signIn } from '../support/passkeys.ts'

let hub: TestHub
let acme: TestOrganization
let globex: TestOrganization

beforeAll(async () => {
  hub = await openHub({}, 'localhost')
  acme = await hub.openOrganization()
  globex = await hub.openOrganization({ email: 'hank@globex.example', name: 'Hank Scorpio' })
})
afterAll(() => hub.close())

describe('signing in with a passkey', () => {
  test('needs nothing typed, and opens a session of its person', async () => {
    const owner = await makeOwner(hub, acme)
    const { options, cookie, answer } = await challenge(hub)
    expect(options).toMatchObject({
      rpId: 'localhost',
      userVerification: 'required',
      allowCredentials: [],
    })
    const [set = ''] = answer.headers.getSetCookie()
    expect(set).toMatch(/^__Host-causeway-challenge=cwp_.*HttpOnly.*Secure.*SameSite=Strict/i)
    const signedIn = await present(hub, await owner.authenticator.get(options), cookie)
    expect(expectStatus(signedIn, 200).body).toEqual({ organizationId: acme.id })
    const session = signedIn.headers.getSetCookie().find((each) => each.includes('cws_'))
    const client = hub.browser(session?.split(';')[0] ?? '')
    expect((await client.get('/v1/me')).body).toMatchObject({ id: owner.id })
    const { data } = (await client.get('/v1/me/sessions?limit=1')).body
    expect(data).toMatchObject([{ method: 'passkey', current: true }])
    const passkeys = (await client.get('/v1/me/passkeys')).body.data
    expect(passkeys).toMatchObject([{ id: owner.passkeyId, lastUsedAt: isoMs }])
    const trail = await acme.client.get('/v1/audit-events?limit=1')
    expect(trail.body.data[0]).toMatchObject({
      action: 'session.create',
      values: { method: 'passkey' },
    })
  })

  test('makes a stale session fresh by another, and ends the old one', async () => {
    const owner = await makeOwner(hub, acme)
    const cookie = await hub.redeem(await hub.signInLink(acme.id, owner.email))
    const stale = hub.browser(cookie)
    await makeStale(hub, acme, stale)
    expectProblem(await stale.post('/v1/me/passkeys/options', {}), 403, 'reauthentication_required')
    const asked = await challenge(hub, { cookie })
    const credential = await owner.authenticator.get(asked.options)
    const answer = await present(hub, credential, `${cookie}; ${asked.cookie}`)
    const set = expectStatus(answer, 200).headers.getSetCookie()
    const fresh = set.find((each) => each.includes('cws_'))?.split(';')[0] ?? ''
    await offer(hub.browser(fresh))
    expectProblem(await stale.get('/v1/me'), 401, 'unauthenticated')
  })

  test('is refused with one thing wrong, in one and the same sentence', async () => {
    const owner = await makeOwner(hub, acme)
    const handle = (text: string) => Buffer.from(text).toString('base64url')
    const wrongs: Record<string, Lies> = {
      'another origin': { origin: 'https://evil.example' },
      'another port': { origin: 'http://localhost:1' },
      'another host': { rpId: 'evil.example' },
      'a registration': { type: 'webauthn.create' },
      'nobody verified': { userVerified: false },
      'a frame elsewhere': { crossOrigin: true },
      'a challenge of its own': { challenge: Buffer.alloc(32, 7).toString('base64url') },
      'a signature that was changed': {
        signature: (bytes) => {
          const changed = Uint8Array.from(bytes)
          changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
          return changed
        },
      },
      'no signature': { signature: () => new Uint8Array([0]) },
      'no handle of ours': { userHandle: handle('x') },
      nowhere: { userHandle: handle(`zz00000000${owner.id}`) },
      'another person': {
        userHandle: handle(`${acme.shard}${acme.apiKey.slice(11, 19)}${acme.ownerId}`),
      },
      'another organization': {
        userHandle: handle(`${globex.shard}${globex.apiKey.slice(11, 19)}${owner.id}`),
      },
    }
    const sentences = new Set<string>()
    for (const [name, lies] of Object.entries(wrongs)) {
      const answer = await signIn(hub, owner, lies)
      expect(answer.status, `${name}: ${answer.text}`).toBe(401)
      expect(answer.headers.getSetCookie().join()).not.toContain('cws_')
      sentences.add(expectProblem(answer, 401, 'unauthenticated').body.detail)
    }
    expect(sentences.size).toBe(1)
    expectStatus(await signIn(hub, owner), 200)
  })

  test('is refused with a challenge that was used, is late, or is another browser’s', async () => {
    const owner = await makeOwner(hub, acme)
    const used = await challenge(hub)
    const credential = await owner.authenticator.get(used.options)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => present(hub, credential, used.cookie)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401])
    expectProblem(await present(hub, credential, used.cookie), 401, 'unauthenticated')

    const mine = await challenge(hub)
    const other = await challenge(hub)
    const mineSigned = await owner.authenticator.get(mine.options)
    for (const cookie of [other.cookie, '', '__Host-causeway-challenge=x']) {
      expectProblem(await present(hub, mineSigned, cookie), 401, 'unauthenticated')
    }
    const late = await challenge(hub)
    const part = /cwp_(..)/.exec(late.cookie)?.[1] ?? ''
    await hub.objectSql('SESSION', `lobby/${part}`, 'UPDATE once SET expires_at = 1')
    const lateSigned = await owner.authenticator.get(late.options)
    expectProblem(await present(hub, lateSigned, late.cookie), 401, 'unauthenticated')
  })

  test('is refused when its counter went back, and the owners are told', async () => {
    const owner = await makeOwner(hub, acme)
    expectStatus(await signIn(hub, owner, { counter: 40 }), 200)
    for (const counter of [40, 39, 0]) {
      expectProblem(await signIn(hub, owner, { counter }), 401, 'unauthenticated')
    }
    await eventually(async () => {
      const events = await acme.client.get('/v1/events?type=security.alert&limit=1')
      expect(events.body.data[0]?.data).toMatchObject({
        alert: 'passkey_counter_went_back',
        memberId: owner.id,
      })
    })
    const trail = await acme.client.get('/v1/audit-events?limit=1')
    expect(trail.body.data[0]).toMatchObject({
      action: 'passkey.refuse',
      outcome: 'denied',
      target: { type: 'passkey', id: owner.passkeyId },
    })
    expectStatus(await signIn(hub, owner, { counter: 41 }), 200)
  })

  test('works for authenticators that keep no counter', async () => {
    const owner = await makeOwner(hub, acme)
    for (let time = 0; time < 2; time++) expectStatus(await signIn(hub, owner, { counter: 0 }), 200)
  })

  test('is refused for who left, and for a suspended organization', async () => {
    const gone = await makeOwner(hub, acme)
    await hub.sql(acme.shard, 'UPDATE members SET removed_at = 1 WHERE id = ?', gone.id)
    expectProblem(await signIn(hub, gone), 401, 'unauthenticated')
    const organization = await hub.openOrganization()
    const owner = await makeOwner(hub, organization)
    await hub.sql(
      organization.shard,
      'UPDATE organizations SET suspended_at = 1 WHERE id = ?',
      organization.id,
    )
    expectProblem(await signIn(hub, owner), 403, 'organization_suspended')
  })

  test('is refused to another site, and for what is no such request', async () => {
    for (const path of ['/sign-in/passkey/options', '/sign-in/passkey']) {
      for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}]) {
        const client = makeClient(hub.url, headers as Record<string, string>)
        expectProblem(await client.post(path, {}), 403, 'forbidden')
      }
    }
    const { options, cookie } = await challenge(hub)
    const owner = await makeOwner(hub, acme)
    const good = await owner.authenticator.get(options)
    for (const body of [
      {},
      { credential: null },
      { credential: { ...good, response: {} } },
      { credential: good, email: owner.email },
    ]) {
      const answer = await hub.anonymous.post('/sign-in/passkey', body, { origin: hub.url, cookie })
      expectProblem(answer, 400, 'invalid_request')
    }
  })

  test('stops answering a network that fails too often', async () => {
    const organization = await hub.openOrganization()
    const owner = await makeOwner(hub, organization)
    const network = { 'cf-connecting-ip': '198.51.100.44' }
    const statuses = []
    for (let time = 0; time < 31; time++) {
      const { options, cookie } = await challenge(hub)
      const credential = await owner.authenticator.get(options, { userVerified: false })
      statuses.push((await present(hub, credential, cookie, network)).status)
    }
    expect(statuses).toEqual([...Array(30).fill(401), 429])
    expectStatus(await signIn(hub, owner), 200)
  })
})
