// `/v1/connectors`, `/v1/connections`, `/v1/connect-sessions`, actions and `/v1/runs`: a vendor connected, used and let go.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyPage, expectProblem, expectStatus, idOf, isoMs } from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

const jira = async () => ({ connector: 'jira', ...(await hub.control('GET', '/jira/credentials')) })

async function connected(): Promise<{ org: TestOrganization; id: string; path: string }> {
  const org = await hub.openOrganization()
  const id = await org.connectJira()
  return { org, id, path: `/v1/connections/${id}` }
}

let filed = 0
const newIssue = () => ({ project: 'ACME', issueType: 'Task', summary: `By API ${++filed}` })

const timesFiled = async (summary: string): Promise<number> => {
  const calls: { path: string; body: { fields?: { summary?: string } } }[] = await hub.control(
    'GET',
    '/jira/calls',
  )
  return calls.filter(
    ({ path, body }) => path.endsWith('/issue') && body?.fields?.summary === summary,
  ).length
}

describe('GET /v1/connectors', () => {
  test('200: shows each connector with its actions and their JSON Schema', async () => {
    const { client } = await hub.openOrganization()
    const { body } = expectStatus(await client.get('/v1/connectors'), 200)
    expect(body.nextCursor).toBeNull()
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['jira', 'slack']),
    )
    for (const connector of body.data) {
      const one = expectStatus(await client.get(`/v1/connectors/${connector.id}`), 200)
      expect(one.body).toEqual(connector)
      for (const action of connector.actions) {
        expect(action).toMatchObject({
          tool: `${connector.id}_${action.name}`,
          permission: `actions:${connector.id}:${action.effect}`,
          input: { type: 'object', additionalProperties: false },
          output: { type: 'object' },
        })
      }
    }
  })

  test('404: does not find a connector that is not there', async () => {
    const { client } = await hub.openOrganization()
    for (const id of ['fax', '__proto__', 'constructor', 'JIRA']) {
      expectProblem(await client.get(`/v1/connectors/${id}`), 404, 'not_found')
    }
  })
})

describe('POST /v1/connections', () => {
  test('201: connects with credentials that the vendor accepts, and never shows them', async () => {
    const org = await hub.openOrganization()
    const given = { ...(await jira()), name: 'Our Jira' }
    const answer = expectStatus(await org.client.post('/v1/connections', given), 201)
    expect(answer.body).toEqual({
      id: idOf('conn_'),
      connector: 'jira',
      name: 'Our Jira',
      status: 'active',
      statusReason: null,
      memberId: null,
      account: { id: expect.any(String), name: expect.any(String), url: expect.any(String) },
      config: given.config,
      audience: null,
      createdAt: isoMs,
      updatedAt: isoMs,
    })
    expect(answer.text).not.toContain(given.credentials.apiToken)
    const one = await org.client.get(`/v1/connections/${answer.body.id}`)
    expect(expectStatus(one, 200).body).toEqual(answer.body)
  })

  test('201: renews the connection of the same vendor account, which keeps its id', async () => {
    const { org, id } = await connected()
    expect(await org.connectJira()).toBe(id)
    expect((await org.client.get('/v1/connections')).body.data).toHaveLength(1)
  })

  test('201: makes one connection for one Idempotency-Key', async () => {
    const org = await hub.openOrganization()
    const make = async () =>
      org.client.post('/v1/connections', await jira(), { 'idempotency-key': 'connect' })
    const first = expectStatus(await make(), 201)
    const again = expectStatus(await make(), 201)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.body).toEqual(first.body)
  })

  test('400: names fields that are wrong, and never their values', async () => {
    const org = await hub.openOrganization()
    const good = await jira()
    const planted = 'planted-secret-value'
    const wrong = [
      { ...good, connector: 'fax' },
      { ...good, connector: 'slack' },
      { ...good, credentials: {} },
      { ...good, credentials: { ...good.credentials, extra: planted } },
      { ...good, credentials: { email: planted, apiToken: 5 } },
      { ...good, config: { site: planted } },
      { ...good, config: { ...good.config, extra: planted } },
      { ...good, name: '' },
      { ...good, unheardOf: planted },
    ]
    for (const body of wrong) {
      const answer = await org.client.post('/v1/connections', body)
      expectProblem(answer, 400, 'invalid_request')
      expect(answer.text).not.toContain(planted)
    }
    expect((await org.client.get('/v1/connections')).body.data).toEqual([])
  })

  test('400: keeps nothing that the vendor does not accept, and gives the key back', async () => {
    const org = await hub.openOrganization()
    const good = await jira()
    const wrong = { ...good, credentials: { ...good.credentials, apiToken: 'planted-wrong-token' } }
    const once = { 'idempotency-key': 'second-try' }
    const size = await org.auditSize()
    const answer = await org.client.post('/v1/connections', wrong, once)
    expectProblem(answer, 400, 'vendor_refused')
    expect(answer.text).not.toContain('planted-wrong-token')
    expect(await org.auditSize()).toBe(size)
    expectStatus(await org.client.post('/v1/connections', good, once), 201)
  })
})

