// An organization's own Slack app, as its admin lives it: made from the manifest, kept here, checked by Slack, installed, asked,
// and removed again. Its signing secret speaks for its own organization and no other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approvalOn, chatOf, people } from '../support/chat.ts'
import { eventually, expectProblem, expectStatus } from '../support/client.ts'
import { dana, lee, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { sendSlackEvent } from '../support/slack-event.ts'

interface OwnApp {
  id: string
  clientId: string
  clientSecret: string
  signingSecret: string
}

const path = '/v1/connector-setups/slack'

let hub: TestHub
let acme: TestOrganization
let app: OwnApp
/** Another organization, with an app of its own and no workspace. */
let eve: TestOrganization
let eveApp: OwnApp

beforeAll(async () => {
  hub = await openHub()
  acme = await hub.openOrganization(dana)
  eve = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve Else' })
  app = await makeApp(acme)
  eveApp = await makeApp(eve)
})
afterAll(() => hub?.close())

async function makeApp(organization: TestOrganization): Promise<OwnApp> {
  const { manifest } = expectStatus(await organization.client.get(path), 200).body
  return hub.control('POST', '/slack/apps', { manifest })
}

async function keep(organization: TestOrganization, own: OwnApp): Promise<void> {
  const { clientId, clientSecret, signingSecret } = own
  const values = { clientId, clientSecret, signingSecret }
  expectStatus(await organization.memberClient.post(`${path}/app`, values), 200)
}

const isVerified = async (own: OwnApp): Promise<boolean> =>
  (await hub.control('POST', '/slack/check-url', { clientId: own.clientId })).verified

const statusOf = async (connectionId: string) =>
  (await acme.client.get(`/v1/connections/${connectionId}`)).body

/** What the conversations hold: a refused or foreign event makes none. */
async function makingNoConversation(work: () => Promise<void>): Promise<void> {
  const before = await hub.objectCount('CONVERSATION')
  await work()
  expect(await hub.objectCount('CONVERSATION')).toBe(before)
}

const mention = {
  type: 'app_mention',
  user: 'U0DANA0001',
  text: '<@U0CAUSEWAY> hello',
  channel: 'C0GENERAL1',
  ts: '1795363201.000100',
}

describe('an own Slack app', () => {
  test('has its address verified by Slack once its secret is kept, and not before', async () => {
    expect(await isVerified(app)).toBe(false)
    await keep(acme, app)
    expect(await isVerified(app)).toBe(true)
    expect(await isVerified(eveApp)).toBe(false)
    await keep(eve, eveApp)
    expect(await isVerified(eveApp)).toBe(true)
    const { body } = expectStatus(await acme.memberClient.post(`${path}/test`), 200)
    expect(body.ok).toBe(true)
  })

  test('is what a connect asks consent for, and what answers in the workspace', async () => {
    const connectionId = await acme.connectSlack()
    const exchanges = (await hub.control('GET', '/slack/calls')).filter(
      (call: { path: string; status: number }) => call.path === '/api/oauth.v2.access',
    )
    expect(exchanges.at(-1).body.client_id).toBe(app.clientId)
    const [row] = await hub.sql<{ oauth_client_id: string }>(
      acme.shard,
      'SELECT oauth_client_id FROM connections WHERE id = ?',
      connectionId,
    )
    expect(row?.oauth_client_id).toBe(app.clientId)
    const chat = chatOf(hub.control)
    const ts = await chat.mention('hello')
    expect((await chat.replyTo(ts)).text.length).toBeGreaterThan(0)
  })

  test('lets its asker confirm a write, and is no witness of a second person', async () => {
    await acme.connectJira()
    await acme.addMember('member', lee)
    const chat = chatOf(hub.control)
    const asked = await chat.mention('file a bug in project ACME: Mine', { user: people.lee })
    const confirmation = approvalOn(await chat.confirmationTo(asked))
    await chat.press(confirmation, 'approve', people.lee)
    const approval = async (id: string) => (await acme.client.get(`/v1/approvals/${id}`)).body
    await eventually(async () => expect((await approval(confirmation)).status).toBe('approved'))

    const rule = { effect: 'approve', match: { actions: ['jira.create_issue'] } }
    expectStatus(await acme.memberClient.post('/v1/policies', rule), 201)
    const again = await chat.mention('file a bug in project ACME: Ours', { user: people.lee })
    const id = approvalOn(await chat.confirmationTo(again))
    for (const choice of ['approve', 'reject'] as const) {
      await chat.press(id, choice, people.dana)
      await eventually(async () => {
        const whispers = (await chat.messages()).filter(
          (each) => each.ephemeralTo === people.dana && each.threadTs === again,
        )
        expect(whispers).toHaveLength(choice === 'approve' ? 1 : 2)
        expect(whispers.at(-1)?.text).toContain('Decide it in the dashboard')
      })
      expect(await approval(id)).toMatchObject({ kind: 'approval', status: 'pending' })
    }
    expectStatus(await acme.memberClient.post(`/v1/approvals/${id}/approve`), 200)
    expect((await approval(id)).status).toBe('approved')
  })

  test('may send to the address without the organization: the workspace says whose it is', async () => {
    const event = { ...mention, ts: '1795363202.000100' }
    const { signingSecret: secret } = app
    const before = await hub.objectCount('CONVERSATION')
    expectStatus(await sendSlackEvent(hub, 'Ev0OWN00001', event, { secret }), 200)
    expect(await hub.objectCount('CONVERSATION')).toBe(before + 1)
  })

  test("does not speak for another organization's workspace", () =>
    makingNoConversation(async () => {
      const { signingSecret: secret } = eveApp
      const event = { ...mention, ts: '1795363203.000100' }
      const send = (organization?: string) =>
        sendSlackEvent(hub, 'Ev0EVE00001', event, {
          secret,
          ...(organization ? { organization } : {}),
        })
      expectProblem(await send(), 401, 'unauthenticated')
      expectProblem(await send(acme.id), 401, 'unauthenticated')
      // Truly Eve's app; the workspace it names is not Eve's.
      expectStatus(await send(eve.id), 200)
      for (const wrong of ['org_nobody', '', "' OR 1=1", 'x'.repeat(3_000)]) {
        expectProblem(await send(wrong || 'org_'), 401, 'unauthenticated')
      }
    }))

  test("cannot end another organization's connection, nor can the hub's app end one that is not its", async () => {
    const [connection] = (await acme.client.get('/v1/connections?connector=slack')).body.data
    const gone = { type: 'app_uninstalled' }
    const byEve = { secret: eveApp.signingSecret, organization: eve.id }
    expectStatus(await sendSlackEvent(hub, 'Ev0EVE00002', gone, byEve), 200)
    expectStatus(await sendSlackEvent(hub, 'Ev0HUB00002', gone), 200)
    expect((await statusOf(connection.id)).status).toBe('active')
  })

  test('removed, takes its connection out of use, says why, and is heard no more', async () => {
    const [connection] = (await acme.client.get('/v1/connections?connector=slack')).body.data
    expectStatus(await acme.memberClient.delete(`${path}/app`), 204)
    const broken = await statusOf(connection.id)
    expect(broken.status).toBe('needs_reconnect')
    expect(broken.statusReason).toContain('own Slack app was removed')
    const events = await acme.client.get('/v1/events?type=connection.needs_reconnect')
    expect(events.body.data[0].data.connectionId).toBe(connection.id)
    await makingNoConversation(async () => {
      const { signingSecret: secret } = app
      const event = { ...mention, ts: '1795363204.000100' }
      expectProblem(
        await sendSlackEvent(hub, 'Ev0OWN00009', event, { secret, organization: acme.id }),
        401,
        'unauthenticated',
      )
    })
  })

  test("leaves the workspace to the hub's app, which reconnects it", async () => {
    const id = await acme.connectSlack()
    expect((await statusOf(id)).status).toBe('active')
    const event = { ...mention, ts: '1795363205.000100' }
    expectStatus(await sendSlackEvent(hub, 'Ev0HUB00010', event), 200)
  })

  test("does not speak for a workspace that is connected through the hub's app", async () => {
    await keep(acme, app)
    const event = { ...mention, ts: '1795363206.000100' }
    const by = { secret: app.signingSecret, organization: acme.id }
    await makingNoConversation(async () => {
      expectStatus(await sendSlackEvent(hub, 'Ev0OWN00011', event, by), 200)
      expectStatus(await sendSlackEvent(hub, 'Ev0OWN00012', { type: 'app_uninstalled' }, by), 200)
    })
    const [connection] = (await acme.client.get('/v1/connections?connector=slack')).body.data
    expect(connection.status).toBe('active')
  })

  test('given another secret, is heard no more until Slack consents through it', async () => {
    const id = await acme.connectSlack()
    const secret = 'f'.repeat(32)
    await keep(acme, { ...app, signingSecret: secret })
    expect((await statusOf(id)).status).toBe('needs_reconnect')
    await makingNoConversation(async () => {
      const event = { ...mention, ts: '1795363207.000100' }
      const by = { secret, organization: acme.id }
      expectStatus(await sendSlackEvent(hub, 'Ev0OWN00013', event, by), 200)
    })
  })

  test('replaced by another app, takes the connections of the one before out of use', async () => {
    await keep(acme, app)
    const id = await acme.connectSlack()
    await keep(acme, app)
    expect((await statusOf(id)).status).toBe('active')
    await keep(acme, await makeApp(acme))
    expect(await statusOf(id)).toMatchObject({
      status: 'needs_reconnect',
      statusReason: expect.stringContaining('own Slack app was replaced'),
    })
  })
})
