// What the pretend Slack sends: signatures, the shape of the payloads, redelivery, interactions, and nothing lost over a restart.
import { createHmac } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { sign } from '../../connectors/slack/simulator/events.ts'
import { type HubRequest, open, openHub, slackSettings } from './open.ts'

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
const until = async (check: () => boolean) => {
  for (let turn = 0; turn < 500 && !check(); turn++)
    await new Promise((resolve) => setTimeout(resolve, 10))
  expect(check()).toBe(true)
}
/** Every path of keys in a value; lists count as their first item. */
const shapeOf = (value: unknown, at = ''): string[] =>
  Array.isArray(value)
    ? shapeOf(value[0], `${at}[]`)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => shapeOf(inner, `${at}.${key}`))
      : [at]

describe('signatures', () => {
  it.skipIf(!dataIsHere)('match the known vector', async () => {
    const vector = sample('signature_vector.json')
    expect(await sign(vector.signing_secret, vector.timestamp, vector.raw_body)).toBe(
      vector.signature,
    )
  })
})

describe('mentions', () => {
  it('are sent signed, in the documented shape, and are answered with event id, channel and ts', async () => {
    const { hub, world } = await start()
    const mention = await world.control('POST', '/slack/mention', { text: 'which bugs are open?' })
    expect(mention.status).toBe(200)
    expect(hub.requests).toHaveLength(1)
    const [request] = hub.requests
    expect(request?.path).toBe('/slack/events')
    expect(request && isSigned(request)).toBe(true)
    expect(request?.headers['x-slack-retry-num']).toBeUndefined()
    const event = JSON.parse(request?.body ?? '')
    expect(event).toMatchObject({
      type: 'event_callback',
      team_id: 'T0ACME0001',
      api_app_id: 'A0CAUSEWAY1',
      event_id: mention.json.eventId,
    })
    expect(event.event).toMatchObject({
      type: 'app_mention',
      user: 'U0DANA0001',
      text: '<@U0CAUSEWAY> which bugs are open?',
      channel: 'C0SUPPORT1',
      ts: mention.json.ts,
    })
    if (dataIsHere)
      expect(shapeOf(event).sort()).toEqual(shapeOf(sample('app_mention.json')).sort())
  })

  it('in a thread carry the thread and its author', async () => {
    const { hub, world } = await start()
    const first = (await world.control('POST', '/slack/mention', { text: 'one' })).json
    const second = (
      await world.control('POST', '/slack/mention', {
        text: 'two',
        threadTs: first.ts,
        user: 'U0LEE00002',
      })
    ).json
    const event = JSON.parse(hub.requests[1]?.body ?? '').event
    expect(event).toMatchObject({
      thread_ts: first.ts,
      parent_user_id: 'U0DANA0001',
      user: 'U0LEE00002',
      ts: second.ts,
    })
    if (dataIsHere)
      expect(shapeOf(event).sort()).toEqual(
        shapeOf(sample('app_mention_in_thread.json').event).sort(),
      )
    expect((await world.control('GET', '/slack/threads')).json.at(-1)).toMatchObject({
      threadTs: first.ts,
      text: '<@U0CAUSEWAY> two',
    })
  })

  it('in a direct message become message.im, without the mention', async () => {
    const { hub, world } = await start()
    await world.control('POST', '/slack/mention', { text: 'my tickets', channel: 'D0DANA0001' })
    const event = JSON.parse(hub.requests[0]?.body ?? '').event
    expect(event).toMatchObject({
      type: 'message',
      channel_type: 'im',
      text: 'my tickets',
      channel: 'D0DANA0001',
    })
    if (dataIsHere)
      expect(shapeOf(event).sort()).toEqual(shapeOf(sample('message_im.json').event).sort())
  })

  it('have strictly increasing ts', async () => {
    const { world } = await start()
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        world.control('POST', '/slack/mention', { text: `n${index}` }),
      ),
    )
    const list = (await world.control('GET', '/slack/threads')).json.map(
      (message: { ts: string }) => Number(message.ts),
    )
    expect(new Set(all.map((one) => one.json.ts)).size).toBe(20)
    expect(list).toEqual([...list].sort((a, b) => a - b))
  })

  it('are refused when text, person, room or thread make no sense', async () => {
    const { hub, world } = await start()
    for (const body of [
      {},
      { text: ' ' },
      { text: 'x', user: 'U0NOBODY00' },
      { text: 'x', channel: 'C0NOWHERE0' },
      { text: 'x', threadTs: '1.000001' },
      { text: 'x', channel: 'D0LEE00002' },
      [],
    ]) {
      const refused = await world.control('POST', '/slack/mention', body)
      expect(refused.status).toBe(400)
      expect(refused.headers.get('content-type')).toContain('application/problem+json')
    }
    expect(hub.requests).toHaveLength(0)
  })
})

