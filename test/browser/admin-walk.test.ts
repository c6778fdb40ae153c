// The walk of a new admin, from an empty organization to the way out, in one browser: sign in, connect Jira, ask in chat, confirm, see
// the run, the delivery and the audit entry, revoke a key, sign out everywhere.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildDashboard } from '../../scripts/start/dashboard.ts'
import { expectProblem } from '../support/client.ts'
import { dana, openHub, type TestHub } from '../support/hub.ts'
import { executablePath, openBrowser, visit } from './chromium.ts'

let hub: TestHub
let browser: Browser

beforeAll(async () => {
  if (executablePath === undefined) return
  await buildDashboard()
  ;[hub, browser] = await Promise.all([openHub(), openBrowser()])
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await hub?.close()
})

test.skipIf(executablePath === undefined)(
  'a new admin connects, asks, confirms, follows it everywhere, and leaves',
  {
    timeout: 240_000,
  },
  async () => {
    const organization = await hub.openOrganization()
    const whole = await visit(browser, [hub.url])
    const { page } = whole
    const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 })

    await page.goto(await hub.signInLink(organization.id, dana.email))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Connect your first system').waitFor()

    await page.getByRole('link', { name: 'Choose a system' }).click()
    await page.getByRole('link', { name: 'Jira' }).click()
    await page.getByRole('button', { name: 'Connect Jira' }).click()
    const { credentials, config } = await hub.control('GET', '/jira/credentials')
    const connect = page.getByRole('form', { name: 'Connect Jira' })
    await connect.getByLabel('Name').fill('Our Jira')
    await connect.getByLabel('Site').fill(config.site)
    await connect.getByLabel('Email').fill(credentials.email)
    await connect.getByLabel('API token').fill(credentials.apiToken)
    await connect.getByRole('button', { name: 'Test and connect' }).click()
    await heading('Our Jira').waitFor()

    await page.goto(`${hub.url}/webhooks`)
    await page.getByRole('button', { name: 'New endpoint' }).first().click()
    const endpoint = page.getByRole('dialog')
    await endpoint.getByLabel('Address').fill(`${hub.simulatorUrl}/_control/hooks/admin`)
    await endpoint.getByRole('button', { name: 'Make the endpoint' }).click()
    await endpoint.getByRole('link', { name: 'To the endpoint' }).click()
    await page.waitForURL(/\/webhooks\/whe_/)
    const endpointUrl = page.url()

    await page.goto(`${hub.url}/chat`)
    const question = page.getByRole('textbox', { name: 'Your question' })
    await question.fill('file a bug: the walk of a new admin')
    await question.press('Enter')
    const waiting = page.getByRole('region', { name: 'A write that waits for a yes' })
    await waiting.getByRole('button', { name: 'Confirm' }).click()
    await waiting.getByRole('link', { name: /^ACME-\d+/ }).waitFor()
    await waiting.getByRole('link', { name: 'See the run' }).click()
    await page.waitForURL(/\/runs\/run_/)
    await page.getByText('the walk of a new admin').first().waitFor()

    await page.goto(endpointUrl)
    await page.getByRole('link', { name: 'run.done' }).first().click()
    await page.waitForURL(/\/deliveries\/dlv_/)
    await page.getByText('Delivered').first().waitFor()

    await page.goto(`${hub.url}/audit?action=approval.approve`)
    await page.getByRole('button', { name: 'approval.approve' }).first().click()
    await page.getByRole('dialog').getByText('signed by the log’s key').waitFor()

    await page.goto(`${hub.url}/api-keys`)
    await page.getByRole('button', { name: 'First key' }).click()
    await page.getByRole('button', { name: 'Revoke' }).click()
    await page.getByLabel('Type First key to go on').fill('First key')
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('button', { name: 'First key' }).waitFor({ state: 'detached' })
    expectProblem(await organization.client.get('/v1/me'), 401, 'unauthenticated')

    await page.goto(`${hub.url}/account`)
    await page.getByRole('button', { name: 'Sign out everywhere', exact: true }).click()
    await page.waitForURL(/\/sign-in/)
    expectProblem(await organization.memberClient.get('/v1/me'), 401, 'unauthenticated')
    expect(whole.violations).toEqual([])
    expect(whole.foreign).toEqual([])
    await whole.context.close()
  },
)
