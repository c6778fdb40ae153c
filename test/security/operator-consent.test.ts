// `/v1/operator-consents`, and what an operator sees by one: nothing before it, reading only while it lives, nothing after; each look
// on record on both sides, and never a credential.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  eventually,
  everyPage,
  expectProblem,
  expectStatus,
  idOf,
  isoMs,
} from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { signInOperator, type TestOperator } from '../support/operator.ts'

let hub: TestHub
let acme: TestOrganization
let olga: TestOperator

beforeAll(async () => {
  hub = await openHub()
  acme = await hub.openOrganization()
  olga = await signInOperator(hub)
})
afterAll(() => hub.close())

const consent = async (organization = acme, hours = 1) => {
  const body = { hours, reason: 'Help with webhooks' }
  const granted = await organization.memberClient.post('/v1/operator-consents', body)
  return expectStatus(granted, 201).body as { id: string }
}
const end = (id: string, organization = acme) =>
  organization.memberClient.delete(`/v1/operator-consents/${id}`)
const look = (what: string, organization = acme) =>
  olga.client.get(`/operator/organizations/${organization.id}/view/${what}`)
const all = ['connections', 'runs', 'deliveries', 'audit-events', 'members']

describe('consent', () => {
  test('201: is given for hours, with a reason, by a named person', async () => {
    const before = Date.now()
    const body = { hours: 72, reason: ' <b>Help</b> ' }
    const made = expectStatus(await acme.memberClient.post('/v1/operator-consents', body), 201)
    expect(made.body).toEqual({
      id: idOf('oco_'),
      reason: '<b>Help</b>',
      grantedBy: { type: 'member', id: acme.ownerId, onBehalfOf: null },
      createdAt: isoMs,
      expiresAt: isoMs,
      endedAt: null,
    })
    const lasts = Date.parse(made.body.expiresAt) - before
    expect(Math.abs(lasts - 72 * 3_600_000)).toBeLessThan(60_000)
    const list = expectStatus(await acme.memberClient.get('/v1/operator-consents'), 200)
    expect(list.body.data[0]).toEqual(made.body)
    expectStatus(await end(made.body.id), 204)
    const after = await acme.memberClient.get('/v1/operator-consents')
    expect(after.body.data[0]).toEqual({ ...made.body, endedAt: isoMs })
    const events = await acme.client.get('/v1/events?type=security.alert')
    expect(events.body.data[0].data).toMatchObject({
      alert: 'operator_consent',
      consentId: made.body.id,
    })
  })

  test('400: for no time, for too long, and without a reason', async () => {
    for (const body of [
      {},
      { hours: 0, reason: 'x' },
      { hours: 73, reason: 'x' },
      { hours: 1.5, reason: 'x' },
      { hours: 1, reason: ' ' },
      { hours: 1, reason: 'x', more: 1 },
    ]) {
      const answer = await acme.memberClient.post('/v1/operator-consents', body)
      expectProblem(answer, 400, 'invalid_request')
    }
  })

  test('403: is not given by a key, by a member, nor after a sign-in that is not fresh', async () => {
    const body = { hours: 1, reason: 'x' }
    expectProblem(await acme.client.post('/v1/operator-consents', body), 403, 'person_required')
    for (const role of ['member', 'developer', 'auditor'] as const) {
      const { client } = await acme.addMember(role)
      expectProblem(await client.post('/v1/operator-consents', body), 403, 'forbidden')
    }
    const stale = await acme.addMember('admin')
    const old = Date.now() - 16 * 60_000
    await hub.objectSql(
      'SESSION',
      acme.id,
      `UPDATE session SET authenticated_at = ${old} WHERE member_id = '${stale.id}'`,
    )
    const answer = await stale.client.post('/v1/operator-consents', body)
    expectProblem(answer, 403, 'reauthentication_required')
    const { id } = await consent()
    expectProblem(await acme.client.delete(`/v1/operator-consents/${id}`), 403, 'person_required')
    expectStatus(await end(id), 204)
  })

  test("404: ends once, and is another organization's to nobody", async () => {
    const other = await hub.openOrganization()
    const { id } = await consent()
    expectProblem(await end(id, other), 404, 'not_found')
    expectStatus(await end(id), 204)
    expectProblem(await end(id), 404, 'not_found')
    const list = await other.memberClient.get('/v1/operator-consents')
    expect(list.body).toEqual({ data: [], nextCursor: null })
  })
})

