// `/v1/policies`: who makes rules, what they decide, and that a simulation says what then happens.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, expectProblem, expectStatus, idOf, isoMs } from '../support/client.ts'
import { openHub, type TestHub } from '../support/hub.ts'
import { ask, type Effect, openOffice, rule } from './office.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

describe('POST /v1/policies', () => {
  test('201: makes a rule, told with every key that is promised', async () => {
    const office = await openOffice(hub)
    const given = { effect: 'deny', match: { actions: ['jira.*'] }, description: 'Not now' }
    const { body } = expectStatus(await office.org.memberClient.post('/v1/policies', given), 201)
    expect(body).toEqual({
      id: idOf('pol_'),
      ...given,
      createdBy: { type: 'member', id: office.org.ownerId, onBehalfOf: null },
      createdAt: isoMs,
    })
    const list = expectStatus(await office.org.client.get('/v1/policies'), 200)
    expect(list.body).toEqual({ data: [body], nextCursor: null })
  })

  test('201: makes one rule for one Idempotency-Key', async () => {
    const { org } = await openOffice(hub)
    const given = { effect: 'deny', match: {} }
    const make = () => org.memberClient.post('/v1/policies', given, { 'idempotency-key': 'rule-1' })
    const first = expectStatus(await make(), 201)
    const again = expectStatus(await make(), 201)
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await org.client.get('/v1/policies')).body.data).toHaveLength(1)
  })

  test('400: refuses effects, patterns and conditions that are none', async () => {
    const { org } = await openOffice(hub)
    const wrong = [
      { effect: 'maybe', match: {} },
      { effect: 'deny' },
      { effect: 'deny', match: { actions: [] } },
      { effect: 'deny', match: { actions: ['jira'] } },
      { effect: 'deny', match: { actions: ['JIRA.*'] } },
      { effect: 'deny', match: { roles: ['king'] } },
      { effect: 'deny', match: { vias: ['fax'] } },
      { effect: 'deny', match: { unheardOf: true } },
      { effect: 'deny', match: {}, description: 'x'.repeat(501) },
    ]
    for (const body of wrong) {
      expectProblem(await org.memberClient.post('/v1/policies', body), 400, 'invalid_request')
    }
    expect((await org.client.get('/v1/policies')).body.data).toEqual([])
  })

  test('403: is for people who lead', async () => {
    const { org } = await openOffice(hub)
    const given = { effect: 'allow', match: {} }
    expectProblem(await org.client.post('/v1/policies', given), 403, 'person_required')
    for (const role of ['developer', 'auditor', 'member'] as const) {
      const { client } = await org.addMember(role)
      expectProblem(await client.post('/v1/policies', given), 403, 'forbidden')
    }
  })

  test('409: there are two hundred already', async () => {
    const { org } = await openOffice(hub)
    const insert = `INSERT INTO policies (id, organization_id, effect, match, created_by, created_at)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
      SELECT 'pol_' || ? || i, ?, 'allow', '{}', '{"type":"member","id":"x","onBehalfOf":null}', 1 FROM n`
    await hub.sql(org.shard, insert, org.id, org.id)
    const given = { effect: 'allow', match: {} }
    expectProblem(await org.memberClient.post('/v1/policies', given), 409, 'conflict')
  })
})

describe('DELETE /v1/policies/{id}', () => {
  test('204: the rule holds no longer, and is not found again', async () => {
    const office = await openOffice(hub)
    const id = await rule(office, 'deny', { actions: ['jira.create_issue'] })
    expectProblem(await ask(office, office.org.client), 403, 'policy_denied')
    expectStatus(await office.org.memberClient.delete(`/v1/policies/${id}`), 204)
    expectStatus(await ask(office, office.org.client), 200)
    expectProblem(await office.org.memberClient.delete(`/v1/policies/${id}`), 404, 'not_found')
  })
})

