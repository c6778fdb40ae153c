// `/v1/groups`: who is in them, and what they are audience of: rules.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyPage, expectProblem, expectStatus, idOf, isoMs } from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { ask, openOffice, rule } from './office.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

const at = (id: string) => `/v1/groups/${id}`
const make = async ({ memberClient }: TestOrganization, name = 'Finance') =>
  expectStatus(await memberClient.post('/v1/groups', { name }), 201).body
const join = ({ memberClient }: TestOrganization, groupId: string, memberId: string) =>
  memberClient.post(`${at(groupId)}/members`, { memberId })

describe('who may put whom into a group', () => {
  test('403: asks for a fresh sign-in, and lets nobody but a leader choose their own', async () => {
    const org = await hub.openOrganization()
    const group = await make(org)
    const role = { name: 'People', permissions: ['members:read', 'members:write'] }
    const { id } = expectStatus(await org.memberClient.post('/v1/roles', role), 201).body
    const hand = await org.addMember('member')
    const other = await org.addMember('member', { email: 'other@acme.example', name: 'Other' })
    const member = `/v1/members/${hand.id}`
    expectStatus(await org.memberClient.patch(member, { role: id }), 200)
    const into = `${at(group.id)}/members`
    expectProblem(await hand.client.post(into, { memberId: hand.id }), 403, 'forbidden')
    expectStatus(await hand.client.post(into, { memberId: other.id }), 200)
    await hub.ageSignIns(org.id, 16 * 60_000)
    const late = await hand.client.delete(`${into}/${other.id}`)
    expectProblem(late, 403, 'reauthentication_required')
    expectProblem(await join(org, group.id, org.ownerId), 403, 'reauthentication_required')
  })
})

describe('/v1/groups', () => {
  test('201: makes a group, told with every key that is promised', async () => {
    const org = await hub.openOrganization()
    const given = { name: 'Finance', description: 'Who may see the books' }
    const { body } = expectStatus(await org.memberClient.post('/v1/groups', given), 201)
    expect(body).toEqual({ id: idOf('grp_'), ...given, memberCount: 0, createdAt: isoMs })
    expect(expectStatus(await org.client.get(at(body.id)), 200).body).toEqual(body)
  })

  test('200: lists groups newest first, in pages, each with its members counted', async () => {
    const org = await hub.openOrganization()
    const names = ['A', 'B', 'C']
    const ids: string[] = []
    for (const name of names) ids.unshift((await make(org, name)).id)
    expectStatus(await join(org, ids[0] ?? '', org.ownerId), 200)
    const pages = await everyPage(org.client, '/v1/groups', 1)
    const groups = pages.flatMap((page) => page.body.data)
    expect(groups.map(({ id }) => id)).toEqual(ids)
    expect(groups.map(({ memberCount }) => memberCount)).toEqual([1, 0, 0])
  })

  test('200: renames', async () => {
    const org = await hub.openOrganization()
    const group = await make(org)
    const changes = { name: 'Money', description: 'Books' }
    const changed = expectStatus(await org.memberClient.patch(at(group.id), changes), 200)
    expect(changed.body).toEqual({ ...group, ...changes })
    expectStatus(await org.memberClient.patch(at(group.id), { name: 'MONEY' }), 200)
  })

  test('200: takes members in once and lets them out, and tells it', async () => {
    const org = await hub.openOrganization()
    const { id } = await make(org)
    const person = await org.addMember('member')
    const taken = expectStatus(await join(org, id, person.id), 200)
    expect(taken.body).toMatchObject({ id: person.id, groupIds: [id] })
    const size = await org.auditSize()
    expect(expectStatus(await join(org, id, person.id), 200).body).toEqual(taken.body)
    expect(await org.auditSize()).toBe(size)
    const list = expectStatus(await org.client.get(`${at(id)}/members`), 200)
    expect(list.body).toEqual({ data: [taken.body], nextCursor: null })
    expectStatus(await org.memberClient.delete(`${at(id)}/members/${person.id}`), 204)
    expectProblem(await org.memberClient.delete(`${at(id)}/members/${person.id}`), 404, 'not_found')
    const events = await org.client.get('/v1/events?type=member.changed')
    expect(events.body.data).toHaveLength(2)
  })

  test('400: names each field that is wrong', async () => {
    const org = await hub.openOrganization()
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    const { id } = await make(org)
    for (const [path, body] of [
      ['name', { name: ' ' }],
      ['name', { name: 'x'.repeat(81) }],
      ['name', {}],
      ['description', { name: 'X', description: 'x'.repeat(501) }],
    ] as const) {
      const { errors } = expectProblem(
        await org.memberClient.post('/v1/groups', body),
        400,
        'invalid_request',
      ).body
      expect(errors).toEqual([{ path, message: expect.any(String) }])
    }
    for (const memberId of [other.ownerId, 'mem_x', '']) {
      expectProblem(await join(org, id, memberId), 400, 'invalid_request')
    }
    expect((await org.client.get(at(id))).body.memberCount).toBe(0)
  })

  test('403: is for people who may change members', async () => {
    const org = await hub.openOrganization()
    const { id } = await make(org)
    const developer = await org.addMember('developer')
    for (const [client, code] of [
      [org.client, 'person_required'],
      [developer.client, 'forbidden'],
    ] as const) {
      expectProblem(await client.post('/v1/groups', { name: 'X' }), 403, code)
      expectProblem(await client.patch(at(id), { name: 'X' }), 403, code)
      expectProblem(await client.delete(at(id)), 403, code)
      const memberId = developer.id
      expectProblem(await client.post(`${at(id)}/members`, { memberId }), 403, code)
      expectProblem(await client.delete(`${at(id)}/members/${memberId}`), 403, code)
    }
    expectStatus(await developer.client.get(at(id)), 200)
  })

  test("404: another organization's group is not there", async () => {
    const org = await hub.openOrganization()
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    const { id } = await make(other)
    expectProblem(await org.client.get(at(id)), 404, 'not_found')
    expectProblem(await org.client.get(`${at(id)}/members`), 404, 'not_found')
    expectProblem(await org.memberClient.patch(at(id), { name: 'X' }), 404, 'not_found')
    expectProblem(await org.memberClient.delete(at(id)), 404, 'not_found')
    expectProblem(await join(org, id, org.ownerId), 404, 'not_found')
  })

  test('409: a name is taken, whatever its case', async () => {
    const org = await hub.openOrganization()
    await make(org)
    const second = await make(org, 'Other')
    expectProblem(await org.memberClient.post('/v1/groups', { name: 'FINANCE' }), 409, 'conflict')
    const renamed = await org.memberClient.patch(at(second.id), { name: 'finance' })
    expectProblem(renamed, 409, 'conflict')
  })
})

