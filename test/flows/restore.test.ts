// A shard's database is put back in time behind the objects of the built hub, and the hub is made whole: what was used up stays used
// up, what was ended stays ended, what was sent is sent again under its own id, nothing is done twice at a vendor, and the trail says
// what it lost and verifies. docs/guides/deploy.md tells an operator how; this does it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, decide, type Office, openOffice, rule, seen } from '../api/office.ts'
import { publish, receiver } from '../api/subscriber.ts'
import { type Answer, eventually, expectProblem, expectStatus } from '../support/client.ts'
import { cookieOf, dana, openHub, type TestHub, type TestMember } from '../support/hub.ts'
import { countIssues } from '../support/issues.ts'
import { redeemOperator, signInOperator, type TestOperator } from '../support/operator.ts'
import { putBack, takeSnapshot } from '../support/put-back.ts'

let hub: TestHub
let office: Office
let olga: TestOperator
let restored: Answer
const hook = { path: '' }
/** What was open when the database was as it is now again, and was used up, ended or sent since. */
const since = {
  link: '',
  leavingLink: '',
  state: '',
  stateCookie: '',
  signedOut: '',
  keyId: '',
  key: '',
  removed: undefined as TestMember | undefined,
  approvalId: '',
  consentId: '',
  eventId: '',
  runId: '',
  summary: 'Made while the database stood still',
  lostKey: '',
}
let received: () => Promise<{ headers: Record<string, string>; body: string }[]>

const pathOf = (url: string) => new URL(url).pathname
const press = (path: string) => hub.anonymous.send('POST', path, undefined, { origin: hub.url })
const issues = (summary: string) =>
  countIssues((method, path, body) => hub.control(method, path, body), summary)
const callback = () => {
  const query = new URLSearchParams({ state: since.state, code: 'x' })
  return hub.anonymous.get(`/slack/oauth/callback?${query}`, { cookie: since.stateCookie })
}

/** Everything that will be used up, ended or sent after the snapshot. */
async function prepare(): Promise<void> {
  const { org } = office
  since.link = await hub.signInLink(org.id, dana.email)
  since.signedOut = await hub.redeem(await hub.signInLink(org.id, dana.email))
  const made = await org.client.post('/v1/connect-sessions', { connector: 'slack' })
  since.leavingLink = pathOf(expectStatus(made, 201).body.url)
  const left = expectStatus(await press(since.leavingLink), 303)
  since.state = new URL(left.headers.get('location') ?? '').searchParams.get('state') ?? ''
  since.stateCookie = cookieOf(left)
  const key = await org.client.post('/v1/api-keys', { name: 'Leaked', scopes: ['events:read'] })
  since.keyId = expectStatus(key, 201).body.id
  since.key = key.body.key
  since.removed = await org.addMember('admin')
  await rule(office, 'confirm', { actions: ['jira.create_issue'], actorTypes: ['member'] })
  since.approvalId = expectProblem(
    await ask(office, org.memberClient),
    409,
    'confirmation_required',
  ).body.approvalId
  const consent = { hours: 24, reason: 'Help' }
  const granted = await org.memberClient.post('/v1/operator-consents', consent)
  since.consentId = expectStatus(granted, 201).body.id
  const target = await receiver(hub, 500)
  received = target.received
  const endpoint = { url: target.url, eventTypes: ['custom.*'], retryDelaysSeconds: [10, 10, 10] }
  hook.path = `/v1/webhook-endpoints/${expectStatus(await org.client.post('/v1/webhook-endpoints', endpoint), 201).body.id}`
  since.eventId = await publish(org)
  await eventually(async () => expect(await received()).toHaveLength(1))
}

/** A write that the vendor has done and whose outcome the snapshot does not know. */
async function claimedRun(): Promise<{ answer: Promise<Answer> }> {
  await hub.control('POST', '/jira/faults', { kind: 'slow', delayMs: 4_000 })
  const running = ask(office, office.org.client, { summary: since.summary })
  await eventually(async () => {
    const [run] = await hub.sql<{ id: string }>(
      office.org.shard,
      "SELECT id FROM runs WHERE organization_id = ? AND state = 'claimed'",
      office.org.id,
    )
    expect(run).toBeDefined()
    since.runId = run?.id ?? ''
  })
  // Not the promise itself: it would be waited for.
  return { answer: running }
}

/** What happened after the moment to which the database is put back. */
async function useEverything(running: { answer: Promise<Answer> }): Promise<void> {
  const { org } = office
  expectStatus(await running.answer, 200)
  expect(await issues(since.summary)).toBe(1)
  expectStatus(await press(pathOf(since.link)), 303)
  expectStatus(await hub.browser(since.signedOut).post('/sign-out'), 303)
  expect((await callback()).status).toBe(400)
  expectStatus(await org.client.delete(`/v1/api-keys/${since.keyId}`), 204)
  const member = await org.memberClient.delete(`/v1/members/${since.removed?.id}`)
  expectStatus(member, 204)
  expectStatus(await decide(org.memberClient, since.approvalId), 200)
  const consent = `/v1/operator-consents/${since.consentId}`
  expectStatus(await org.memberClient.delete(consent), 204)
  const late = await org.client.post('/v1/api-keys', { name: 'Late', scopes: ['events:read'] })
  since.lostKey = expectStatus(late, 201).body.key
  await eventually(async () => expect(await received()).toHaveLength(2))
  // Sealed: what is lost now is lost for the log too.
  const sealed = await org.client.post('/v1/audit/verify', {})
  expect(sealed.body).toMatchObject({ ok: true })
}

