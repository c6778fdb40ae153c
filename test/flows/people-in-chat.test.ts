// What people may reach follows them into chat: a connection's audience, and the end of their membership.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chat, chatOf, people } from '../support/chat.ts'
import { eventually, expectStatus } from '../support/client.ts'
import { lee, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
let org: TestOrganization
let chat: Chat
let connectionId: string

beforeAll(async () => {
  hub = await openHub()
  org = await hub.openOrganization()
  await org.connectSlack()
  connectionId = await org.connectJira()
  chat = chatOf(hub.control)
})
afterAll(() => hub.close())

/** How many actions have run in the organization. */
const runCount = async () =>
  expectStatus(await org.client.get('/v1/runs?limit=100'), 200).body.data.length

/** Lee asks about issues; how many actions that ran. */
async function runsWhenLeeAsks(): Promise<number> {
  const before = await runCount()
  const ts = await chat.mention('which bugs are open in project ACME?', { user: people.lee })
  await chat.replyTo(ts)
  return (await runCount()) - before
}

const whispersToLee = async () =>
  (await chat.messages()).filter(
    (each) => each.ephemeralTo === people.lee && each.text.includes('only answer members'),
  ).length

test('a person reaches through chat what they are in the audience of, and no more', async () => {
  const member = await org.addMember('member', lee)
  expect(await runsWhenLeeAsks()).toBe(1)
  const group = await org.memberClient.post('/v1/groups', { name: 'HR' })
  const groupId = expectStatus(group, 201).body.id
  const audience = { groupIds: [groupId] }
  expectStatus(await org.memberClient.patch(`/v1/connections/${connectionId}`, { audience }), 200)
  expect(await runsWhenLeeAsks()).toBe(0)
  const joined = { memberId: member.id }
  expectStatus(await org.memberClient.post(`/v1/groups/${groupId}/members`, joined), 200)
  expect(await runsWhenLeeAsks()).toBe(1)
})

test('who left is a stranger there, and who comes back is their new self', async () => {
  const listed = expectStatus(await org.client.get('/v1/members?query=lee@'), 200).body.data
  const [{ id: former }] = listed
  const told = await whispersToLee()
  expectStatus(await org.memberClient.delete(`/v1/members/${former}`), 204)
  await chat.mention('which bugs are open in project ACME?', { user: people.lee })
  await eventually(async () => expect(await whispersToLee()).toBe(told + 1))

  const again = await org.addMember('auditor', lee)
  expect(again.id).not.toBe(former)
  const ts = await chat.mention('hello', { user: people.lee })
  await chat.replyTo(ts)
  const events = await org.client.get('/v1/audit-events?action=chat_user.map')
  expect(events.body.data[0]).toMatchObject({ target: { type: 'member', id: again.id } })
})
