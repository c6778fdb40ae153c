// The operator's console in a real browser: in from a terminal, numbers without content, an organization's own lists while it consents,
// and both logs of the look. Each page is held to audit-page.ts.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/toolchain.mjs'
import { expectProblem, expectStatus } from '../support/client.ts'
import { auditPage, settled } from './audit-page.ts'
import { auditedLooks, executablePath, looks, show } from './chromium.ts'
import { type Dashboard, openDashboard } from './dashboard.ts'

const pictures = join(root, 'docs/images')
let dashboard: Dashboard

describe.skipIf(executablePath === undefined)('the operator console', () => {
  beforeAll(async () => {
    dashboard = await openDashboard()
  }, 180_000)

  afterAll(async () => {
    await dashboard?.close()
  })

  test('the operator comes in from a terminal, sees numbers, and what an organization holds by its consent', async () => {
    const whole = await dashboard.visitAnonymous()
    const { page } = whole
    await page.goto(`${dashboard.url}/console`)
    await page.getByRole('heading', { name: 'Operator sign-in' }).waitFor()
    await auditPage(whole, [/status of 401 .*\/operator\/me/])
    const person = { email: 'olga@causeway.example', name: 'Olga' }
    const { body } = await dashboard.hub.operator.post('/operator/bootstrap', person)
    await page.goto(body.url)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${dashboard.url}/console`)
    const picture = async (name: string) => {
      for (const [lookName, look] of Object.entries(auditedLooks)) {
        await show(page, look)
        await settled(page)
        await auditPage(whole, [/status of 401 .*\/operator\/me/])
        if (!process.env.UPDATE_PICTURES) continue
        const file = `console-${name}${lookName === 'light' ? '' : `-${lookName}`}.png`
        await page.screenshot({ path: join(pictures, file) })
      }
      await show(page, looks.light)
    }
    await page.getByText('Shard 01').first().waitFor()
    await picture('health')
    await page.getByRole('link', { name: 'Organizations', exact: true }).click()
    await page
      .getByRole('table')
      .getByRole('link', { name: /^Organization/ })
      .first()
      .click()
    await page.getByText('Not yours to see').waitFor()
    await picture('organization')
    // Its owner consents; the operator's look stands in both logs.
    const { client, memberClient } = dashboard.organization
    const asked = { hours: 1, reason: 'Deliveries are late' }
    expectProblem(await client.post('/v1/operator-consents', asked), 403, 'person_required')
    expectStatus(await memberClient.post('/v1/operator-consents', asked), 201)
    await page.reload()
    await page.getByText('Connections', { exact: true }).last().click()
    await page.getByRole('table', { name: 'Connections' }).getByText('jira').first().waitFor()
    await picture('consent')
    await page.getByRole('link', { name: 'Operator log' }).click()
    await page.getByText('organization.view').first().waitFor()
    const { body: trail } = await client.get('/v1/audit-events?action=operator.view')
    expect(trail.data.length).toBeGreaterThan(0)
    await page.getByRole('link', { name: 'Operators', exact: true }).click()
    await page.getByText('olga@causeway.example').waitFor()
    await picture('operators')
    await whole.context.close()
  })
})