beforeAll(async () => {
  hub = await openHub()
  olga = await signInOperator(hub)
  office = await openOffice(hub)
  await prepare()
  const running = await claimedRun()
  const snapshot = await takeSnapshot(hub, office.org.shard)
  const then = (table: string, row: object) =>
    expect(snapshot.tables.get(table)).toContainEqual(expect.objectContaining(row))
  then('runs', { id: since.runId, state: 'claimed' })
  then('approvals', { id: since.approvalId, status: 'pending' })
  then('deliveries', { event_id: since.eventId, status: 'retrying' })
  then('api_keys', { id: since.keyId, revoked_at: null })
  await useEverything(running)
  await putBack(hub, snapshot)
  // As the guide says: the hub is closed before, and open again after this answers.
  const body = { shard: office.org.shard, restoredTo: '2026-11-23T04:00:00.000Z' }
  restored = expectStatus(await hub.operator.post('/operator/restore', body), 200)
}, 120_000)
afterAll(() => hub?.close())

describe('after a restore', () => {
  test('the operator is told what became of each organization', () => {
    expect(restored.body).toEqual({
      shard: office.org.shard,
      organizations: [
        {
          id: office.org.id,
          epoch: 2,
          lost: [{ epoch: 1, firstSeq: expect.any(Number), lastSeq: expect.any(Number) }],
          endedAgain: { api_key: 1, member: 1 },
          accountsTaken: 0,
          ownerless: false,
        },
      ],
      nextCursor: null,
    })
  })

  test('a sign-in link that was used stays used, and a session that ended stays ended', async () => {
    expect((await press(pathOf(since.link))).status).toBe(410)
    expectProblem(await hub.browser(since.signedOut).get('/v1/me'), 401, 'unauthenticated')
    expectStatus(await office.org.memberClient.get('/v1/me'), 200)
  })

  test('a key that was revoked stays revoked; one that was made since is gone', async () => {
    for (const key of [since.key, since.lostKey]) {
      expectProblem(await hub.client(key).get('/v1/me'), 401, 'unauthenticated')
    }
    expectStatus(await office.org.client.get('/v1/me'), 200)
  })

  test('a member who was removed stays removed, and can be invited anew', async () => {
    const email = since.removed?.email ?? ''
    expectProblem((await since.removed?.client.get('/v1/me')) as Answer, 401, 'unauthenticated')
    const body = { organizationId: office.org.id, email }
    expectProblem(await hub.operator.post('/operator/sign-in-links', body), 404, 'not_found')
    const again = { ...body, name: 'Back again', role: 'member' }
    const added = expectStatus(await hub.operator.post('/operator/members', again), 201)
    expect(added.body.id).not.toBe(since.removed?.id)
  })

  test('a connect link and its OAuth state are void', async () => {
    expect((await callback()).status).toBe(404)
    expect((await hub.anonymous.get(since.leavingLink)).status).toBe(404)
    expect((await press(since.leavingLink)).status).toBe(404)
  })

  test('a confirmation that was given is not given again', async () => {
    const { input } = await seen(office, since.approvalId)
    expect(await issues(input.summary)).toBe(1)
    const again = await decide(office.org.memberClient, since.approvalId)
    expectProblem(again, 409, 'approval_expired')
    await eventually(async () =>
      expect(await seen(office, since.approvalId)).toMatchObject({ status: 'expired' }),
    )
    expect(await issues(input.summary)).toBe(1)
  })

  test('a consent that was ended lets no operator look', async () => {
    const view = `/operator/organizations/${office.org.id}/view/members`
    expectProblem(await olga.client.get(view), 403, 'consent_required')
  })

  test('a write that was under way is looked up at the vendor, and not made again', async () => {
    const run = await eventually(async () => {
      const { body } = expectStatus(await office.org.client.get(`/v1/runs/${since.runId}`), 200)
      expect(body.state).not.toBe('claimed')
      return body
    })
    expect(run.state).toBe('done')
    expect(await issues(since.summary)).toBe(1)
  })

  test('a delivery is sent again, under the same id', async () => {
    await eventually(async () => expect((await received()).length).toBeGreaterThanOrEqual(3))
    const ids = (await received()).map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids)).toEqual(new Set([since.eventId]))
    const bodies = (await received()).map(({ body }) => body)
    expect(new Set(bodies).size).toBe(1)
  })

  test('the trail is in a new epoch, says what it lost, and verifies', async () => {
    const [{ lost }] = restored.body.organizations
    const verified = expectStatus(await office.org.client.post('/v1/audit/verify', {}), 200)
    expect(verified.body).toMatchObject({ ok: true, lost, failure: null })
    const { data } = (await office.org.client.get('/v1/audit-events?action=database.restore')).body
    expect(data).toEqual([
      expect.objectContaining({
        epoch: 2,
        actor: { type: 'operator', id: 'operator' },
        values: {
          database: office.org.shard,
          restoredTo: '2026-11-23T04:00:00.000Z',
          epoch: 2,
          lost,
        },
      }),
    ])
    const checkpoints = await office.org.client.get('/v1/audit/checkpoints?limit=100')
    const opening = checkpoints.body.data.find((each: { note: string }) =>
      /^opened 2 /m.test(each.note),
    )
    expect(opening.note).toContain(`lost 1 ${lost[0].firstSeq} ${lost[0].lastSeq}`)
  })

  test('its people are told', async () => {
    const { data } = (await office.org.client.get('/v1/events?type=security.alert')).body
    const alerts = data.map((each: { data: { alert: string } }) => each.data.alert)
    expect(alerts).toContain('database_restored')
  })

  test('it goes on as before', async () => {
    const { org } = office
    const done = await ask(office, org.client)
    expectStatus(done, 200)
    expect(expectStatus(await org.client.get(`/v1/runs/${done.body.runId}`), 200).body.state).toBe(
      'done',
    )
    const health = expectStatus(await hub.operator.get('/operator/health'), 200)
    for (const shard of health.body.shards) expect(shard.stuck).toEqual([])
  })

  test('asked for again, it changes nothing that is right', async () => {
    const body = { shard: office.org.shard }
    const again = expectStatus(await hub.operator.post('/operator/restore', body), 200)
    const [organization] = again.body.organizations
    expect(organization).toMatchObject({ epoch: null, endedAgain: {}, ownerless: false })
    const verified = await office.org.client.post('/v1/audit/verify', {})
    expect(verified.body).toMatchObject({ ok: true, failure: null })
  })
})

