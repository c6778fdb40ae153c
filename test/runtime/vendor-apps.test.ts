// An organization's own client at a vendor, on the real databases: who may keep it, how it lies there, which client a connect
// uses, and what becomes of connections when it goes.
import { describe, expect, test } from 'vitest'
import { keepVendorApp, removeVendorApp } from '../../core/connections/index.ts'
import { keepConnection } from '../../core/connections/keep-connection.ts'
import { oauthClientOf, ownInboundSecret } from '../../core/connections/vendor-apps.ts'
import type { Ctx } from '../../core/context.ts'
import { makeTestOrganization, testHub } from './support.ts'

const app = {
  clientId: '1000000000001.1000000000077',
  clientSecret: 'own-client-secret-of-acme',
  signingSecret: '00112233445566778899aabbccddeeff',
}
const hub = testHub()
const keep = (ctx: Ctx, values: Record<string, string> = app) =>
  keepVendorApp(ctx, { connector: 'slack', values })

const rowsOf = async ({ db, organizationId }: Ctx) =>
  (await db.query.vendorApps.findMany()).filter((row) => row.organizationId === organizationId)

/** A connection that the client with that id brought. */
async function connected(ctx: Ctx, account: string, oauthClientId: string | null) {
  const connector = hub.connectors.get('jira')
  if (!connector) throw new Error('there is no Jira')
  return keepConnection(ctx, {
    connectionId: ctx.ids.next('connection'),
    connector,
    name: null,
    account: { id: account, name: account, url: null },
    credentials: { accessToken: 'pretend' },
    config: {},
    oauthClientId,
  })
}

describe("an organization's own client", () => {
  test('lies in the database without its secrets, bound to its organization and vendor', async () => {
    const { ownerCtx, organizationId } = await makeTestOrganization()
    await keep(ownerCtx)
    const [row] = await rowsOf(ownerCtx)
    expect(row).toMatchObject({ fields: { clientId: app.clientId }, connector: 'slack' })
    expect(JSON.stringify(row)).not.toContain(app.clientSecret)
    const sealed = row?.secrets ?? ''
    const opened = hub.vault.open(
      ownerCtx,
      { subject: 'vendor_app/slack', field: 'secrets' },
      sealed,
    )
    expect(JSON.parse(await opened)).toEqual({
      clientSecret: app.clientSecret,
      signingSecret: app.signingSecret,
    })
    const moved = hub.vault.open(ownerCtx, { subject: 'vendor_app/jira', field: 'secrets' }, sealed)
    await expect(moved).rejects.toThrow()
    expect(row?.id).toBe(`${organizationId}/slack`)
  })

  test('asks for a sign-in of the last minutes to be kept or removed', async () => {
    const { ownerCtx } = await makeTestOrganization()
    const session = (minutes: number) => ({
      sessionId: 'ses_test',
      authenticatedAt: hub.clock.now() - minutes * 60_000,
      expiresAt: hub.clock.now() + 60_000,
    })
    const [fresh, old] = [session(14), session(16)].map((each) => ({ ...ownerCtx, session: each }))
    if (!fresh || !old) throw new Error('no sessions')
    await expect(keep(old)).rejects.toMatchObject({ code: 'reauthentication_required' })
    await keep(fresh)
    const remove = (ctx: Ctx) => removeVendorApp(ctx, { connector: 'slack' })
    await expect(remove(old)).rejects.toMatchObject({ code: 'reauthentication_required' })
    await remove(fresh)
  })

  test('is kept by an owner or admin alone, where it signs who speaks', async () => {
    const { ownerCtx } = await makeTestOrganization()
    const narrow: Ctx = { ...ownerCtx, grants: { ...ownerCtx.grants, role: 'member' } }
    await expect(keep(narrow)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await rowsOf(ownerCtx)).toEqual([])
    const values = { clientId: 'own-jira', clientSecret: 'own-jira-secret' }
    await keepVendorApp(narrow, { connector: 'jira', values })
  })

  test("is not the hub's", async () => {
    const { ownerCtx } = await makeTestOrganization()
    const clientId = '1000000000001.1000000000002'
    const oauthClients = { slack: { clientId, clientSecret: 'the-secret-of-the-hub' } }
    const ctx: Ctx = { ...ownerCtx, settings: { ...ownerCtx.settings, oauthClients } }
    await expect(keep(ctx, { ...app, clientId })).rejects.toMatchObject({
      code: 'invalid_request',
      options: { errors: [{ path: 'clientId' }] },
    })
  })

  test("comes before the hub's, for its organization alone", async () => {
    const [one, other] = [await makeTestOrganization(), await makeTestOrganization()]
    await keep(one.ownerCtx)
    const hubs = hub.settings.oauthClients.slack ?? null
    expect(await oauthClientOf(hub, one, 'slack')).toEqual({
      clientId: app.clientId,
      clientSecret: app.clientSecret,
    })
    expect(await oauthClientOf(hub, other, 'slack')).toEqual(hubs)
    expect(await oauthClientOf(hub, other, 'google')).toBeNull()
    expect(await ownInboundSecret(hub, one, 'slack')).toEqual({
      secret: app.signingSecret,
      clientId: app.clientId,
    })
    expect(await ownInboundSecret(hub, other, 'slack')).toBeNull()
    await removeVendorApp(one.ownerCtx, { connector: 'slack' })
    expect(await oauthClientOf(hub, one, 'slack')).toEqual(hubs)
  })

  test('takes with it the connections made through it, and no other', async () => {
    const { ownerCtx } = await makeTestOrganization()
    const jira = { clientId: 'own-jira', clientSecret: 'own-jira-secret' }
    await keepVendorApp(ownerCtx, { connector: 'jira', values: jira })
    const mine = await connected(ownerCtx, 'through the own client', 'own-jira')
    const hubs = await connected(ownerCtx, "through the hub's", 'another-client')
    const typed = await connected(ownerCtx, 'by a token', null)
    await removeVendorApp(ownerCtx, { connector: 'jira' })
    const rows = await ownerCtx.db.query.connections.findMany()
    const statusOf = (id: string) => rows.find((row) => row.id === id)?.status
    expect([mine, hubs, typed].map(({ id }) => statusOf(id))).toEqual([
      'needs_reconnect',
      'active',
      'active',
    ])
  })

  test('is removed once', async () => {
    const { ownerCtx } = await makeTestOrganization()
    await keep(ownerCtx)
    const removals = await Promise.allSettled(
      [1, 2, 3].map(() => removeVendorApp(ownerCtx, { connector: 'slack' })),
    )
    expect(removals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await rowsOf(ownerCtx)).toEqual([])
  })
})
