// Buttons that people press in the pretend Slack, and what happens when the app is removed.
import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { call, type HubRequest, open, openHub, slackSettings } from './open.ts'

const dataFolder = fileURLToPath(new URL('../../../shared/research/data/slack/', import.meta.url))
const dataIsHere = existsSync(dataFolder)
if (!dataIsHere) console.info('sample payloads are not here: shapes are not compared with them')
const sample = (name: string) => JSON.parse(readFileSync(`${dataFolder}${name}`, 'utf8'))

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(
  answer?: Parameters<typeof openHub>[0],
  options: { stateFolder?: string; timeScale?: number } = {},
) {
  const hub = await openHub(answer)
  closers.push(hub.close)
  const world = await open({ hubUrl: hub.url, ...options })
  closers.push(world.close)
  return { hub, world }
}

const isSigned = (request: HubRequest) => {
  const base = `v0:${request.headers['x-slack-request-timestamp']}:${request.body}`
  return (
    request.headers['x-slack-signature'] ===
    `v0=${createHmac('sha256', slackSettings.signingSecret).update(base).digest('hex')}`
  )
}
/** Every path of keys in a value; lists count as their first item. */
const shapeOf = (value: unknown, at = ''): string[] =>
  Array.isArray(value)
    ? shapeOf(value[0], `${at}[]`)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => shapeOf(inner, `${at}.${key}`))
      : [at]