describe('the door of a restore', () => {
  test('is for the deploy secret alone, and refuses a database that is not there', async () => {
    const body = { shard: '00' }
    expectProblem(await olga.client.post('/operator/restore', body), 403, 'forbidden')
    expectProblem(await office.org.client.post('/operator/restore', body), 401, 'unauthenticated')
    for (const wrong of [
      {},
      { shard: 'zz' },
      { shard: '00', more: 1 },
      { shard: '00', restoredTo: 'noon' },
    ]) {
      expectProblem(await hub.operator.post('/operator/restore', wrong), 400, 'invalid_request')
    }
  })
})

describe('after the directory was put back', () => {
  test('every organization is found again, and operators come in anew', async () => {
    const snapshot = await takeSnapshot(hub, 'DIRECTORY')
    const later = await hub.openOrganization({ email: 'later@acme.example', name: 'Later' })
    const removed = await signInOperator(hub)
    const { url } = expectStatus(
      await hub.operator.post('/operator/bootstrap', { email: removed.email, name: 'Removed' }),
      201,
    ).body
    expectStatus(await olga.client.delete(`/operator/operators/${removed.id}`), 204)
    await putBack(hub, snapshot)
    const link = { organizationId: later.id, email: 'later@acme.example' }
    expectProblem(await hub.operator.post('/operator/sign-in-links', link), 404, 'not_found')

    let cursor: string | null = null
    do {
      const body = { shard: 'directory', ...(cursor === null ? {} : { cursor }) }
      const answer: Answer = expectStatus(await hub.operator.post('/operator/restore', body), 200)
      cursor = answer.body.nextCursor
    } while (cursor !== null)

    expectStatus(await hub.operator.post('/operator/sign-in-links', link), 201)
    expectStatus(await later.client.get('/v1/me'), 200)
    expectProblem(await olga.client.get('/operator/me'), 401, 'unauthenticated')
    expect(
      (await hub.anonymous.send('POST', pathOf(url), undefined, { origin: hub.url })).status,
    ).toBe(410)
    const again = await hub.operator.post('/operator/bootstrap', {
      email: olga.email,
      name: 'Olga',
    })
    const cookie = await redeemOperator(hub, expectStatus(again, 201).body.url)
    expectStatus(await hub.browser(cookie).get('/operator/me'), 200)
    expectProblem(await olga.client.get('/operator/me'), 401, 'unauthenticated')
  })
})

test('a closed hub lets in its operators and nobody else', async () => {
  const closed = await openHub({ CLOSED: 'true' })
  try {
    for (const path of ['/v1/me', '/sign-in/x', '/', '/openapi.json', '/connect/x']) {
      const answer = await closed.anonymous.get(path)
      expectProblem(answer, 503, 'hub_closed')
      expect(answer.headers.get('retry-after')).toBe('60')
    }
    expectProblem(await closed.anonymous.post('/slack/events', {}), 503, 'hub_closed')
    expectStatus(await closed.anonymous.get('/health'), 200)
    expectStatus(await closed.operator.get('/operator/health'), 200)
    expectStatus(await closed.operator.post('/operator/restore', { shard: '00' }), 200)
  } finally {
    await closed.close()
  }
})
