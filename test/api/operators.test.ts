// Those who run the hub: how they come in, whom they let in, and that each act leaves its line. A session is a person's; the deploy
// secret is a program's, and alone makes operators out of nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  eventually,
  everyPage,
  expectProblem,
  expectStatus,
  idOf,
  isoMs,
} from '../support/client.ts'
import { cookieOf, dana, openHub, type TestHub } from '../support/hub.ts'
import { redeemOperator, signInOperator, type TestOperator } from '../support/operator.ts'

let hub: TestHub
let olga: TestOperator

beforeAll(async () => {
  hub = await openHub()
  olga = await signInOperator(hub)
})
afterAll(() => hub.close())

const bootstrap = async (email = 'first@hub.example') => {
  const made = await hub.operator.post('/operator/bootstrap', { email, name: 'First' })
  return expectStatus(made, 201).body as { url: string; expiresAt: string }
}
const press = (link: string, headers: Record<string, string> = { origin: hub.url }) =>
  hub.anonymous.send('POST', new URL(link).pathname, undefined, headers)

describe('an operator', () => {
  test('comes in by the bootstrap link, and is named', async () => {
    const { url, expiresAt } = await bootstrap()
    expect(url).toMatch(new RegExp(`^${hub.url}/operator/sign-in/cwol_`))
    expect(expiresAt).toEqual(isoMs)
    const answer = expectStatus(await press(url), 303)
    expect(answer.headers.get('location')).toBe('/console')
    const [cookie = ''] = answer.headers.getSetCookie()
    for (const part of [
      /^__Host-causeway-operator=cwos_/,
      /HttpOnly/i,
      /Secure/i,
      /SameSite=Lax/i,
      /Max-Age=43200/,
    ]) {
      expect(cookie).toMatch(part)
    }
    const me = await hub.browser(cookieOf(answer)).get('/operator/me')
    expect(expectStatus(me, 200).body).toEqual({
      id: idOf('opr_'),
      email: 'first@hub.example',
      name: 'First',
    })
  })

  test('is the same one when bootstrapped again, with another link', async () => {
    const [one, other] = [await bootstrap(), await bootstrap()]
    expect(one.url).not.toBe(other.url)
    const ids = await Promise.all(
      [one.url, other.url].map(async (url) => {
        const client = hub.browser(await redeemOperator(hub, url))
        return (await client.get('/operator/me')).body.id
      }),
    )
    expect(ids[0]).toBe(ids[1])
  })

  test('uses a link once, however many race for it; looking at it uses nothing up', async () => {
    const { url } = await bootstrap()
    for (const method of ['GET', 'HEAD', 'GET']) {
      expectStatus(await hub.anonymous.send(method, new URL(url).pathname), 200)
    }
    const answers = await Promise.all(Array.from({ length: 8 }, () => press(url)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(7).fill(410)])
    expect((await press(url)).text).toContain('does not work any more')
  })

  test('cannot be signed in by another site, nor by garbage or a late link', async () => {
    const { url } = await bootstrap()
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}]) {
      expectProblem(await press(url, headers), 403, 'forbidden')
    }
    expectStatus(await press(`${hub.url}/operator/sign-in/${'x'.repeat(400)}`), 410)
    expectStatus(await press(`${url.slice(0, -1)}~`), 410)
    await hub.objectSql('SESSION', 'operators', 'UPDATE link SET expires_at = 1')
    expectStatus(await press(url), 410)
  })

  test('gets a letter with a link by address, five in an hour; a stranger gets none, and the same answer', async () => {
    const operator = await signInOperator(hub)
    const ask = (email: string) => hub.browser('').post('/operator/sign-in/link', { email })
    const lettersTo = async (to: string) =>
      ((await hub.control('GET', '/mail')) as { to: string; text: string }[]).filter(
        (each) => each.to === to,
      )
    for (let at = 0; at < 8; at++) {
      expect(expectStatus(await ask(operator.email), 202).body).toEqual({ sent: true })
    }
    expect(expectStatus(await ask('stranger@evil.example'), 202).body).toEqual({ sent: true })
    const letters = await eventually(async () => {
      const found = await lettersTo(operator.email)
      expect(found).toHaveLength(5)
      return found
    })
    const link = /http\S+\/operator\/sign-in\/\S+/.exec(letters.at(-1)?.text ?? '')?.[0] ?? ''
    await redeemOperator(hub, link)
    expect(await lettersTo('stranger@evil.example')).toEqual([])
  })

  test('is signed out after an hour unused, and after twelve hours in any case', async () => {
    const operator = await signInOperator(hub)
    const move = (column: string, ms: number) =>
      hub.objectSql(
        'SESSION',
        'operators',
        `UPDATE session SET ${column} = ${Date.now() - ms} WHERE member_id = '${operator.id}'`,
      )
    await move('last_used_at', 59 * 60_000)
    expectStatus(await operator.client.get('/operator/me'), 200)
    await move('last_used_at', 61 * 60_000)
    expectProblem(await operator.client.get('/operator/me'), 401, 'unauthenticated')
    await move('last_used_at', 0)
    expectStatus(await operator.client.get('/operator/me'), 200)
    await move('authenticated_at', 12 * 3_600_000 + 1_000)
    expectProblem(await operator.client.get('/operator/me'), 401, 'unauthenticated')
  })

  test('signs out, and only from our own pages', async () => {
    const operator = await signInOperator(hub)
    const foreign = await hub.anonymous.send('POST', '/operator/sign-out', undefined, {
      cookie: operator.cookie,
      origin: 'https://evil.example',
    })
    expectProblem(foreign, 403, 'forbidden')
    expectStatus(await operator.client.get('/operator/me'), 200)
    expectStatus(await operator.client.post('/operator/sign-out'), 303)
    expectProblem(await operator.client.get('/operator/me'), 401, 'unauthenticated')
  })

  test('changes nothing from another site', async () => {
    const foreign = { cookie: olga.cookie, origin: 'https://evil.example' }
    for (const path of ['operators', 'organizations', 'wake']) {
      const answer = await hub.anonymous.send('POST', `/operator/${path}`, {}, foreign)
      expectProblem(answer, 403, 'forbidden')
    }
  })

  test('opens no door of an organization, and a member opens none of theirs', async () => {
    const acme = await hub.openOrganization()
    expectProblem(await olga.client.get('/v1/me'), 401, 'unauthenticated')
    expectProblem(await acme.memberClient.get('/operator/me'), 401, 'unauthenticated')
    expectProblem(await acme.client.get('/operator/organizations'), 401, 'unauthenticated')
    const link = await hub.signInLink(acme.id, dana.email)
    const mixed = new URL(link).pathname.replace('/sign-in/', '/operator/sign-in/')
    expectStatus(await press(hub.url + mixed), 410)
  })

  test('does nothing that would let them act as an organization', async () => {
    const acme = await hub.openOrganization()
    const body = { organizationId: acme.id, email: dana.email }
    for (const [path, input] of [
      ['sign-in-links', body],
      ['members', { ...body, name: 'Eve', role: 'owner' }],
      ['bootstrap', { email: 'eve@hub.example', name: 'Eve' }],
    ] as const) {
      expectProblem(await olga.client.post(`/operator/${path}`, input), 403, 'forbidden')
    }
  })
})

