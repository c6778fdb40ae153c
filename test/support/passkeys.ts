// People with passkeys, as tests of passkeys need them: who makes one, who comes in by one, with one thing about it wrong or none.
import { type Authenticator, type Lies, makeAuthenticator } from './authenticator.ts'
import { type Answer, type Client, expectStatus } from './client.ts'
import { cookieOf, type TestHub, type TestMember, type TestOrganization } from './hub.ts'

export interface PasskeyOwner extends TestMember {
  readonly authenticator: Authenticator
  readonly passkeyId: string
}

/** What the hub offers a signed-in browser that wants to make a passkey. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads an answer by name and asserts on what it finds.
export async function offer(client: Client): Promise<any> {
  return expectStatus(await client.post('/v1/me/passkeys/options', {}), 200).body.options
}

/** A member with a passkey. */
export async function makeOwner(
  hub: TestHub,
  organization: TestOrganization,
): Promise<PasskeyOwner> {
  const member = await organization.addMember('member')
  const authenticator = await makeAuthenticator(hub.url)
  const credential = authenticator.create(await offer(member.client))
  const answer = await member.client.post('/v1/me/passkeys', { name: 'Laptop', credential })
  return { ...member, authenticator, passkeyId: expectStatus(answer, 201).body.id }
}

/** A browser asks for a challenge. */
export async function challenge(hub: TestHub, headers: Record<string, string> = {}) {
  const answer = await hub.anonymous.post(
    '/sign-in/passkey/options',
    {},
    { origin: hub.url, ...headers },
  )
  return { options: expectStatus(answer, 200).body.options, cookie: cookieOf(answer), answer }
}

/** A browser answers a challenge. */
export function present(
  hub: TestHub,
  credential: object,
  cookie: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const own = { origin: hub.url, cookie, ...headers }
  return hub.anonymous.post('/sign-in/passkey', { credential }, own)
}

/** Signs in with one lie, or none. */
export async function signIn(hub: TestHub, owner: PasskeyOwner, lies: Lies = {}): Promise<Answer> {
  const { options, cookie } = await challenge(hub)
  return await present(hub, await owner.authenticator.get(options, lies), cookie)
}

/** As old as a sign-in may be for nothing dangerous. */
export async function makeStale(
  hub: TestHub,
  organization: TestOrganization,
  client: Client,
): Promise<void> {
  const { session } = expectStatus(await client.get('/v1/me'), 200).body
  await hub.objectSql(
    'SESSION',
    organization.id,
    `UPDATE session SET authenticated_at = authenticated_at - 1000000 WHERE id = '${session.id}'`,
  )
}
