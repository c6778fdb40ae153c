// The page of an invitation: a link that works once, for whom it was meant, while who gave it out may.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accept, invite, linkOf, membersOf, newAddress } from '../api/invited.ts'
import { expectProblem, expectStatus, makeClient } from '../support/client.ts'
import { cookieOf, openHub, type TestHub } from '../support/hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

describe('the page of an invitation', () => {
  test('names organization, inviter, role and address, and is used up by no look', async () => {
    const org = await hub.openOrganization()
    const { link, email } = await invite(hub, org, { name: 'Robin', role: 'developer' })
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
    const { link, email, invitation } = await invite(hub, org, { role: roleId, groupIds })
    expectStatus(await org.memberClient.delete(`/v1/groups/${gone.id}`), 204)
    const held = await org.memberClient.delete(`/v1/roles/${roleId}`)
    expect(expectProblem(held, 409, 'conflict').body.detail).toContain('1 open invitation')
    const answer = expectStatus(await accept(hub, link, 'Robin New'), 303)
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
    const { link, email } = await invite(hub, org)
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(hub, link)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(7)
    expect(await membersOf(org)).toHaveLength(2)
    const claims = await hub.sql<{ state: string }>(
      'DIRECTORY',
      'SELECT state FROM outside_ids WHERE value = ?',
      `${email}/${org.id}`,
    )
    expect(claims).toEqual([{ state: 'confirmed' }])
    expectStatus(await accept(hub, link), 410)
  })

  test('asks again for a name that cannot be kept', async () => {
    const org = await hub.openOrganization()
    const { link } = await invite(hub, org)
    for (const name of ['', ' ', 'x'.repeat(121)]) {
      const answer = expectStatus(await accept(hub, link, name), 400)
      expect(answer.text).toContain('aria-invalid="true"')
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    const json = await hub.anonymous.post(link, { name: 'Robin' }, { origin: hub.url })
    expectStatus(json, 400)
    expectStatus(await accept(hub, link), 303)
  })

  test('refuses a POST that another site made, and stays as it was', async () => {
    const org = await hub.openOrganization()
    const { link } = await invite(hub, org)
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
      {},
    ]
    for (const headers of foreign)
      expectProblem(await accept(hub, link, 'X', headers), 403, 'forbidden')
    expectStatus(await accept(hub, link), 303)
  })

  test('refuses garbage, other kinds of secrets, and what is too late', async () => {
    const org = await hub.openOrganization()
    const { link, invitation } = await invite(hub, org)
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
        await accept(hub, `/invitation/${secret}`),
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
      return await linkOf(hub, email)
    }
    const [first, second] = [await by('admin'), await by('member')]
    const narrow = { name: 'HR', permissions: ['members:write', 'members:read'] }
    const { id: role } = expectStatus(await org.memberClient.post('/v1/roles', narrow), 201).body
    expectStatus(await org.memberClient.patch(`/v1/members/${admin.id}`, { role }), 200)
    // They still invite people, but not into more than they hold.
    expectStatus(await hub.anonymous.get(first), 403)
    expectStatus(await accept(hub, first), 403)
    expectStatus(await org.memberClient.delete(`/v1/members/${admin.id}`), 204)
    expectStatus(await accept(hub, second), 403)
    expect(await membersOf(org)).toHaveLength(1)
    const open = expectStatus(await org.client.get('/v1/invitations?status=pending'), 200).body.data
    const resent = await org.memberClient.post(`/v1/invitations/${open[0].id}/resend`)
    expectStatus(await accept(hub, await linkOf(hub, expectStatus(resent, 200).body.email)), 303)
  })

  test('refuses when the address became a member meanwhile', async () => {
    const org = await hub.openOrganization()
    const { link, email } = await invite(hub, org)
    const added = await org.addMember('auditor', { email, name: 'Added' })
    const answer = expectStatus(await accept(hub, link), 409)
    expect(answer.text).toContain('member already')
    const members = await membersOf(org)
    expect(members.map(({ id }: { id: string }) => id)).toEqual([added.id, org.ownerId])
    expect(members[0].role).toBe('auditor')
  })

  test('opens for who left before and is invited anew', async () => {
    const org = await hub.openOrganization()
    const { email, link } = await invite(hub, org)
    const first = hub.browser(cookieOf(expectStatus(await accept(hub, link), 303)))
    const { id } = expectStatus(await first.get('/v1/me'), 200).body
    expectStatus(await org.memberClient.delete(`/v1/members/${id}`), 204)
    expectStatus(await accept(hub, link), 410)
    expectStatus(await org.memberClient.post('/v1/invitations', { email }), 201)
    const again = hub.browser(
      cookieOf(expectStatus(await accept(hub, await linkOf(hub, email)), 303)),
    )
    expect(expectStatus(await again.get('/v1/me'), 200).body.id).not.toBe(id)
    expectProblem(await first.get('/v1/me'), 401, 'unauthenticated')
  })

  test('refuses while the organization is suspended', async () => {
    const org = await hub.openOrganization()
    const { link } = await invite(hub, org)
    await hub.sql(org.shard, 'UPDATE organizations SET suspended_at = 1 WHERE id = ?', org.id)
    expectStatus(await hub.anonymous.get(link), 403)
    expectStatus(await accept(hub, link), 403)
    await hub.sql(org.shard, 'UPDATE organizations SET suspended_at = NULL WHERE id = ?', org.id)
    expectStatus(await accept(hub, link), 303)
  })

  test('ends the session that the browser came with, and begins one of its own', async () => {
    const org = await hub.openOrganization()
    const { link } = await invite(hub, org)
    const before = await hub.redeem(await hub.signInLink(org.id, 'dana@acme.example'))
    const answer = await accept(hub, link, 'Robin', { origin: hub.url, cookie: before })
    const after = cookieOf(expectStatus(answer, 303))
    expect(after).not.toBe(before)
    expectProblem(await hub.browser(before).get('/v1/me'), 401, 'unauthenticated')
    expectStatus(await makeClient(hub.url, { cookie: after }).get('/v1/me'), 200)
  })
})

describe('on a closed hub', () => {
  let closed: TestHub
  beforeAll(async () => {
    closed = await openHub({ SIGN_UP: 'closed' })
  })
  afterAll(() => closed.close())

  test('nobody is invited: its operator adds people', async () => {
    const org = await closed.openOrganization()
    const made = await org.memberClient.post('/v1/invitations', { email: newAddress() })
    expectProblem(made, 403, 'forbidden')
    expect(await closed.control('GET', '/mail')).toEqual([])
    await org.addMember('developer')
    expect(await membersOf(org)).toHaveLength(2)
  })
})
