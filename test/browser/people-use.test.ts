// What people do about people in the dashboard: invite, give a role, make groups and roles, change settings, and look after their own
// account. Names that would be markup stand there as text.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectStatus } from '../support/client.ts'
import { auditPage, settled } from './audit-page.ts'
import { executablePath, looks, show, type Visit } from './chromium.ts'
import { type Dashboard, hostile, openDashboard } from './dashboard.ts'

let dashboard: Dashboard

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })
const textbox = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Types the name that a dangerous act asks for, and goes on. */
async function confirmByName(page: Page, verb: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  const name = await dialog.locator('label strong').textContent()
  expect(await dialog.getByRole('button', { name: verb }).isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill(name ?? '')
  await dialog.getByRole('button', { name: verb }).click()
  await dialog.waitFor({ state: 'hidden' })
}

async function auditInEveryLook(whole: Visit): Promise<void> {
  for (const look of Object.values(looks)) {
    await show(whole.page, look)
    await settled(whole.page)
    await auditPage(whole)
  }
  await show(whole.page, looks.light)
}

describe.skipIf(executablePath === undefined)('people in the dashboard', () => {
  beforeAll(async () => {
    dashboard = await openDashboard()
  }, 180_000)

  afterAll(async () => {
    await dashboard?.close()
  })

  test('invites a person, sends the letter again and withdraws it', async () => {
    const whole = await dashboard.visit()
    const { page } = whole
    await page.goto(`${dashboard.url}/members`)
    await button(page, 'Invite a member').click()
    await button(page, 'Send the invitation').click()
    await page.getByText('Whose address is it?').waitFor()
    await page.getByLabel('Address at work').fill('sam@acme.example')
    await textbox(page, 'Name').fill(hostile.slice(0, 100))
    await page.getByRole('combobox', { name: 'Role' }).last().selectOption('developer')
    await button(page, 'Send the invitation').click()
    const invited = page.getByRole('region', { name: 'Invited' })
    await invited.getByText('as Developer').waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    await auditInEveryLook(whole)
    await button(page, 'Send again to sam@acme.example').click()
    await page.getByText('A new letter is on its way').waitFor()
    await button(page, 'Withdraw the invitation of sam@acme.example').click()
    await invited.waitFor({ state: 'hidden' })
    await whole.context.close()
  })

  test('gives a member a role and a group, and removes them by name', async () => {
    const { organization } = dashboard
    const { client } = organization
    const group = { name: 'Finance', description: 'Pays.' }
    expectStatus(await organization.memberClient.post('/v1/groups', group), 201)
    const name = 'Kim <b>Lane</b>'
    const member = await organization.addMember('member', { email: 'kim@acme.example', name })
    const whole = await dashboard.visit()
    const { page } = whole
    await page.goto(`${dashboard.url}/members`)
    await page.getByRole('link', { name }).click()
    await heading(page, name).waitFor()
    await page.getByRole('combobox', { name: 'Role' }).selectOption('auditor')
    await button(page, 'Save the role').click()
    await page.getByText(`${name} is Auditor now.`).waitFor()
    await page.getByRole('checkbox', { name: 'Finance' }).click()
    await page.getByText(`${name} is in Finance.`).waitFor()
    await auditInEveryLook(whole)
    expect((await client.get(`/v1/members/${member.id}`)).body).toMatchObject({ role: 'auditor' })
    await button(page, 'Remove this member').click()
    await confirmByName(page, 'Remove')
    await heading(page, 'Members').waitFor()
    expect((await client.get(`/v1/members/${member.id}`)).status).toBe(404)
    await whole.context.close()
  })

  test('the last owner is told why they stay', async () => {
    const { page, context } = await dashboard.visit()
    await page.goto(`${dashboard.url}/members/${dashboard.organization.ownerId}`)
    await button(page, 'Leave the organization').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Dana Reyes')
    await dialog.getByRole('button', { name: 'Leave' }).click()
    await dialog.getByText('Make somebody else an owner first.').waitFor()
    await context.close()
  })

  test('makes a group, takes a member in and out, and deletes it', async () => {
    const whole = await dashboard.visit()
    const { page } = whole
    await page.goto(`${dashboard.url}/groups`)
    await page.getByRole('button', { name: 'New group' }).first().click()
    await textbox(page, 'Name').fill('Support')
    await button(page, 'Make the group').click()
    await heading(page, 'Support').waitFor()
    await page.getByRole('combobox', { name: 'Member' }).fill('Dana')
    await page.getByRole('option', { name: /Dana Reyes/ }).click()
    await button(page, 'Take in').click()
    await page.getByRole('link', { name: 'Dana Reyes' }).waitFor()
    await auditInEveryLook(whole)
    await button(page, 'Take out Dana Reyes').click()
    await page.getByText('Nobody is in it yet').waitFor()
    await button(page, 'Delete').click()
    await confirmByName(page, 'Delete')
    await heading(page, 'Groups').waitFor()
    await whole.context.close()
  })

  test('makes a role of some permissions, changes and deletes it', async () => {
    const whole = await dashboard.visit()
    const { page } = whole
    await page.goto(`${dashboard.url}/roles`)
    await button(page, 'New role').click()
    await textbox(page, 'Name').fill('Owner')
    await page.getByRole('checkbox', { name: 'See what was run, with input and output.' }).check()
    await button(page, 'Make the role').click()
    await page.getByText('There is a role of this name already.').waitFor()
    await textbox(page, 'Name').fill('Support')
    await settled(page)
    await auditPage(whole, [/status of 409 .*\/v1\/roles/])
    await button(page, 'Make the role').click()
    await page.getByRole('columnheader', { name: 'Support' }).waitFor()
    await button(page, 'Change Support').click()
    await page.getByRole('checkbox', { name: 'See deliveries and their attempts.' }).check()
    await button(page, 'Save').click()
    await page.getByText('3 permissions').waitFor()
    await button(page, 'Delete Support').click()
    await confirmByName(page, 'Delete')
    await page.getByRole('columnheader', { name: 'Support' }).waitFor({ state: 'detached' })
    await whole.context.close()
  })

  test('changes sign-in times, and lets the operator look in until it is ended', async () => {
    const whole = await dashboard.visit()
    const { page } = whole
    await page.goto(`${dashboard.url}/settings`)
    await page.getByLabel('A sign-in that nobody uses ends after').selectOption('60')
    await button(page, 'Save the times').click()
    await page.getByText('Open sign-ins follow at once.').waitFor()
    await button(page, 'Let them look in').click()
    await page.getByLabel('What for').fill(hostile)
    await page.getByRole('dialog').getByRole('button', { name: 'Let them look in' }).click()
    const access = page.getByRole('region', { name: 'Operator’s access' })
    await access.getByText(hostile).waitFor()
    await auditInEveryLook(whole)
    await access.getByRole('button', { name: 'End it now' }).click()
    await access.getByText('Nobody may look in').waitFor()
    await whole.context.close()
  })

  test('gives the organization a look, seen before it is saved', async () => {
    const whole = await dashboard.visit()
    const { page } = whole
    await page.goto(`${dashboard.url}/settings`)
    await textbox(page, 'Name for people').fill(hostile.slice(0, 60))
    await textbox(page, 'Accent colour').fill('#ffee00')
    await page.getByText('Text on it: black').waitFor()
    const svg = { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') }
    await page.setInputFiles('input[type=file]', svg)
    await page.getByText('A logo is a PNG, JPEG or WebP picture.').waitFor()
    await button(page, 'Save the look').click()
    await page.getByText('Saved.').waitFor()
    await auditInEveryLook(whole)
    await page.reload()
    await page.getByText('Text on it: black').waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    await whole.context.close()
  })

  test('a person changes their name and what they are told', async () => {
    const whole = await dashboard.visit()
    const { page } = whole
    await page.goto(`${dashboard.url}/account`)
    await page.getByLabel('Your name').fill('Dana R. <i>Reyes</i>')
    await button(page, 'Save your name').click()
    await page.getByText('Saved.').waitFor()
    const name = 'A quota is nearly or wholly used by Mail'
    // By keyboard: what is seen of a switch lies above it.
    await page.getByRole('switch', { name }).press(' ')
    const off = page.getByRole('switch', { name, checked: false })
    await off.waitFor()
    await page.reload()
    await off.waitFor()
    await page.getByLabel('Your name').fill('Dana Reyes')
    await button(page, 'Save your name').click()
    await page.getByText('Saved.').waitFor()
    await whole.context.close()
  })
})
