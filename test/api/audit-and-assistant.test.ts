// `/v1/audit-events`, `/v1/audit/…`, `/v1/assistant/messages` and the pages beside the API: the trail can be read, taken away and
// proven, and the assistant answers a program as it answers a person.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  eventually,
  everyPage,
  expectProblem,
  expectStatus,
  idOf,
  isoMs,
} from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

async function busy(events = 3): Promise<TestOrganization> {
  const org = await hub.openOrganization()
  for (let i = 0; i < events; i++) {
    expectStatus(await org.client.post('/v1/events', { type: 'custom.tick', data: { i } }), 202)
  }
  return org
}

describe('GET /v1/audit-events', () => {
  test('200: lists every step with every key that is promised, gap-free, in pages to the end', async () => {
    const org = await busy()
    const pages = await everyPage(org.client, '/v1/audit-events', 2)
    const rows = pages.flatMap((page) => page.body.data)
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_row, i) => rows.length - i))
    expect(rows).toHaveLength(await org.auditSize())
    expect(rows[0]).toEqual({
      id: idOf('aud_'),
      seq: rows.length,
      epoch: 1,
      at: isoMs,
      actor: { type: 'api_key', id: idOf('key_') },
      onBehalfOf: null,
      action: 'event.publish',
      target: { type: 'event', id: idOf('evt_') },
      outcome: 'success',
      values: { type: 'custom.tick' },
      commitments: { type: expect.stringMatching(/^[0-9a-f]{64}$/) },
      salts: { type: expect.any(String) },
      leaf: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(rows.at(-1)).toMatchObject({
      action: 'organization.create',
      actor: { type: 'operator' },
    })
  })

  test('200: finds by actor, action, target and time', async () => {
    const org = await busy()
    const count = async (query: string) =>
      expectStatus(await org.client.get(`/v1/audit-events?${query}`), 200).body.data.length
    expect(await count('action=event.publish')).toBe(3)
    expect(await count('action=event.publish&actorType=member')).toBe(0)
    expect(await count(`actorId=${org.ownerId}`)).toBe(1)
    expect(await count(`targetId=${org.id}`)).toBe(1)
    expect(await count('since=2999-01-01T00:00:00Z')).toBe(0)
    expect(await count('until=2000-01-01T00:00:00%2B02:00')).toBe(0)
  })

  test('400: refuses filters and cursors that are none', async () => {
    const { client } = await busy(0)
    for (const query of ['actorType=king', 'since=today', 'limit=0', `action=${'x'.repeat(101)}`]) {
      expectProblem(await client.get(`/v1/audit-events?${query}`), 400, 'invalid_request')
    }
    const list = Buffer.from('["aud_1"]').toString('base64url')
    for (const cursor of ['x', list]) {
      expectProblem(await client.get(`/v1/audit-events?cursor=${cursor}`), 400, 'invalid_cursor')
    }
  })

  test('403: is not for developers and members', async () => {
    const org = await busy(0)
    for (const role of ['developer', 'member'] as const) {
      const { client } = await org.addMember(role)
      expectProblem(await client.get('/v1/audit-events'), 403, 'forbidden')
    }
    const auditor = await org.addMember('auditor')
    expectStatus(await auditor.client.get('/v1/audit-events'), 200)
  })
})

describe('GET /v1/audit-events/export', () => {
  test('200: gives the trail as lines of JSON, oldest first, as the list shows it', async () => {
    const org = await busy()
    const file = expectStatus(await org.client.get('/v1/audit-events/export?format=ndjson'), 200)
    expect(file.headers.get('content-type')).toBe('application/x-ndjson')
    expect(file.headers.get('content-disposition')).toContain('attachment')
    const rows = file.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const list = expectStatus(await org.client.get('/v1/audit-events?limit=100'), 200).body.data
    expect(rows).toEqual([...list].reverse())
  })

  test('200: gives it as CSV with a header', async () => {
    const org = await busy()
    const file = expectStatus(await org.client.get('/v1/audit-events/export?format=csv'), 200)
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/)
    const lines = file.text.trimEnd().split(/\r\n/)
    expect(lines).toHaveLength((await org.auditSize()) + 1)
  })

  test('400: needs a format that it has', async () => {
    const { client } = await busy(0)
    for (const query of ['', '?format=pdf']) {
      const answer = await client.get(`/v1/audit-events/export${query}`)
      expectProblem(answer, 400, 'invalid_request')
    }
  })
})

