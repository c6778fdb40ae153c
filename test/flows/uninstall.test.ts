// Removing the app ends it all: the connection is revoked, its token emptied, the workspace free for anybody. The news comes in
// two events, in any order, more than once, and late.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bot } from '../support/chat.ts'
import { eventually, everyPage, expectStatus } from '../support/client.ts'
import { dana, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { sendSlackEvent } from '../support/slack-event.ts'

let hub: TestHub
let acme: TestOrganization
let slackId: string
let jiraId: string

beforeAll(async () => {
  hub = await openHub()
  acme = await hub.openOrganization(dana)
  jiraId = await acme.connectJira()
  slackId = await acme.connectSlack()
})

afterAll(() => hub?.close())

describe('removing the app', () => {
  const connection = async (id: string) => (await acme.client.get(`/v1/connections/${id}`)).body
  const gone = {
    app_uninstalled: { type: 'app_uninstalled' },
    tokens_revoked: { type: 'tokens_revoked', tokens: { oauth: [], bot: [bot] } },
  }

  for (const [type, event] of Object.entries(gone)) {
    test(`${type} revokes the connection, frees the workspace, and may come twice`, async () => {
      expectStatus(await sendSlackEvent(hub, `Ev0${type}1`, event), 200)
      expect((await connection(slackId)).status).toBe('revoked')
      const size = await acme.auditSize()
      expectStatus(await sendSlackEvent(hub, `Ev0${type}2`, event), 200)
      expect(await acme.auditSize()).toBe(size)
      const [sealed] = await hub.sql<{ credentials: string }>(
        acme.shard,
        'SELECT credentials FROM connections WHERE id = ?',
        slackId,
      )
      expect(sealed?.credentials).toBe('')
      const other = await hub.openOrganization({ email: 'omar@other.example', name: 'Omar' })
      const theirs = await other.connectSlack()
      expectStatus(await other.client.delete(`/v1/connections/${theirs}`), 204)
      slackId = await acme.connectSlack()
      expect((await connection(slackId)).status).toBe('active')
      expect((await connection(jiraId)).status).toBe('active')
    })
  }

  test('is not believed of an event that is older than the installation', async () => {
    const past = Date.now() - 3_600_000
    for (const [type, event] of Object.entries(gone)) {
      expectStatus(await sendSlackEvent(hub, `Ev0${type}9`, event, { happenedAt: past }), 200)
    }
    expect((await connection(slackId)).status).toBe('active')
  })

  test('leaves a workspace that hears nothing, until it is connected again', async () => {
    await hub.control('POST', '/slack/uninstall')
    await eventually(async () => expect((await connection(slackId)).status).toBe('revoked'))
    const events = await everyPage(acme.client, '/v1/events', 100)
    const deleted = events
      .flatMap((page) => page.body.data)
      .filter(({ type, data }) => type === 'connection.deleted' && data.connectionId === slackId)
    expect(deleted).toHaveLength(1)
  })
})
