// `/v1/organization`: what its people may change of it, and what is the operator's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem, expectStatus, isoMs } from '../support/client.ts'
import { openHub, type TestHub } from '../support/hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

const path = '/v1/organization'

describe('GET /v1/organization', () => {
  test('200: tells it with every key that is promised', async () => {
    const org = await hub.openOrganization()
    const { body } = expectStatus(await org.client.get(path), 200)
    expect(body).toMatchObject({
      id: org.id,
      name: expect.any(String),
      region: 'eu',
      plan: 'free',
      settings: { sessionIdleMinutes: 1440, sessionHours: 168 },
      suspendedAt: null,
      createdAt: isoMs,
    })
  })
})

describe('PATCH /v1/organization', () => {
  test('200: renames and sets how long people stay signed in, each by itself', async () => {
    const org = await hub.openOrganization()
    const name = 'Größe & Söhne <script>'
    const renamed = expectStatus(await org.memberClient.patch(path, { name }), 200).body
    expect(renamed).toMatchObject({ name, settings: { sessionHours: 168 } })
    const settings = { sessionIdleMinutes: 60 }
    expectStatus(await org.memberClient.patch(path, { settings }), 200)
    const { body } = expectStatus(await org.client.get(path), 200)
    expect(body).toMatchObject({ name, settings: { sessionIdleMinutes: 60, sessionHours: 168 } })
    const trail = await org.client.get('/v1/audit-events?action=organization.update')
    expect(trail.body.data).toHaveLength(2)
    expect(trail.body.data[1]).toMatchObject({ values: { name } })
    const size = await org.auditSize()
    expectStatus(await org.memberClient.patch(path, { name, settings }), 200)
    expectStatus(await org.memberClient.patch(path, {}), 200)
    expect(await org.auditSize()).toBe(size)
  })

  test('400: names each field that is wrong', async () => {
    const org = await hub.openOrganization()
    const wrong: [object, string][] = [
      [{ name: ' ' }, 'name'],
      [{ name: 'x'.repeat(121) }, 'name'],
      [{ settings: { sessionIdleMinutes: 14 } }, 'settings.sessionIdleMinutes'],
      [{ settings: { sessionIdleMinutes: 10_081 } }, 'settings.sessionIdleMinutes'],
      [{ settings: { sessionHours: 0 } }, 'settings.sessionHours'],
      [{ settings: { sessionHours: 721 } }, 'settings.sessionHours'],
      [{ settings: { sessionHours: 1.5 } }, 'settings.sessionHours'],
      [{ settings: { unheardOf: 1 } }, 'settings'],
      [{ plan: 'enterprise' }, 'body'],
      [{ region: 'us' }, 'body'],
      [{ suspendedAt: null }, 'body'],
    ]
    for (const [body, at] of wrong) {
      const answer = await org.memberClient.patch(path, body)
      const { errors } = expectProblem(answer, 400, 'invalid_request').body
      expect(errors, JSON.stringify(body)).toEqual([{ path: at, message: expect.any(String) }])
    }
  })

  test('403: is for people who lead; settings of sign-in ask for a fresh one', async () => {
    const org = await hub.openOrganization()
    const developer = await org.addMember('developer')
    expectProblem(await org.client.patch(path, { name: 'X' }), 403, 'person_required')
    expectProblem(await developer.client.patch(path, { name: 'X' }), 403, 'forbidden')
    await hub.ageSignIns(org.id, 3_600_000)
    const late = await org.memberClient.patch(path, { settings: { sessionHours: 2 } })
    expectProblem(late, 403, 'reauthentication_required')
    expectStatus(await org.memberClient.patch(path, { name: 'A name is no right' }), 200)
  })
})
