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
/** The same for a field that takes no spaces: browsers read `/` between attributes too. */
const spaceless = hostile.replaceAll(' ', '/')
const consoleViews = ['Connections', 'Runs', 'Deliveries', 'Audit', 'Members']

let dashboard: Dashboard
let kept: Awaited<ReturnType<typeof keepHostileText>>

/** Puts the text into every field of an organization; tells the pages that must show it. */
async function keepHostileText({ hub, organization, seeded }: Dashboard) {
  const { client, memberClient } = organization
  const text = { name: hostile, description: hostile }
  const make = async (path: string, body: unknown, status = 201) =>
    expectStatus(await memberClient.post(path, body), status).body
  const change = async (path: string, body: unknown) =>
    expectStatus(await memberClient.patch(path, body), 200)

  await change('/v1/organization', { name: hostile, branding: { displayName: hostile } })
  await change('/v1/me', { name: hostile })
  const person = { email: 'hostile@acme.example', name: hostile }
  const member = await organization.addMember('member', person)
  const group = await make('/v1/groups', text)
  await make(`/v1/groups/${group.id}/members`, { memberId: member.id }, 200)
  const role = await make('/v1/roles', { ...text, permissions: ['organization:read'] })
  const invited = { email: 'invited@acme.example', name: hostile, role: role.id }
  await make('/v1/invitations', { ...invited, groupIds: [group.id] })
  await change(`/v1/connections/${seeded.connectionId}`, { name: hostile })
  await make('/v1/api-keys', { name: hostile, scopes: ['organization:read'] })
  await make('/v1/operator-consents', { hours: 1, reason: hostile })
  const app = { clientId: spaceless, clientSecret: spaceless }
  await make('/v1/connector-setups/google/app', app, 200)

  const match = { actions: ['jira.comment_issue'] }
  await make('/v1/policies', { effect: 'confirm', match, description: hostile })
  const comment = `/v1/connections/${seeded.connectionId}/actions/comment_issue`
  const held = await client.post(comment, { issue: 'ACME-1', body: hostile })
  const { approvalId } = expectProblem(held, 409, 'confirmation_required').body
  const runs = expectStatus(await client.get('/v1/runs?state=done'), 200).body.data
  const run = runs.find((each: { action: string }) => each.action.endsWith('create_issue'))

  const endpoint = await make('/v1/webhook-endpoints', {
    url: `${hub.simulatorUrl}/_control/hooks/hostile`,
    description: hostile,
    headers: { 'x-hostile': hostile },
  })
  const event = { type: 'custom.hostile', data: { note: hostile, [hostile]: true } }
  await make('/v1/events', event, 202)
  const deliveryId = await eventually(async () => {
    const list = await client.get(`/v1/webhook-endpoints/${endpoint.id}/deliveries`)
    const { data } = expectStatus(list, 200).body
    expect(data.length).toBeGreaterThan(0)
    return data[0].id
  })
  const { conversationId } = await make('/v1/assistant/messages', { text: hostile }, 200)
  return {
    people: [
      '/members',
      `/members/${member.id}`,
      `/members/${organization.ownerId}`,
      '/groups',
      `/groups/${group.id}`,
      '/roles',
      '/settings',
      '/account',
    ],
    programs: [
      '/connections',
      `/connections/${seeded.connectionId}`,
      `/runs/${run.id}`,
      '/policies',
      `/approvals/${approvalId}`,
      '/webhooks',
      `/webhooks/${endpoint.id}`,
      `/deliveries/${deliveryId}`,
      '/api-keys',
      '/audit',
      `/chat/${conversationId}`,
    ],
  }
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
  const look = async (where: string, text: string | null = hostile) => {
    await settled(page)
    if (text !== null) {
      const shown = until(page, isShown(text)).then(() => true)
      expect.soft(await shown.catch(() => false), `${where} shows it`).toBe(true)
    }
    expect.soft(await page.title(), where).not.toBe('hacked')
    expect.soft(await page.locator('img[src="x"], [onerror]').count(), where).toBe(0)
    const bold = page.locator('b').filter({ hasText: /^bold$/ })
    expect.soft(await bold.count(), where).toBe(0)
    const nothing = { dialogs: [], violations: [], foreign: [] }
    expect.soft({ dialogs, violations, foreign }, where).toEqual(nothing)
  }
  const open = async (path: string, text: string | null = hostile) => {
    await page.goto(new URL(path, dashboard.url).href)
    await look(path, text)
  }
  return { look, open }
}

/** Opens each page as the owner. */
async function walk(paths: readonly string[], text: string | null = hostile): Promise<void> {
  const whole = await dashboard.visit()
  const { open } = watch(whole)
  for (const path of paths) await open(path, text)
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
    await walk(['/setup/google'], spaceless)
  })

  test('comes to nothing on any page of the dashboard', { timeout: walkMsMax }, async () => {
    const paths = pages
      .filter(({ isPublic }) => !isPublic)
      .map(({ path }) => (typeof path === 'string' ? path : path(dashboard.seeded)))
    await walk(paths, null)
  })

  test('is text on the pages of a sign-in link and of an invitation', {
    timeout: walkMsMax,
  }, async () => {
    const whole = await dashboard.visitAnonymous()
    const { open } = watch(whole)
    const { hub, organization } = dashboard
    await open(await hub.signInLink(organization.id, 'hostile@acme.example'))
    await open(await linkOf(hub, 'invited@acme.example'))
    await open('/sign-in', null)
    await whole.context.close()
  })

  test('is text in the operator console', { timeout: walkMsMax }, async () => {
    const { hub, organization } = dashboard
    const owner = { email: 'owner@hostile.example', name: hostile }
    const opened = { name: hostile, region: 'eu', owner }
    const { body } = await hub.operator.post('/operator/organizations', opened)
    const suspended = `/operator/organizations/${body.organization.id}`
    const why = { suspended: true, reason: hostile }
    expectStatus(await hub.operator.patch(suspended, why), 200)
    const operator = { email: 'olga@causeway.example', name: hostile }
    const link = await hub.operator.post('/operator/bootstrap', operator)

    const whole = await dashboard.visitAnonymous()
    const { page } = whole
    const { look, open } = watch(whole)
    await open(expectStatus(link, 201).body.url, null)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${dashboard.url}/console`)
    await look('the health page', null)
    await open('/console/organizations')
    await open(`/console/organizations/${body.organization.id}`)
    await open(`/console/organizations/${organization.id}`)
    const views = page.getByRole('radiogroup', { name: 'Which list' })
    for (const title of consoleViews) {
      await views.getByText(title, { exact: true }).click()
      await page.getByRole('table', { name: title }).waitFor()
      await look(`the organization's ${title}`)
    }
    await open('/console/operators')
    await open('/console/events')
    await whole.context.close()
  })
})
