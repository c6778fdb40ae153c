// Markup in every text that the product keeps, put in by the API, and a look at every page that shows it: the text stands there as it
// was written, nothing of it becomes an element or runs, and the content security policy has nothing to refuse.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linkOf } from '../api/invited.ts'
import { eventually, expectProblem, expectStatus } from '../support/client.ts'
import { settled, until } from './audit-page.ts'
import { executablePath, type Visit } from './chromium.ts'
import { type Dashboard, hostile, openDashboard } from './dashboard.ts'
import { pages } from './dashboard-pages.ts'

/** A walk visits many pages, on a machine that may be busy. */
const walkMsMax = 300_000
/** The text of one field: marked by up to four letters, as the shortest field takes 80 characters. */
const of = (field: string) => `${hostile} ${field}`
/** The same for a field that takes no spaces: browsers read `/` between attributes too. */
const spaceless = hostile.replaceAll(' ', '/')
/** The lists of an organization in the console, and the text of ours that stands in them. */
const consoleViews: Readonly<Record<string, string[]>> = {
  Connections: [of('conn')],
  Runs: [],
  Deliveries: [],
  Audit: [],
  Members: [of('mem'), of('own')],
}
/** A page's path, and what must stand on it. */
type Place = readonly [path: string, ...texts: string[]]

let dashboard: Dashboard
let kept: Awaited<ReturnType<typeof keepHostileText>>

/** Puts the text into every field of an organization; tells the pages that must show it. */
async function keepHostileText({ hub, organization, seeded }: Dashboard) {
  const { client, memberClient } = organization
  const make = async (path: string, body: unknown, status = 201) =>
    expectStatus(await memberClient.post(path, body), status).body
  const change = async (path: string, body: unknown) =>
    expectStatus(await memberClient.patch(path, body), 200)

  await change('/v1/organization', { name: of('org'), branding: { displayName: of('disp') } })
  await change('/v1/me', { name: of('own') })
  const person = { email: 'hostile@acme.example', name: of('mem') }
  const member = await organization.addMember('member', person)
  const group = await make('/v1/groups', { name: of('grp'), description: of('grpd') })
  await make(`/v1/groups/${group.id}/members`, { memberId: member.id }, 200)
  const role = await make('/v1/roles', {
    name: of('role'),
    description: of('rold'),
    permissions: ['organization:read'],
  })
  const invited = { email: 'invited@acme.example', name: of('inv'), role: role.id }
  await make('/v1/invitations', { ...invited, groupIds: [group.id] })
  await change(`/v1/connections/${seeded.connectionId}`, { name: of('conn') })
  await make('/v1/api-keys', { name: of('key'), scopes: ['organization:read'] })
  await make('/v1/operator-consents', { hours: 1, reason: of('why') })
  const app = { clientId: spaceless, clientSecret: spaceless }
  await make('/v1/connector-setups/google/app', app, 200)

  const match = { actions: ['jira.comment_issue'] }
  await make('/v1/policies', { effect: 'confirm', match, description: of('rule') })
  const actions = `/v1/connections/${seeded.connectionId}/actions`
  const comment = { issue: 'ACME-1', body: of('appr') }
  const held = await client.post(`${actions}/comment_issue`, comment)
  const { approvalId } = expectProblem(held, 409, 'confirmation_required').body
  const issue = { project: 'ACME', issueType: 'Bug', summary: of('run') }
  const run = expectStatus(await client.post(`${actions}/create_issue`, issue), 200).body

  const endpoint = await make('/v1/webhook-endpoints', {
    url: `${hub.simulatorUrl}/_control/hooks/hostile`,
    description: of('hook'),
    headers: { 'x-hostile': hostile },
  })
  const event = { type: 'custom.hostile', data: { note: of('evnt'), [hostile]: true } }
  await make('/v1/events', event, 202)
  const deliveryId = await eventually(async () => {
    const list = await client.get(`/v1/webhook-endpoints/${endpoint.id}/deliveries`)
    const { data } = expectStatus(list, 200).body
    expect(data.length).toBeGreaterThan(0)
    return data[0].id
  })
  const { conversationId } = await make('/v1/assistant/messages', { text: of('chat') }, 200)
  const people: Place[] = [
    ['/members', of('mem'), of('inv'), of('own')],
    [`/members/${member.id}`, of('mem')],
    [`/members/${organization.ownerId}`, of('own')],
    ['/groups', of('grp'), of('grpd')],
    [`/groups/${group.id}`, of('grp'), of('grpd'), of('mem')],
    ['/roles', of('role')],
    ['/settings', of('org'), of('disp'), of('why')],
    ['/account', of('own')],
  ]
  const programs: Place[] = [
    ['/connections', of('conn')],
    [`/connections/${seeded.connectionId}`, of('conn')],
    [`/runs/${run.runId}`, of('run')],
    ['/policies', of('rule')],
    [`/approvals/${approvalId}`, of('appr')],
    ['/webhooks', of('hook')],
    [`/webhooks/${endpoint.id}`, of('hook')],
    [`/deliveries/${deliveryId}`, of('evnt')],
    ['/api-keys', of('key')],
    ['/audit', of('own')],
    [`/chat/${conversationId}`, of('chat')],
    ['/setup/google', spaceless],
  ]
  return { people, programs }
}

