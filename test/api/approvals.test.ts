// `/v1/approvals`: a write that waits runs once, after the right person's yes to exactly that input, and only while everything
// that was true when it was asked still is.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Client,
  eventually,
  everyPage,
  expectProblem,
  expectStatus,
  idOf,
  isoMs,
} from '../support/client.ts'
import { openHub, type TestHub, type TestMember } from '../support/hub.ts'
import {
  ask,
  decide,
  eventTypesOf,
  issuesOf,
  type Office,
  openOffice,
  rule,
  seen,
  waiting,
} from './office.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

async function expectNothingRan(office: Office, approvalId: string): Promise<void> {
  expect(await issuesOf(office, approvalId)).toBe(0)
  expect(await seen(office, approvalId)).toMatchObject({ status: 'pending', runId: null })
}

describe('GET /v1/approvals', () => {
  test('200: shows what waits, with every key that is promised', async () => {
    const office = await openOffice(hub)
    const member = await office.org.addMember('member')
    const approvalId = await waiting(office, 'confirm', member.client)
    expect(await seen(office, approvalId)).toEqual({
      id: idOf('apr_'),
      kind: 'confirmation',
      status: 'pending',
      connectionId: office.connectionId,
      account: { id: expect.any(String), name: expect.any(String) },
      connector: 'jira',
      action: 'create_issue',
      input: expect.objectContaining({ project: 'ACME', issueType: 'Task' }),
      summary: expect.stringContaining('Needs a yes'),
      requestedBy: { type: 'member', id: member.id, onBehalfOf: null },
      decidedBy: null,
      createdAt: isoMs,
      expiresAt: isoMs,
      decidedAt: null,
      runId: null,
    })
    expect(await eventTypesOf(office)).toContain('approval.requested')
  })

  test('200: pages to the end, newest first, by status', async () => {
    const office = await openOffice(hub)
    const first = await waiting(office, 'confirm', office.org.client)
    const more = []
    for (let i = 0; i < 4; i++) more.push((await ask(office, office.org.client)).body.approvalId)
    expectStatus(await decide(office.org.memberClient, first, 'reject'), 200)
    const ids = async (query: string) =>
      (await everyPage(office.org.client, `/v1/approvals${query}`, 2)).flatMap((page) =>
        page.body.data.map(({ id }: { id: string }) => id),
      )
    expect(await ids('')).toEqual([...more].reverse().concat(first))
    expect(await ids('?status=rejected')).toEqual([first])
    expect(await ids('?status=pending')).toEqual([...more].reverse())
  })

  test("200: shows a plain member their own only, and 404 for another's", async () => {
    const office = await openOffice(hub)
    const [one, two] = [await office.org.addMember('member'), await office.org.addMember('member')]
    const approvalId = await waiting(office, 'confirm', one.client)
    expect(expectStatus(await one.client.get('/v1/approvals'), 200).body.data).toHaveLength(1)
    expect(expectStatus(await two.client.get('/v1/approvals'), 200).body.data).toEqual([])
    expectProblem(await two.client.get(`/v1/approvals/${approvalId}`), 404, 'not_found')
  })

  test('400: refuses a status, a limit and a cursor that are none', async () => {
    const { org } = await openOffice(hub)
    for (const query of ['status=open', 'limit=0', 'limit=101', 'limit=x']) {
      expectProblem(await org.client.get(`/v1/approvals?${query}`), 400, 'invalid_request')
    }
    expectProblem(await org.client.get('/v1/approvals?cursor=zzz'), 400, 'invalid_cursor')
  })
})

