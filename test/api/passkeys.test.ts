// Passkeys: made soon after a sign-in, from our own origin, with their person verified; renamed and removed by their person alone.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Lies, makeAuthenticator } from '../support/authenticator.ts'
import { type Client, expectProblem, expectStatus, idOf, isoMs } from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { makeOwner, makeStale, offer, signIn } from '../support/passkeys.ts'

let hub: TestHub
let acme: TestOrganization
let globex: TestOrganization

beforeAll(async () => {
  hub = await openHub({}, 'localhost')
  acme = await hub.openOrganization()
  globex = await hub.openOrganization({ email: 'hank@globex.example', name: 'Hank Scorpio' })
})
afterAll(() => hub.close())

describe('making a passkey', () => {
  test('offers what the browser needs: our host, this person, discoverable, verified', async () => {
    const member = await acme.addMember('member')
    const options = await offer(member.client)
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Causeway' },
      user: { name: member.email, displayName: expect.stringContaining('Organization') },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [],
    })
    expect(options.challenge.length).toBeGreaterThanOrEqual(43)
    const handle = Buffer.from(options.user.id, 'base64url').toString()
    expect(handle).toMatch(new RegExp(`^${acme.shard}.{8}${member.id}$`))
  })

  test('keeps it, lists it, renames it and removes it, each in the trail', async () => {
    const owner = await makeOwner(hub, acme)
    const list = async () => expectStatus(await owner.client.get('/v1/me/passkeys'), 200).body.data
    expect(await list()).toEqual([
      { id: idOf('pky_'), name: 'Laptop', createdAt: isoMs, lastUsedAt: null, backedUp: true },
    ])
    const path = `/v1/me/passkeys/${owner.passkeyId}`
    const renamed = await owner.client.patch(path, { name: ' Phone <b> ' })
    expect(expectStatus(renamed, 200).body).toMatchObject({ name: 'Phone <b>' })
    const again = await offer(owner.client)
    expect(again.excludeCredentials).toMatchObject([{ id: owner.authenticator.credentialId }])
    expectStatus(await owner.client.delete(path), 204)
    expect(await list()).toEqual([])
    expectProblem(await signIn(hub, owner), 401, 'unauthenticated')
    const trail = await acme.client.get('/v1/audit-events?limit=3')
    const actions = trail.body.data.map((each: { action: string }) => each.action)
    expect(actions).toEqual(['passkey.remove', 'passkey.rename', 'passkey.create'])
  })

  test('tells its person, by an event', async () => {
    const owner = await makeOwner(hub, acme)
    const events = await acme.client.get('/v1/events?type=security.alert&limit=1')
    expect(expectStatus(events, 200).body.data[0].data).toMatchObject({
      alert: 'passkey_added',
      memberId: owner.id,
    })
  })

  test('needs a sign-in of the last minutes, to add and to remove', async () => {
    const owner = await makeOwner(hub, acme)
    const options = await offer(owner.client)
    await makeStale(hub, acme, owner.client)
    const code = 'reauthentication_required'
    expectProblem(await owner.client.post('/v1/me/passkeys/options', {}), 403, code)
    const other = await makeAuthenticator(hub.url)
    const body = { name: 'Late', credential: other.create(options) }
    expectProblem(await owner.client.post('/v1/me/passkeys', body), 403, code)
    expectProblem(await owner.client.delete(`/v1/me/passkeys/${owner.passkeyId}`), 403, code)
    expectStatus(await signIn(hub, owner), 200)
  })

  test('refuses an answer with one thing wrong', async () => {
    const member = await acme.addMember('member')
    const wrongs: Record<string, Lies> = {
      'another origin': { origin: 'https://evil.example' },
      'another port': { origin: 'http://localhost:1' },
      'another host': { rpId: 'evil.example' },
      'an assertion': { type: 'webauthn.get' },
      'nobody verified': { userVerified: false },
      'a frame elsewhere': { crossOrigin: true },
      'a challenge of its own': { challenge: Buffer.alloc(32, 7).toString('base64url') },
    }
    for (const [name, lies] of Object.entries(wrongs)) {
      const authenticator = await makeAuthenticator(hub.url)
      const credential = authenticator.create(await offer(member.client), lies)
      const answer = await member.client.post('/v1/me/passkeys', { name, credential })
      expectProblem(answer, 400, 'invalid_request')
      expect(answer.body.errors, name).toMatchObject([{ path: 'credential' }])
    }
    expect((await member.client.get('/v1/me/passkeys')).body.data).toEqual([])
  })

  test('refuses a challenge that was answered, is late, or was made for somebody else', async () => {
    const member = await acme.addMember('member')
    const keep = async (client: Client, options: never) => {
      const authenticator = await makeAuthenticator(hub.url)
      const credential = authenticator.create(options)
      return client.post('/v1/me/passkeys', { name: 'x', credential })
    }
    const options = await offer(member.client)
    expectStatus(await keep(member.client, options as never), 201)
    expectProblem(await keep(member.client, options as never), 400, 'invalid_request')
    for (const client of [acme.memberClient, globex.memberClient]) {
      const theirs = await offer(member.client)
      expectProblem(await keep(client, theirs as never), 400, 'invalid_request')
    }
    const otherBrowser = hub.browser(await hub.redeem(await hub.signInLink(acme.id, member.email)))
    const here = await offer(member.client)
    expectProblem(await keep(otherBrowser, here as never), 400, 'invalid_request')
    const late = await offer(member.client)
    await hub.objectSql('SESSION', acme.id, 'UPDATE once SET expires_at = 1')
    expectProblem(await keep(member.client, late as never), 400, 'invalid_request')
  })

  test('refuses the same passkey twice, and another person’s', async () => {
    const owner = await makeOwner(hub, acme)
    const other = await acme.addMember('member')
    for (const client of [owner.client, other.client]) {
      const credential = owner.authenticator.create(await offer(client))
      const answer = await client.post('/v1/me/passkeys', { name: 'Again', credential })
      expectProblem(answer, 409, 'conflict')
    }
  })

  test('refuses garbage', async () => {
    const { client } = await acme.addMember('member')
    const authenticator = await makeAuthenticator(hub.url)
    const good = authenticator.create(await offer(client)) as { response: object }
    for (const credential of [
      null,
      'x',
      {},
      { ...good, type: 'password' },
      { ...good, id: 'ä' },
      { ...good, rawId: 'AAAA' },
      { ...good, response: {} },
      { ...good, response: { ...good.response, clientDataJSON: 'AAAA' } },
      { ...good, response: { ...good.response, attestationObject: 'AAAA' } },
      { ...good, response: { ...good.response, attestationObject: 'A'.repeat(70_000) } },
    ]) {
      const answer = await client.post('/v1/me/passkeys', { name: 'x', credential })
      expectProblem(answer, 400, 'invalid_request')
    }
  })

  test('is for people only, and one’s own', async () => {
    const owner = await makeOwner(hub, acme)
    const path = `/v1/me/passkeys/${owner.passkeyId}`
    expectProblem(await acme.client.get('/v1/me/passkeys'), 403, 'person_required')
    expectProblem(await acme.client.post('/v1/me/passkeys/options', {}), 403, 'person_required')
    for (const client of [acme.memberClient, globex.memberClient]) {
      expectProblem(await client.delete(path), 404, 'not_found')
      expectProblem(await client.patch(path, { name: 'Mine' }), 404, 'not_found')
    }
  })
})

describe('at an IP address', () => {
  test('no passkeys are offered, and it is said why', async () => {
    const numbered = await openHub()
    try {
      const options = await numbered.anonymous.get('/sign-in/options')
      expect(expectStatus(options, 200).body).toMatchObject({ passkeys: false })
      const organization = await numbered.openOrganization()
      const answer = await organization.memberClient.post('/v1/me/passkeys/options', {})
      expectProblem(answer, 409, 'conflict')
    } finally {
      await numbered.close()
    }
  })
})
