// Operators of a hub under test, as people with browsers.
import { type Client, expectStatus } from './client.ts'
import { cookieOf, type TestHub } from './hub.ts'

export interface TestOperator {
  readonly id: string
  readonly email: string
  readonly cookie: string
  /** Their signed-in browser. */
  readonly client: Client
}

let made = 0

/** Redeems an operator's link and returns the cookie. */
export async function redeemOperator(hub: TestHub, link: string): Promise<string> {
  const { pathname } = new URL(link)
  const answer = await hub.anonymous.send('POST', pathname, undefined, { origin: hub.url })
  return cookieOf(expectStatus(answer, 303))
}

/** A new operator, signed in by a bootstrap link. */
export async function signInOperator(hub: TestHub, name = 'Olga Ops'): Promise<TestOperator> {
  const email = `operator-${++made}@hub.example`
  const link = expectStatus(await hub.operator.post('/operator/bootstrap', { email, name }), 201)
  const cookie = await redeemOperator(hub, link.body.url)
  const client = hub.browser(cookie)
  const { id } = expectStatus(await client.get('/operator/me'), 200).body
  return { id, email, cookie, client }
}