/** True in the page when it shows the text, in a field too; where it shows JSON, as JSON writes it. */
function isShown(text: string): string {
  const literal = JSON.stringify(text)
  const written = JSON.stringify([text, literal.slice(1, -1)])
  return `${written}.some((each) => document.body.textContent.includes(each)) ||
    [...document.querySelectorAll('input, textarea')].some(({ value }) => value === ${literal})`
}

/** A browser's page, held to show hostile text as text wherever it goes. */
function watch({ page, violations, foreign }: Visit) {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const look = async (where: string, texts: readonly string[]) => {
    await settled(page)
    for (const text of texts) {
      const shown = until(page, isShown(text)).then(() => true)
      expect.soft(await shown.catch(() => false), `${where} shows ${text}`).toBe(true)
    }
    expect.soft(await page.title(), where).not.toBe('hacked')
    expect.soft(await page.locator('img[src="x"], [onerror]').count(), where).toBe(0)
    const bold = page.locator('b').filter({ hasText: /^bold$/ })
    expect.soft(await bold.count(), where).toBe(0)
    const nothing = { dialogs: [], violations: [], foreign: [] }
    expect.soft({ dialogs, violations, foreign }, where).toEqual(nothing)
  }
  const open = async (path: string, ...texts: readonly string[]) => {
    await page.goto(new URL(path, dashboard.url).href)
    await look(path, texts)
  }
  return { look, open }
}

/** Opens each page as the owner. */
async function walk(places: readonly Place[]): Promise<void> {
  const whole = await dashboard.visit()
  const { open } = watch(whole)
  for (const place of places) await open(...place)
  await whole.context.close()
}

describe.skipIf(executablePath === undefined)('text that would be markup', () => {
  beforeAll(async () => {
    dashboard = await openDashboard()
    kept = await keepHostileText(dashboard)
  }, 240_000)

  afterAll(async () => {
    await dashboard?.close()
  })

  test('is text on the pages of people and of the organization', {
    timeout: walkMsMax,
  }, async () => {
    await walk(kept.people)
  })

  test('is text on the pages of connections, programs and the chat', {
    timeout: walkMsMax,
  }, async () => {
    await walk(kept.programs)
  })

  test('comes to nothing on any page of the dashboard', { timeout: walkMsMax }, async () => {
    const places = pages
      .filter(({ isPublic }) => !isPublic)
      .map(({ path }): Place => [typeof path === 'string' ? path : path(dashboard.seeded)])
    await walk(places)
  })

  test('is text on the pages of a sign-in link and of an invitation', {
    timeout: walkMsMax,
  }, async () => {
    const whole = await dashboard.visitAnonymous()
    const { open } = watch(whole)
    const { hub, organization } = dashboard
    await open(await hub.signInLink(organization.id, 'hostile@acme.example'), of('disp'))
    await open(await linkOf(hub, 'invited@acme.example'), of('disp'))
    await open('/sign-in')
    await whole.context.close()
  })

  test('is text in the operator console', { timeout: walkMsMax }, async () => {
    const { hub, organization } = dashboard
    const owner = { email: 'owner@hostile.example', name: hostile }
    const opened = { name: of('opn'), region: 'eu', owner }
    const { body } = await hub.operator.post('/operator/organizations', opened)
    const suspended = `/operator/organizations/${body.organization.id}`
    const why = { suspended: true, reason: hostile }
    expectStatus(await hub.operator.patch(suspended, why), 200)
    const operator = { email: 'olga@causeway.example', name: of('olga') }
    const link = await hub.operator.post('/operator/bootstrap', operator)

    const whole = await dashboard.visitAnonymous()
    const { page } = whole
    const { look, open } = watch(whole)
    await open(expectStatus(link, 201).body.url)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${dashboard.url}/console`)
    await look('the health page', [])
    await open('/console/organizations', of('opn'), of('org'))
    await open(`/console/organizations/${body.organization.id}`, of('opn'))
    await open(`/console/organizations/${organization.id}`, of('org'))
    const views = page.getByRole('radiogroup', { name: 'Which list' })
    for (const [title, texts] of Object.entries(consoleViews)) {
      await views.getByText(title, { exact: true }).click()
      await page.getByRole('table', { name: title }).waitFor()
      await look(`the organization's ${title}`, texts)
    }
    await open('/console/operators', of('olga'))
    await open('/console/events')
    await whole.context.close()
  })
})