describe('operators', () => {
  test('add one another by a letter', async () => {
    const email = `added-${Date.now()}@hub.example`
    const added = await olga.client.post('/operator/operators', { email, name: 'Added' })
    expect(expectStatus(added, 201).body).toEqual({
      id: idOf('opr_'),
      email,
      name: 'Added',
      createdAt: isoMs,
    })
    const letters = (await hub.control('GET', '/mail')) as { to: string; text: string }[]
    const text = letters.find(({ to }) => to === email)?.text ?? ''
    const link = /http\S+\/operator\/sign-in\/\S+/.exec(text)?.[0] ?? ''
    const client = hub.browser(await redeemOperator(hub, link))
    expect((await client.get('/operator/me')).body.email).toBe(email)
    const { data } = expectStatus(await client.get('/operator/operators'), 200).body
    expect(data.map((each: { email: string }) => each.email)).toContain(email)
  })

  test('are all told of a new one, once', async () => {
    const email = `told-${Date.now()}@hub.example`
    const input = { email, name: 'Told' }
    const told = async () =>
      ((await hub.control('GET', '/mail')) as { to: string; text: string }[]).filter(
        ({ to, text }) => to === olga.email && text.includes(email),
      )
    expectStatus(await olga.client.post('/operator/operators', input), 201)
    await eventually(async () => expect(await told()).toHaveLength(1))
    expectStatus(await olga.client.post('/operator/operators', input), 201)
    expect(await told()).toHaveLength(1)
  })

  test('do what can hardly be taken back only freshly signed in', async () => {
    const operator = await signInOperator(hub)
    const other = await signInOperator(hub)
    const acme = await hub.openOrganization()
    const organization = `/operator/organizations/${acme.id}`
    const signedIn = (minutesAgo: number) =>
      hub.objectSql(
        'SESSION',
        'operators',
        `UPDATE session SET authenticated_at = ${Date.now() - minutesAgo * 60_000} WHERE member_id = '${operator.id}'`,
      )
    const acts = [
      () => operator.client.patch(organization, { suspended: true, reason: 'Late' }),
      () => operator.client.patch(organization, { suspended: false }),
      () => operator.client.post('/operator/vault/rewrap'),
      () => operator.client.post('/operator/operators', { email: 'l@hub.example', name: 'Late' }),
      () => operator.client.delete(`/operator/operators/${other.id}`),
    ]
    await signedIn(16)
    for (const act of acts) {
      const { body } = expectProblem(await act(), 403, 'forbidden')
      expect(body.detail).toContain('/console/sign-in')
    }
    expectStatus(await other.client.get('/operator/me'), 200)
    expectStatus(await operator.client.patch(organization, { plan: 'team' }), 200)
    await signedIn(14)
    for (const act of acts) expect((await act()).status).toBeLessThan(300)
  })

  test('remove one another: session and link die at once, and stay dead when they are added again', async () => {
    const other = await signInOperator(hub)
    const { url } = await bootstrap(other.email)
    expectStatus(await olga.client.delete(`/operator/operators/${other.id}`), 204)
    expectProblem(await other.client.get('/operator/me'), 401, 'unauthenticated')
    expectStatus(await press(url), 410)
    await bootstrap(other.email)
    expectProblem(await other.client.get('/operator/me'), 401, 'unauthenticated')
    const gone = `/operator/operators/${other.id}`
    expectProblem(await olga.client.delete(gone), 404, 'not_found')
  })

  test('refuse wrong input field by field', async () => {
    const answer = await olga.client.post('/operator/operators', { email: 'x', name: '', more: 1 })
    const paths = expectProblem(answer, 400, 'invalid_request').body.errors.map(
      (each: { path: string }) => each.path,
    )
    expect(paths).toEqual(expect.arrayContaining(['email', 'name']))
  })

  test('remove neither themselves nor the last one', async () => {
    expectProblem(await olga.client.delete(`/operator/operators/${olga.id}`), 409, 'conflict')
    const { data } = (await hub.operator.get('/operator/operators')).body
    for (const { id } of data.filter((each: { id: string }) => each.id !== olga.id)) {
      expectStatus(await hub.operator.delete(`/operator/operators/${id}`), 204)
    }
    expectProblem(await hub.operator.delete(`/operator/operators/${olga.id}`), 409, 'conflict')
    expectStatus(await olga.client.get('/operator/me'), 200)
  })

  test('leave a line in the operator log for every act', async () => {
    const operator = await signInOperator(hub)
    const made = await operator.client.post('/operator/organizations', {
      name: 'Logged',
      region: 'eu',
      owner: { email: 'owner@logged.example', name: 'Owner' },
    })
    const { id } = expectStatus(made, 201).body.organization
    await operator.client.patch(`/operator/organizations/${id}`, { plan: 'team' })
    const { data } = expectStatus(await operator.client.get('/operator/events?limit=3'), 200).body
    expect(data).toEqual([
      {
        id: idOf('oev_'),
        operatorId: operator.id,
        action: 'organization.change',
        targetId: id,
        values: { plan: 'team' },
        at: isoMs,
      },
      expect.objectContaining({ action: 'organization.create', operatorId: operator.id }),
      expect.objectContaining({ action: 'operator.sign_in', operatorId: operator.id }),
    ])
    const pages = await everyPage(operator.client, '/operator/events', 7)
    const ids = pages.flatMap((page) => page.body.data.map((each: { id: string }) => each.id))
    expect(ids).toEqual([...ids].sort().reverse())
  })
})
