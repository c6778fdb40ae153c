// Installing the app in the pretend Slack, and what a token may do, as Slack has it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, open, slackSettings } from './open.ts'

let world: Awaited<ReturnType<typeof open>>
let token = ''

beforeAll(async () => {
  world = await open()
  token = (await world.install()).token
})
afterAll(() => world.close())

async function api(
  method: string,
  body: Record<string, unknown> | URLSearchParams = {},
  as = token,
) {
  const answer = await world.vendor('slack', 'POST', `/api/${method}`, body, {
    authorization: `Bearer ${as}`,
  })
  expect(answer.problems).toEqual([])
  return answer.json
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields)
describe('OAuth', () => {
  const redirect = 'http://127.0.0.1:9/slack/oauth/callback'
  const consent = (fields: Record<string, string>) =>
    call(
      'POST',
      `${world.url}/slack/oauth/v2/authorize`,
      form({
        client_id: slackSettings.clientId,
        redirect_uri: redirect,
        scope: 'chat:write',
        state: 'x y',
        ...fields,
      }),
    )
  const exchange = (fields: Record<string, string>) =>
    world.vendor(
      'slack',
      'POST',
      '/api/oauth.v2.access',
      form({
        client_id: slackSettings.clientId,
        client_secret: slackSettings.clientSecret,
        redirect_uri: redirect,
        ...fields,
      }),
    )
  const codeOf = (location: string | null) => new URL(location ?? '').searchParams.get('code') ?? ''

  it('shows a consent page that names the scopes and escapes what it is given', async () => {
    const page = await call(
      'GET',
      `${world.url}/slack/oauth/v2/authorize?client_id=${slackSettings.clientId}&redirect_uri=${encodeURIComponent(redirect)}&scope=chat:write&state=%22%3E%3Cscript%3E`,
    )
    expect(page.status).toBe(200)
    expect(page.text).toContain('chat:write')
    expect(page.text).toContain('Allow')
    expect(page.text).not.toContain('"><script>')
  })

  it('brings code and state back, and gives a bot token of the workspace', async () => {
    const allowed = await consent({ decision: 'allow' })
    expect(allowed.status).toBe(302)
    expect(new URL(allowed.headers.get('location') ?? '').searchParams.get('state')).toBe('x y')
    const access = await exchange({ code: codeOf(allowed.headers.get('location')) })
    expect(access.problems).toEqual([])
    expect(access.json).toMatchObject({
      ok: true,
      token_type: 'bot',
      app_id: 'A0CAUSEWAY1',
      bot_user_id: 'U0CAUSEWAY',
      team: { id: 'T0ACME0001', name: 'Acme' },
      authed_user: { id: 'U0DANA0001' },
      is_enterprise_install: false,
      enterprise: null,
    })
  })

  it('says access_denied when the person denies', async () => {
    const denied = new URL((await consent({ decision: 'deny' })).headers.get('location') ?? '')
    expect(denied.searchParams.get('error')).toBe('access_denied')
    expect(denied.searchParams.get('code')).toBeNull()
  })

  it('refuses a code that was spent, another redirect, and a wrong secret', async () => {
    const spent = codeOf((await consent({ decision: 'allow' })).headers.get('location'))
    expect((await exchange({ code: spent })).json.ok).toBe(true)
    expect((await exchange({ code: spent })).json).toEqual({
      ok: false,
      error: 'code_already_used',
    })
    const other = codeOf((await consent({ decision: 'allow' })).headers.get('location'))
    expect(
      (await exchange({ code: other, redirect_uri: 'http://127.0.0.1:9/elsewhere' })).json.error,
    ).toBe('bad_redirect_uri')
    expect((await exchange({ code: 'invented' })).json.error).toBe('invalid_code')
    expect((await exchange({ code: 'invented', client_secret: 'wrong' })).json.error).toBe(
      'bad_client_secret',
    )
  })

  it('takes the client by Basic authentication', async () => {
    const code = codeOf((await consent({ decision: 'allow' })).headers.get('location'))
    const basic = btoa(`${slackSettings.clientId}:${slackSettings.clientSecret}`)
    const access = await world.vendor(
      'slack',
      'POST',
      '/api/oauth.v2.access',
      form({ code, redirect_uri: redirect }),
      { authorization: `Basic ${basic}` },
    )
    expect(access.json.ok).toBe(true)
  })

  it('shows no consent page to an unknown client', async () => {
    const page = await call(
      'GET',
      `${world.url}/slack/oauth/v2/authorize?client_id=1.2&redirect_uri=http://127.0.0.1:9/&scope=chat:write`,
    )
    expect(page.status).toBe(400)
  })
})

describe('who calls', () => {
  it('says who the token is', async () => {
    expect(await api('auth.test')).toMatchObject({
      ok: true,
      team_id: 'T0ACME0001',
      user_id: 'U0CAUSEWAY',
      bot_id: 'B0CAUSEWAY',
    })
  })

  it("refuses no token, an unknown token and a missing scope in Slack's words", async () => {
    expect((await world.vendor('slack', 'POST', '/api/auth.test', {})).json).toEqual({
      ok: false,
      error: 'not_authed',
    })
    expect(await api('auth.test', {}, 'xoxb-invented')).toEqual({
      ok: false,
      error: 'invalid_auth',
    })
    const narrow = await open()
    const { token: few } = await narrow.install('channels:read')
    const refused = await narrow.vendor(
      'slack',
      'POST',
      '/api/chat.postMessage',
      { channel: 'C0GENERAL1', text: 'x' },
      { authorization: `Bearer ${few}` },
    )
    await narrow.close()
    expect(refused.problems).toEqual([])
    expect(refused.json).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'channels:read',
    })
  })

  it('ends a token that is revoked', async () => {
    const other = await open()
    const { token: one } = await other.install()
    const authorization = { authorization: `Bearer ${one}` }
    expect(
      (await other.vendor('slack', 'POST', '/api/auth.revoke', {}, authorization)).json,
    ).toEqual({ ok: true, revoked: true })
    expect((await other.vendor('slack', 'POST', '/api/auth.test', {}, authorization)).json).toEqual(
      { ok: false, error: 'token_revoked' },
    )
    await other.close()
  })
})