describe('a rule of a group', () => {
  test('speaks for its members from the moment they are in, and no longer', async () => {
    const office = await openOffice(hub)
    const { org } = office
    const { id } = await make(org)
    await rule(office, 'deny', { groupIds: [id], actions: ['jira.create_issue'] })
    const person = await org.addMember('member')
    expectStatus(await ask(office, person.client), 200)
    expectStatus(await join(org, id, person.id), 200)
    expectProblem(await ask(office, person.client), 403, 'policy_denied')
    // A key is in no group.
    expectStatus(await ask(office, org.client), 200)
    expectStatus(await org.memberClient.delete(`${at(id)}/members/${person.id}`), 204)
    expectStatus(await ask(office, person.client), 200)
  })

  test('is foretold by a simulation for a member, whose role and groups are looked up', async () => {
    const office = await openOffice(hub)
    const { org, connectionId } = office
    const { id } = await make(org)
    const ruleId = await rule(office, 'approve', { groupIds: [id] })
    const person = await org.addMember('member')
    const question = {
      connector: 'jira',
      action: 'create_issue',
      connectionId,
      actorType: 'member',
    }
    const simulate = async () => {
      const body = { ...question, memberId: person.id }
      return expectStatus(await org.client.post('/v1/policies/simulate', body), 200).body
    }
    expect(await simulate()).toMatchObject({ effect: 'allow', ruleId: null })
    expectStatus(await join(org, id, person.id), 200)
    expect(await simulate()).toMatchObject({ effect: 'approve', ruleId })
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    const stranger = { ...question, memberId: other.ownerId }
    const answer = await org.client.post('/v1/policies/simulate', stranger)
    expectProblem(answer, 400, 'invalid_request')
  })

  test('400: names groups and roles that are there', async () => {
    const org = await hub.openOrganization()
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    const theirs = await make(other)
    const unknown = 'rol_00000000000000000000000000'
    for (const [match, path] of [
      [{ groupIds: [theirs.id] }, 'match.groupIds.0'],
      [{ groupIds: ['grp_x'] }, 'match.groupIds.0'],
      [{ roles: ['owner', unknown] }, 'match.roles.1'],
    ] as const) {
      const answer = await org.memberClient.post('/v1/policies', { effect: 'deny', match })
      const { errors } = expectProblem(answer, 400, 'invalid_request').body
      expect(errors).toEqual([{ path, message: expect.any(String) }])
    }
  })

  test('409: keeps its group from being removed, and is named', async () => {
    const office = await openOffice(hub)
    const { id } = await make(office.org)
    const ruleId = await rule(office, 'deny', { groupIds: [id] })
    const held = expectProblem(await office.org.memberClient.delete(at(id)), 409, 'conflict')
    expect(held.body.detail).toContain(ruleId)
    expectStatus(await office.org.memberClient.delete(`/v1/policies/${ruleId}`), 204)
    expectStatus(await office.org.memberClient.delete(at(id)), 204)
    expectProblem(await office.org.client.get(at(id)), 404, 'not_found')
  })
})