describe('the proof of the trail', () => {
  test('200: an event is shown to be under a signed checkpoint', async () => {
    const org = await busy()
    const [row] = (await org.client.get('/v1/audit-events?limit=1')).body.data
    const proof = expectStatus(await org.client.get(`/v1/audit/proof?eventId=${row.id}`), 200)
    expect(proof.body).toMatchObject({ event: row, index: row.seq - 1, proof: expect.any(Array) })
    const checkpoints = expectStatus(await org.client.get('/v1/audit/checkpoints'), 200).body
    expect(checkpoints.verifierKey).toBe(proof.body.verifierKey)
    const { size } = checkpoints.data[0]
    expect(size).toBeGreaterThanOrEqual(row.seq)
    const growth = await org.client.get(`/v1/audit/proof?from=1&to=${size}`)
    expect(expectStatus(growth, 200).body).toMatchObject({ from: 1, to: size })
  })

  test('200: the whole trail verifies, and an edit is named', async () => {
    const org = await busy()
    const verify = async () => expectStatus(await org.client.post('/v1/audit/verify'), 200).body
    const size = await org.auditSize()
    expect(await verify()).toMatchObject({ ok: true, checked: size, lost: [], failure: null })
    const [row] = (await org.client.get('/v1/audit-events?limit=1')).body.data
    const edit = "UPDATE audit_events SET outcome = 'denied' WHERE id = ?"
    await hub.sql(org.shard, edit, row.id)
    expect(await verify()).toMatchObject({
      ok: false,
      failure: { eventId: row.id, seq: row.seq, detail: expect.any(String) },
    })
  })

  test('400 and 404: refuses questions that are none', async () => {
    const { client } = await busy(0)
    for (const query of [
      '',
      '?from=1',
      '?from=2&to=1',
      '?from=-1&to=1',
      '?eventId=a&from=1&to=2',
    ]) {
      expectProblem(await client.get(`/v1/audit/proof${query}`), 400, 'invalid_request')
    }
    const absent = await client.get('/v1/audit/proof?eventId=aud_00000000000000000000000000')
    expectProblem(absent, 404, 'not_found')
  })
})

describe('POST /v1/assistant/messages', () => {
  const path = '/v1/assistant/messages'
  const question = { text: 'which bugs are open in project ACME?' }

  interface ServerSentEvent {
    readonly event: string
    // biome-ignore lint/suspicious/noExplicitAny: a test reads foreign JSON by name and asserts on what it finds.
    readonly data: any
  }

  const eventsOf = ({ text }: Answer): ServerSentEvent[] =>
    text
      .trimEnd()
      .split('\n\n')
      .map((block) => ({
        event: /^event: (.*)$/m.exec(block)?.[1] ?? '',
        data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null'),
      }))

  test('200: answers from company data, with the runs it made', async () => {
    const org = await busy(0)
    await org.connectJira()
    const { body } = expectStatus(await org.client.post(path, question), 200)
    expect(body).toEqual({
      conversationId: idOf('cnv_'),
      turnId: idOf('trn_'),
      text: expect.stringContaining('ACME-'),
      approvals: [],
      runIds: [idOf('run_')],
      sources: [
        expect.objectContaining({
          runId: body.runIds[0],
          name: 'Jira',
          items: expect.arrayContaining([
            { title: expect.stringContaining('ACME-'), url: expect.stringMatching(/^https?:/) },
          ]),
        }),
      ],
      prompts: [],
    })
    const run = expectStatus(await org.client.get(`/v1/runs/${body.runIds[0]}`), 200).body
    expect(run).toMatchObject({ action: 'search_issues', state: 'done' })
    const answered = await org.client.get('/v1/events?type=assistant.answered')
    expect(answered.body.data).toHaveLength(1)
  })

  test('200: streams pieces that add up to the reply', async () => {
    const org = await busy(0)
    await org.connectJira()
    const answer = await org.client.post(path, question, { accept: 'text/event-stream' })
    expect(expectStatus(answer, 200).headers.get('content-type')).toMatch(/^text\/event-stream/)
    const events = eventsOf(answer)
    const reply = events.at(-1)
    expect(reply?.event).toBe('reply')
    const pieces = events.filter(({ event }) => event === 'text').map(({ data }) => data.text)
    expect(pieces.length).toBeGreaterThan(0)
    expect(pieces.join('')).toBe(reply?.data.text)
  })

  test('200: asks once for one Idempotency-Key, as JSON and as events', async () => {
    const org = await busy(0)
    for (const accept of ['application/json', 'text/event-stream']) {
      const headers = { accept, 'idempotency-key': `ask-${accept}` }
      const first = expectStatus(await org.client.post(path, { text: 'hello' }, headers), 200)
      const again = await eventually(async () =>
        expectStatus(await org.client.post(path, { text: 'hello' }, headers), 200),
      )
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
      expect(again.text).toBe(first.text)
    }
    const answered = await org.client.get('/v1/events?type=assistant.answered')
    expect(answered.body.data).toHaveLength(2)
  })

  test("200: goes on with a conversation of one's own, and with nobody else's", async () => {
    const org = await busy(0)
    const first = expectStatus(await org.client.post(path, { text: 'a word: xylograph' }), 200)
    const { conversationId } = first.body
    const next = { text: 'and now?', conversationId }
    /** What the model was told at the newest call. */
    const told = async () => JSON.stringify((await hub.control('GET', '/model/calls')).at(-1).body)
    expect((await org.client.post(path, next)).body.conversationId).toBe(conversationId)
    expect(await told()).toContain('xylograph')
    // Under another actor the same id names another, empty conversation.
    expectStatus(await org.memberClient.post(path, next), 200)
    expect(await told()).toContain('and now?')
    expect(await told()).not.toContain('xylograph')
  })

  test('200: shows who may connect the way to a product that would be needed, and others whom to ask', async () => {
    const org = await busy(0)
    const { body } = expectStatus(await org.memberClient.post(path, question), 200)
    expect(body.prompts).toEqual([
      {
        kind: 'connect',
        connector: 'jira',
        name: 'Jira',
        connectionId: null,
        url: `${hub.url}/connectors/jira`,
        says: 'Jira is not connected.',
      },
    ])
    const member = await org.addMember('member')
    const asked = expectStatus(await member.client.post(path, question), 200).body
    expect(asked.prompts).toMatchObject([{ connector: 'jira', url: null }])
    expect(asked.prompts[0].says).toContain('An owner or admin')
  })

  test('200: keeps one’s conversations, with what was shown, until they are forgotten', async () => {
    const org = await busy(0)
    await org.connectJira()
    const ask = async (text: string, conversationId?: string) =>
      expectStatus(await org.memberClient.post(path, { text, conversationId }), 200).body
    const first = await ask('file a bug: login fails on Safari')
    await ask('which bugs are open in project ACME?', first.conversationId)
    const list = expectStatus(await org.memberClient.get('/v1/assistant/conversations'), 200).body
    expect(list.data).toMatchObject([
      { id: first.conversationId, title: 'file a bug: login fails on Safari' },
    ])
    const whole = `/v1/assistant/conversations/${first.conversationId}`
    const { turns } = expectStatus(await org.memberClient.get(whole), 200).body
    expect(turns).toMatchObject([
      { question: 'file a bug: login fails on Safari', approvals: [{ status: 'pending' }] },
      { question: 'which bugs are open in project ACME?', sources: [{ name: 'Jira' }] },
    ])
    // Nobody else's: not the organization's key, not another member.
    expectProblem(await org.client.get(whole), 404, 'not_found')
    const other = await org.addMember('admin')
    expectProblem(await other.client.get(whole), 404, 'not_found')
    expectProblem(await other.client.delete(whole), 404, 'not_found')
    expectStatus(await org.memberClient.delete(whole), 204)
    expectProblem(await org.memberClient.get(whole), 404, 'not_found')
  })

  test('400: refuses no text, too much of it, and a conversation that is none', async () => {
    const { client } = await busy(0)
    const wrong = [
      {},
      { text: '' },
      { text: '  ' },
      { text: 'x'.repeat(200_000) },
      { text: 'hi', conversationId: 'cnv_x' },
      { text: 'hi', organizationId: 'org_x' },
    ]
    for (const body of wrong) {
      expectProblem(await client.post(path, body), 400, 'invalid_request')
    }
  })
})

