// The host of the simulators: the record of calls, hooks, mail, DNS, what survives a restart, and what it refuses.
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/start.ts'
import { call, open, slackSettings } from './open.ts'

let world: Awaited<ReturnType<typeof open>>
let authorization: { authorization: string }
beforeAll(async () => {
  world = await open()
  authorization = await world.jiraAuthorization()
})
afterAll(() => world.close())

const myself = (headers: Record<string, string> = authorization) =>
  call('GET', `${world.url}/jira/rest/api/3/myself`, undefined, headers)

describe('calls', () => {
  it('are recorded whole, and can be cleared', async () => {
    await world.control('DELETE', '/jira/calls')
    await call(
      'POST',
      `${world.url}/jira/rest/api/3/search/jql?a=1&b=2&b=3`,
      { jql: 'project = ACME' },
      authorization,
    )
    await fetch(`${world.url}/jira/rest/api/3/issue/ACME-1/attachments`, {
      method: 'POST',
      headers: authorization,
      body: new Uint8Array([255, 254, 0]),
    })
    const [first, second] = (await world.control('GET', '/jira/calls')).json
    expect(first).toMatchObject({
      method: 'POST',
      path: '/rest/api/3/search/jql',
      query: { a: '1', b: ['2', '3'] },
      body: { jql: 'project = ACME' },
      status: 200,
    })
    expect(first.headers.authorization).toMatch(/^Basic /)
    expect(new Date(first.at).toISOString()).toBe(first.at)
    expect(second).toMatchObject({ body: null, bodyBase64: '//4A' })
    await world.control('DELETE', '/jira/calls')
    expect((await world.control('GET', '/jira/calls')).json).toEqual([])
  })
})

describe('hooks', () => {
  const url = (name: string) => `${world.url}/_control/hooks/${name}`

  it('record what came, to the byte, and answer by the list', async () => {
    expect((await call('GET', url('one'))).json).toEqual([])
    expect(
      (
        await call('PUT', url('one'), [
          { status: 500 },
          { status: 302, headers: { location: '/elsewhere' } },
        ])
      ).status,
    ).toBe(204)
    const body = '{"a" : 1,\n"b":"é"}'
    const answers = []
    for (let turn = 0; turn < 3; turn++)
      answers.push(
        await call('POST', url('one'), body, {
          'content-type': 'application/json',
          'Webhook-Id': `m${turn}`,
        }),
      )
    expect(answers.map((answer) => answer.status)).toEqual([500, 302, 200])
    expect(answers[1]?.headers.get('location')).toBe('/elsewhere')
    const records = (await call('GET', url('one'))).json
    expect(records.map((record: { status: number }) => record.status)).toEqual([500, 302, 200])
    expect(records[0]).toMatchObject({
      body,
      headers: { 'webhook-id': 'm0', 'content-type': 'application/json' },
    })
    expect((await call('DELETE', url('one'))).status).toBe(204)
    expect((await call('GET', url('one'))).json).toEqual([])
    expect((await call('POST', url('one'), 'x')).status).toBe(200)
  })

  it('take a thousand deliveries and lose none', async () => {
    for (let batch = 0; batch < 20; batch++)
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          call('POST', url('many'), `${batch * 50 + index}`),
        ),
      )
    const records = (await call('GET', url('many'))).json
    expect(new Set(records.map((record: { body: string }) => record.body)).size).toBe(1000)
  })

  it('refuse lists and names that make no sense', async () => {
    for (const plan of [
      {},
      [{ status: 99 }],
      [{}],
      [{ status: 200, delayMs: -1 }],
      [{ status: 200, headers: { a: 1 } }],
    ]) {
      expect((await call('PUT', url('bad'), plan)).status).toBe(400)
    }
    expect((await call('POST', url('a%2Fb'), 'x')).status).toBe(404)
    expect((await call('PATCH', url('bad'), 'x')).status).toBe(405)
  })
})

describe('mail and DNS', () => {
  it('keep letters', async () => {
    expect(
      (
        await call('POST', `${world.url}/mail/send`, {
          to: 'dana@acme.example',
          subject: 'Sign in',
          text: 'Link',
          html: '<p>Link</p>',
        })
      ).status,
    ).toBe(202)
    expect((await world.control('GET', '/mail')).json).toMatchObject([
      {
        to: 'dana@acme.example',
        subject: 'Sign in',
        text: 'Link',
        html: '<p>Link</p>',
        at: expect.any(String),
      },
    ])
    expect((await call('POST', `${world.url}/mail/send`, { subject: 'x' })).status).toBe(400)
  })

  it('answer what was set, the default address, and no such name', async () => {
    const ask = async (name: string, type: string) =>
      (await call('GET', `${world.url}/dns/dns-query?name=${name}&type=${type}`)).json
    expect(await ask('example.com', 'A')).toMatchObject({
      Status: 0,
      Answer: [{ name: 'example.com', type: 1, data: '93.184.215.14' }],
    })
    expect(await ask('example.com', 'AAAA')).not.toHaveProperty('Answer')
    await world.control('POST', '/dns', {
      name: 'Acme.Example.',
      type: 'TXT',
      value: 'causeway-verify=1',
    })
    expect((await ask('acme.example', 'TXT')).Answer).toEqual([
      { name: 'acme.example', type: 16, TTL: 60, data: '"causeway-verify=1"' },
    ])
    await world.control('POST', '/dns', {
      name: 'evil.example',
      type: 'A',
      value: ['127.0.0.1', '10.0.0.1'],
    })
    expect(
      (await ask('evil.example', '1')).Answer.map((answer: { data: string }) => answer.data),
    ).toEqual(['127.0.0.1', '10.0.0.1'])
    await world.control('POST', '/dns', {
      name: 'alias.example',
      type: 'CNAME',
      value: 'evil.example',
    })
    expect(
      (await ask('alias.example', 'A')).Answer.map((answer: { type: number }) => answer.type),
    ).toEqual([5, 1, 1])
    expect(await ask('nowhere.invalid', 'A')).toMatchObject({ Status: 3 })
    expect(
      (await world.control('POST', '/dns', { name: 'x', type: 'WHAT', value: '1' })).status,
    ).toBe(400)
  })
})

