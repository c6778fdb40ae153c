// Signed-in browsers: they idle out and end, are listed and ended by their person, by those who manage people, or all at once, and an
// ended one is refused at its next request.
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
import { dana, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'

let hub: TestHub
let acme: TestOrganization
let globex: TestOrganization

beforeAll(async () => {
  hub = await openHub()
  acme = await hub.openOrganization()
  globex = await hub.openOrganization({ email: 'hank@globex.example', name: 'Hank Scorpio' })
})
afterAll(() => hub.close())

const signIn = async (email: string, organization = acme) =>
  hub.browser(await hub.redeem(await hub.signInLink(organization.id, email)))

const sessionIdOf = async (client: Client): Promise<string> =>
  expectStatus(await client.get('/v1/me'), 200).body.session.id

/** Moves the sessions of an organization that were begun with that id back in time. */
const age = (organization: TestOrganization, sessionId: string, change: string) =>
  hub.objectSql(
    'SESSION',
    organization.id,
    `UPDATE session SET ${change} WHERE id = '${sessionId}'`,
  )
const hourMs = 3_600_000
const newestAudit = async (organization = acme) =>
  expectStatus(await organization.client.get('/v1/audit-events?limit=1'), 200).body.data[0]

/** As old as a sign-in may be for nothing dangerous. */
const makeStale = (organization: TestOrganization, sessionId: string) =>
  age(organization, sessionId, `authenticated_at = authenticated_at - ${16 * 60_000}`)

describe('a session', () => {
  test('is told by /v1/me, with when its person signed in and when it ends', async () => {
    const { body } = expectStatus(await (await signIn(dana.email)).get('/v1/me'), 200)
    expect(body).toMatchObject({ organizationName: expect.stringMatching(/^Organization \d+$/) })
    expect(body.session).toEqual({ id: idOf('ses_'), authenticatedAt: isoMs, expiresAt: isoMs })
    const idleMs = Date.parse(body.session.expiresAt) - Date.parse(body.session.authenticatedAt)
    expect(idleMs).toBeGreaterThanOrEqual(24 * hourMs)
    expect(idleMs).toBeLessThan(24 * hourMs + 60_000)
    expect(expectStatus(await acme.client.get('/v1/me'), 200).body.session).toBeNull()
  })

  test('ends when nobody used it for a day', async () => {
    const client = await signIn(dana.email)
    const id = await sessionIdOf(client)
    await age(acme, id, `last_used_at = last_used_at - ${23 * hourMs}`)
    expectStatus(await client.get('/v1/me'), 200)
    await age(acme, id, `last_used_at = last_used_at - ${24 * hourMs}`)
    expectProblem(await client.get('/v1/me'), 401, 'unauthenticated')
  })

  test('is kept alive by use, noted once a minute', async () => {
    const client = await signIn(dana.email)
    const id = await sessionIdOf(client)
    await age(acme, id, `last_used_at = last_used_at - ${2 * hourMs}`)
    const used = async () => {
      const list = expectStatus(await client.get('/v1/me/sessions'), 200).body.data
      return list.find((each: { id: string }) => each.id === id).lastUsedAt as string
    }
    const first = await used()
    expect(Date.now() - Date.parse(first)).toBeLessThan(60_000)
    expect(await used()).toBe(first)
  })

  test('ends after a week however much it is used', async () => {
    const client = await signIn(dana.email)
    await age(acme, await sessionIdOf(client), `authenticated_at = ${Date.now() - 168 * hourMs}`)
    expectProblem(await client.get('/v1/me'), 401, 'unauthenticated')
  })

  test('is judged by what the organization chose, from that moment on', async () => {
    const organization = await hub.openOrganization()
    const client = organization.memberClient
    await age(organization, await sessionIdOf(client), `last_used_at = ${Date.now() - 20 * 60_000}`)
    const choose = (settings: object | null) =>
      hub.sql(
        organization.shard,
        'UPDATE organizations SET settings = ? WHERE id = ?',
        settings && JSON.stringify(settings),
        organization.id,
      )
    await choose({ sessionIdleMinutes: 15, sessionHours: 168 })
    expectProblem(await client.get('/v1/me'), 401, 'unauthenticated')
    await choose(null)
    expectStatus(await client.get('/v1/me'), 200)
  })

  test('ends with the membership of its person', async () => {
    const member = await acme.addMember('member')
    await hub.sql(acme.shard, 'UPDATE members SET removed_at = 1 WHERE id = ?', member.id)
    expectProblem(await member.client.get('/v1/me'), 401, 'unauthenticated')
  })

  test('of a suspended organization is refused, and goes on after', async () => {
    const organization = await hub.openOrganization()
    const suspend = (at: number | null) =>
      hub.sql(
        organization.shard,
        'UPDATE organizations SET suspended_at = ? WHERE id = ?',
        at,
        organization.id,
      )
    await suspend(1)
    expectProblem(await organization.memberClient.get('/v1/me'), 403, 'organization_suspended')
    const link = await hub.signInLink(organization.id, dana.email)
    const pressed = await hub.anonymous.send('POST', new URL(link).pathname, undefined, {
      origin: hub.url,
    })
    expect(expectStatus(pressed, 403).text).toContain('suspended')
    await suspend(null)
    expectStatus(await organization.memberClient.get('/v1/me'), 200)
    // Refused, the link was not used up.
    await hub.redeem(link)
  })

  test('counts as seeing the person', async () => {
    const member = await acme.addMember('member')
    const [row] = await hub.sql<{ last_seen_at: number }>(
      acme.shard,
      'SELECT last_seen_at FROM members WHERE id = ?',
      member.id,
    )
    expect(Date.now() - (row?.last_seen_at ?? 0)).toBeLessThan(60_000)
  })
})

describe('a browser that was not seen before', () => {
  test('is told to its person by an event, once, and not at the first sign-in', async () => {
    const organization = await hub.openOrganization()
    const member = await organization.addMember('member')
    const alerts = async () => {
      const events = await organization.client.get('/v1/events?type=security.alert')
      return expectStatus(events, 200).body.data
    }
    const signInAs = async (userAgent: string) => {
      const link = new URL(await hub.signInLink(organization.id, member.email)).pathname
      const headers = { origin: hub.url, 'user-agent': userAgent }
      expectStatus(await hub.anonymous.send('POST', link, undefined, headers), 303)
    }
    expect(await alerts()).toEqual([])
    await signInAs('Pretend/1.0 (<b>)')
    // Updated, it is the same browser.
    await signInAs('Pretend/2.4.1 (<b>)')
    const [only, ...more] = await alerts()
    expect(more).toEqual([])
    expect(only.data).toEqual({
      alert: 'new_browser',
      memberId: member.id,
      detail: expect.stringContaining('Pretend/1.0 (<b>)'),
    })
  })
})

describe('signing in again', () => {
  test('ends the session that the browser had, and begins another', async () => {
    const cookie = await hub.redeem(await hub.signInLink(acme.id, dana.email))
    const before = await sessionIdOf(hub.browser(cookie))
    const link = new URL(await hub.signInLink(acme.id, dana.email)).pathname
    const answer = await hub.browser(cookie).send('POST', link)
    expectStatus(answer, 303)
    const [set = ''] = answer.headers.getSetCookie()
    expect(set.split(';')[0]).not.toBe(cookie)
    expectProblem(await hub.browser(cookie).get('/v1/me'), 401, 'unauthenticated')
    expect(await sessionIdOf(hub.browser(set.split(';')[0] ?? ''))).not.toBe(before)
  })

  test('ends the session of another organization too', async () => {
    const cookie = await hub.redeem(await hub.signInLink(globex.id, 'hank@globex.example'))
    const link = new URL(await hub.signInLink(acme.id, dana.email)).pathname
    expectStatus(await hub.browser(cookie).send('POST', link), 303)
    expectProblem(await hub.browser(cookie).get('/v1/me'), 401, 'unauthenticated')
    expect(await newestAudit(globex)).toMatchObject({ action: 'session.end' })
  })

  test('never takes over a cookie that somebody else had set', async () => {
    const fixed = `__Host-causeway=cws_${'0'.repeat(36)}`
    const link = new URL(await hub.signInLink(acme.id, dana.email)).pathname
    const answer = expectStatus(await hub.browser(fixed).send('POST', link), 303)
    expect(answer.headers.getSetCookie()[0]).not.toContain('0'.repeat(36))
    expectProblem(await hub.browser(fixed).get('/v1/me'), 401, 'unauthenticated')
  })
})

describe("a person's sessions", () => {
  test('are listed with what they were opened by, newest first, page by page', async () => {
    const member = await acme.addMember('member')
    const link = new URL(await hub.signInLink(acme.id, member.email)).pathname
    await hub.anonymous.send('POST', link, undefined, {
      origin: hub.url,
      'user-agent': 'Pretend/1.0 (<b>)',
    })
    const { data } = expectStatus(await member.client.get('/v1/me/sessions'), 200).body
    expect(data).toHaveLength(2)
    expect(data[0]).toEqual({
      id: idOf('ses_'),
      method: 'link',
      userAgent: 'Pretend/1.0 (<b>)',
      createdAt: isoMs,
      lastUsedAt: isoMs,
      expiresAt: isoMs,
      current: false,
    })
    expect(data[1]).toMatchObject({ id: await sessionIdOf(member.client), current: true })
    const pages = await everyPage(member.client, '/v1/me/sessions', 1)
    expect(pages.flatMap((page) => page.body.data)).toEqual(data)
  })

  test('are ended one by one', async () => {
    const member = await acme.addMember('member')
    const other = await signIn(member.email)
    const id = await sessionIdOf(other)
    expectStatus(await member.client.delete(`/v1/me/sessions/${id}`), 204)
    expectProblem(await other.get('/v1/me'), 401, 'unauthenticated')
    expectProblem(await member.client.delete(`/v1/me/sessions/${id}`), 404, 'not_found')
    expectStatus(await member.client.get('/v1/me'), 200)
    expect(await newestAudit()).toMatchObject({
      action: 'session.end',
      actor: { type: 'member', id: member.id },
      values: { sessionId: id },
    })
  })

  test('are ended everywhere else, or everywhere, and links that wait with them', async () => {
    const member = await acme.addMember('member')
    const others = [await signIn(member.email), await signIn(member.email)]
    const link = await hub.signInLink(acme.id, member.email)
    const end = (keepCurrent: boolean) => member.client.post('/v1/me/sessions/end', { keepCurrent })
    expect(expectStatus(await end(true), 200).body).toEqual({ ended: 2 })
    for (const other of others) expectProblem(await other.get('/v1/me'), 401, 'unauthenticated')
    const pressed = await hub.anonymous.send('POST', new URL(link).pathname, undefined, {
      origin: hub.url,
    })
    expectStatus(pressed, 410)
    expect(expectStatus(await end(false), 200).body).toEqual({ ended: 1 })
    expectProblem(await member.client.get('/v1/me'), 401, 'unauthenticated')
    expect(await newestAudit()).toMatchObject({ action: 'session.end_all', values: { ended: 1 } })
  })

  test('refuse what is no such request', async () => {
    const end = (body: unknown) => acme.memberClient.post('/v1/me/sessions/end', body)
    for (const body of [{}, { keepCurrent: 'yes' }, { keepCurrent: true, all: true }]) {
      expectProblem(await end(body), 400, 'invalid_request')
    }
  })

  test('are for people only', async () => {
    const asKey = [
      await acme.client.get('/v1/me/sessions'),
      await acme.client.delete('/v1/me/sessions/ses_x'),
      await acme.client.post('/v1/me/sessions/end', { keepCurrent: false }),
      await acme.client.patch('/v1/me', { name: 'Key' }),
      await acme.client.get(`/v1/members/${acme.ownerId}/sessions`),
      await acme.client.post(`/v1/members/${acme.ownerId}/sessions/end`),
      await acme.client.post('/v1/sessions/end', {}),
    ]
    for (const answer of asKey) expectProblem(answer, 403, 'person_required')
  })

  test('of another person are not found by their id', async () => {
    const id = await sessionIdOf(acme.memberClient)
    const member = await acme.addMember('member')
    expectProblem(await member.client.delete(`/v1/me/sessions/${id}`), 404, 'not_found')
    const { memberClient } = globex
    expectProblem(await memberClient.delete(`/v1/me/sessions/${id}`), 404, 'not_found')
    expectStatus(await acme.memberClient.get('/v1/me'), 200)
  })

  test('are at most fifty: the one least used makes room', async () => {
    const member = await acme.addMember('member')
    const id = await sessionIdOf(member.client)
    await age(acme, id, 'last_used_at = last_used_at - 1000000')
    await hub.objectSql(
      'SESSION',
      acme.id,
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 49)
       INSERT INTO session SELECT hash || i, member_id, expires_at, id || i, method, user_agent, authenticated_at, ${Date.now()}
       FROM session, n WHERE id = '${id}'`,
    )
    await signIn(member.email)
    expectProblem(await member.client.get('/v1/me'), 401, 'unauthenticated')
    const list = await acme.memberClient.get(`/v1/members/${member.id}/sessions?limit=100`)
    expect(expectStatus(list, 200).body.data).toHaveLength(50)
  })
})

describe("other people's sessions", () => {
  test('are seen and ended by who manages people', async () => {
    const member = await acme.addMember('member')
    const path = `/v1/members/${member.id}/sessions`
    const { data } = expectStatus(await acme.memberClient.get(path), 200).body
    expect(data).toMatchObject([{ id: await sessionIdOf(member.client), current: false }])
    const owner = await signIn(dana.email)
    expect(expectStatus(await owner.post(`${path}/end`), 200).body).toEqual({ ended: 1 })
    expectProblem(await member.client.get('/v1/me'), 401, 'unauthenticated')
    expect(await newestAudit()).toMatchObject({
      action: 'session.end_all',
      target: { type: 'member', id: member.id },
      actor: { id: acme.ownerId },
    })
  })

  test('are ended only after a sign-in of the last minutes', async () => {
    const member = await acme.addMember('member')
    const owner = await signIn(dana.email)
    await makeStale(acme, await sessionIdOf(owner))
    const code = 'reauthentication_required'
    const path = `/v1/members/${member.id}/sessions/end`
    expectProblem(await owner.post(path), 403, code)
    expectProblem(await owner.post('/v1/sessions/end', {}), 403, code)
    expectStatus(await member.client.get('/v1/me'), 200)
    // Their own they may always end.
    expectStatus(await owner.post('/v1/me/sessions/end', { keepCurrent: true }), 200)
  })

  test('are nothing to who does not manage people', async () => {
    for (const role of ['developer', 'auditor', 'member'] as const) {
      const { client } = await acme.addMember(role)
      const path = `/v1/members/${acme.ownerId}/sessions`
      expectProblem(await client.get(path), 403, 'forbidden')
      expectProblem(await client.post(`${path}/end`), 403, 'forbidden')
      expectProblem(await client.post('/v1/sessions/end', {}), 403, 'forbidden')
    }
  })

  test('of another organization are not found', async () => {
    const member = await acme.addMember('member')
    const path = `/v1/members/${member.id}/sessions`
    expectProblem(await globex.memberClient.get(path), 404, 'not_found')
    expectProblem(await globex.memberClient.post(`${path}/end`), 404, 'not_found')
    expectStatus(await member.client.get('/v1/me'), 200)
  })

  test("are all ended at once, the asker's too, and no other organization's", async () => {
    const organization = await hub.openOrganization()
    const member = await organization.addMember('admin')
    const answer = await organization.memberClient.post('/v1/sessions/end', {})
    expect(expectStatus(answer, 200).body).toEqual({ ended: 2 })
    for (const client of [organization.memberClient, member.client]) {
      expectProblem(await client.get('/v1/me'), 401, 'unauthenticated')
    }
    expect(await newestAudit(organization)).toMatchObject({
      action: 'session.end_everybody',
      target: { type: 'organization', id: organization.id },
    })
    expectStatus(await globex.memberClient.get('/v1/me'), 200)
  })
})

describe('a person', () => {
  test('says how they are called', async () => {
    const member = await acme.addMember('member')
    const answer = await member.client.patch('/v1/me', { name: '  Mo <b>O’Neil</b>  ' })
    expect(expectStatus(answer, 200).body).toMatchObject({ name: 'Mo <b>O’Neil</b>' })
    expect(await newestAudit()).toMatchObject({ action: 'member.rename_self' })
    await eventually(async () => {
      const events = await acme.client.get('/v1/events?type=member.changed')
      expect(events.body.data[0]).toMatchObject({ data: { memberId: member.id } })
    })
    for (const body of [
      {},
      { name: ' ' },
      { name: 'x'.repeat(121) },
      { name: 'x', role: 'owner' },
    ]) {
      expectProblem(await member.client.patch('/v1/me', body), 400, 'invalid_request')
    }
  })
})
