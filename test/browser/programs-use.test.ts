// The pages of programs and of what they may do, used as their people use them: a rule is made and what it holds back decided, a
// webhook endpoint lives and ends, a key comes in and is revoked, the trail is read and proved. Text that would be markup stays text.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/toolchain.mjs'
import { eventually, expectProblem, expectStatus } from '../support/client.ts'
import { auditPage, settled } from './audit-page.ts'
import { auditedLooks, executablePath, show, type Visit } from './chromium.ts'
import { type Dashboard, hostile, openDashboard } from './dashboard.ts'

const pictures = join(root, 'docs/images')
/** A walk visits many pages, on a machine that may be busy. */
const walkMsMax = 150_000
let dashboard: Dashboard

/** Opens a page and uses it; whatever was typed into it, no picture element may have come of it. */
async function walk(path: string, steps: (page: Page, whole: Visit) => Promise<void>) {
  const whole = await dashboard.visit()
  try {
    await whole.page.goto(dashboard.url + path)
    await steps(whole.page, whole)
    expect(await whole.page.locator('main img').count(), 'markup from a field').toBe(0)
  } finally {
    await whole.context.close()
  }
}

/** Holds a page with content to the audit in every look, and takes its pictures when asked to. */
async function auditInEveryLook(path: string, picture?: string): Promise<void> {
  const whole = await dashboard.visit()
  await whole.page.goto(dashboard.url + path)
  for (const [name, look] of Object.entries(auditedLooks)) {
    await show(whole.page, look)
    await settled(whole.page)
    await auditPage(whole)
    if (!picture || !process.env.UPDATE_PICTURES) continue
    mkdirSync(pictures, { recursive: true })
    const file = name === 'light' ? `${picture}.png` : `${picture}-${name}.png`
    await whole.page.screenshot({ path: join(pictures, file) })
  }
  await whole.context.close()
}

/** What a company has after some days: keys, rules, endpoints of which one fails, and a write that waits. */
async function furnish(): Promise<{ endpointId: string; deliveryId: string; approvalId: string }> {
  const { hub, organization, seeded } = dashboard
  const { client, memberClient } = organization
  const make = async (path: string, body: unknown) =>
    expectStatus(await client.post(path, body), path === '/v1/events' ? 202 : 201).body
  const yearMs = 365 * 86_400_000
  await make('/v1/api-keys', { name: 'Deploy pipeline', scopes: ['events:write'] })
  await make('/v1/api-keys', {
    name: 'Data warehouse',
    scopes: ['runs:read', 'actions:read', 'connections:read'],
    expiresAt: new Date(Date.now() + yearMs).toISOString(),
  })
  const rules = [
    { effect: 'deny', match: { actions: ['jira.transition_issue'], actorTypes: ['api_key'] } },
    { effect: 'approve', match: { effects: ['write'], roles: ['member'] } },
    { effect: 'confirm', match: { actions: ['jira.comment_issue'] } },
  ]
  for (const rule of rules) expectStatus(await memberClient.post('/v1/policies', rule), 201)
  const hook = (name: string) => `${hub.simulatorUrl}/_control/hooks/${name}`
  await hub.control(
    'PUT',
    '/hooks/billing',
    Array.from({ length: 40 }, (_, at) => ({ status: at % 5 === 1 ? 503 : 200 })),
  )
  await make('/v1/webhook-endpoints', { url: hook('crm'), description: 'CRM mirror' })
  const endpoint = await make('/v1/webhook-endpoints', {
    url: hook('billing'),
    description: 'Billing',
    eventTypes: ['custom.*'],
    retryDelaysSeconds: [],
  })
  for (let number = 1; number <= 24; number++) {
    const type = number % 2 ? 'custom.invoice.sent' : 'custom.order.paid'
    await make('/v1/events', { type, data: { number, amount: 120 * number, currency: 'EUR' } })
  }
  const failed = `/v1/webhook-endpoints/${endpoint.id}/deliveries?status=failed`
  const deliveryId = await eventually(async () => {
    const [first] = (await client.get(failed)).body.data
    expect(first).toBeDefined()
    return first.id as string
  })
  const path = `/v1/connections/${seeded.connectionId}/actions/comment_issue`
  const body = 'Reproduced on Safari 19.\n\nThe token is dropped on redirect.'
  const held = await memberClient.post(path, { issue: 'ACME-1', body })
  const { approvalId } = expectProblem(held, 409, 'confirmation_required').body
  return { endpointId: endpoint.id, deliveryId, approvalId }
}