describe('a simulation', () => {
  const outcomeOf = (answer: Answer): Effect =>
    answer.status === 200
      ? 'allow'
      : ({
          confirmation_required: 'confirm',
          approval_required: 'approve',
          policy_denied: 'deny',
        }[answer.body.code as string] as Effect)

  /** What is asked for by a key and by a plain member, under each set of rules. */
  const cases: [string, [Effect, object][], { key: Effect; member: Effect }][] = [
    ['no rule', [], { key: 'allow', member: 'allow' }],
    ['a rule for all', [['confirm', {}]], { key: 'confirm', member: 'confirm' }],
    ['a rule for keys', [['deny', { actorTypes: ['api_key'] }]], { key: 'deny', member: 'allow' }],
    [
      'a rule for a role',
      [['approve', { roles: ['member'] }]],
      { key: 'allow', member: 'approve' },
    ],
    ['a rule for reads', [['deny', { effects: ['read'] }]], { key: 'allow', member: 'allow' }],
    [
      'a rule for the assistant',
      [['deny', { vias: ['assistant'] }]],
      { key: 'allow', member: 'allow' },
    ],
    [
      'a rule for another action',
      [['deny', { actions: ['jira.comment_issue'] }]],
      { key: 'allow', member: 'allow' },
    ],
    [
      'rules that disagree: the strictest wins',
      [
        ['allow', { actions: ['jira.create_issue'] }],
        ['approve', { actions: ['*'] }],
        ['confirm', { actions: ['jira.*'] }],
      ],
      { key: 'approve', member: 'approve' },
    ],
  ]
  for (const [name, rules, expected] of cases) {
    test(`says what then happens, with ${name}`, async () => {
      const office = await openOffice(hub)
      const ids: string[] = []
      for (const [effect, match] of rules) ids.push(await rule(office, effect, match))
      const { connectionId } = office
      const question = { connector: 'jira', action: 'create_issue', connectionId, via: 'api' }
      const member = await office.org.addMember('member')
      for (const [who, client, actor] of [
        ['key', office.org.client, { actorType: 'api_key' }],
        ['member', member.client, { actorType: 'member', role: 'member' }],
      ] as const) {
        const body = { ...question, ...actor }
        const said = expectStatus(await office.org.client.post('/v1/policies/simulate', body), 200)
        expect(said.body.effect).toBe(expected[who])
        expect(outcomeOf(await ask(office, client))).toBe(expected[who])
        if (said.body.ruleId === null) expect(said.body.effect).toBe('allow')
        else expect(ids).toContain(said.body.ruleId)
      }
    })
  }

  test("of a model's write says confirm without a rule", async () => {
    const office = await openOffice(hub)
    const { connectionId } = office
    const body = { connector: 'jira', action: 'create_issue', connectionId, actorType: 'chat_user' }
    for (const [via, effect] of [
      ['assistant', 'confirm'],
      ['mcp', 'confirm'],
      ['api', 'allow'],
    ]) {
      const said = await office.org.client.post('/v1/policies/simulate', { ...body, via })
      expect(expectStatus(said, 200).body).toMatchObject({ effect, ruleId: null })
    }
  })

  test('400: refuses an action that is not in the catalogue', async () => {
    const office = await openOffice(hub)
    const { connectionId } = office
    for (const question of [
      { connector: 'jira', action: 'drop_tables' },
      { connector: 'fax', action: 'create_issue' },
    ]) {
      const body = { ...question, connectionId, actorType: 'api_key' }
      const answer = await office.org.client.post('/v1/policies/simulate', body)
      expectProblem(answer, 400, 'invalid_request')
    }
  })
})

describe('a write that a rule denies', () => {
  test('reaches no vendor and stands in the trail as denied, once', async () => {
    const office = await openOffice(hub)
    const ruleId = await rule(office, 'deny', { actions: ['jira.create_issue'] })
    await hub.control('DELETE', '/jira/calls')
    expectProblem(await ask(office, office.org.client), 403, 'policy_denied')
    expect(await hub.control('GET', '/jira/calls')).toEqual([])
    const trail = await office.org.client.get('/v1/audit-events?action=jira.create_issue')
    expect(trail.body.data).toMatchObject([{ outcome: 'denied', values: { ruleId } }])
  })

  test('gives its Idempotency-Key back: allowed later, it runs', async () => {
    const office = await openOffice(hub)
    const id = await rule(office, 'deny', { actions: ['jira.create_issue'] })
    const once = { 'idempotency-key': 'later' }
    const fixed = { summary: 'Once it is allowed' }
    expectProblem(await ask(office, office.org.client, fixed, once), 403, 'policy_denied')
    expectStatus(await office.org.memberClient.delete(`/v1/policies/${id}`), 204)
    expectStatus(await ask(office, office.org.client, fixed, once), 200)
  })
})