describe('an operator', () => {
  test('sees nothing without consent, and asking leaves nothing in the trail', async () => {
    const quiet = await hub.openOrganization()
    const size = await quiet.auditSize()
    for (const what of all) expectProblem(await look(what, quiet), 403, 'consent_required')
    expect(await quiet.auditSize()).toBe(size)
  })

  test('sees the lists while the consent lives, and no credential in them', async () => {
    const open = await hub.openOrganization()
    const jira = await open.connectJira()
    const secret = 'planted-header-value'
    const offered = await hub.control('GET', '/jira/credentials')
    await open.client.post('/v1/webhook-endpoints', {
      url: `${hub.simulatorUrl}/_control/hooks/consent`,
      headers: { 'x-token': secret },
    })
    for (let at = 0; at < 3; at++) {
      const event = { type: 'custom.seen', data: { at } }
      expectStatus(await open.client.post('/v1/events', event), 202)
    }
    const search = { jql: 'project = ACME' }
    const path = `/v1/connections/${jira}/actions/search_issues`
    const run = expectStatus(await open.client.post(path, search), 200)
    await consent(open)
    const one = await olga.client.get(`/operator/organizations/${open.id}`)
    expect(one.body.consent).toEqual({ id: idOf('oco_'), expiresAt: isoMs })
    const answers = await Promise.all(all.map((what) => look(what, open)))
    for (const answer of answers) {
      expectStatus(answer, 200)
      expect(answer.body).toEqual({ data: expect.any(Array), nextCursor: null })
      expect(answer.body.data.length).toBeGreaterThan(0)
      for (const hidden of [secret, open.apiKey, offered.credentials.apiToken]) {
        expect(answer.text).not.toContain(hidden)
      }
    }
    const [connections, runs] = answers
    expect(connections?.body.data).toEqual((await open.client.get('/v1/connections')).body.data)
    expect(runs?.body.data[0].id).toBe(run.body.runId)
    const view = `/operator/organizations/${open.id}/view/deliveries`
    const pages = await everyPage(olga.client, view, 2)
    const deliveries = pages.flatMap((page) => page.body.data)
    expect(deliveries.map((each) => each.eventType)).toEqual(
      expect.arrayContaining(['custom.seen', 'security.alert']),
    )
    expect(new Set(deliveries.map((each) => each.id)).size).toBe(deliveries.length)
  })

  test('leaves each look on record on both sides', async () => {
    const open = await hub.openOrganization()
    const { id } = await consent(open)
    expectStatus(await look('members', open), 200)
    const trail = await open.memberClient.get('/v1/audit-events?action=operator.view')
    expect(trail.body.data).toEqual([
      expect.objectContaining({
        actor: { type: 'operator', id: olga.id },
        target: { type: 'organization', id: open.id },
        values: { view: 'members', consentId: id },
      }),
    ])
    const log = await olga.client.get('/operator/events?limit=1')
    expect(log.body.data[0]).toMatchObject({
      operatorId: olga.id,
      action: 'organization.view',
      targetId: open.id,
      values: { view: 'members', consentId: id },
    })
  })

  test('is refused from the moment the consent ends, however it ends', async () => {
    const open = await hub.openOrganization()
    const { id } = await consent(open)
    expectStatus(await look('runs', open), 200)
    expectStatus(await end(id, open), 204)
    expectProblem(await look('runs', open), 403, 'consent_required')
    const again = await consent(open)
    expectStatus(await look('runs', open), 200)
    const over = 'UPDATE operator_consents SET expires_at = 1 WHERE id = ?'
    await hub.sql(open.shard, over, again.id)
    expectProblem(await look('runs', open), 403, 'consent_required')
  })

  test('is refused when it ends in this very moment', async () => {
    const open = await hub.openOrganization()
    const { id } = await consent(open)
    const looks = Array.from({ length: 6 }, () => look('members', open))
    const [ended, ...answers] = await Promise.all([end(id, open), ...looks])
    expectStatus(ended, 204)
    const seen = answers.filter(({ status }) => status === 200).length
    for (const answer of answers) {
      if (answer.status !== 200) expectProblem(answer, 403, 'consent_required')
    }
    // Whoever saw something did so before the end, as the trail's order shows.
    const trail = await eventually(async () => {
      const { body } = await open.memberClient.get('/v1/audit-events?limit=20')
      return body.data.map((each: { action: string }) => each.action) as string[]
    })
    const newest = trail.slice(0, trail.indexOf('operator_consent.end'))
    expect(newest).not.toContain('operator.view')
    expect(trail.filter((action) => action === 'operator.view').length).toBe(seen)
  })

  test('reads by it and does nothing else', async () => {
    const open = await hub.openOrganization()
    await consent(open)
    const view = `/operator/organizations/${open.id}/view`
    for (const what of ['api-keys', 'webhook-endpoints', 'constructor', '__proto__']) {
      expectProblem(await olga.client.get(`${view}/${what}`), 404, 'not_found')
    }
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      const answer = await olga.client.send(method, `${view}/members`, {})
      expectProblem(answer, 405, 'method_not_allowed')
    }
    const wrong = await olga.client.get(`${view}/members?cursor=garbage`)
    expectProblem(wrong, 400, 'invalid_cursor')
    const other = await hub.openOrganization()
    expectProblem(await look('members', other), 403, 'consent_required')
    expectProblem(
      await olga.client.get('/operator/organizations/org_nowhere/view/members'),
      404,
      'not_found',
    )
  })
})
