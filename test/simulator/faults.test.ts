// Faults that are ordered for a vendor: each kind shows what it promises, for as long as it was ordered.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, open } from './open.ts'

let world: Awaited<ReturnType<typeof open>>
let authorization: { authorization: string }
beforeAll(async () => {
  world = await open()
  authorization = await world.jiraAuthorization()
})
afterAll(() => world.close())

const myself = (headers: Record<string, string> = authorization) =>
  call('GET', `${world.url}/jira/rest/api/3/myself`, undefined, headers)
const fault = (vendor: string, body: object) => world.control('POST', `/${vendor}/faults`, body)

describe('faults', () => {
  it('say what the vendor would say, for as many calls as were ordered', async () => {
    await fault('jira', { kind: 'rate_limited', count: 2 })
    const limited = await world.vendor(
      'jira',
      'GET',
      '/rest/api/3/myself',
      undefined,
      authorization,
    )
    expect(limited.status).toBe(429)
    expect(limited.headers.get('retry-after')).toBe('1')
    expect(limited.problems).toEqual([])
    expect((await myself()).status).toBe(429)
    expect((await myself()).status).toBe(200)
    await fault('jira', { kind: 'unauthorized' })
    expect((await myself()).status).toBe(401)
    await fault('jira', { kind: 'server_error' })
    expect((await myself()).status).toBe(503)
    await fault('jira', { kind: 'malformed' })
    const malformed = await myself()
    expect([malformed.status, malformed.json]).toEqual([200, undefined])
    expect((await myself()).status).toBe(200)
  })

  it("say it in Slack's way too", async () => {
    const { token } = await world.install()
    const test = () =>
      world.vendor('slack', 'POST', '/api/auth.test', {}, { authorization: `Bearer ${token}` })
    await fault('slack', { kind: 'rate_limited' })
    const limited = await test()
    expect([limited.status, limited.json, limited.problems]).toEqual([
      429,
      { ok: false, error: 'ratelimited' },
      [],
    ])
    await fault('slack', { kind: 'unauthorized' })
    expect((await test()).json).toEqual({ ok: false, error: 'invalid_auth' })
  })

  it('revoke until credentials are made again', async () => {
    const own = await open()
    const before = await own.jiraAuthorization()
    await own.control('POST', '/jira/faults', { kind: 'revoked' })
    const ask = (headers: Record<string, string>) =>
      call('GET', `${own.url}/jira/rest/api/3/myself`, undefined, headers)
    expect((await ask(before)).status).toBe(401)
    expect((await ask(before)).status).toBe(401)
    expect((await ask(await own.jiraAuthorization())).status).toBe(200)
    expect((await ask(before)).status).toBe(401)
    const { token } = await own.install()
    await own.control('POST', '/slack/faults', { kind: 'revoked' })
    const test = (bearer: string) =>
      call('POST', `${own.url}/slack/api/auth.test`, {}, { authorization: `Bearer ${bearer}` })
    expect((await test(token)).json).toEqual({ ok: false, error: 'token_revoked' })
    const again = await own.install()
    expect(again.token).not.toBe(token)
    expect((await test(again.token)).json.ok).toBe(true)
    await own.close()
  })

  it('hang up before the work, or after it', async () => {
    const create = (summary: string) =>
      call(
        'POST',
        `${world.url}/jira/rest/api/3/issue`,
        { fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary } },
        authorization,
      )
    const exists = async (summary: string) =>
      (
        await call(
          'POST',
          `${world.url}/jira/rest/api/3/search/jql`,
          { jql: `summary ~ "${summary}"`, fields: ['summary'] },
          authorization,
        )
      ).json.issues.length
    await world.control('DELETE', '/jira/calls')
    await fault('jira', { kind: 'disconnect' })
    await expect(create('nothingdone')).rejects.toThrow()
    expect(await exists('nothingdone')).toBe(0)
    await fault('jira', { kind: 'lost_response' })
    await expect(create('donebutlost')).rejects.toThrow()
    expect(await exists('donebutlost')).toBe(1)
    const calls = (await world.control('GET', '/jira/calls')).json
    expect(
      calls
        .filter((one: { path: string }) => one.path.endsWith('/issue'))
        .map((one: { status: number; fault: string }) => [one.status, one.fault]),
    ).toEqual([
      [0, 'disconnect'],
      [201, 'lost_response'],
    ])
  })

  it('answer late, with the work done', async () => {
    const patient = await open({ timeScale: 1 })
    const headers = await patient.jiraAuthorization()
    await patient.control('POST', '/jira/faults', { kind: 'slow', delayMs: 20_000 })
    const late = fetch(`${patient.url}/jira/rest/api/3/issue`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'late' },
      }),
      signal: AbortSignal.timeout(300),
    })
    await expect(late).rejects.toThrow()
    expect((await patient.control('GET', '/jira/calls')).json.at(-1)).toMatchObject({
      status: 201,
      fault: 'slow',
    })
    await patient.close()
  })

  it('are listed, cleared, and refused when they make no sense', async () => {
    await fault('jira', { kind: 'slow', count: 3, delayMs: 1 })
    expect((await world.control('GET', '/jira/faults')).json).toEqual([
      { kind: 'slow', remaining: 3, delayMs: 1 },
    ])
    expect((await world.control('DELETE', '/jira/faults')).status).toBe(204)
    expect((await world.control('GET', '/jira/faults')).json).toEqual([])
    for (const body of [
      {},
      { kind: 'explode' },
      { kind: 'slow', count: 0 },
      { kind: 'slow', delayMs: -1 },
      { kind: 'slow', more: 1 },
    ]) {
      expect((await fault('jira', body)).status).toBe(400)
    }
  })
})
