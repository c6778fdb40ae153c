// The setups against the vendors' own descriptions: the Slack manifest is one that Slack's published types and documented bounds
// take, and what the pretend token endpoints answer has the vendors' shapes. The descriptions are kept outside this repository;
// without them those checks are skipped, with a notice.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectorRegistry } from '../../connectors/registry.ts'
import type { VendorSetup } from '../../core/contract/setup.ts'
import { call, open } from '../simulator/open.ts'
import { validateExchange, vendorSpecsAreHere } from '../support/vendor-spec.ts'

const place = {
  publicOrigin: 'https://hub.acme.example',
  organizationId: 'org_0123456789abcdefghijklmnop',
}

function setupOf(id: string): VendorSetup {
  const setup = connectorRegistry.setup(id)
  if (!setup) throw new Error(`there is no setup of ${id}`)
  return setup
}

describe("Slack's manifest", () => {
  const { text, url } = setupOf('slack').manifest?.(place) ?? { text: '', url: '' }
  const manifest = JSON.parse(text)

  const specPath = fileURLToPath(
    new URL('../../../shared/vendor-specs/slack.json', import.meta.url),
  )
  it.skipIf(!existsSync(specPath))("is one that Slack's own types take", () => {
    const { components } = JSON.parse(readFileSync(specPath, 'utf8'))
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
    ajv.addSchema({ $id: 'slack', components })
    const validate = ajv.compile({ $ref: 'slack#/components/schemas/Manifest' })
    expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true)
    const { settings, display_information } = manifest
    const unheardOf = { ...display_information, unheardOf: 1 }
    expect(validate({ ...manifest, display_information: unheardOf })).toBe(false)
    const bot_events = [...settings.event_subscriptions.bot_events, 'no_such_event']
    const event_subscriptions = { ...settings.event_subscriptions, bot_events }
    expect(validate({ ...manifest, settings: { ...settings, event_subscriptions } })).toBe(false)
  })

  it('keeps within the bounds that Slack documents', () => {
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35)
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140)
    expect(manifest.display_information.background_color).toMatch(/^#[0-9a-f]{6}$/)
    expect(manifest.features.bot_user.display_name).toMatch(/^[A-Za-z0-9\-_. ]{1,80}$/)
    // Browsers and servers take addresses of some eight thousand characters.
    expect(url.length).toBeLessThan(6_000)
  })

  it('asks for what the connector asks for, and hears what it reads', () => {
    const oauth = connectorRegistry
      .get('slack')
      ?.authorizations.find(({ kind }) => kind === 'oauth2')
    expect(manifest.oauth_config.scopes.bot).toEqual(
      oauth && 'scopes' in oauth ? oauth.scopes : null,
    )
    expect(manifest.settings.event_subscriptions.bot_events).toEqual([
      'app_mention',
      'message.im',
      'app_uninstalled',
      'tokens_revoked',
    ])
  })
})

describe('every setup', () => {
  it.each(connectorRegistry.setups().map((setup) => [setup.connector, setup] as const))(
    '%s says in plain words what to do, what to copy and why',
    (_id, setup) => {
      for (const { title, text, copies } of setup.steps(place)) {
        expect(title).toMatch(/^[A-Z].{5,80}[^.]$/)
        expect(text).toMatch(/[.]$/)
        // Backticks come in pairs, and hold something.
        expect(text.split('`').length % 2).toBe(1)
        expect(text).not.toMatch(/``/)
        for (const { label, value } of copies) expect([label, value]).not.toContain('')
      }
      for (const { scope, why } of setup.scopes) {
        expect(scope).toMatch(/^\S+$/)
        expect(why).toMatch(/^[A-Z].*\.$/)
      }
      for (const field of setup.fields) expect(field.help).toMatch(/\w/)
      expect(new Set(setup.fields.map(({ name }) => name)).size).toBe(setup.fields.length)
      // Where a secret is asked for, it is known how to ask whether it is right.
      expect(setup.probe === null).toBe(setup.fields.length === 0)
      if (setup.consoleUrl !== null) expect(new URL(setup.consoleUrl).protocol).toBe('https:')
    },
  )

  it('asks for what its connector asks for, and is sent back to where it listens', () => {
    for (const connector of connectorRegistry.list()) {
      const setup = setupOf(connector.id)
      for (const way of connector.authorizations) {
        if (way.kind !== 'oauth2') continue
        expect(setup.scopes.map(({ scope }) => scope)).toEqual(way.scopes)
        const path = way.callbackPath ?? `/connect/${connector.id}/callback`
        expect(setup.redirectPaths).toContain(path)
      }
    }
  })
})

describe('the pretend token endpoints', () => {
  let world: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    world = await open()
  })
  afterAll(() => world.close())

  const specs: Record<string, string> = {
    asana: 'asana.json',
    google: 'google-drive.json',
    hubspot: 'hubspot.json',
    jira: 'jira.json',
    microsoft: 'msgraph.json',
    salesforce: 'salesforce.json',
    teams: 'botframework.json',
  }

  it.each(Object.entries(specs))(
    'of %s takes what we ask, and reads as we read it',
    async (id, spec) => {
      const setup = setupOf(id)
      const right: Record<string, string> = (await world.control('GET', `/${id}/app`)).json
      const redirectUri = `${place.publicOrigin}/connect/${id}/callback`
      const asked = async (values: Record<string, string>) => {
        const request = setup.probe?.request(values, redirectUri)
        if (!request) throw new Error(`${id} has no probe`)
        const { pathname } = new URL(request.url)
        const isJson = request.encoding === 'json'
        const sent = isJson ? request.fields : new URLSearchParams(request.fields)
        const answer = await call('POST', `${world.url}/${id}${pathname}`, sent)
        const problems = validateExchange({
          spec,
          method: 'POST',
          path: pathname,
          requestBody: request.fields,
          requestType: isJson ? 'application/json' : 'application/x-www-form-urlencoded',
          status: answer.status,
          responseBody: answer.json,
        })
        // The descriptions know 200 and 400 only; OAuth has 401 and 403 too (RFC 6749 §5.2).
        expect(problems.filter((each) => !/status 40[13] is not described/.test(each))).toEqual([])
        return setup.probe?.read({ status: answer.status, body: answer.json })
      }
      expect(await asked(right)).toBe('accepted')
      const wrongId = await asked({ ...right, clientId: 'nobody' })
      const wrongSecret = await asked({ ...right, clientSecret: 'wrong' })
      const alike = ['asana', 'jira'].includes(id)
      expect([wrongId, wrongSecret]).toEqual(
        alike ? ['wrong_client', 'wrong_client'] : ['wrong_id', 'wrong_secret'],
      )
    },
  )

  it.each(connectorRegistry.setups().filter(({ probe }) => probe !== null))(
    'of $connector: nonsense for an answer says nothing about the client',
    ({ probe }) => {
      for (const body of [undefined, null, 'x', [], {}, { error: 5 }, { error: 'server_error' }]) {
        expect(probe?.read({ status: 200, body })).toBe('unclear')
      }
    },
  )

  it('are here to be checked', () => {
    if (!vendorSpecsAreHere) console.info('token endpoints are checked by reading only')
    expect(Object.keys(specs).length).toBe(7)
  })
})