describe('GET /v1/connections', () => {
  test('200: lists by connector, in pages, without revoked ones', async () => {
    const { org, id, path } = await connected()
    const list = async (query: string) =>
      (await everyPage(org.client, `/v1/connections${query}`, 1)).flatMap((page) =>
        page.body.data.map((each: { id: string }) => each.id),
      )
    expect(await list('')).toEqual([id])
    expect(await list('?connector=jira')).toEqual([id])
    expect(await list('?connector=slack')).toEqual([])
    expectStatus(await org.client.delete(path), 204)
    expect(await list('')).toEqual([])
  })
})

describe('PATCH /v1/connections/{id}', () => {
  test('200: renames it', async () => {
    const { org, path } = await connected()
    const { body } = expectStatus(await org.client.patch(path, { name: 'Renamed' }), 200)
    expect(body.name).toBe('Renamed')
    expect((await org.client.get(path)).body).toEqual(body)
  })

  test('400: changes nothing else', async () => {
    const { org, path } = await connected()
    for (const body of [{ name: '' }, { status: 'active' }, { memberId: 'm' }, { config: 1 }]) {
      expectProblem(await org.client.patch(path, body), 400, 'invalid_request')
    }
  })
})

describe('POST /v1/connections/{id}/test', () => {
  test('200: asks the vendor who we are', async () => {
    const { org, path } = await connected()
    const { body } = expectStatus(await org.client.post(`${path}/test`), 200)
    expect(body).toEqual({ ok: true, account: (await org.client.get(path)).body.account })
  })

  test('409: marks the connection when the vendor no longer accepts it, once', async () => {
    const { org, path } = await connected()
    await hub.control('POST', '/jira/faults', { kind: 'unauthorized', count: 1 })
    expectProblem(await org.client.post(`${path}/test`), 409, 'connection_not_active')
    expect((await org.client.get(path)).body).toMatchObject({
      status: 'needs_reconnect',
      statusReason: expect.any(String),
    })
    expectProblem(await org.client.post(`${path}/test`), 409, 'connection_not_active')
    const events = await org.client.get('/v1/events?type=connection.needs_reconnect')
    expect(events.body.data).toHaveLength(1)
    await org.connectJira()
    expect((await org.client.get(path)).body).toMatchObject({
      status: 'active',
      statusReason: null,
    })
  })
})

describe('DELETE /v1/connections/{id}', () => {
  test('204: ends it: it does nothing any more, and is not ended twice', async () => {
    const { org, path } = await connected()
    expectStatus(await org.client.delete(path), 204)
    expect((await org.client.get(path)).body.status).toBe('revoked')
    const search = await org.client.post(`${path}/actions/search_issues`, { jql: 'project = ACME' })
    expectProblem(search, 409, 'connection_not_active')
    expectProblem(await org.client.delete(path), 404, 'not_found')
    expectProblem(await org.client.patch(path, { name: 'Back' }), 404, 'not_found')
    const events = await org.client.get('/v1/events?type=connection.deleted')
    expect(events.body.data).toHaveLength(1)
  })
})

describe('POST /v1/connect-sessions', () => {
  test('201: makes a link on our own origin that ends', async () => {
    const { client } = await hub.openOrganization()
    const given = { connector: 'slack', returnUrl: `${hub.url}/connections` }
    const { body } = expectStatus(await client.post('/v1/connect-sessions', given), 201)
    expect(body).toEqual({ url: expect.stringContaining(`${hub.url}/connect/`), expiresAt: isoMs })
  })

  test('400: refuses a connector without a consent page, and a way back that leaves us', async () => {
    const { client } = await hub.openOrganization()
    const back = ['https://evil.example/', `${hub.url}.evil.example/`, 'javascript:alert(1)', '/x']
    const wrong = [
      { connector: 'fax' },
      {},
      ...back.map((returnUrl) => ({ connector: 'slack', returnUrl })),
    ]
    for (const body of wrong) {
      expectProblem(await client.post('/v1/connect-sessions', body), 400, 'invalid_request')
    }
  })
})

