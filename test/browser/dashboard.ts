// A hub with its dashboard for tests of pages: an organization with people, a connected Jira and some runs, and a browser for each
// role that is signed in already.
import type { Browser, BrowserContext } from 'playwright-core'
import { buildDashboard } from '../../scripts/start/dashboard.ts'
import { expectStatus } from '../support/client.ts'
import { dana, openHub, type Role, type TestHub, type TestOrganization } from '../support/hub.ts'
import { type Look, openBrowser, type Visit, visit } from './chromium.ts'

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

export interface Seeded {
  readonly connectionId: string
  /** A read that was done. */
  readonly runId: string
}

export interface Dashboard {
  readonly url: string
  readonly hub: TestHub
  readonly organization: TestOrganization
  readonly seeded: Seeded
  /** A new browser of the organization's owner, or of a member with that role. */
  visit(look?: Look, role?: Role): Promise<Visit>
  visitAnonymous(look?: Look): Promise<Visit>
  close(): Promise<void>
}

/** Text that would be markup where it were not shown as text. */
export const hostile = `<img src=x onerror="document.title='hacked'"><b>bold</b> & "quoted" {{7*7}}`

/** Builds the dashboard when its sources changed, starts hub and browser. Close it in `afterAll`. */
export async function openDashboard(): Promise<Dashboard> {
  await buildDashboard()
  const [hub, browser] = await Promise.all([openHub(), openBrowser()])
  const organization = await hub.openOrganization()
  const seeded = await seed(organization)
  const states = new Map<Role, Promise<SignedIn>>()
  const stateOf = (role: Role) => {
    const known = states.get(role) ?? signIn(hub, browser, organization, role)
    states.set(role, known)
    return known
  }
  return {
    url: hub.url,
    hub,
    organization,
    seeded,
    async visit(look = {}, role = 'owner') {
      return visit(browser, [hub.url], { ...look, storageState: await stateOf(role) })
    },
    visitAnonymous: (look = {}) => visit(browser, [hub.url], look),
    async close() {
      await browser.close()
      await hub.close()
    },
  }
}

/** As a person does it: the link, and the button on its page. */
async function signIn(
  hub: TestHub,
  browser: Browser,
  organization: TestOrganization,
  role: Role,
): Promise<SignedIn> {
  const email = role === 'owner' ? dana.email : (await organization.addMember(role)).email
  const { page, context } = await visit(browser, [hub.url])
  await page.goto(await hub.signInLink(organization.id, email))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${hub.url}/`)
  const state = await context.storageState()
  await context.close()
  return state
}

/** A Jira with two searches, a failed write, and an issue whose text is hostile. */
async function seed(organization: TestOrganization): Promise<Seeded> {
  const { client } = organization
  const connectionId = await organization.connectJira()
  const path = `/v1/connections/${connectionId}/actions`
  const issue = { project: 'ACME', issueType: 'Bug', summary: hostile }
  expectStatus(await client.post(`${path}/create_issue`, issue), 200)
  expectStatus(await client.post(`${path}/create_issue`, { ...issue, project: 'NOPE' }), 400)
  const search = await client.post(`${path}/search_issues`, { jql: 'project = ACME', limit: 2 })
  return { connectionId, runId: expectStatus(search, 200).body.runId }
}
