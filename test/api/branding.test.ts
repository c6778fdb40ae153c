// White-label from outside: an organization's name for people, colour and logo are kept as they must be, and stand on its letters, pages
// and cards as text and picture and nothing else.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectPage, expectProblem, expectStatus } from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { pngOf } from '../support/picture.ts'

let hub: TestHub
let acme: TestOrganization

beforeAll(async () => {
  hub = await openHub()
}, 120_000)
afterAll(() => hub.close())
beforeEach(async () => {
  acme = await hub.openOrganization()
})

const path = '/v1/organization'
const png = (width = 64, height = 64) => pngOf(width, height, '7c3aed').toString('base64')
const logo = { mediaType: 'image/png', base64: png() }
const patch = (branding: unknown, client = acme.memberClient) => client.patch(path, { branding })

describe(`PATCH ${path} { branding }`, () => {
  test('keeps what is named, leaves the rest, takes away what is null', async () => {
    const none = { displayName: null, accentColor: null, logoUrl: null }
    expect((await acme.memberClient.get(path)).body.branding).toEqual(none)
    const set = await patch({ displayName: 'Acme Works', accentColor: '#7C3AED', logo })
    const logoUrl = expect.stringMatching(`^${hub.url}/brand/${acme.id}/logo\\?v=[0-9a-f]{16}$`)
    const whole = { displayName: 'Acme Works', accentColor: '#7c3aed', logoUrl }
    expect(expectStatus(set, 200).body.branding).toEqual(whole)
    const less = expectStatus(await patch({ accentColor: null }), 200)
    expect(less.body.branding).toEqual({ ...whole, accentColor: null })
    expect(expectStatus(await patch({ displayName: null, logo: null }), 200).body.branding).toEqual(
      none,
    )
  })

  test('writes nothing where nothing changes, and no picture into the trail', async () => {
    expectStatus(await patch({ displayName: 'Acme', logo }), 200)
    const size = await acme.auditSize()
    expectStatus(await patch({ displayName: 'Acme', logo }), 200)
    expect(await acme.auditSize()).toBe(size)
    const trail = await acme.memberClient.get('/v1/audit-events?limit=1')
    expect(trail.body.data[0].action).toBe('organization.update')
    expect(trail.text).not.toContain(logo.base64.slice(0, 40))
  })

  test('refuses what is no name, no colour and no picture, field by field', async () => {
    const wrong: [unknown, string][] = [
      [{ displayName: '' }, 'branding.displayName'],
      [{ displayName: 'x'.repeat(81) }, 'branding.displayName'],
      [{ accentColor: 'red' }, 'branding.accentColor'],
      [{ accentColor: '#fff' }, 'branding.accentColor'],
      [{ accentColor: '#000000;}body{display:none' }, 'branding.accentColor'],
      [{ logo: { ...logo, mediaType: 'image/svg+xml' } }, 'branding.logo.mediaType'],
      [{ logo: { ...logo, mediaType: 'image/jpeg' } }, 'branding.logo.mediaType'],
      [{ logo: { ...logo, base64: 'not base64!' } }, 'branding.logo.base64'],
      [{ logo: { ...logo, base64: btoa('<svg onload="alert(1)"/>') } }, 'branding.logo.base64'],
      [{ logo: { ...logo, base64: btoa('<!doctype html>') } }, 'branding.logo.base64'],
      [{ logo: { ...logo, base64: png(8, 8) } }, 'branding.logo.base64'],
      [{ logo: { ...logo, base64: png(4_000, 16) } }, 'branding.logo.base64'],
      [{ logo: { ...logo, base64: 'A'.repeat(100_000) } }, 'branding.logo.base64'],
      [{ logo: { ...logo, name: 'x.png' } }, 'branding.logo'],
      [{ theme: 'dark' }, 'branding'],
    ]
    const before = await acme.auditSize()
    for (const [branding, field] of wrong) {
      const { body } = expectProblem(await patch(branding), 400, 'invalid_request')
      expect(body.errors.map((each: { path: string }) => each.path)).toContain(field)
    }
    expect(await acme.auditSize()).toBe(before)
  })

  test('is for people who may, not for programs', async () => {
    const branding = { displayName: 'Taken over' }
    expectProblem(await patch(branding, hub.anonymous), 401, 'unauthenticated')
    expectProblem(await patch(branding, acme.client), 403, 'person_required')
    const member = await acme.addMember('developer')
    expectProblem(await patch(branding, member.client), 403, 'forbidden')
  })
})

