// `/v1/invitations`: who is asked to belong, by whom, and what becomes of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyPage, expectProblem, expectStatus, idOf, isoMs } from '../support/client.ts'
import { openHub, type TestHub } from '../support/hub.ts'
import { accept, invite, lettersTo, linkOf, membersOf, newAddress } from './invited.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

const at = (id: string) => `/v1/invitations/${id}`

describe('POST /v1/invitations', () => {
  test('201: is told with every key that is promised, and mailed', async () => {
    const org = await hub.openOrganization()
    const group = expectStatus(await org.memberClient.post('/v1/groups', { name: 'A' }), 201).body
    const given = { email: 'New.Person@Elsewhere.Example', name: 'New', role: 'auditor' }
    const body = { ...given, groupIds: [group.id] }
    const made = expectStatus(await org.memberClient.post('/v1/invitations', body), 201)
    expect(made.body).toEqual({
      id: idOf('inv_'),
      email: 'new.person@elsewhere.example',
      name: 'New',
      role: 'auditor',
      roleName: 'Auditor',
      groupIds: [group.id],
      status: 'pending',
      invitedBy: { type: 'member', id: org.ownerId, onBehalfOf: null },
      createdAt: isoMs,
      expiresAt: isoMs,
    })
    const days = Date.parse(made.body.expiresAt) - Date.parse(made.body.createdAt)
    expect(days).toBe(7 * 86_400_000)
    const [letter] = await lettersTo(hub, 'new.person@elsewhere.example')
    expect(letter?.text).toContain('Dana Reyes')
    expect(letter?.text).toContain('Auditor')
    const secret = (await linkOf(hub, 'new.person@elsewhere.example')).split('/').at(-1) ?? ''
    expect(secret).toMatch(/^cwi_[0-9A-Za-z]{36}$/)
    const shown = await org.client.get('/v1/audit-events?action=invitation.create')
    expect(shown.body.data[0]).toMatchObject({ target: { id: made.body.id } })
    for (const { text } of [made, shown, await org.client.get('/v1/invitations')]) {
      expect(text).not.toContain(secret)
    }
    const kept = await hub.sql(org.shard, 'SELECT * FROM invitations WHERE id = ?', made.body.id)
    expect(JSON.stringify(kept)).not.toContain(secret)
  })

  test('201: shows hostile names as text, in the letter and on the page', async () => {
    const owner = { email: 'mallory@acme.example', name: '<img src=x onerror=alert(1)>\u202e' }
    const org = await hub.openOrganization(owner)
    await org.memberClient.patch('/v1/organization', { name: '"><script>alert(2)</script>' })
    const { link, email } = await invite(hub, org, { name: "' onfocus=alert(3) x='" })
    const page = expectStatus(await hub.anonymous.get(link), 200)
    const [letter] = await lettersTo(hub, email)
    for (const markup of [page.text, letter?.html ?? '']) {
      expect(markup).not.toContain('<img src=x')
      expect(markup).not.toContain('<script>alert')
      expect(markup).not.toContain("' onfocus=")
    }
    expect(letter?.subject).not.toMatch(/[\r\n\u202e]/)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('400: names each field that is wrong', async () => {
    const org = await hub.openOrganization()
    const email = newAddress()
    const wrong: [object, string][] = [
      [{}, 'email'],
      [{ email: 'nobody' }, 'email'],
      [{ email: `${'x'.repeat(250)}@a.example` }, 'email'],
      [{ email: 'a@b.example\r\nbcc: c@d.example' }, 'email'],
      [{ email, name: ' ' }, 'name'],
      [{ email, role: 'king' }, 'role'],
      [{ email, role: 'rol_00000000000000000000000000' }, 'role'],
      [{ email, groupIds: ['grp_00000000000000000000000000'] }, 'groupIds.0'],
      [{ email, groupIds: 'all' }, 'groupIds'],
      [{ email, expiresAt: '2030-01-01T00:00:00Z' }, 'body'],
    ]
    for (const [body, path] of wrong) {
      const answer = await org.memberClient.post('/v1/invitations', body)
      const { errors } = expectProblem(answer, 400, 'invalid_request').body
      expect(errors, JSON.stringify(body)).toEqual([{ path, message: expect.any(String) }])
    }
    expect(await lettersTo(hub, email)).toEqual([])
  })

  test('403: into no role above the inviter, by no program, into a leading one freshly signed in', async () => {
    const org = await hub.openOrganization()
    const admin = await org.addMember('admin')
    const developer = await org.addMember('developer')
    const email = newAddress()
    const post = (client: typeof org.client, body: object) => client.post('/v1/invitations', body)
    expectProblem(await post(admin.client, { email, role: 'owner' }), 403, 'forbidden')
    expectProblem(await post(developer.client, { email }), 403, 'forbidden')
    expectProblem(await post(org.client, { email }), 403, 'person_required')
    await hub.ageSignIns(org.id, 3_600_000)
    const late = await post(admin.client, { email, role: 'admin' })
    expectProblem(late, 403, 'reauthentication_required')
    expect(await lettersTo(hub, email)).toEqual([])
    expectStatus(await post(admin.client, { email, role: 'developer' }), 201)
  })

  test('409: the address is a member, or invited already', async () => {
    const org = await hub.openOrganization()
    const { email } = await invite(hub, org)
    for (const taken of [email, email.toUpperCase(), 'dana@acme.example']) {
      const again = await org.memberClient.post('/v1/invitations', { email: taken })
      expectProblem(again, 409, 'conflict')
    }
    expect(await lettersTo(hub, email)).toHaveLength(1)
    // Another organization may invite the same person.
    const other = await hub.openOrganization()
    expectStatus(await other.memberClient.post('/v1/invitations', { email }), 201)
  })

  test('502: says that the letter did not go out; the invitation is kept and can be sent again', async () => {
    const org = await hub.openOrganization()
    const email = newAddress()
    await hub.control('POST', '/mail/faults', { kind: 'server_error', count: 1 })
    const failed = await org.memberClient.post('/v1/invitations', { email })
    const { invitationId } = expectProblem(failed, 502, 'mail_failed').body
    const resent = await org.memberClient.post(`${at(invitationId)}/resend`)
    expectStatus(resent, 200)
    expectStatus(await accept(hub, await linkOf(hub, email)), 303)
  })
})

describe('GET /v1/invitations', () => {
  test('200: lists newest first, in pages, by what became of them', async () => {
    const org = await hub.openOrganization()
    const accepted = await invite(hub, org)
    expectStatus(await accept(hub, accepted.link), 303)
    const revoked = await invite(hub, org)
    expectStatus(await org.memberClient.delete(at(revoked.invitation.id)), 204)
    const late = await invite(hub, org)
    await hub.sql(
      org.shard,
      'UPDATE invitations SET expires_at = 1 WHERE id = ?',
      late.invitation.id,
    )
    const pending = await invite(hub, org)
    // Its late one makes room for another to the same address.
    const again = await org.memberClient.post('/v1/invitations', { email: late.email })
    const renewed = expectStatus(again, 201).body
    const all: [string, string][] = [
      [renewed.id, 'pending'],
      [pending.invitation.id, 'pending'],
      [late.invitation.id, 'expired'],
      [revoked.invitation.id, 'revoked'],
      [accepted.invitation.id, 'accepted'],
    ]
    const pages = await everyPage(org.client, '/v1/invitations', 2)
    const listed = pages.flatMap((page) => page.body.data)
    expect(listed.map(({ id, status }) => [id, status])).toEqual(all)
    for (const status of ['pending', 'accepted', 'revoked', 'expired']) {
      const { body } = expectStatus(await org.client.get(`/v1/invitations?status=${status}`), 200)
      expect(body.data.map((each: { id: string }) => each.id)).toEqual(
        all.filter(([, one]) => one === status).map(([id]) => id),
      )
    }
    expectProblem(await org.client.get('/v1/invitations?status=lost'), 400, 'invalid_request')
  })
})

describe('an invitation', () => {
  test('sent again leads there by another link, and the one before is void', async () => {
    const org = await hub.openOrganization()
    const { email, link, invitation } = await invite(hub, org)
    await hub.sql(org.shard, 'UPDATE invitations SET expires_at = 1 WHERE id = ?', invitation.id)
    const resent = expectStatus(await org.memberClient.post(`${at(invitation.id)}/resend`), 200)
    expect(resent.body).toMatchObject({ id: invitation.id, status: 'pending' })
    const second = await linkOf(hub, email)
    expect(second).not.toBe(link)
    expectStatus(await hub.anonymous.get(link), 410)
    expectStatus(await accept(hub, link), 410)
    expectStatus(await accept(hub, second), 303)
  })

  test('withdrawn leads nowhere; accepted or withdrawn it is neither sent nor withdrawn again', async () => {
    const org = await hub.openOrganization()
    const revoked = await invite(hub, org)
    expectStatus(await org.memberClient.delete(at(revoked.invitation.id)), 204)
    expectStatus(await hub.anonymous.get(revoked.link), 410)
    expectStatus(await accept(hub, revoked.link), 410)
    const accepted = await invite(hub, org)
    expectStatus(await accept(hub, accepted.link), 303)
    for (const { id } of [revoked.invitation, accepted.invitation]) {
      expectProblem(await org.memberClient.post(`${at(id)}/resend`), 409, 'conflict')
      expectProblem(await org.memberClient.delete(at(id)), 409, 'conflict')
    }
    expect(await membersOf(org)).toHaveLength(2)
  })

  test('429: five letters a day to an address, however they are sent; the link before stays', async () => {
    const org = await hub.openOrganization()
    const { email, invitation } = await invite(hub, org)
    const resend = () => org.memberClient.post(`${at(invitation.id)}/resend`)
    for (let time = 0; time < 4; time++) expectStatus(await resend(), 200)
    const refused = await resend()
    expectProblem(refused, 429, 'rate_limited')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(86_000)
    expect(await lettersTo(hub, email)).toHaveLength(5)
    const link = await linkOf(hub, email)
    expectStatus(await hub.anonymous.get(link), 200)
    expectStatus(await org.memberClient.delete(at(invitation.id)), 204)
    const again = await org.memberClient.post('/v1/invitations', { email })
    expectProblem(again, 429, 'rate_limited')
    // Another organization is not kept from inviting the same person.
    const other = await hub.openOrganization()
    expectStatus(await other.memberClient.post('/v1/invitations', { email }), 201)
  })

  test('names nobody in the letter by a link', async () => {
    const owner = { email: 'mallory2@acme.example', name: 'See https://evil.example' }
    const org = await hub.openOrganization(owner)
    await org.memberClient.patch('/v1/organization', { name: 'Pay at www.evil.example' })
    const { email } = await invite(hub, org)
    const [letter] = await lettersTo(hub, email)
    expect(letter?.subject).toContain('Pay at www evil.example')
    expect(letter?.text).toContain('See https evil.example invites you')
    expect(letter?.text).not.toMatch(/:\/\/evil|www\./)
  })

  test("404: another organization's is not there", async () => {
    const { invitation } = await invite(hub, await hub.openOrganization())
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    expectProblem(await other.memberClient.post(`${at(invitation.id)}/resend`), 404, 'not_found')
    expectProblem(await other.memberClient.delete(at(invitation.id)), 404, 'not_found')
    expect((await other.client.get('/v1/invitations')).body.data).toEqual([])
  })
})