const pathOf = (page: Page) => new URL(page.url()).pathname

describe.skipIf(executablePath === undefined)('programs in the dashboard', () => {
  beforeAll(async () => {
    dashboard = await openDashboard()
  }, 180_000)

  afterAll(async () => {
    await dashboard?.close()
  })

  test('a rule is made, foreseen by the simulator, and what it holds back is decided', {
    timeout: walkMsMax,
  }, async () => {
    await walk('/policies', async (page, whole) => {
      await page.getByRole('button', { name: 'New rule' }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('With what').selectOption('jira')
      await dialog.getByLabel('Comment on an issue').check()
      await dialog.getByLabel('Why').fill(hostile)
      await settled(page)
      await auditPage(whole)
      await dialog.getByRole('button', { name: 'Make the rule' }).click()
      await page.getByText('Jira: Comment on an issue').first().waitFor()
      await page.getByLabel('What', { exact: true }).selectOption('jira.comment_issue')
      await page.getByText(`The rule says so: Jira: Comment on an issue (${hostile})`).waitFor()
    })

    const { client } = dashboard.organization
    const actions = `/v1/connections/${dashboard.seeded.connectionId}/actions`
    const comment = async (text: string) => {
      const answer = await client.post(`${actions}/comment_issue`, { issue: 'ACME-1', body: text })
      expectProblem(answer, 409, 'confirmation_required')
    }
    await comment(`${hostile} \u202e hidden`)
    await comment('Looks right.')
    await walk('/approvals', async (page) => {
      await page.getByRole('link', { name: 'Review' }).first().click()
      await page.getByText('Looks right.', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Confirm: run it once' }).click()
      await page.getByText(/^Approved by you/).waitFor()
      await page.getByText('Run: done').waitFor()
      await page.getByRole('link', { name: 'Approvals' }).first().click()
      const other = page.getByRole('listitem').filter({ hasText: 'U+202E' })
      await other.getByRole('link', { name: 'Review' }).click()
      await page.getByText('Your decision').waitFor()
      const input = page.getByRole('term').filter({ hasText: 'body' }).locator('xpath=..')
      expect(await input.textContent()).toContain(`${hostile} U+202E hidden`)
      await page.getByRole('button', { name: 'Reject' }).click()
      await page.getByText(/^Rejected by you/).waitFor()
    })
    await walk('/policies', async (page) => {
      await page.getByRole('button', { name: /^Delete: Confirm, Jira/ }).click()
      await page.getByLabel('Type confirm to go on').fill('confirm')
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await page
        .getByRole('button', { name: /^Delete: Confirm, Jira/ })
        .waitFor({ state: 'detached' })
    })
  })

  test('a webhook endpoint is made, tested, watched failing, tried again and deleted', {
    timeout: walkMsMax,
  }, async () => {
    const hook = `${dashboard.hub.simulatorUrl}/_control/hooks/walk`
    const { client } = dashboard.organization
    await walk('/webhooks', async (page, whole) => {
      await page.getByRole('button', { name: 'New endpoint' }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Address').fill('http://10.0.0.1/')
      await dialog.getByLabel('Name').fill(hostile)
      await dialog.getByLabel('Only some').check()
      await dialog.getByLabel('Your own (custom').check()
      await dialog.getByText('Headers and retries').click()
      await dialog.getByLabel('Waits before the next tries').fill('86400')
      await dialog.getByRole('button', { name: 'Make the endpoint' }).click()
      await dialog.getByLabel('Address').and(page.locator('[aria-invalid="true"]')).waitFor()
      await dialog.getByLabel('Address').fill(hook)
      await dialog.getByRole('button', { name: 'Make the endpoint' }).click()
      await dialog.getByText(/^whsec_/).waitFor()
      await settled(page)
      await auditPage(whole, [/status of 400 .*\/v1\/webhook-endpoints$/])
      await dialog.getByRole('link', { name: 'To the endpoint' }).click()
      await page.getByRole('heading', { name: hostile, level: 1 }).waitFor()
      await page.getByRole('button', { name: 'Send a test' }).click()
      await page.getByRole('link', { name: 'webhook_endpoint.test' }).waitFor()
      const endpoint = pathOf(page)
      await dashboard.hub.control('PUT', '/hooks/walk', [{ status: 500 }, { status: 200 }])
      const event = { type: 'custom.walk', data: { note: hostile } }
      expectStatus(await client.post('/v1/events', event), 202)
      await page.getByLabel('Status').selectOption('retrying')
      await page.getByRole('link', { name: 'custom.walk' }).click()
      await page.getByText('Try 1').waitFor()
      await page.getByRole('button', { name: 'Try again now' }).click()
      await page.getByText('Try 2').waitFor()
      await page.getByRole('heading', { name: 'custom.walk' }).waitFor()
      await page.goto(dashboard.url + endpoint)
      await page.getByRole('button', { name: 'Pause' }).click()
      await page.getByText('Paused', { exact: true }).first().waitFor()
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByLabel(`Type ${hostile} to go on`).fill(hostile)
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor()
      await page.getByRole('link', { name: hostile }).waitFor({ state: 'detached' })
    })
  })

  test('a key is shown once, comes in, and is refused after it was revoked', {
    timeout: walkMsMax,
  }, async () => {
    await walk('/api-keys', async (page, whole) => {
      await page.getByRole('button', { name: 'New key' }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill(hostile)
      await dialog.getByRole('button', { name: 'Make the key' }).click()
      await dialog.getByText('Tick at least one.').waitFor()
      await dialog.getByLabel('organization:read').check()
      await settled(page)
      await auditPage(whole)
      await dialog.getByRole('button', { name: 'Make the key' }).click()
      const key = (await dialog.getByText(/^cwk_test_/).textContent()) ?? ''
      const program = dashboard.hub.client(key)
      expectStatus(await program.get('/v1/organization'), 200)
      await dialog.getByRole('button', { name: 'Done' }).click()
      expect(await page.getByText(key).count()).toBe(0)
      await page.getByRole('button', { name: hostile }).click()
      await page.getByRole('button', { name: 'Revoke' }).click()
      await page.getByLabel(`Type ${hostile} to go on`).fill(hostile)
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
      await page.getByRole('button', { name: hostile }).waitFor({ state: 'detached' })
      expectProblem(await program.get('/v1/organization'), 401, 'unauthenticated')
    })
  })

  test('the trail is read, one event proved in the browser, a changed one not, and all verified', {
    timeout: walkMsMax,
  }, async () => {
    await walk('/audit?action=organization.create', async (page, whole) => {
      await page.getByRole('button', { name: 'organization.create' }).click()
      const event = page.getByRole('dialog')
      await event.getByText('signed by the log’s key').waitFor()
      expect(await event.getByText('It does not hold.').count()).toBe(0)
      await settled(page)
      await auditPage(whole)
      const linked = page.url()
      await page.route('**/v1/audit/proof?**', async (route) => {
        const answer = await route.fetch()
        const changed = (await answer.text()).replace('"organization.create"', '"member.add"')
        await route.fulfill({ response: answer, body: changed })
      })
      await page.goto(linked)
      await event.getByText('It does not hold.').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Verify the trail' }).click()
      await page.getByText('The trail is whole.').waitFor()
      const file = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Export as NDJSON' }).click()
      expect((await file).suggestedFilename()).toBe('audit-events.ndjson')
    })
  })

  test('is as good with much in it, in every look', { timeout: walkMsMax }, async () => {
    const { endpointId, deliveryId, approvalId } = await furnish()
    await auditInEveryLook('/webhooks', 'webhooks')
    await auditInEveryLook(`/webhooks/${endpointId}`, 'webhook-endpoint')
    await auditInEveryLook(`/deliveries/${deliveryId}`, 'delivery')
    await auditInEveryLook('/api-keys', 'api-keys')
    await auditInEveryLook('/approvals', 'approvals')
    await auditInEveryLook(`/approvals/${approvalId}`, 'approval')
    await auditInEveryLook('/policies?action=jira.comment_issue', 'policies')
    await auditInEveryLook('/audit', 'audit')
  })
})