describe('the pages beside the API', () => {
  test('GET /health says that all it stands on answers', async () => {
    const { body } = expectStatus(await hub.anonymous.get('/health'), 200)
    expect(body).toMatchObject({ status: 'ok', dependencies: { directory: 'ok' } })
    expectProblem(await hub.anonymous.post('/health'), 405, 'method_not_allowed')
  })

  test('GET /openapi.json is OpenAPI 3.1, with a bearer and a problem document everywhere', async () => {
    const { body } = expectStatus(await hub.anonymous.get('/openapi.json'), 200)
    expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: hub.url }] })
    const problem = { $ref: '#/components/schemas/Problem' }
    for (const methods of Object.values<Record<string, object>>(body.paths)) {
      for (const operation of Object.values(methods)) {
        expect(operation).toMatchObject({
          operationId: expect.any(String),
          summary: expect.any(String),
          security: [{ bearer: [] }],
          responses: { default: { content: { 'application/problem+json': { schema: problem } } } },
        })
      }
    }
  })

  test('GET /docs and /docs/errors are there, and the codes link to them', async () => {
    expectStatus(await hub.anonymous.get('/docs'), 200)
    const errors = expectStatus(await hub.anonymous.get('/docs/errors'), 200)
    const { type } = (await hub.anonymous.get('/v1/me')).body
    expect(type).toBe(`${hub.url}/docs/errors#unauthenticated`)
    expect(errors.text).toContain('id="unauthenticated"')
  })

  test('every answer carries the headers that keep a browser safe', async () => {
    for (const path of ['/', '/health', '/v1/me', '/docs', '/openapi.json', '/sign-in/x']) {
      const { headers } = await hub.anonymous.get(path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('x-request-id')).toMatch(/^req_/)
    }
    const { client } = await busy(0)
    expect((await client.get('/v1/me')).headers.get('cache-control')).toBe('no-store')
  })

  test('an unknown path of the API is a problem document', async () => {
    const { client } = await busy(0)
    expectProblem(await client.get('/v1/unheard-of'), 404, 'not_found')
    expectProblem(await hub.anonymous.post('/unheard-of', {}), 404, 'not_found')
  })
})
