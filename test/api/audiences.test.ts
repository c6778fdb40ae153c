// Whom a connection is for: outside its audience it is in no list, tool or form, and nothing asked of it earlier runs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, expectProblem, expectStatus } from '../support/client.ts'
import { openHub, type TestHub } from '../support/hub.ts'
import { ask, decide, type Office, openOffice, rule } from './office.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

interface Closed extends Office {
  readonly groupId: string
  /** In the group. */
  readonly inside: { id: string; client: Client }
  /** Developers: they hold every right but this group. */
  readonly outside: { id: string; client: Client }
}

/** An office whose Jira is for one group. */
async function openClosed(): Promise<Closed> {
  const office = await openOffice(hub)
  const { org, connectionId } = office
  const groupId = expectStatus(await org.memberClient.post('/v1/groups', { name: 'HR' }), 201).body
    .id
  const inside = await org.addMember('developer')
  const outside = await org.addMember('developer')
  await join({ ...office, groupId }, inside.id)
  const audience = { groupIds: [groupId] }
  expectStatus(await org.memberClient.patch(`/v1/connections/${connectionId}`, { audience }), 200)
  return { ...office, groupId, inside, outside }
}

const join = async ({ org, groupId }: Office & { groupId: string }, memberId: string) =>
  expectStatus(await org.memberClient.post(`/v1/groups/${groupId}/members`, { memberId }), 200)
const leave = async ({ org, groupId }: Closed, memberId: string) =>
  expectStatus(await org.memberClient.delete(`/v1/groups/${groupId}/members/${memberId}`), 204)
const search = ({ connectionId }: Office, client: Client) =>
  client.post(`/v1/connections/${connectionId}/actions/search_issues`, { jql: 'project = ACME' })
const question = { text: 'which bugs are open in project ACME?' }
const listed = async (client: Client) =>
  expectStatus(await client.get('/v1/connections'), 200).body.data.length