describe('redelivery', () => {
  it('tries again at once, after one and after five minutes, with the same body and a fresh signature', async () => {
    const { hub, world } = await start(() => 500)
    const mention = await world.control('POST', '/slack/mention', { text: 'x' })
    expect(mention.status).toBe(200)
    await until(() => hub.requests.length === 4)
    expect(hub.requests.map((request) => request.headers['x-slack-retry-num'])).toEqual([
      undefined,
      '1',
      '2',
      '3',
    ])
    expect(hub.requests.map((request) => request.headers['x-slack-retry-reason'])).toEqual([
      undefined,
      'http_error',
      'http_error',
      'http_error',
    ])
    expect(new Set(hub.requests.map((request) => request.body)).size).toBe(1)
    expect(hub.requests.every(isSigned)).toBe(true)
    await world.control('POST', '/slack/mention', { text: 'y' })
  })

  it('stops at the first success', async () => {
    const { hub, world } = await start((_request, count) => (count === 1 ? 503 : 200))
    await world.control('POST', '/slack/mention', { text: 'x' })
    await until(() => hub.requests.length === 2)
    expect((await world.control('POST', '/slack/redeliver')).json).toEqual({ events: 0 })
    expect(hub.requests).toHaveLength(2)
  })

  it('accepts a mention while the hub is down, and delivers it when the hub is back', async () => {
    const { world } = await start()
    world.setHubUrl('http://127.0.0.1:9')
    const mention = await world.control('POST', '/slack/mention', { text: 'x' })
    expect(mention.status).toBe(200)
    const hub = await openHub()
    closers.push(hub.close)
    world.setHubUrl(hub.url)
    await world.control('POST', '/slack/redeliver')
    await until(() =>
      hub.requests.some((request) => JSON.parse(request.body).event_id === mention.json.eventId),
    )
    expect(hub.requests[0]?.headers['x-slack-retry-reason']).toBe('connection_failed')
  })

  it('answers within seconds when the hub hangs, and calls it a timeout', {
    timeout: 20_000,
  }, async () => {
    const { hub, world } = await start((_request, count) => (count === 1 ? 'hang' : 200))
    const began = Date.now()
    expect((await world.control('POST', '/slack/mention', { text: 'x' })).status).toBe(200)
    expect(Date.now() - began).toBeLessThan(5_000)
    await until(() => hub.requests.length === 2)
    expect(hub.requests[1]?.headers['x-slack-retry-reason']).toBe('http_timeout')
  })

  it('loses none of 200 mentions over a restart of both sides', { timeout: 60_000 }, async () => {
    const stateFolder = mkdtempSync(join(tmpdir(), 'simulator-'))
    closers.push(() => rmSync(stateFolder, { recursive: true }))
    const before = await open({ stateFolder, timeScale: 1 })
    const accepted = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        before.control('POST', '/slack/mention', { text: `n${index}` }),
      ),
    )
    await before.close()
    const { hub, world } = await start(() => 200, { stateFolder, timeScale: 1 })
    await until(() => hub.requests.length >= 200)
    const ids = hub.requests.map((request) => JSON.parse(request.body).event_id)
    expect(new Set(ids)).toEqual(new Set(accepted.map((mention) => mention.json.eventId)))
    expect(ids).toHaveLength(200)
    expect((await world.control('GET', '/slack/threads')).json).toHaveLength(200)
  })
})

it.skipIf(!dataIsHere)('every sample payload is JSON that can be read', () => {
  for (const name of [
    'app_mention',
    'app_mention_in_thread',
    'message_im',
    'block_actions',
    'oauth_v2_access_ok',
    'url_verification',
    'tokens_revoked',
    'app_uninstalled',
    'retry_delivery',
    'web_api_ratelimited',
  ]) {
    expect(typeof sample(`${name}.json`)).toBe('object')
  }
})
