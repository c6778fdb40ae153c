// What people do in the dashboard, by mouse and by keyboard: come in and be sent back where they were, find things, run an action
// from its generated form, connect and revoke; and what it hides from those who may not.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditPage, settled, until } from './audit-page.ts'
import { executablePath, looks } from './chromium.ts'
import { type Dashboard, hostile, openDashboard } from './dashboard.ts'

let dashboard: Dashboard

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

describe.skipIf(executablePath === undefined)('in the dashboard', () => {
  beforeAll(async () => {
    dashboard = await openDashboard()
  }, 180_000)

  afterAll(async () => {
    await dashboard?.close()
  })

  test('who is not signed in is sent to sign in, and told where they will go on', async () => {
    const { page, context } = await dashboard.visitAnonymous()
    await page.goto(`${dashboard.url}/runs?state=failed`)
    await heading(page, 'Sign in').waitFor()
    expect(new URL(page.url()).searchParams.get('next')).toBe('/runs?state=failed')
    await context.close()
  })

  test('a session that ends while a page is open leads to sign-in, and back there', async () => {
    const { page, context } = await dashboard.visit()
    await page.goto(`${dashboard.url}/connections`)
    await page.getByRole('link', { name: 'Jira', exact: true }).waitFor()
    await context.clearCookies()
    await page.getByRole('navigation', { name: 'Pages' }).getByText('Runs').click()
    await heading(page, 'Sign in').waitFor()
    expect(new URL(page.url()).searchParams.get('next')).toBe('/runs')
    await context.close()
  })

  test('shows a member the pages of their role only, and says why another is not there', async () => {
    const whole = await dashboard.visit({}, 'member')
    const { page } = whole
    await page.goto(`${dashboard.url}/connections`)
    await heading(page, 'Connections').waitFor()
    const navigation = page.getByRole('navigation', { name: 'Pages' })
    expect(await navigation.getByText('Audit').count()).toBe(0)
    expect(await navigation.getByText('Settings').count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Connect a system' }).count()).toBe(0)
    await page.goto(`${dashboard.url}/audit`)
    await page.getByText('Your role does not include this page').waitFor()
    await settled(page)
    await auditPage(whole)
    await whole.context.close()
  })

  test('the palette finds pages, and connections by name, by keyboard alone', async () => {
    const { page, context } = await dashboard.visit()
    await page.goto(`${dashboard.url}/`)
    await heading(page, 'Overview').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Go to a page').fill('runs')
    await page.keyboard.press('Enter')
    await heading(page, 'Runs').waitFor()
    // The focus went to the new page's heading, so that a screen reader says where one is.
    await until(page, `document.activeElement?.tagName === 'H1'`)
    expect(await page.title()).toBe('Runs · Causeway')
    await page.keyboard.press('/')
    await page.getByPlaceholder('Go to a page').fill('Dana Reyes')
    await page.getByRole('button', { name: /Jira/ }).first().click()
    await heading(page, 'Jira').waitFor()
    await context.close()
  })

  test('the arrow keys walk the rows of a table, and Enter opens one', async () => {
    const { page, context } = await dashboard.visit()
    await page.goto(`${dashboard.url}/runs`)
    const rows = page.getByRole('table', { name: 'Runs' }).getByRole('link')
    await rows.first().focus()
    await page.keyboard.press('ArrowDown')
    await until(page, `document.activeElement?.closest('[data-index]')?.dataset.index === '1'`)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/runs\/run_/)
    await page.getByRole('heading', { name: 'Input' }).waitFor()
    await context.close()
  })

  test('filters stand in the address, and going back brings them back', async () => {
    const { page, context } = await dashboard.visit()
    await page.goto(`${dashboard.url}/runs`)
    await page.getByLabel('State').selectOption('failed')
    await page.waitForURL(/state=failed/)
    await page.getByText('1 in all').waitFor()
    await page.getByRole('table').getByRole('link').first().click()
    await page.waitForURL(/\/runs\/run_/)
    await page.goBack()
    await page.waitForURL(/state=failed/)
    await page.getByText('1 in all').waitFor()
    await context.close()
  })

  describe('an action’s form, made from its schema', () => {
    const path = () => `${dashboard.url}/connections/${dashboard.seeded.connectionId}`

    test('answers field by field, first its own refusals, then the hub’s', async () => {
      const { page, context } = await dashboard.visit()
      await page.goto(path())
      await page.getByLabel('Action', { exact: true }).selectOption('create_issue')
      const form = page.getByRole('form', { name: 'Create an issue' })
      await form.getByRole('button', { name: 'Create an issue' }).click()
      expect(await form.getByText('Fill this in.').count()).toBe(3)
      await form.getByLabel('Project').fill('1 2')
      await form.getByLabel('Issue type').fill('Bug')
      await form.getByLabel('Summary').fill('One')
      await form.getByRole('button', { name: 'Create an issue' }).click()
      await form.getByText('This does not have the form that is asked for.').waitFor()
      expect(await form.getByLabel('Project').getAttribute('aria-invalid')).toBe('true')
      expect(await form.getByText('Fill this in.').count()).toBe(0)
      await context.close()
    })

    test('runs it, shows the output, and hostile text as text', async () => {
      const whole = await dashboard.visit()
      const { page, context } = whole
      await page.goto(path())
      const form = page.getByRole('form', { name: 'Search issues' })
      await form.getByLabel('JQL').fill('project = ACME ORDER BY created DESC')
      await form.getByRole('button', { name: 'Run' }).click()
      const output = page.getByRole('region', { name: 'the output' })
      await output.waitFor()
      expect(await output.textContent()).toContain(JSON.stringify(hostile).slice(1, -1))
      expect(await page.locator('img[src="x"]').count()).toBe(0)
      await page.getByRole('link', { name: 'The run' }).click()
      await heading(page, 'Search issues').waitFor()
      await page.getByText('Dana Reyes').first().waitFor()
      expect(await page.title()).not.toContain('hacked')
      await settled(page)
      await auditPage(whole)
      await context.close()
    })

    test('leads to the confirmation that a policy wants', async () => {
      const { memberClient } = dashboard.organization
      const made = await memberClient.post('/v1/policies', {
        effect: 'confirm',
        match: { actions: ['jira.comment_issue'] },
      })
      expect(made.status, made.text).toBe(201)
      const { page, context } = await dashboard.visit()
      await page.goto(path())
      await page.getByLabel('Action', { exact: true }).selectOption('comment_issue')
      const form = page.getByRole('form', { name: 'Comment on an issue' })
      await form.getByLabel('Issue').fill('ACME-1')
      await form.getByLabel('Body').fill(hostile)
      await form.getByRole('button', { name: 'Comment on an issue' }).click()
      await page.getByText('A policy wants your yes to exactly this first.').waitFor()
      await page.getByRole('link', { name: 'Look at it and decide' }).click()
      await page.waitForURL(/\/approvals\/apr_/)
      await context.close()
    })
  })

  test('connects by a form made from the schema, says what the vendor refuses, and revokes by name', async () => {
    const { credentials, config } = await dashboard.hub.control('GET', '/jira/credentials')
    const other = await dashboard.hub.openOrganization()
    const whole = await dashboard.visitAnonymous()
    const { page, context } = whole
    await page.goto(await dashboard.hub.signInLink(other.id, 'dana@acme.example'))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Connect your first system').waitFor()
    await page.getByRole('link', { name: 'Choose a system' }).click()
    await page.getByRole('link', { name: 'Jira' }).click()
    await page.getByRole('button', { name: 'Connect Jira' }).click()
    const form = page.getByRole('form', { name: 'Connect Jira' })
    await form.getByLabel('Name').fill(hostile.slice(0, 60))
    await form.getByLabel('Site').fill(config.site)
    await form.getByLabel('Email').fill(credentials.email)
    await form.getByLabel('API token').fill('wrong')
    await form.getByRole('button', { name: 'Test and connect' }).click()
    await form.getByRole('alert').waitFor()
    await form.getByLabel('API token').fill(credentials.apiToken)
    expect(await form.getByLabel('API token').getAttribute('type')).toBe('password')
    await form.getByRole('button', { name: 'Test and connect' }).click()
    await page.waitForURL(/\/connections\/conn_/)
    await heading(page, hostile.slice(0, 60)).waitFor()
    await page.getByRole('button', { name: 'Revoke' }).click()
    const dialog = page.getByRole('dialog')
    const button = dialog.getByRole('button', { name: 'Revoke' })
    expect(await button.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill(hostile.slice(0, 60))
    await button.click()
    await page.waitForURL(/\/connections$/)
    await page.getByText('Revoked').first().waitFor()
    expect(whole.violations).toEqual([])
    await context.close()
  })

  test('on a phone the pages are in a drawer, and rows are cards', async () => {
    const { page, context } = await dashboard.visit(looks.phone)
    await page.goto(`${dashboard.url}/`)
    await page.getByRole('button', { name: 'Open the navigation' }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Runs' }).click()
    await page.getByRole('list', { name: 'Runs' }).waitFor()
    expect(await page.getByRole('table').count()).toBe(0)
    await context.close()
  })

  test('changes its colours by its button, and keeps them', async () => {
    const { page, context } = await dashboard.visit()
    const scheme = () =>
      page.evaluate('document.documentElement.dataset.mantineColorScheme') as Promise<string>
    await page.goto(`${dashboard.url}/`)
    await page.getByRole('button', { name: 'Use the dark colours' }).click()
    await page.getByRole('button', { name: 'Use the light colours' }).waitFor()
    expect(await scheme()).toBe('dark')
    await page.reload()
    expect(await scheme()).toBe('dark')
    await context.close()
  })
})
