// An organization with Jira connected, and the ways to ask it for a write: what the tests of approvals and of policies share.
import { type Client, expectProblem, expectStatus } from '../support/client.ts'
import type { TestHub, TestOrganization } from '../support/hub.ts'

export type Effect = 'allow' | 'confirm' | 'approve' | 'deny'
let asked = 0

export interface Office {
  readonly hub: TestHub
  readonly org: TestOrganization
  readonly connectionId: string
}

export async function openOffice(hub: TestHub): Promise<Office> {
  const org = await hub.openOrganization()
  return { hub, org, connectionId: await org.connectJira() }
}

/** Makes a rule as the owner and returns its id. */
export async function rule({ org }: Office, effect: Effect, match: object = {}): Promise<string> {
  return expectStatus(await org.memberClient.post('/v1/policies', { effect, match }), 201).body.id
}

/** Asks for a new issue; its summary is new each time. */
export function ask({ connectionId }: Office, client: Client, more: object = {}, headers = {}) {
  const summary = `Needs a yes ${++asked}`
  const input = { project: 'ACME', issueType: 'Task', summary, ...more }
  return client.post(`/v1/connections/${connectionId}/actions/create_issue`, input, headers)
}

/** A write of the asker's that now waits, because a rule says so. */
export async function waiting(
  office: Office,
  effect: 'confirm' | 'approve',
  asker: Client,
  more = {},
): Promise<string> {
  await rule(office, effect, { actions: ['jira.create_issue'] })
  const answer = await ask(office, asker, more)
  const code = effect === 'confirm' ? 'confirmation_required' : 'approval_required'
  return expectProblem(answer, 409, code).body.approvalId
}

export const decide = (client: Client, approvalId: string, choice = 'approve') =>
  client.post(`/v1/approvals/${approvalId}/${choice}`)

/** The approval as a key with every scope sees it. */
export async function seen({ org }: Office, approvalId: string) {
  return expectStatus(await org.client.get(`/v1/approvals/${approvalId}`), 200).body
}

/** How many issues the vendor was asked to make with that approval's summary. */
export async function issuesOf(office: Office, approvalId: string): Promise<number> {
  const { input } = await seen(office, approvalId)
  const calls: { path: string; body: { fields?: { summary?: string } } }[] =
    await office.hub.control('GET', '/jira/calls')
  return calls.filter(
    ({ path, body }) => path.endsWith('/issue') && body?.fields?.summary === input.summary,
  ).length
}

/** The types of the organization's events, newest first. */
export async function eventTypesOf({ org }: Office): Promise<string[]> {
  const list = expectStatus(await org.client.get('/v1/events?limit=100'), 200)
  return list.body.data.map((event: { type: string }) => event.type)
}
