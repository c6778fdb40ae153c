// `/v1/roles` and `/v1/permissions`: what members may. Nobody makes a role that holds more than they do.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  personScopes,
  programScopes,
  rolePermissions,
  roles,
} from '../../core/contract/permissions.ts'
import { expectProblem, expectStatus, idOf } from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

const at = (id: string) => `/v1/roles/${id}`
const given = { name: 'Support', description: 'First line', permissions: ['members:read'] }
const make = async ({ memberClient }: TestOrganization, more: object = {}) =>
  expectStatus(await memberClient.post('/v1/roles', { ...given, ...more }), 201).body
const ownRoles = async ({ client }: TestOrganization) =>
  expectStatus(await client.get('/v1/roles'), 200).body.data.slice(roles.length)

describe('GET /v1/permissions', () => {
  test('200: tells each with what it means, and which are for people only', async () => {
    const { client } = await hub.openOrganization()
    const { body } = expectStatus(await client.get('/v1/permissions'), 200)
    expect(body.nextCursor).toBeNull()
    const told: { permission: string; description: string; peopleOnly: boolean }[] = body.data
    const named = told.map(({ permission }) => permission)
    expect(named).toEqual(
      expect.arrayContaining([...programScopes, ...personScopes, 'actions:jira:write']),
    )
    expect(new Set(named).size).toBe(named.length)
    expect(told.filter((each) => each.peopleOnly).map((each) => each.permission)).toEqual([
      ...personScopes,
    ])
    for (const { description } of told) expect(description).toMatch(/^[A-Z].*\.$/)
  })
})

describe('GET /v1/roles', () => {
  test('200: lists the built-in roles with their rights, then the own by name', async () => {
    const org = await hub.openOrganization()
    const b = await make(org, { name: 'B' })
    const a = await make(org, { name: 'A' })
    const { body } = expectStatus(await org.client.get('/v1/roles'), 200)
    expect(body.nextCursor).toBeNull()
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([...roles, a.id, b.id])
    for (const [index, role] of roles.entries()) {
      expect(body.data[index]).toMatchObject({ builtIn: true, permissions: rolePermissions[role] })
    }
  })
})

