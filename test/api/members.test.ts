// `/v1/members`: who belongs, what changes them, and that an organization never loses its last owner.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Client,
  everyPage,
  expectProblem,
  expectStatus,
  idOf,
  isoMs,
} from '../support/client.ts'
import { dana, lee, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

const at = (id: string) => `/v1/members/${id}`
const roleOf = async ({ client }: TestOrganization, id: string) =>
  expectStatus(await client.get(at(id)), 200).body.role

/** A role of the organization's own, made by its owner. */
async function roleWith(org: TestOrganization, permissions: readonly string[]): Promise<string> {
  const given = { name: `Role ${Math.random()}`, permissions }
  return expectStatus(await org.memberClient.post('/v1/roles', given), 201).body.id
}

/** A person of that built-in role who then has one of the organization's own. */
async function personWith(org: TestOrganization, permissions: readonly string[]) {
  const role = await roleWith(org, permissions)
  const person = await org.addMember('member')
  expectStatus(await org.memberClient.patch(at(person.id), { role }), 200)
  return { ...person, role }
}

/** Puts the sign-ins of all browsers of the organization an hour back. */
const signedInLongAgo = (org: TestOrganization) => hub.ageSignIns(org.id, 3_600_000)

describe('GET /v1/members', () => {
  test('200: lists who belongs, newest first, in pages to the end', async () => {
    const org = await hub.openOrganization()
    const added = await org.addMember('member', lee)
    const third = await org.addMember('auditor')
    const pages = await everyPage(org.client, '/v1/members', 1)
    expect(pages.map((page) => page.body.data.length)).toEqual([1, 1, 1])
    const members = pages.flatMap((page) => page.body.data)
    expect(members.map(({ id }) => id)).toEqual([third.id, added.id, org.ownerId])
    expect(members[1]).toMatchObject({ id: added.id, ...lee, role: 'member', roleName: 'Member' })
  })

  test('200: tells each with every key that is promised', async () => {
    const org = await hub.openOrganization()
    const { body } = expectStatus(await org.client.get(at(org.ownerId)), 200)
    expect(Object.keys(body).sort()).toEqual(
      ['createdAt', 'email', 'groupIds', 'id', 'lastSeenAt', 'name', 'role', 'roleName'].sort(),
    )
    expect(body).toMatchObject({
      id: org.ownerId,
      ...dana,
      role: 'owner',
      roleName: 'Owner',
      groupIds: [],
      createdAt: isoMs,
    })
  })

  test('200: finds by role, group and part of a name or address', async () => {
    const org = await hub.openOrganization()
    const { id } = await org.addMember('auditor', lee)
    const group = await org.memberClient.post('/v1/groups', { name: 'Finance' })
    const groupId = expectStatus(group, 201).body.id
    expectStatus(
      await org.memberClient.post(`/v1/groups/${groupId}/members`, { memberId: id }),
      200,
    )
    for (const query of [
      'role=auditor',
      `groupId=${groupId}`,
      'query=PARK',
      'query=lee@acme',
      `role=auditor&groupId=${groupId}&query=lee`,
    ]) {
      const { body } = expectStatus(await org.client.get(`/v1/members?${query}`), 200)
      expect(
        body.data.map((each: { id: string }) => each.id),
        query,
      ).toEqual([id])
    }
    for (const query of [
      'role=admin',
      'groupId=grp_x',
      'query=%25',
      'query=_',
      'query=%27%20OR%201',
    ]) {
      const { body } = expectStatus(await org.client.get(`/v1/members?${query}`), 200)
      expect(body.data, query).toEqual([])
    }
  })

  test('200: leaves out who has left', async () => {
    const org = await hub.openOrganization()
    const { id } = await org.addMember('member')
    expectStatus(await org.memberClient.delete(at(id)), 204)
    expect((await org.client.get('/v1/members')).body.data).toHaveLength(1)
    expectProblem(await org.client.get(at(id)), 404, 'not_found')
  })

  test('400: refuses a role that is none', async () => {
    const { client } = await hub.openOrganization()
    expectProblem(await client.get('/v1/members?role=king'), 400, 'invalid_request')
  })
})

describe('PATCH /v1/members/{id}', () => {
  test('200: gives another role, which holds from the next request on', async () => {
    const org = await hub.openOrganization()
    const person = await org.addMember('member')
    expectProblem(await person.client.get('/v1/audit-events'), 403, 'forbidden')
    const changed = expectStatus(
      await org.memberClient.patch(at(person.id), { role: 'auditor' }),
      200,
    )
    expect(changed.body).toMatchObject({ id: person.id, role: 'auditor', roleName: 'Auditor' })
    expectStatus(await person.client.get('/v1/audit-events'), 200)
    const events = await org.client.get('/v1/events?type=member.changed')
    expect(events.body.data).toMatchObject([
      { data: { memberId: person.id, role: 'auditor', changed: ['role'] } },
    ])
    const trail = await org.client.get('/v1/audit-events?action=member.update')
    expect(trail.body.data[0]).toMatchObject({
      actor: { type: 'member', id: org.ownerId },
      target: { id: person.id },
      values: { role: 'auditor', formerRole: 'member' },
    })
  })

  test("200: gives a role of the organization's own, with its rights and no others", async () => {
    const org = await hub.openOrganization()
    const person = await personWith(org, ['members:read', 'audit:read'])
    const me = expectStatus(await person.client.get('/v1/me'), 200)
    expect(me.body).toMatchObject({ role: person.role, scopes: ['audit:read', 'members:read'] })
    expectStatus(await person.client.get('/v1/audit-events'), 200)
    expectProblem(await person.client.get('/v1/connections'), 403, 'forbidden')
  })

  test('200: renames, and writes nothing where nothing changes', async () => {
    const org = await hub.openOrganization()
    const person = await org.addMember('member', lee)
    const name = 'Lee <b>Park</b> \u202e"; DROP TABLE members'
    const renamed = expectStatus(await org.memberClient.patch(at(person.id), { name }), 200)
    expect(renamed.body.name).toBe(name)
    const size = await org.auditSize()
    for (const same of [{ name }, { role: 'member' }, {}]) {
      expectStatus(await org.memberClient.patch(at(person.id), same), 200)
    }
    expect(await org.auditSize()).toBe(size)
  })

  test('400: names each field that is wrong', async () => {
    const org = await hub.openOrganization()
    const { id } = await org.addMember('member')
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    const theirRole = await roleWith(other, ['members:read'])
    const wrong: [object, string][] = [
      [{ role: 'king' }, 'role'],
      [{ role: 'rol_00000000000000000000000000' }, 'role'],
      [{ role: theirRole }, 'role'],
      [{ role: null }, 'role'],
      [{ name: ' ' }, 'name'],
      [{ name: 'x'.repeat(121) }, 'name'],
      [{ email: 'new@acme.example' }, 'body'],
    ]
    for (const [body, path] of wrong) {
      const answer = await org.memberClient.patch(at(id), body)
      const { errors } = expectProblem(answer, 400, 'invalid_request').body
      expect(errors, JSON.stringify(body)).toEqual([{ path, message: expect.any(String) }])
    }
    expect(await roleOf(org, id)).toBe('member')
  })

  test('403: is for people who may, with a sign-in of the last minutes', async () => {
    const org = await hub.openOrganization()
    const { id, client } = await org.addMember('developer')
    expectProblem(await org.client.patch(at(id), { role: 'member' }), 403, 'person_required')
    expectProblem(await client.patch(at(id), { role: 'owner' }), 403, 'forbidden')
    await signedInLongAgo(org)
    const late = await org.memberClient.patch(at(id), { role: 'member' })
    expectProblem(late, 403, 'reauthentication_required')
    expectProblem(await org.memberClient.delete(at(id)), 403, 'reauthentication_required')
    expectStatus(await org.memberClient.patch(at(id), { name: 'A name is no right' }), 200)
    expect(await roleOf(org, id)).toBe('developer')
  })

  test('403: only an owner makes, changes or removes an owner', async () => {
    const org = await hub.openOrganization()
    const admin = await org.addMember('admin')
    const second = await org.addMember('owner')
    const person = await org.addMember('member')
    for (const [id, changes] of [
      [person.id, { role: 'owner' }],
      [admin.id, { role: 'owner' }],
      [second.id, { role: 'admin' }],
      [second.id, { name: 'Renamed' }],
      [org.ownerId, { role: 'member' }],
    ] as const) {
      expectProblem(await admin.client.patch(at(id), changes), 403, 'forbidden')
    }
    expectProblem(await admin.client.delete(at(second.id)), 403, 'forbidden')
    expectStatus(await admin.client.patch(at(person.id), { role: 'admin' }), 200)
    expectStatus(await org.memberClient.patch(at(admin.id), { role: 'owner' }), 200)
    expectStatus(await admin.client.patch(at(second.id), { role: 'member' }), 200)
  })

  test('403: nobody gives what they do not hold, to others or themselves', async () => {
    const org = await hub.openOrganization()
    const clerk = await personWith(org, ['members:read', 'members:write', 'runs:read'])
    const wider = await roleWith(org, ['members:read', 'policies:write'])
    const narrower = await roleWith(org, ['runs:read'])
    const person = await org.addMember('member')
    const plain = await personWith(org, ['members:read'])
    for (const role of ['admin', 'developer', 'member', wider, 'owner']) {
      expectProblem(await clerk.client.patch(at(plain.id), { role }), 403, 'forbidden')
      expectProblem(await clerk.client.patch(at(clerk.id), { role }), 403, 'forbidden')
    }
    // A plain member may ask the assistant, which the clerk may not: out of the clerk's reach.
    expectProblem(await clerk.client.patch(at(person.id), { role: narrower }), 403, 'forbidden')
    expectProblem(await clerk.client.delete(at(person.id)), 403, 'forbidden')
    expectStatus(await clerk.client.patch(at(plain.id), { role: narrower }), 200)
    expectStatus(await clerk.client.delete(at(plain.id)), 204)
  })

  test('404: of somebody who left, or of another organization', async () => {
    const org = await hub.openOrganization()
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    const { id } = await org.addMember('member')
    expectStatus(await org.memberClient.delete(at(id)), 204)
    for (const unknown of [id, other.ownerId, 'mem_x', '%00']) {
      expectProblem(await org.memberClient.patch(at(unknown), { name: 'X' }), 404, 'not_found')
      expectProblem(await org.memberClient.delete(at(unknown)), 404, 'not_found')
    }
  })

  test('409: the last owner stays one', async () => {
    const org = await hub.openOrganization()
    const size = await org.auditSize()
    expectProblem(
      await org.memberClient.patch(at(org.ownerId), { role: 'admin' }),
      409,
      'last_owner',
    )
    expectProblem(await org.memberClient.delete(at(org.ownerId)), 409, 'last_owner')
    expect(await org.auditSize()).toBe(size)
    await org.addMember('owner')
    expectStatus(await org.memberClient.patch(at(org.ownerId), { role: 'admin' }), 200)
  })

  test('409: of two owners who end each other at once, one stays', async () => {
    for (const end of [
      (client: Client, id: string) => client.patch(at(id), { role: 'member' }),
      (client: Client, id: string) => client.delete(at(id)),
    ]) {
      const org = await hub.openOrganization()
      const second = await org.addMember('owner')
      const answers = await Promise.all([
        end(org.memberClient, second.id),
        end(second.client, org.ownerId),
        end(org.memberClient, org.ownerId),
        end(second.client, second.id),
      ])
      const [left] = await hub.sql<{ owners: number }>(
        org.shard,
        "SELECT COUNT(*) AS owners FROM members WHERE organization_id = ? AND role = 'owner' AND removed_at IS NULL",
        org.id,
      )
      expect(left?.owners).toBe(1)
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
    }
  })
})

describe('DELETE /v1/members/{id}', () => {
  test('204: ends their session, link and name in a group, and is told', async () => {
    const org = await hub.openOrganization()
    const person = await org.addMember('member')
    const link = await hub.signInLink(org.id, person.email)
    const group = expectStatus(await org.memberClient.post('/v1/groups', { name: 'A' }), 201).body
    const memberId = person.id
    await org.memberClient.post(`/v1/groups/${group.id}/members`, { memberId })
    expectStatus(await org.memberClient.delete(at(person.id)), 204)
    expectProblem(await person.client.get('/v1/me'), 401, 'unauthenticated')
    const press = await hub.anonymous.send('POST', new URL(link).pathname, undefined, {
      origin: hub.url,
    })
    expect(press.status).toBeGreaterThanOrEqual(400)
    expect(press.headers.getSetCookie()).toEqual([])
    expect((await org.client.get(`/v1/groups/${group.id}`)).body.memberCount).toBe(0)
    const events = await org.client.get('/v1/events?type=member.left')
    expect(events.body.data).toMatchObject([{ data: { memberId, role: 'member' } }])
    const trail = await org.client.get('/v1/audit-events?action=member.remove')
    expect(trail.body.data[0]).toMatchObject({ target: { id: memberId } })
  })

  test('204: frees the address, and who comes back by it is somebody new', async () => {
    const org = await hub.openOrganization()
    const first = await org.addMember('admin', lee)
    expectStatus(await org.memberClient.delete(at(first.id)), 204)
    const again = await org.addMember('member', lee)
    expect(again.id).not.toBe(first.id)
    expect(again.id).toEqual(idOf('mem_'))
    const me = expectStatus(await again.client.get('/v1/me'), 200)
    expect(me.body).toMatchObject({ email: lee.email, role: 'member' })
    expectProblem(await first.client.get('/v1/me'), 401, 'unauthenticated')
  })

  test('204: what they asked for and waits runs for nobody', async () => {
    const org = await hub.openOrganization()
    const connectionId = await org.connectJira()
    const rule = { effect: 'approve', match: { actions: ['jira.create_issue'] } }
    expectStatus(await org.memberClient.post('/v1/policies', rule), 201)
    const person = await org.addMember('member')
    const input = { project: 'ACME', issueType: 'Task', summary: 'Asked before leaving' }
    const held = await person.client.post(
      `/v1/connections/${connectionId}/actions/create_issue`,
      input,
    )
    const { approvalId } = expectProblem(held, 409, 'approval_required').body
    expectStatus(await org.memberClient.delete(at(person.id)), 204)
    await hub.control('DELETE', '/jira/calls')
    const yes = await org.memberClient.post(`/v1/approvals/${approvalId}/approve`)
    expectProblem(yes, 403, 'forbidden')
    expect(await hub.control('GET', '/jira/calls')).toEqual([])
  })

  test('204: an owner leaves by themselves while another stays', async () => {
    const org = await hub.openOrganization()
    await org.addMember('owner')
    expectStatus(await org.memberClient.delete(at(org.ownerId)), 204)
    expectProblem(await org.memberClient.get('/v1/me'), 401, 'unauthenticated')
  })

  test('409: a refused removal leaves the address where it was', async () => {
    const org = await hub.openOrganization()
    const others = await hub.sql<{ state: string }>(
      'DIRECTORY',
      "SELECT state FROM outside_ids WHERE organization_id = ? AND kind = 'member_email'",
      org.id,
    )
    expectProblem(await org.memberClient.delete(at(org.ownerId)), 409, 'last_owner')
    expect(others).toEqual([{ state: 'confirmed' }])
    const after = await hub.sql<{ state: string }>(
      'DIRECTORY',
      "SELECT state FROM outside_ids WHERE organization_id = ? AND kind = 'member_email'",
      org.id,
    )
    expect(after).toEqual([{ state: 'confirmed' }])
  })
})