describe('the host', () => {
  it('lets no name that was pointed at this machine control it', async () => {
    const { port } = new URL(world.url)
    const status = await new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port,
        path: '/_control/jira/calls',
        headers: { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
      }
      get(options, (answer) => resolve(answer.statusCode)).on('error', reject)
    })
    expect(status).toBe(403)
  })

  it('answers unknown paths with a problem document', async () => {
    for (const path of ['/_control/nobody/calls', '/_control/jira/nothing', '/nobody/x']) {
      const answer = await call('GET', `${world.url}${path}`)
      expect([path, answer.status]).toEqual([path, 404])
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
    const slack = await world.control('GET', '/slack/credentials')
    expect([slack.status, slack.json.detail]).toEqual([
      404,
      expect.stringContaining('/slack/install'),
    ])
  })

  it('answers what is badly encoded with a refusal, and goes on', async () => {
    const headers = [`Basic abcde`, 'Basic %%%', 'Basic', 'Bearer x']
    for (const value of headers) expect((await myself({ authorization: value })).status).toBe(401)
    const secret = { authorization: 'Basic abcde' }
    const exchange = await call(
      'POST',
      `${world.url}/slack/api/oauth.v2.access`,
      new URLSearchParams({ code: 'x' }),
      secret,
    )
    expect(exchange.json).toEqual({ ok: false, error: 'bad_client_secret' })
    expect((await call('GET', `${world.url}/_control/hooks/%E0%A4%A`)).status).toBe(400)
    expect(
      (await call('GET', `${world.url}/jira/rest/api/3/issue/%E0%A4%A`, undefined, authorization))
        .status,
    ).toBe(400)
    const notJson = await call('POST', `${world.url}/jira/rest/api/3/issue`, '{"fields":', {
      ...authorization,
      'content-type': 'application/json',
    })
    expect(notJson.status).toBe(400)
    expect(
      (
        await call('POST', `${world.url}/_control/slack/mention`, '{', {
          'content-type': 'application/json',
        })
      ).status,
    ).toBe(400)
  })

  it('lets no page of another origin control it', async () => {
    expect(
      (
        await call('DELETE', `${world.url}/_control/jira/calls`, undefined, {
          origin: 'https://evil.example',
        })
      ).status,
    ).toBe(403)
    expect(
      (await call('DELETE', `${world.url}/_control/jira/calls`, undefined, { origin: world.url }))
        .status,
    ).toBe(204)
  })

  it('says that a port is taken', async () => {
    const port = Number(new URL(world.url).port)
    await expect(
      startSimulator({
        port,
        stateFolder: null,
        hubUrl: 'http://127.0.0.1:9',
        slack: slackSettings,
      }),
    ).rejects.toThrow(/EADDRINUSE/)
  })

  it('keeps its state over a restart', async () => {
    const stateFolder = mkdtempSync(join(tmpdir(), 'simulator-'))
    const before = await open({ stateFolder })
    const headers = await before.jiraAuthorization()
    const made = await call(
      'POST',
      `${before.url}/jira/rest/api/3/issue`,
      { fields: { project: { key: 'ACME' }, issuetype: { name: 'Bug' }, summary: 'kept' } },
      headers,
    )
    await call('POST', `${before.url}/_control/hooks/kept`, 'body')
    await before.control('PUT', '/hooks/kept', [{ status: 500 }, { status: 410 }])
    await call('POST', `${before.url}/_control/hooks/kept`, 'again')
    const { token } = await before.install()
    await before.control('POST', '/jira/faults', { kind: 'rate_limited' })
    await before.close()
    const after = await open({ stateFolder })
    expect(
      (await call('GET', `${after.url}/jira/rest/api/3/myself`, undefined, headers)).status,
    ).toBe(429)
    expect(
      (await call('GET', `${after.url}/jira/rest/api/3/issue/${made.json.key}`, undefined, headers))
        .json.fields.summary,
    ).toBe('kept')
    expect((await call('POST', `${after.url}/_control/hooks/kept`, 'third')).status).toBe(410)
    expect((await call('GET', `${after.url}/_control/hooks/kept`)).json).toHaveLength(3)
    expect(
      (
        await call(
          'POST',
          `${after.url}/slack/api/auth.test`,
          {},
          { authorization: `Bearer ${token}` },
        )
      ).json.ok,
    ).toBe(true)
    expect((await after.control('GET', '/jira/calls')).json.length).toBeGreaterThan(2)
    await after.close()
    rmSync(stateFolder, { recursive: true })
  })
})
