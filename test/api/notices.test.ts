// What people are told, from outside: each chooses for themselves, letters and direct messages arrive by themselves, and foreign text in
// them is text.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chatOf, people } from '../support/chat.ts'
import { eventually, expectProblem, expectStatus } from '../support/client.ts'
import { dana, lee, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
let acme: TestOrganization

beforeAll(async () => {
  hub = await openHub()
}, 120_000)
afterAll(async () => {
  await hub.close()
})
beforeEach(async () => {
  acme = await hub.openOrganization()
})

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, asserted on by name.
type Kinds = { kind: string; ways: any }[]
const path = '/v1/me/notices'
const wayOf = (body: { notices: Kinds }, kind: string) =>
  body.notices.find((each) => each.kind === kind)?.ways

/** Letters to that address whose text holds it. */
async function lettersTo(address: string, holding: string) {
  const letters: { to: string; subject: string; text: string; html: string }[] = await hub.control(
    'GET',
    '/mail',
  )
  return letters.filter((letter) => letter.to === address && letter.text.includes(holding))
}

/** Jira takes the access back, and somebody finds out. */
async function breakJira(organization: TestOrganization): Promise<string> {
  const connectionId = await organization.connectJira()
  await hub.control('POST', '/jira/faults', { kind: 'revoked', count: 1 })
  const search = `/v1/connections/${connectionId}/actions/search_issues`
  await organization.client.post(search, { jql: 'project = ACME' })
  return connectionId
}

describe(`GET ${path}`, () => {
  test('says what there is, to whom it goes and what is on', async () => {
    const { body } = expectStatus(await acme.memberClient.get(path), 200)
    expect(body).toMatchObject({ digest: 'off', digestHour: 7 })
    expect(wayOf(body, 'connection_needs_reconnect')).toEqual({
      mail: { on: true, mutable: true },
      slack: { on: true, mutable: true },
      webhook: 'connection.needs_reconnect',
    })
    expect(wayOf(body, 'security').mail).toEqual({ on: true, mutable: false })
  })

  test('is not for who is nobody, nor for programs', async () => {
    expectProblem(await hub.anonymous.get(path), 401, 'unauthenticated')
    expectProblem(await acme.client.get(path), 403, 'person_required')
    expectProblem(await acme.client.patch(path, { digest: 'daily' }), 403, 'person_required')
  })
})

describe(`PATCH ${path}`, () => {
  test('keeps what is named, leaves the rest, and is audited', async () => {
    const notices = { quota: { mail: false }, run_unknown: { slack: true } }
    expectStatus(await acme.memberClient.patch(path, { notices }), 200)
    const changed = { digest: 'daily', digestHour: 18, notices: { quota: { slack: true } } }
    const { body } = expectStatus(await acme.memberClient.patch(path, changed), 200)
    expect(body).toMatchObject({ digest: 'daily', digestHour: 18 })
    expect(wayOf(body, 'quota')).toMatchObject({ mail: { on: false }, slack: { on: true } })
    expect(wayOf(body, 'run_unknown')).toMatchObject({ mail: { on: true }, slack: { on: true } })
    expect(expectStatus(await acme.memberClient.get(path), 200).body).toEqual(body)
    const trail = await acme.memberClient.get('/v1/audit-events?limit=1')
    expect(trail.body.data[0].action).toBe('notice_settings.update')
  })

  test("changes nobody else's", async () => {
    const other = await acme.addMember('member')
    expectStatus(await other.client.patch(path, { digest: 'daily' }), 200)
    expect((await acme.memberClient.get(path)).body.digest).toBe('off')
  })

  test('refuses what is not there, and to mute what must be told', async () => {
    const wrong: unknown[] = [
      { digestHour: 24 },
      { digestHour: -1 },
      { digestHour: 1.5 },
      { digest: 'hourly' },
      { notices: { nonsense: { mail: true } } },
      { notices: { quota: { pigeon: true } } },
      { notices: { quota: { mail: 'yes' } } },
      { notices: { __proto__: { mail: true }, constructor: { mail: true } } },
      { memberId: 'mem_other' },
      { notices: { security: { mail: false } } },
      { notices: { sign_in: { mail: false } } },
    ]
    const before = await acme.auditSize()
    for (const body of wrong) {
      expectProblem(await acme.memberClient.patch(path, body), 400, 'invalid_request')
    }
    expect(await acme.auditSize()).toBe(before)
  })
})

describe('a letter', () => {
  test('tells that a connection broke, in words and with the way to it', async () => {
    const connectionId = await breakJira(acme)
    const [letter] = await eventually(async () => {
      const found = await lettersTo(dana.email, connectionId)
      expect(found).toHaveLength(1)
      return found
    })
    expect(letter?.subject).toMatch(/^Jira needs to be reconnected/)
    expect(letter?.text).toContain(`${hub.url}/connections/${connectionId}`)
    expect(letter?.html).toContain(`href="${hub.url}/connections/${connectionId}"`)
  })

  test('tells a write that waits to who may say yes, and not what it holds', async () => {
    const connectionId = await acme.connectJira()
    const rule = { effect: 'approve', match: { effects: ['write'] } }
    expectStatus(await acme.memberClient.post('/v1/policies', rule), 201)
    const input = { project: 'ACME', issueType: 'Bug', summary: 'It fails', description: 'a plan' }
    const asked = await acme.client.post(
      `/v1/connections/${connectionId}/actions/create_issue`,
      input,
    )
    expect(asked.body.approvalId).toMatch(/^apr_/)
    // Who made the key that asks is not a second person: the other admin is told.
    const admin = await acme.addMember('admin')
    const again = await acme.client.post(`/v1/connections/${connectionId}/actions/create_issue`, {
      ...input,
      summary: 'It fails again',
    })
    await eventually(async () => {
      const found = await lettersTo(admin.email, again.body.approvalId)
      expect(found).toHaveLength(1)
      expect(found[0]?.text).not.toContain('a plan')
    })
  })

  test('shows markup in names as text, and keeps its headers whole', async () => {
    const hostile = '<img src=x onerror=alert(1)>\r\nBcc: eve@evil.example \u202egnp.exe <!channel>'
    const connectionId = await acme.connectJira()
    await hub.sql(acme.shard, 'UPDATE connections SET name = ? WHERE id = ?', hostile, connectionId)
    await hub.sql(acme.shard, 'UPDATE organizations SET name = ? WHERE id = ?', hostile, acme.id)
    await hub.control('POST', '/jira/faults', { kind: 'revoked', count: 1 })
    await acme.client.post(`/v1/connections/${connectionId}/actions/search_issues`, {
      jql: 'x = y',
    })
    const [letter] = await eventually(async () => {
      const found = await lettersTo(dana.email, connectionId)
      expect(found).toHaveLength(1)
      return found
    })
    expect(letter?.html).not.toContain('<img')
    expect(letter?.html).toContain('&#60;img src=x onerror=alert(1)&#62; Bcc: eve@evil.example')
    expect(letter?.subject).not.toMatch(/[\r\n\u202e]/)
  })
})

describe('a direct message in Slack', () => {
  test('tells who is known there, names escaped', async () => {
    const other = await hub.openOrganization({ email: 'olga@other.example', name: 'Olga' })
    await other.connectSlack()
    await other.addMember('admin', lee)
    const chat = chatOf(hub.control)
    await chat.replyTo(await chat.mention('hello', { user: people.lee }))
    const connectionId = await other.connectJira()
    const name = 'Jira <!channel> *bold* <@U0DANA0001>'
    await hub.sql(
      other.shard,
      `UPDATE connections SET name = ?, created_by = json_object('type', 'member', 'id', 'mem_gone', 'onBehalfOf', null) WHERE id = ?`,
      name,
      connectionId,
    )
    await hub.control('POST', '/jira/faults', { kind: 'revoked', count: 1 })
    await other.client.post(`/v1/connections/${connectionId}/actions/search_issues`, {
      jql: 'x = y',
    })
    const message = await eventually(async () => {
      const found = (await chat.messages()).filter((each) =>
        JSON.stringify(each.blocks).includes(connectionId),
      )
      expect(found).toHaveLength(1)
      return found[0]
    })
    const shown = JSON.stringify(message)
    expect(shown).not.toContain('<!channel>')
    expect(shown).not.toContain('<@U0DANA0001>')
    expect(shown).toContain('needs to be reconnected')
  })
})