describe('a connection with an audience', () => {
  test('is there for the people of its groups', async () => {
    const { connectionId, inside, groupId, ...office } = await openClosed()
    const one = expectStatus(await inside.client.get(`/v1/connections/${connectionId}`), 200)
    expect(one.body.audience).toEqual({ groupIds: [groupId] })
    expect(await listed(inside.client)).toBe(1)
    const { body } = expectStatus(await search({ ...office, connectionId }, inside.client), 200)
    expectStatus(await inside.client.get(`/v1/runs/${body.runId}`), 200)
    const said = expectStatus(await inside.client.post('/v1/assistant/messages', question), 200)
    expect(said.body.runIds).toHaveLength(1)
  })

  test('is not there for others, whatever rights they hold', async () => {
    const closed = await openClosed()
    const { connectionId, inside, outside } = closed
    const { runId } = expectStatus(await search(closed, inside.client), 200).body
    await rule(closed, 'confirm', { actions: ['jira.create_issue'] })
    const held = expectProblem(await ask(closed, inside.client), 409, 'confirmation_required')
    const { client } = outside
    const at = `/v1/connections/${connectionId}`
    expect(await listed(client)).toBe(0)
    for (const answer of [
      await client.get(at),
      await client.patch(at, { name: 'Mine' }),
      await client.patch(at, { audience: null }),
      await client.post(`${at}/test`),
      await client.delete(at),
      await search(closed, client),
      await ask(closed, client),
      await client.get(`/v1/runs/${runId}`),
      await client.get(`/v1/approvals/${held.body.approvalId}`),
    ]) {
      expectProblem(answer, 404, 'not_found')
      expect(answer.text).not.toContain('HR')
    }
    expect(expectStatus(await client.get('/v1/runs'), 200).body.data).toEqual([])
    expect(expectStatus(await client.get('/v1/approvals'), 200).body.data).toEqual([])
    const said = expectStatus(await client.post('/v1/assistant/messages', question), 200)
    expect(said.body.runIds).toEqual([])
    const overview = expectStatus(await client.get('/v1/overview'), 200)
    expect(overview.text).not.toContain(held.body.approvalId)
  })

  test('is not renewed by somebody it is not there for', async () => {
    const { outside, org } = await openClosed()
    const offered = await hub.control('GET', '/jira/credentials')
    const body = { connector: 'jira', name: 'Mine now', ...offered }
    expectProblem(await outside.client.post('/v1/connections', body), 409, 'conflict')
    const { data } = expectStatus(await org.client.get('/v1/connections'), 200).body
    expect(data[0].name).toBe('Jira')
  })

  test('is managed by owners and admins, who act through it only from within', async () => {
    const closed = await openClosed()
    const { org, connectionId } = closed
    const admin = await org.addMember('admin')
    for (const { id, client } of [admin, { id: org.ownerId, client: org.memberClient }]) {
      const at = `/v1/connections/${connectionId}`
      expect(await listed(client)).toBe(1)
      expectStatus(await client.patch(at, { name: `Managed by ${id}` }), 200)
      expectStatus(await client.post(`${at}/test`), 200)
      expectProblem(await search(closed, client), 403, 'forbidden')
      const said = expectStatus(await client.post('/v1/assistant/messages', question), 200)
      expect(said.body.runIds).toEqual([])
    }
    await join(closed, admin.id)
    expectStatus(await search(closed, admin.client), 200)
  })

  test('concerns no program: keys act for the organization', async () => {
    const closed = await openClosed()
    expectStatus(await search(closed, closed.org.client), 200)
    expect(await listed(closed.org.client)).toBe(1)
  })

  test('runs nothing for who asked from within and left since', async () => {
    const closed = await openClosed()
    const { inside, org } = closed
    await rule(closed, 'approve', { actions: ['jira.create_issue'] })
    const held = expectProblem(await ask(closed, inside.client), 409, 'approval_required')
    await leave(closed, inside.id)
    await hub.control('DELETE', '/jira/calls')
    expectProblem(await decide(org.memberClient, held.body.approvalId), 404, 'not_found')
    expect(await hub.control('GET', '/jira/calls')).toEqual([])
    // What one asked for oneself stays in sight.
    expectStatus(await inside.client.get(`/v1/approvals/${held.body.approvalId}`), 200)
    await join(closed, inside.id)
    expectStatus(await decide(org.memberClient, held.body.approvalId), 200)
  })

  test('opens for everybody again', async () => {
    const closed = await openClosed()
    const { org, connectionId, outside } = closed
    const opened = await org.memberClient.patch(`/v1/connections/${connectionId}`, {
      audience: null,
    })
    expect(expectStatus(opened, 200).body.audience).toBeNull()
    expectStatus(await search(closed, outside.client), 200)
  })

  test('400: names groups that are there, at least one', async () => {
    const { org, connectionId } = await openOffice(hub)
    const other = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve' })
    const theirs = await other.memberClient.post('/v1/groups', { name: 'Theirs' })
    for (const audience of [
      { groupIds: [] },
      { groupIds: ['grp_x'] },
      { groupIds: [expectStatus(theirs, 201).body.id] },
      {},
      { groupIds: null },
    ]) {
      const answer = await org.memberClient.patch(`/v1/connections/${connectionId}`, { audience })
      expectProblem(answer, 400, 'invalid_request')
    }
  })

  test('409: keeps its group from being removed, and is named', async () => {
    const { org, connectionId, groupId } = await openClosed()
    const at = `/v1/groups/${groupId}`
    const held = expectProblem(await org.memberClient.delete(at), 409, 'conflict')
    expect(held.body.detail).toContain('Jira')
    expectStatus(await org.memberClient.delete(`/v1/connections/${connectionId}`), 204)
    expectStatus(await org.memberClient.delete(at), 204)
  })

  test('409: closed by a group that goes in the same moment, it is not both', async () => {
    const { org, connectionId } = await openOffice(hub)
    for (let round = 0; round < 4; round++) {
      const made = await org.memberClient.post('/v1/groups', { name: `Round ${round}` })
      const groupId = expectStatus(made, 201).body.id
      const audience = { groupIds: [groupId] }
      await Promise.all([
        org.memberClient.patch(`/v1/connections/${connectionId}`, { audience }),
        org.memberClient.delete(`/v1/groups/${groupId}`),
      ])
      const { body } = await org.client.get(`/v1/connections/${connectionId}`)
      const group = await org.client.get(`/v1/groups/${groupId}`)
      if (body.audience?.groupIds.includes(groupId)) expectStatus(group, 200)
    }
  })
})

describe("a connection's settings", () => {
  test('never take its credentials to another place', async () => {
    const { org, connectionId } = await openOffice(hub)
    const at = `/v1/connections/${connectionId}`
    const { config } = expectStatus(await org.client.get(at), 200).body
    await hub.control('DELETE', '/jira/calls')
    for (const site of ['https://evil.atlassian.net', 'https://evil.example', 'file:///etc']) {
      const answer = await org.client.patch(at, { config: { site } })
      expect(answer.status, answer.text).toBe(400)
    }
    expect(await hub.control('GET', '/jira/calls')).toEqual([])
    expectStatus(await org.client.patch(at, { config, name: 'As before' }), 200)
  })
})
