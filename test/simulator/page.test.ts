// The simulators' page: whole, from this origin alone, and cheap to watch. What a person does on it is tested in a browser.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, open, openHub } from './open.ts'

let hub: Awaited<ReturnType<typeof openHub>>
let world: Awaited<ReturnType<typeof open>>
beforeAll(async () => {
  hub = await openHub()
  world = await open({ hubUrl: hub.url })
})
afterAll(async () => {
  await world.close()
  await hub.close()
})

describe('the page', () => {
  it('says that all of it is pretend, and links to the hub', async () => {
    const page = await call('GET', `${world.url}/`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('All of this is pretend.')
    expect(page.text).toContain(`${hub.url}/docs`)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('serves its scripts without their types, and its stylesheet', async () => {
    const seen = new Set<string>()
    const waiting = ['main.ts']
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (seen.has(name)) continue
      seen.add(name)
      const script = await call('GET', `${world.url}/page/${name}`)
      expect([name, script.status, script.headers.get('content-type')]).toEqual([
        name,
        200,
        'text/javascript; charset=utf-8',
      ])
      expect(script.text).not.toMatch(/^(interface|import type)/m)
      waiting.push(
        ...[...script.text.matchAll(/from '\.\/([a-z]+\.ts)'/g)].map((found) => found[1] ?? ''),
      )
    }
    expect(seen.size).toBe(6)
    expect((await call('GET', `${world.url}/page/page.css`)).headers.get('content-type')).toContain(
      'text/css',
    )
    expect((await call('GET', `${world.url}/page/serve.ts`)).status).toBe(404)
  })
})

describe('the overview', () => {
  it('shows rooms, issues, letters, webhooks and calls, and nothing when nothing changed', async () => {
    await world.control('POST', '/slack/say', {
      text: 'just talking',
      channel: 'C0GENERAL1',
      user: 'U0LEE00002',
    })
    await call('POST', `${world.url}/mail/send`, {
      to: 'lee@acme.example',
      subject: 'Hello',
      text: 'x',
    })
    await call('POST', `${world.url}/_control/hooks/seen`, '{"type":"run.done"}')
    const first = (await world.control('GET', '/overview')).json
    expect(first.chats[0]).toMatchObject({ vendor: 'slack', chat: { bot: { name: 'Causeway' } } })
    expect(first.chats[0].chat.messages.at(-1)).toMatchObject({
      text: 'just talking',
      user: 'U0LEE00002',
    })
    expect(first.panels.map((one: { vendor: string }) => one.vendor)).toEqual(['jira', 'mail'])
    expect(first.hooks[0]).toMatchObject({ name: 'seen', deliveries: 1 })
    expect(first.calls[0]).toMatchObject({ vendor: 'mail', path: '/send', status: 202 })
    expect((await world.control('GET', `/overview?version=${first.version}`)).status).toBe(204)
    await world.control('POST', '/slack/say', { text: 'more' })
    expect((await world.control('GET', `/overview?version=${first.version}`)).status).toBe(200)
  })

  it('lets a person talk without waking the assistant', async () => {
    const before = hub.requests.length
    await world.control('POST', '/slack/say', { text: 'lunch?', channel: 'C0GENERAL1' })
    expect(hub.requests.length).toBe(before)
    await world.control('POST', '/slack/say', {
      text: 'which bugs are open?',
      channel: 'C0GENERAL1',
      mention: true,
    })
    expect(hub.requests.length).toBe(before + 1)
  })

  it('presses the button that is on the screen', async () => {
    const { token } = await world.install()
    const elements = [
      {
        type: 'button',
        action_id: 'anything',
        text: { type: 'plain_text', text: 'Go' },
        value: 'v',
      },
    ]
    const body = { channel: 'C0GENERAL1', text: 'x', blocks: [{ type: 'actions', elements }] }
    const { json } = await call('POST', `${world.url}/slack/api/chat.postMessage`, body, {
      authorization: `Bearer ${token}`,
    })
    const shown = (await world.control('GET', '/overview')).json.chats[0].chat.messages.at(-1)
    const press = {
      channel: shown.channel,
      ts: json.ts,
      blockId: shown.blocks[0].block_id,
      actionId: 'anything',
      user: 'U0LEE00002',
    }
    expect((await world.control('POST', '/slack/press-button', press)).status).toBe(200)
    const payload = JSON.parse(new URLSearchParams(hub.requests.at(-1)?.body).get('payload') ?? '')
    expect(payload).toMatchObject({
      user: { id: 'U0LEE00002' },
      actions: [{ action_id: 'anything', value: 'v' }],
    })
    expect(
      (await world.control('POST', '/slack/press-button', { ...press, actionId: 'other' })).status,
    ).toBe(404)
  })
})
