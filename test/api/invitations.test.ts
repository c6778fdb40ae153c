// `/v1/invitations` and the page they lead to: a link that works once, for whom it was meant, while who gave it out may.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  everyPage,
  expectProblem,
  expectStatus,
  idOf,
  isoMs,
  makeClient,
} from '../support/client.ts'
import { cookieOf, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

let invited = 0
const newAddress = () => `new-${++invited}@elsewhere.example`
const at = (id: string) => `/v1/invitations/${id}`

/** Letters to that address, newest last. */
async function lettersTo(
  email: string,
): Promise<{ subject: string; text: string; html: string }[]> {
  const letters: { to: string; subject: string; text: string; html: string }[] = await hub.control(
    'GET',
    '/mail',
  )
  return letters.filter(({ to }) => to === email)
}

/** The path of the link in the newest letter to that address. */
async function linkOf(email: string): Promise<string> {
  const letter = (await lettersTo(email)).at(-1)
  return new URL(/https?:\/\/\S+\/invitation\/\S+/.exec(letter?.text ?? '')?.[0] ?? '').pathname
}

async function invite(org: TestOrganization, more: object = {}) {
  const email = newAddress()
  const made = await org.memberClient.post('/v1/invitations', { email, ...more })
  const invitation = expectStatus(made, 201).body
  return { email: invitation.email as string, invitation, link: await linkOf(invitation.email) }
}

const accept = (
  link: string,
  name = 'Robin New',
  headers: Record<string, string> = { origin: hub.url },
): Promise<Answer> =>
  hub.anonymous.send('POST', link, new URLSearchParams({ name }).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    ...headers,
  })
const membersOf = async ({ client }: TestOrganization) =>
  expectStatus(await client.get('/v1/members?limit=100'), 200).body.data

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
    const [letter] = await lettersTo('new.person@elsewhere.example')
    expect(letter?.text).toContain('Dana Reyes')
    expect(letter?.text).toContain('Auditor')
    const secret = (await linkOf('new.person@elsewhere.example')).split('/').at(-1) ?? ''
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
    const { link, email } = await invite(org, { name: "' onfocus=alert(3) x='" })
    const page = expectStatus(await hub.anonymous.get(link), 200)
    const [letter] = await lettersTo(email)
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
    expect(await lettersTo(email)).toEqual([])
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
    expect(await lettersTo(email)).toEqual([])
    expectStatus(await post(admin.client, { email, role: 'developer' }), 201)
  })

  test('409: the address is a member, or invited already', async () => {
    const org = await hub.openOrganization()
    const { email } = await invite(org)
    for (const taken of [email, email.toUpperCase(), 'dana@acme.example']) {
      const again = await org.memberClient.post('/v1/invitations', { email: taken })
      expectProblem(again, 409, 'conflict')
    }
    expect(await lettersTo(email)).toHaveLength(1)
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
    expectStatus(await accept(await linkOf(email)), 303)
  })
})

describe('GET /v1/invitations', () => {
  test('200: lists newest first, in pages, by what became of them', async () => {
    const org = await hub.openOrganization()
    const accepted = await invite(org)
    expectStatus(await accept(accepted.link), 303)
    const revoked = await invite(org)
    expectStatus(await org.memberClient.delete(at(revoked.invitation.id)), 204)
    const late = await invite(org)
    await hub.sql(
      org.shard,
      'UPDATE invitations SET expires_at = 1 WHERE id = ?',
      late.invitation.id,
    )
    const pending = await invite(org)
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
    const { email, link, invitation } = await invite(org)
    await hub.sql(org.shard, 'UPDATE invitations SET expires_at = 1 WHERE id = ?', invitation.id)
    const resent = expectStatus(await org.memberClient.post(`${at(invitation.id)}/resend`), 200)
    expect(resent.body).toMatchObject({ id: invitation.id, status: 'pending' })
    const second = await linkOf(email)
    expect(second).not.toBe(link)
    expectStatus(await hub.anonymous.get(link), 410)
    expectStatus(await accept(link), 410)
    expectStatus(await accept(second), 303)
  })

  test('withdrawn leads nowhere; accepted or withdrawn it is neither sent nor withdrawn again', async () => {
    const org = await hub.openOrganization()
    const revoked = await invite(org)
    expectStatus(await org.memberClient.delete(at(revoked.invitation.id)), 204)
    expectStatus(await hub.anonymous.get(revoked.link), 410)
    expectStatus(await accept(revoked.link), 410)
    const accepted = await invite(org)
    expectStatus(await accept(accepted.link), 303)
    for (const { id } of [revoked.invitation, accepted.invitation]) {
      expectProblem(await org.memberClient.post(`${at(id)}/resend`), 409, 'conflict')
      expectProblem(await org.memberClient.delete(at(id)), 409, 'conflict')
    }
    expect(await membersOf(org)).toHaveLength(2)
  })

  test("404: another organization's is not there", async () => {
    const { invitation } = await invite(await hub.openOrganization())
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    expectProblem(await other.memberClient.post(`${at(invitation.id)}/resend`), 404, 'not_found')
    expectProblem(await other.memberClient.delete(at(invitation.id)), 404, 'not_found')
    expect((await other.client.get('/v1/invitations')).body.data).toEqual([])
  })
})