describe('POST /v1/approvals/{id}/approve', () => {
  let office: Office
  let asker: TestMember
  let approvalId: string

  async function begin(effect: 'confirm' | 'approve' = 'confirm', more = {}) {
    office = await openOffice(hub)
    asker = await office.org.addMember('member')
    approvalId = await waiting(office, effect, asker.client, more)
  }

  test('200: runs the write once and tells, in the trail and by events, who said yes', async () => {
    await begin()
    const { body } = expectStatus(await decide(asker.client, approvalId), 200)
    expect(body).toMatchObject({
      id: approvalId,
      status: 'approved',
      decidedBy: { type: 'member', id: asker.id },
      decidedAt: isoMs,
      runId: idOf('run_'),
    })
    const run = expectStatus(await office.org.client.get(`/v1/runs/${body.runId}`), 200).body
    expect(run).toMatchObject({
      state: 'done',
      approvalId,
      actor: { type: 'member', id: asker.id },
      output: { key: expect.stringMatching(/^ACME-\d+$/) },
    })
    expect(await issuesOf(office, approvalId)).toBe(1)
    const types = await eventTypesOf(office)
    expect(types).toEqual(expect.arrayContaining(['approval.decided', 'run.done']))
    const trail = await office.org.client.get(`/v1/audit-events?actorId=${asker.id}`)
    const actions = trail.body.data.map(({ action }: { action: string }) => action)
    expect(actions.slice(0, 3)).toEqual([
      'jira.create_issue',
      'approval.approve',
      'approval.request',
    ])
  })

  test('200: runs once, however many say yes at the same time', async () => {
    await begin()
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => decide(asker.client, approvalId)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
    expect(await issuesOf(office, approvalId)).toBe(1)
  })

  test('200: replays its answer under the same Idempotency-Key', async () => {
    await begin()
    const path = `/v1/approvals/${approvalId}/approve`
    const once = { 'idempotency-key': 'yes-1' }
    const first = expectStatus(await asker.client.post(path, undefined, once), 200)
    const again = expectStatus(await asker.client.post(path, undefined, once), 200)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.body).toEqual(first.body)
    expect(await issuesOf(office, approvalId)).toBe(1)
  })

  test("200: lets an owner stand in for a key, and the run is the key's", async () => {
    office = await openOffice(hub)
    approvalId = await waiting(office, 'confirm', office.org.client)
    const { requestedBy } = await seen(office, approvalId)
    expect(requestedBy.type).toBe('api_key')
    const { body } = expectStatus(await decide(office.org.memberClient, approvalId), 200)
    expect(body.decidedBy).toMatchObject({ type: 'member', id: office.org.ownerId })
    const run = expectStatus(await office.org.client.get(`/v1/runs/${body.runId}`), 200).body
    expect(run).toMatchObject({ state: 'done', actor: requestedBy })
    expect(await issuesOf(office, approvalId)).toBe(1)
  })

  test("200: an approval is another leader's to give, and the run is the asker's", async () => {
    await begin('approve')
    expect((await seen(office, approvalId)).kind).toBe('approval')
    const admin = await office.org.addMember('admin')
    const { runId } = expectStatus(await decide(admin.client, approvalId), 200).body
    const run = expectStatus(await office.org.client.get(`/v1/runs/${runId}`), 200).body
    expect(run).toMatchObject({ state: 'done', actor: { type: 'member', id: asker.id } })
    expect((await seen(office, approvalId)).decidedBy).toMatchObject({ id: admin.id })
    expect(await issuesOf(office, approvalId)).toBe(1)
  })

  test('200: the yes stands although the vendor refuses; the run says why it failed', async () => {
    await begin('confirm', { project: 'NOPE' })
    const { body } = expectStatus(await decide(asker.client, approvalId), 200)
    expect(body).toMatchObject({ status: 'approved', runId: idOf('run_') })
    const run = expectStatus(await office.org.client.get(`/v1/runs/${body.runId}`), 200).body
    expect(run).toMatchObject({ state: 'failed', error: { code: 'vendor_refused' } })
    expectProblem(await decide(asker.client, approvalId), 409, 'approval_decided')
  })

  test('403: refuses a key, one with every scope too', async () => {
    await begin()
    expectProblem(await decide(office.org.client, approvalId), 403, 'person_required')
    expectProblem(await decide(office.org.client, approvalId, 'reject'), 403, 'person_required')
    await expectNothingRan(office, approvalId)
  })

  test('403: refuses everybody but the asker to confirm, owners too', async () => {
    await begin()
    const other = await office.org.addMember('member')
    for (const client of [other.client, office.org.memberClient]) {
      expectProblem(await decide(client, approvalId), 403, 'forbidden')
      expectProblem(await decide(client, approvalId, 'reject'), 403, 'forbidden')
    }
    await expectNothingRan(office, approvalId)
  })

  test('403: refuses to approve the asker, and who does not lead', async () => {
    await begin('approve')
    const developer = await office.org.addMember('developer')
    expectProblem(await decide(asker.client, approvalId), 403, 'forbidden')
    expectProblem(await decide(developer.client, approvalId), 403, 'forbidden')
    await expectNothingRan(office, approvalId)
  })

  test('403: refuses an owner to approve what they asked for themselves', async () => {
    office = await openOffice(hub)
    approvalId = await waiting(office, 'approve', office.org.memberClient)
    expectProblem(await decide(office.org.memberClient, approvalId), 403, 'forbidden')
    await expectNothingRan(office, approvalId)
  })

  test('403: refuses to approve the maker of the key that asks, and not another leader', async () => {
    office = await openOffice(hub)
    const made = await office.org.memberClient.post('/v1/api-keys', { name: 'Own', scopes: ['*'] })
    const key = hub.client(expectStatus(made, 201).body.key)
    approvalId = await waiting(office, 'approve', key)
    expectProblem(await decide(office.org.memberClient, approvalId), 403, 'forbidden')
    await expectNothingRan(office, approvalId)
    const admin = await office.org.addMember('admin')
    expectStatus(await decide(admin.client, approvalId), 200)
  })

  test('403: refuses when the key that asked was revoked since', async () => {
    office = await openOffice(hub)
    const made = await office.org.client.post('/v1/api-keys', { name: 'Brief', scopes: ['*'] })
    const { id, key } = expectStatus(made, 201).body
    approvalId = await waiting(office, 'confirm', hub.client(key))
    expectStatus(await office.org.client.delete(`/v1/api-keys/${id}`), 204)
    expectProblem(await decide(office.org.memberClient, approvalId), 403, 'forbidden')
    await expectNothingRan(office, approvalId)
  })

  test('403: refuses when the asker has lost the right since', async () => {
    await begin()
    await hub.sql(office.org.shard, "UPDATE members SET role = 'auditor' WHERE id = ?", asker.id)
    expectProblem(await decide(asker.client, approvalId), 403, 'forbidden')
    await expectNothingRan(office, approvalId)
  })

  for (const [what, change] of [
    ['has lost the right', "role = 'auditor'"],
    ['has left', 'removed_at = 1'],
  ]) {
    test(`403: a second person's yes does not help an asker who ${what}`, async () => {
      await begin('approve')
      await hub.sql(office.org.shard, `UPDATE members SET ${change} WHERE id = ?`, asker.id)
      expectProblem(await decide(office.org.memberClient, approvalId), 403, 'forbidden')
      await expectNothingRan(office, approvalId)
    })
  }

  test('403: refuses when a rule denies it by now', async () => {
    await begin()
    await rule(office, 'deny', { actions: ['jira.*'] })
    expectProblem(await decide(asker.client, approvalId), 403, 'policy_denied')
    await expectNothingRan(office, approvalId)
  })

  test("403: the asker's own yes is not enough once a rule wants a second person's", async () => {
    await begin()
    await rule(office, 'approve', { actions: ['jira.*'] })
    expectProblem(await decide(asker.client, approvalId), 403, 'policy_denied')
    await expectNothingRan(office, approvalId)
  })

  test("404: does not find another organization's, for its owner", async () => {
    await begin()
    const other = await hub.openOrganization()
    expectProblem(await decide(other.memberClient, approvalId), 404, 'not_found')
    expectProblem(await decide(other.memberClient, approvalId, 'reject'), 404, 'not_found')
    await expectNothingRan(office, approvalId)
  })

  test('409: was decided already', async () => {
    await begin()
    expectStatus(await decide(asker.client, approvalId), 200)
    expectProblem(await decide(asker.client, approvalId), 409, 'approval_decided')
    expectProblem(await decide(asker.client, approvalId, 'reject'), 409, 'approval_decided')
    expect(await issuesOf(office, approvalId)).toBe(1)
  })

  test('409: its time is over, and it becomes expired, with its event', async () => {
    await begin()
    await hub.sql(office.org.shard, 'UPDATE approvals SET expires_at = 1 WHERE id = ?', approvalId)
    expectProblem(await decide(asker.client, approvalId), 409, 'approval_expired')
    expectStatus(await hub.operator.post('/operator/wake', {}), 200)
    await eventually(async () => {
      expect(await seen(office, approvalId)).toMatchObject({ status: 'expired', runId: null })
    })
    expect(await eventTypesOf(office)).toContain('approval.expired')
    expectProblem(await decide(asker.client, approvalId), 409, 'approval_expired')
    expect(await issuesOf(office, approvalId)).toBe(0)
  })

  test("409: the connection leads to another account of the vendor's by now", async () => {
    await begin()
    const statement = "UPDATE connections SET account_id = 'elsewhere/1' WHERE id = ?"
    await hub.sql(office.org.shard, statement, office.connectionId)
    expectProblem(await decide(asker.client, approvalId), 409, 'conflict')
    await expectNothingRan(office, approvalId)
  })

  test('409: the input in the database is not the one that was confirmed', async () => {
    await begin()
    const input = JSON.stringify({ project: 'ACME', issueType: 'Task', summary: 'Another' })
    const statement = 'UPDATE approvals SET input = ? WHERE id = ?'
    await hub.sql(office.org.shard, statement, input, approvalId)
    expectProblem(await decide(asker.client, approvalId), 409, 'conflict')
    await expectNothingRan(office, approvalId)
  })

  test('409: the connection was revoked', async () => {
    await begin()
    const gone = await office.org.client.delete(`/v1/connections/${office.connectionId}`)
    expectStatus(gone, 204)
    expectProblem(await decide(asker.client, approvalId), 409, 'connection_not_active')
    await expectNothingRan(office, approvalId)
  })
})