describe('POST /v1/connections/{id}/actions/{action}', () => {
  test('200: reads, and the run is there to be read', async () => {
    const { org, id, path } = await connected()
    const input = { jql: 'project = ACME ORDER BY created', limit: 2 }
    const { body } = expectStatus(
      await org.client.post(`${path}/actions/search_issues`, input),
      200,
    )
    expect(body).toEqual({
      runId: idOf('run_'),
      output: { data: expect.any(Array), nextCursor: expect.any(String) },
    })
    const run = expectStatus(await org.client.get(`/v1/runs/${body.runId}`), 200).body
    expect(run).toEqual({
      id: body.runId,
      connectionId: id,
      connector: 'jira',
      action: 'search_issues',
      effect: 'read',
      state: 'done',
      actor: { type: 'api_key', id: idOf('key_'), onBehalfOf: null },
      approvalId: null,
      input,
      output: body.output,
      error: null,
      startedAt: isoMs,
      finishedAt: isoMs,
    })
  })

  test('200: writes once for one Idempotency-Key, however often and at once it is sent', async () => {
    const { org, path } = await connected()
    const input = newIssue()
    const once = { 'idempotency-key': 'file-it' }
    const send = () => org.client.post(`${path}/actions/create_issue`, input, once)
    const answers = await Promise.all([send(), send(), send(), send()])
    for (const { status } of answers) expect([200, 409]).toContain(status)
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(body.code).toBe('idempotency_in_progress')
    }
    const again = expectStatus(await send(), 200)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.body).toEqual(answers.find(({ status }) => status === 200)?.body)
    expect(await timesFiled(input.summary)).toBe(1)
    const other = await org.client.post(`${path}/actions/create_issue`, newIssue(), once)
    expectProblem(other, 422, 'idempotency_mismatch')
  })

  test('400: names the fields of the input that are wrong; the vendor is not asked', async () => {
    const { org, path } = await connected()
    await hub.control('DELETE', '/jira/calls')
    const wrong: [object, string][] = [
      [{}, 'project'],
      [{ ...newIssue(), project: 'A/../B' }, 'project'],
      [{ ...newIssue(), summary: 'two\nlines' }, 'summary'],
      [{ ...newIssue(), labels: ['a b'] }, 'labels.0'],
      [{ ...newIssue(), unheardOf: 1 }, 'body'],
    ]
    for (const [body, field] of wrong) {
      const answer = await org.client.post(`${path}/actions/create_issue`, body)
      expectProblem(answer, 400, 'invalid_request')
      expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(field)
    }
    expect(await hub.control('GET', '/jira/calls')).toEqual([])
  })

  test("400: tells the vendor's refusal, with the run that failed", async () => {
    const { org, path } = await connected()
    const answer = await org.client.post(`${path}/actions/search_issues`, { jql: 'nonsense ===' })
    const { runId } = expectProblem(answer, 400, 'vendor_refused').body
    const run = expectStatus(await org.client.get(`/v1/runs/${runId}`), 200).body
    expect(run).toMatchObject({ state: 'failed', error: { code: 'vendor_refused' }, output: null })
  })

  test("403: needs the action's own scope: read is not write, one connector not another", async () => {
    const { org, path } = await connected()
    const [read, write] = [{ jql: 'project = ACME' }, newIssue()]
    const may = async (scopes: string[], action: string, body: object) =>
      (await (await org.withScopes(scopes)).post(`${path}/actions/${action}`, body)).status
    expect(await may(['actions:read'], 'search_issues', read)).toBe(200)
    expect(await may(['actions:jira:read'], 'search_issues', read)).toBe(200)
    expect(await may(['actions:slack:read'], 'search_issues', read)).toBe(403)
    expect(await may(['actions:write'], 'search_issues', read)).toBe(403)
    expect(await may(['actions:read', 'actions:slack:write'], 'create_issue', write)).toBe(403)
    expect(await timesFiled(write.summary)).toBe(0)
    expect(await may(['actions:jira:write'], 'create_issue', write)).toBe(200)
  })

  test('404: does not find an action or a connection that is not there', async () => {
    const { org, path } = await connected()
    for (const action of ['drop_tables', '__proto__', 'search_issues%20']) {
      expectProblem(await org.client.post(`${path}/actions/${action}`, {}), 404, 'not_found')
    }
    const nowhere = '/v1/connections/conn_00000000000000000000000000/actions/search_issues'
    expectProblem(await org.client.post(nowhere, {}), 404, 'not_found')
  })

  test('403: without any scope for actions, what is not there answers as what is', async () => {
    const { org, path } = await connected()
    const client = await org.withScopes(['runs:read'])
    for (const each of [path, '/v1/connections/conn_00000000000000000000000000']) {
      for (const action of ['search_issues', 'drop_tables']) {
        expectProblem(await client.post(`${each}/actions/${action}`, {}), 403, 'forbidden')
      }
    }
  })
})

describe('GET /v1/runs', () => {
  test('200: lists by state and connection, newest first, in pages to the end', async () => {
    const { org, id, path } = await connected()
    const done: string[] = []
    for (let i = 0; i < 3; i++) {
      const ran = await org.client.post(`${path}/actions/search_issues`, { jql: 'project = ACME' })
      done.unshift(ran.body.runId)
    }
    const failed = await org.client.post(`${path}/actions/search_issues`, { jql: '===' })
    const list = async (query: string) =>
      (await everyPage(org.client, `/v1/runs?${query}`, 2)).flatMap((page) =>
        page.body.data.map((run: { id: string }) => run.id),
      )
    expect(await list('state=done')).toEqual(done)
    expect(await list('state=failed')).toEqual([failed.body.runId])
    expect(await list(`connectionId=${id}`)).toEqual([failed.body.runId, ...done])
    expect(await list('connectionId=conn_00000000000000000000000000')).toEqual([])
  })

  test('400: refuses a state that is none', async () => {
    const { client } = await hub.openOrganization()
    expectProblem(await client.get('/v1/runs?state=gone'), 400, 'invalid_request')
  })
})