describe('the page of an invitation', () => {
  test('names organization, inviter, role and address, and is used up by no look', async () => {
    const org = await hub.openOrganization()
    const { link, email } = await invite(org, { name: 'Robin', role: 'developer' })
    for (const method of ['GET', 'HEAD', 'GET']) {
      const seen = expectStatus(await hub.anonymous.send(method, link), 200)
      expect(seen.headers.getSetCookie()).toEqual([])
    }
    const { text } = await hub.anonymous.get(link)
    for (const part of ['Dana Reyes', 'Developer', email, 'value="Robin"']) {
      expect(text).toContain(part)
    }
    expect(await membersOf(org)).toHaveLength(1)
  })

  test('makes the member, with role and groups, and signs them in', async () => {
    const org = await hub.openOrganization()
    const group = expectStatus(await org.memberClient.post('/v1/groups', { name: 'A' }), 201).body
    const gone = expectStatus(await org.memberClient.post('/v1/groups', { name: 'B' }), 201).body
    const role = { name: 'Checker', permissions: ['members:read', 'audit:read'] }
    const roleId = expectStatus(await org.memberClient.post('/v1/roles', role), 201).body.id
    const groupIds = [group.id, gone.id]
    const { link, email, invitation } = await invite(org, { role: roleId, groupIds })
    expectStatus(await org.memberClient.delete(`/v1/groups/${gone.id}`), 204)
    const held = await org.memberClient.delete(`/v1/roles/${roleId}`)
    expect(expectProblem(held, 409, 'conflict').body.detail).toContain('1 open invitation')
    const answer = expectStatus(await accept(link, 'Robin New'), 303)
    expect(answer.headers.get('location')).toBe('/')
    const browser = hub.browser(cookieOf(answer))
    const me = expectStatus(await browser.get('/v1/me'), 200).body
    expect(me).toMatchObject({ type: 'member', email, name: 'Robin New', role: roleId })
    const member = expectStatus(await browser.get(`/v1/members/${me.id}`), 200).body
    expect(member).toMatchObject({ roleName: 'Checker', groupIds: [group.id] })
    const events = await org.client.get('/v1/events?type=member.joined')
    expect(events.body.data[0]).toMatchObject({ data: { memberId: me.id, role: roleId } })
    const trail = await org.client.get('/v1/audit-events?action=invitation.accept')
    expect(trail.body.data[0]).toMatchObject({
      actor: { type: 'member', id: me.id },
      target: { id: invitation.id },
    })
    const link2 = await hub.signInLink(org.id, email)
    expect(await hub.redeem(link2)).toMatch(/^__Host-causeway=/)
  })

  test('makes one member, however many race for the link', async () => {
    const org = await hub.openOrganization()
    const { link, email } = await invite(org)
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(link)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(7)
    expect(await membersOf(org)).toHaveLength(2)
    const claims = await hub.sql<{ state: string }>(
      'DIRECTORY',
      'SELECT state FROM outside_ids WHERE value = ?',
      `${email}/${org.id}`,
    )
    expect(claims).toEqual([{ state: 'confirmed' }])
    expectStatus(await accept(link), 410)
  })

  test('asks again for a name that cannot be kept', async () => {
    const org = await hub.openOrganization()
    const { link } = await invite(org)
    for (const name of ['', ' ', 'x'.repeat(121)]) {
      const answer = expectStatus(await accept(link, name), 400)
      expect(answer.text).toContain('aria-invalid="true"')
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    const json = await hub.anonymous.post(link, { name: 'Robin' }, { origin: hub.url })
    expectStatus(json, 400)
    expectStatus(await accept(link), 303)
  })

  test('refuses a POST that another site made, and stays as it was', async () => {
    const org = await hub.openOrganization()
    const { link } = await invite(org)
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
      {},
    ]
    for (const headers of foreign) expectProblem(await accept(link, 'X', headers), 403, 'forbidden')
    expectStatus(await accept(link), 303)
  })

  test('refuses garbage, other kinds of secrets, and what is too late', async () => {
    const org = await hub.openOrganization()
    const { link, invitation } = await invite(org)
    const signIn = new URL(await hub.signInLink(org.id, 'dana@acme.example')).pathname.split('/')
    await hub.sql(org.shard, 'UPDATE invitations SET expires_at = 1 WHERE id = ?', invitation.id)
    for (const secret of [
      link.split('/').at(-1),
      signIn.at(-1),
      org.apiKey,
      'x',
      '%00',
      '%F0%9F',
    ]) {
      for (const answer of [
        await hub.anonymous.get(`/invitation/${secret}`),
        await accept(`/invitation/${secret}`),
      ]) {
        expect([400, 404, 410], answer.text.slice(0, 200)).toContain(answer.status)
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    }
    expect(await membersOf(org)).toHaveLength(1)
  })

  test('refuses when who invited may no longer do so', async () => {
    const org = await hub.openOrganization()
    const admin = await org.addMember('admin')
    const by = async (role: string) => {
      const email = newAddress()
      expectStatus(await admin.client.post('/v1/invitations', { email, role }), 201)
      return await linkOf(email)
    }
    const [first, second] = [await by('admin'), await by('member')]
    const narrow = { name: 'HR', permissions: ['members:write', 'members:read'] }
    const { id: role } = expectStatus(await org.memberClient.post('/v1/roles', narrow), 201).body
    expectStatus(await org.memberClient.patch(`/v1/members/${admin.id}`, { role }), 200)
    // They still invite people, but not into more than they hold.
    expectStatus(await hub.anonymous.get(first), 403)
    expectStatus(await accept(first), 403)
    expectStatus(await org.memberClient.delete(`/v1/members/${admin.id}`), 204)
    expectStatus(await accept(second), 403)
    expect(await membersOf(org)).toHaveLength(1)
    const open = expectStatus(await org.client.get('/v1/invitations?status=pending'), 200).body.data
    const resent = await org.memberClient.post(`${at(open[0].id)}/resend`)
    expectStatus(await accept(await linkOf(expectStatus(resent, 200).body.email)), 303)
  })

  test('refuses when the address became a member meanwhile', async () => {
    const org = await hub.openOrganization()
    const { link, email } = await invite(org)
    const added = await org.addMember('auditor', { email, name: 'Added' })
    const answer = expectStatus(await accept(link), 409)
    expect(answer.text).toContain('member already')
    const members = await membersOf(org)
    expect(members.map(({ id }: { id: string }) => id)).toEqual([added.id, org.ownerId])
    expect(members[0].role).toBe('auditor')
  })

  test('opens for who left before and is invited anew', async () => {
    const org = await hub.openOrganization()
    const { email, link } = await invite(org)
    const first = hub.browser(cookieOf(expectStatus(await accept(link), 303)))
    const { id } = expectStatus(await first.get('/v1/me'), 200).body
    expectStatus(await org.memberClient.delete(`/v1/members/${id}`), 204)
    expectStatus(await accept(link), 410)
    expectStatus(await org.memberClient.post('/v1/invitations', { email }), 201)
    const again = hub.browser(cookieOf(expectStatus(await accept(await linkOf(email)), 303)))
    expect(expectStatus(await again.get('/v1/me'), 200).body.id).not.toBe(id)
    expectProblem(await first.get('/v1/me'), 401, 'unauthenticated')
  })

  test('refuses while the organization is suspended', async () => {
    const org = await hub.openOrganization()
    const { link } = await invite(org)
    await hub.sql(org.shard, 'UPDATE organizations SET suspended_at = 1 WHERE id = ?', org.id)
    expectStatus(await hub.anonymous.get(link), 403)
    expectStatus(await accept(link), 403)
    await hub.sql(org.shard, 'UPDATE organizations SET suspended_at = NULL WHERE id = ?', org.id)
    expectStatus(await accept(link), 303)
  })

  test('ends the session that the browser came with, and begins one of its own', async () => {
    const org = await hub.openOrganization()
    const { link } = await invite(org)
    const before = await hub.redeem(await hub.signInLink(org.id, 'dana@acme.example'))
    const answer = await accept(link, 'Robin', { origin: hub.url, cookie: before })
    const after = cookieOf(expectStatus(answer, 303))
    expect(after).not.toBe(before)
    expectProblem(await hub.browser(before).get('/v1/me'), 401, 'unauthenticated')
    expectStatus(await makeClient(hub.url, { cookie: after }).get('/v1/me'), 200)
  })
})