describe('POST /v1/roles', () => {
  test('201: makes a role, told with every key that is promised', async () => {
    const org = await hub.openOrganization()
    const permissions = ['runs:read', 'members:write', 'runs:read', 'actions:jira:read']
    const body = await make(org, { permissions })
    expect(body).toEqual({
      id: idOf('rol_'),
      ...given,
      builtIn: false,
      permissions: ['actions:jira:read', 'members:write', 'runs:read'],
    })
    expect(await ownRoles(org)).toEqual([body])
    const trail = await org.client.get('/v1/audit-events?action=role.create')
    expect(trail.body.data[0]).toMatchObject({ target: { id: body.id } })
  })

  test('400: names each field that is wrong', async () => {
    const org = await hub.openOrganization()
    const wrong: [object, string][] = [
      [{ ...given, name: ' ' }, 'name'],
      [{ ...given, name: 'x'.repeat(81) }, 'name'],
      [{ name: 'X' }, 'permissions'],
      [{ ...given, permissions: [] }, 'permissions'],
      [{ ...given, permissions: ['*'] }, 'permissions.0'],
      [{ ...given, permissions: ['members:read', 'king'] }, 'permissions.1'],
      [{ ...given, permissions: ['actions:JIRA:read'] }, 'permissions.0'],
      [{ ...given, description: 'x'.repeat(501) }, 'description'],
      [{ ...given, builtIn: true }, 'body'],
    ]
    for (const [body, path] of wrong) {
      const answer = await org.memberClient.post('/v1/roles', body)
      const { errors } = expectProblem(answer, 400, 'invalid_request').body
      expect(errors, JSON.stringify(body)).toEqual([{ path, message: expect.any(String) }])
    }
    expect(await ownRoles(org)).toEqual([])
  })

  test('403: grants nothing that its maker does not hold, and asks for a fresh sign-in', async () => {
    const org = await hub.openOrganization()
    const { id: role } = await make(org, {
      name: 'HR',
      permissions: ['members:write', 'runs:read'],
    })
    const person = await org.addMember('member')
    expectStatus(await org.memberClient.patch(`/v1/members/${person.id}`, { role }), 200)
    for (const beyond of ['policies:write', 'members:read', 'actions:jira:read']) {
      const body = { name: 'More', permissions: ['runs:read', beyond] }
      const answer = expectProblem(await person.client.post('/v1/roles', body), 403, 'forbidden')
      expect(answer.body.detail).toContain(beyond)
    }
    expectStatus(
      await person.client.post('/v1/roles', { name: 'Less', permissions: ['runs:read'] }),
      201,
    )
    expectProblem(await org.client.post('/v1/roles', given), 403, 'person_required')
    await hub.ageSignIns(org.id, 3_600_000)
    expectProblem(await org.memberClient.post('/v1/roles', given), 403, 'reauthentication_required')
  })

  test('409: a name is taken, whatever its case, and so are those of built-in roles', async () => {
    const org = await hub.openOrganization()
    await make(org)
    for (const name of ['Support', 'SUPPORT', 'Owner', 'admin']) {
      expectProblem(await org.memberClient.post('/v1/roles', { ...given, name }), 409, 'conflict')
    }
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        org.memberClient.post('/v1/roles', { ...given, name: 'Once' }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })
})

describe('PATCH /v1/roles/{id}', () => {
  test('200: whoever holds it has the new rights at once', async () => {
    const org = await hub.openOrganization()
    const role = await make(org)
    const person = await org.addMember('member')
    expectStatus(await org.memberClient.patch(`/v1/members/${person.id}`, { role: role.id }), 200)
    expectProblem(await person.client.get('/v1/audit-events'), 403, 'forbidden')
    const changes = { name: 'Checkers', description: null, permissions: ['audit:read'] }
    const changed = expectStatus(await org.memberClient.patch(at(role.id), changes), 200)
    expect(changed.body).toEqual({ ...role, ...changes })
    expectStatus(await person.client.get('/v1/audit-events'), 200)
    expectProblem(await person.client.get('/v1/members'), 403, 'forbidden')
    const member = expectStatus(await org.client.get(`/v1/members/${person.id}`), 200)
    expect(member.body.roleName).toBe('Checkers')
  })

  test('403: nobody lifts their own role, or touches one above them', async () => {
    const org = await hub.openOrganization()
    const mine = await make(org, { name: 'Mine', permissions: ['members:write', 'runs:read'] })
    const above = await make(org, { name: 'Above', permissions: ['audit:read'] })
    const person = await org.addMember('member')
    expectStatus(await org.memberClient.patch(`/v1/members/${person.id}`, { role: mine.id }), 200)
    const lifted = { permissions: [...mine.permissions, 'policies:write'] }
    expectProblem(await person.client.patch(at(mine.id), lifted), 403, 'forbidden')
    expectProblem(await person.client.patch(at(above.id), { name: 'Mine now' }), 403, 'forbidden')
    expectProblem(await person.client.delete(at(above.id)), 403, 'forbidden')
    await hub.ageSignIns(org.id, 3_600_000)
    const late = await org.memberClient.patch(at(mine.id), { name: 'Late' })
    expectProblem(late, 403, 'reauthentication_required')
  })

  test("404: of a built-in role, or another organization's", async () => {
    const org = await hub.openOrganization()
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    const theirs = await make(other)
    for (const id of [theirs.id, 'owner', 'member', 'rol_x']) {
      expectProblem(await org.memberClient.patch(at(id), { name: 'X' }), 404, 'not_found')
      expectProblem(await org.memberClient.delete(at(id)), 404, 'not_found')
    }
  })
})

describe('DELETE /v1/roles/{id}', () => {
  test('204: a role that nobody holds goes', async () => {
    const org = await hub.openOrganization()
    const { id } = await make(org)
    expectStatus(await org.memberClient.delete(at(id)), 204)
    expect(await ownRoles(org)).toEqual([])
    expectProblem(await org.memberClient.delete(at(id)), 404, 'not_found')
  })

  test('409: not while a member holds it or a rule names it, and says which', async () => {
    const org = await hub.openOrganization()
    const { id } = await make(org)
    const person = await org.addMember('member')
    expectStatus(await org.memberClient.patch(`/v1/members/${person.id}`, { role: id }), 200)
    const rule = { effect: 'deny', match: { roles: [id] } }
    const { id: ruleId } = expectStatus(await org.memberClient.post('/v1/policies', rule), 201).body
    const held = expectProblem(await org.memberClient.delete(at(id)), 409, 'conflict')
    expect(held.body.detail).toContain('1 member, 1 rule')
    expectStatus(await org.memberClient.delete(`/v1/members/${person.id}`), 204)
    expectProblem(await org.memberClient.delete(at(id)), 409, 'conflict')
    expectStatus(await org.memberClient.delete(`/v1/policies/${ruleId}`), 204)
    expectStatus(await org.memberClient.delete(at(id)), 204)
  })

  test('409: given and removed at once, it is not both', async () => {
    const org = await hub.openOrganization()
    const person = await org.addMember('member')
    for (let round = 0; round < 4; round++) {
      const { id } = await make(org, { name: `Round ${round}` })
      await Promise.all([
        org.memberClient.patch(`/v1/members/${person.id}`, { role: id }),
        org.memberClient.delete(at(id)),
      ])
      const { role } = expectStatus(await org.client.get(`/v1/members/${person.id}`), 200).body
      const left = (await ownRoles(org)).map((each: { id: string }) => each.id)
      if (role === id) expect(left).toContain(id)
      expectStatus(
        await org.memberClient.patch(`/v1/members/${person.id}`, { role: 'member' }),
        200,
      )
    }
  })
})