describe('GET /brand/…', () => {
  test('serves a logo as exactly what it is, and lets it be nothing else', async () => {
    const { logoUrl } = expectStatus(await patch({ logo }), 200).body.branding
    const { pathname, search } = new URL(logoUrl)
    const answer = await fetch(hub.url + pathname + search)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(Buffer.from(await answer.arrayBuffer()).toString('base64')).toBe(logo.base64)
    const old = await hub.anonymous.get(`${pathname}?v=other`)
    expect(old.headers.get('cache-control')).toBe('public, max-age=60')
    const etag = answer.headers.get('etag') ?? ''
    const again = await hub.anonymous.get(pathname, { 'if-none-match': etag })
    expectStatus(again, 304)
  })

  test('serves colours in which text is readable', async () => {
    expectStatus(await patch({ accentColor: '#ffd500' }), 200)
    const colors = expectStatus(await hub.anonymous.get(`/brand/${acme.id}/colors.css`), 200)
    expect(colors.headers.get('content-type')).toMatch(/^text\/css/)
    expect(colors.text).toContain('--accent:#ffd500;--on-accent:#000000')
  })

  test('has nothing for who chose nothing or is not there', async () => {
    for (const id of [acme.id, 'org_none', '..', '%00', `${acme.id}'--`]) {
      for (const file of ['logo', 'colors.css']) {
        expect((await hub.anonymous.get(`/brand/${id}/${file}`)).status).toBe(404)
      }
    }
  })
})

describe('the look', () => {
  const hostile = '<img src=x onerror=alert(1)> <!channel> \u202egnp'

  test('stands on the pages of a sign-in link and of a connect, hostile names as text', async () => {
    expectStatus(await patch({ displayName: hostile, accentColor: '#7c3aed', logo }), 200)
    const made = await acme.client.post('/v1/connect-sessions', { connector: 'slack' })
    const connect = new URL(expectStatus(made, 201).body.url).pathname
    const signIn = new URL(await hub.signInLink(acme.id, 'dana@acme.example')).pathname
    for (const link of [connect, signIn]) {
      const answer = expectPage(await hub.anonymous.get(link), 200, '&#60;img src=x')
      expect(answer.text).not.toContain('<img src=x')
      expect(answer.text).not.toContain('\u202e')
      expect(answer.text).toContain(`/brand/${acme.id}/colors.css`)
      expect(answer.text).toContain(`/brand/${acme.id}/logo?v=`)
      expect(answer.headers.get('content-security-policy')).not.toContain('unsafe-inline')
    }
    expect((await hub.anonymous.get(connect)).text).toContain('Answer, and post what a person')
  })

  test('stands on what went wrong, for who holds the link', async () => {
    expectStatus(await patch({ displayName: 'Acme Works' }), 200)
    const made = await acme.client.post('/v1/connect-sessions', { connector: 'slack' })
    const link = new URL(expectStatus(made, 201).body.url).pathname
    await hub.sql(acme.shard, 'UPDATE connect_sessions SET used_at = 1 WHERE used_at IS NULL')
    expectPage(await hub.anonymous.get(link), 404, 'Acme Works')
    expect((await hub.anonymous.get(`${link.slice(0, -1)}x`)).text).not.toContain('Acme Works')
  })
})