describe('presses', () => {
  const buttons = (approvalId: string) => [
    { type: 'section', text: { type: 'mrkdwn', text: 'File it?' } },
    {
      type: 'actions',
      block_id: 'decide',
      elements: [
        {
          type: 'button',
          action_id: 'approval_approve',
          text: { type: 'plain_text', text: 'Yes' },
          value: approvalId,
          style: 'primary',
        },
        {
          type: 'button',
          action_id: 'approval_reject',
          text: { type: 'plain_text', text: 'No' },
          value: approvalId,
        },
      ],
    },
  ]

  async function ask(answer?: Parameters<typeof openHub>[0]) {
    const { hub, world } = await start(answer)
    const { token } = await world.install()
    const mention = (await world.control('POST', '/slack/mention', { text: 'file a bug: x' })).json
    const api = async (method: string, body: object) =>
      (
        await call('POST', `${world.url}/slack/api/${method}`, body, {
          authorization: `Bearer ${token}`,
        })
      ).json
    const posted = await api('chat.postMessage', {
      channel: mention.channel,
      thread_ts: mention.ts,
      text: 'File it?',
      blocks: buttons('apr_1'),
    })
    const payloads = () =>
      hub.requests
        .filter((request) => request.path === '/slack/interactions')
        .map((request) => JSON.parse(new URLSearchParams(request.body).get('payload') ?? ''))
    return { hub, world, api, posted, mention, payloads }
  }

  it('are sent signed, as block_actions in the documented shape', async () => {
    const { hub, world, posted, mention, payloads } = await ask()
    expect(
      (await world.control('POST', '/slack/press', { approvalId: 'apr_1', choice: 'approve' }))
        .json,
    ).toEqual({ status: 200 })
    expect(hub.requests.every(isSigned)).toBe(true)
    const [payload] = payloads()
    expect(payload).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0DANA0001', team_id: 'T0ACME0001' },
      container: {
        message_ts: posted.ts,
        channel_id: mention.channel,
        thread_ts: mention.ts,
        is_ephemeral: false,
      },
      actions: [
        { action_id: 'approval_approve', block_id: 'decide', value: 'apr_1', type: 'button' },
      ],
    })
    if (dataIsHere) {
      const documented = shapeOf(sample('block_actions.json').payload).filter(
        (path) => !path.startsWith('.message.blocks') && !path.includes('emoji'),
      )
      expect(shapeOf(payload)).toEqual(expect.arrayContaining(documented))
    }
  })

  it('still find a button that an update took away', async () => {
    const { world, api, posted, mention, payloads } = await ask()
    await api('chat.update', { channel: mention.channel, ts: posted.ts, text: 'Filed.' })
    expect(
      (
        await world.control('POST', '/slack/press', {
          approvalId: 'apr_1',
          choice: 'reject',
          user: 'U0LEE00002',
        })
      ).status,
    ).toBe(200)
    expect(payloads()[0]).toMatchObject({
      user: { id: 'U0LEE00002' },
      message: { text: 'Filed.' },
      actions: [{ action_id: 'approval_reject' }],
    })
  })

  it('answer 502 with what the hub said when it did not take them, and 404 when no message carries the button', async () => {
    const { world } = await ask((request) => (request.path === '/slack/interactions' ? 500 : 200))
    const refused = await world.control('POST', '/slack/press', {
      approvalId: 'apr_1',
      choice: 'approve',
    })
    expect(refused.status).toBe(502)
    expect(refused.json).toMatchObject({ status: 502, hubStatus: 500 })
    expect(
      (await world.control('POST', '/slack/press', { approvalId: 'apr_none', choice: 'approve' }))
        .status,
    ).toBe(404)
    expect(
      (await world.control('POST', '/slack/press', { approvalId: 'apr_1', choice: 'maybe' }))
        .status,
    ).toBe(400)
  })

  it('give a response URL that replaces the message, five times', async () => {
    const { world, posted, payloads } = await ask()
    await world.control('POST', '/slack/press', { approvalId: 'apr_1', choice: 'approve' })
    const url = payloads()[0].response_url
    expect(url.startsWith(`${world.url}/slack/actions/T0ACME0001/`)).toBe(true)
    expect(
      (await call('POST', url, { replace_original: true, text: 'Working on it' })).status,
    ).toBe(200)
    const message = (await world.control('GET', '/slack/threads')).json.find(
      (one: { ts: string }) => one.ts === posted.ts,
    )
    expect(message).toMatchObject({ text: 'Working on it', blocks: [] })
    await call('POST', url, { text: 'only for you' })
    expect((await world.control('GET', '/slack/threads')).json.at(-1)).toMatchObject({
      ephemeralTo: 'U0DANA0001',
      text: 'only for you',
    })
    for (let use = 3; use <= 5; use++)
      expect((await call('POST', url, { text: `use ${use}` })).status).toBe(200)
    expect((await call('POST', url, { text: 'one too many' })).status).toBe(404)
  })

  it('carry a trigger that opens one modal', async () => {
    const { world, api, payloads } = await ask()
    await world.control('POST', '/slack/press', { approvalId: 'apr_1', choice: 'approve' })
    const view = { type: 'modal', title: { type: 'plain_text', text: 'Edit' }, blocks: [] }
    const trigger = payloads()[0].trigger_id
    expect(await api('views.open', { trigger_id: trigger, view })).toMatchObject({
      ok: true,
      view: { type: 'modal' },
    })
    expect(await api('views.open', { trigger_id: trigger, view })).toEqual({
      ok: false,
      error: 'exchanged_trigger_id',
    })
  })
})

describe('uninstalling', () => {
  it('revokes the token, tells the hub twice, and sends nothing afterwards', async () => {
    const { hub, world } = await start()
    const { token } = await world.install()
    await world.control('POST', '/slack/uninstall')
    expect(hub.requests.map((request) => JSON.parse(request.body).event.type)).toEqual([
      'tokens_revoked',
      'app_uninstalled',
    ])
    expect(
      (
        await call(
          'POST',
          `${world.url}/slack/api/auth.test`,
          {},
          { authorization: `Bearer ${token}` },
        )
      ).json,
    ).toEqual({ ok: false, error: 'token_revoked' })
    await world.control('POST', '/slack/mention', { text: 'hello?' })
    expect(hub.requests).toHaveLength(2)
    await world.install()
    await world.control('POST', '/slack/mention', { text: 'hello!' })
    expect(hub.requests).toHaveLength(3)
  })
})