describe('POST /v1/approvals/{id}/reject', () => {
  test('200: nothing runs, then or later', async () => {
    const office = await openOffice(hub)
    const asker = await office.org.addMember('member')
    const approvalId = await waiting(office, 'confirm', asker.client)
    const { body } = expectStatus(await decide(asker.client, approvalId, 'reject'), 200)
    expect(body).toMatchObject({ status: 'rejected', decidedBy: { id: asker.id }, runId: null })
    expectProblem(await decide(asker.client, approvalId), 409, 'approval_decided')
    expect(await issuesOf(office, approvalId)).toBe(0)
    expect(await eventTypesOf(office)).toContain('approval.decided')
  })
})

describe("a model's write", () => {
  let wants = 0
  const file = (client: Client) =>
    client.post('/v1/assistant/messages', { text: `file a bug: the model wants it ${++wants}` })

  test('waits for the yes of the person who asked, and runs with it', async () => {
    const office = await openOffice(hub)
    const member = await office.org.addMember('member')
    const [held] = expectStatus(await file(member.client), 200).body.approvals
    expect(held).toMatchObject({ kind: 'confirmation', status: 'pending' })
    expect(await issuesOf(office, held.id)).toBe(0)
    expectStatus(await decide(member.client, held.id), 200)
    expect(await issuesOf(office, held.id)).toBe(1)
  })

  test('is made no weaker than a confirmation by a rule', async () => {
    const office = await openOffice(hub)
    await rule(office, 'allow', {})
    const [held] = expectStatus(await file(office.org.memberClient), 200).body.approvals
    expect(held).toMatchObject({ kind: 'confirmation', status: 'pending' })
    expect(await issuesOf(office, held.id)).toBe(0)
  })

  test('that a rule denies is not even asked about, and the trail says so', async () => {
    const office = await openOffice(hub)
    await rule(office, 'deny', { vias: ['assistant'] })
    const reply = expectStatus(await file(office.org.memberClient), 200).body
    expect(reply.approvals).toEqual([])
    const trail = await office.org.client.get('/v1/audit-events?action=jira.create_issue')
    expect(trail.body.data).toMatchObject([{ outcome: 'denied' }])
  })
})
