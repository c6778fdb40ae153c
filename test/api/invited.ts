// Invitations as tests use them: one is made, its link is read in the letter, and somebody accepts it on its page.
import { type Answer, expectStatus } from '../support/client.ts'
import type { TestHub, TestOrganization } from '../support/hub.ts'

let invited = 0
export const newAddress = () => `new-${++invited}@elsewhere.example`

interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Letters to that address, newest last. */
export async function lettersTo(hub: TestHub, email: string): Promise<Letter[]> {
  const letters: Letter[] = await hub.control('GET', '/mail')
  return letters.filter(({ to }) => to === email)
}

/** The path of the link in the newest letter to that address. */
export async function linkOf(hub: TestHub, email: string): Promise<string> {
  const letter = (await lettersTo(hub, email)).at(-1)
  return new URL(/https?:\/\/\S+\/invitation\/\S+/.exec(letter?.text ?? '')?.[0] ?? '').pathname
}

/** The owner invites a new address. */
export async function invite(hub: TestHub, org: TestOrganization, more: object = {}) {
  const made = await org.memberClient.post('/v1/invitations', { email: newAddress(), ...more })
  const invitation = expectStatus(made, 201).body
  const email: string = invitation.email
  return { email, invitation, link: await linkOf(hub, email) }
}

/** Somebody types a name on the page of that link. */
export function accept(
  hub: TestHub,
  link: string,
  name = 'Robin New',
  headers: Record<string, string> = { origin: hub.url },
): Promise<Answer> {
  const form = new URLSearchParams({ name }).toString()
  const type = 'application/x-www-form-urlencoded'
  return hub.anonymous.send('POST', link, form, { 'content-type': type, ...headers })
}

export async function membersOf({ client }: TestOrganization) {
  return expectStatus(await client.get('/v1/members?limit=100'), 200).body.data
}
