// Tests the client at a vendor and names what is wrong with it: each check says what was found and what to do. The vendor's token
// endpoint is asked in a way that connects nothing (see core/contract/setup.ts). No value of a field is repeated, nor any of
// the vendor's own text.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { authorize } from '../contract/permissions.ts'
import { EgressError, type EgressResponse } from '../contract/ports.ts'
import type { ClientProbe, ClientVerdict, SetupValues, VendorSetup } from '../contract/setup.ts'
import { requireSetup } from './list-setups.ts'
import { vendorUrl } from './oauth.ts'
import { redirectUrisOf } from './present-setup.ts'
import { openVendorApp, readVendorApp } from './vendor-apps.ts'

export const setupTest = z.object({
  ok: z.boolean().describe('No check failed'),
  checks: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean().nullable().describe('Null: cannot be known from here'),
      says: z.string(),
    }),
  ),
})

export type SetupTest = z.output<typeof setupTest>
type Check = SetupTest['checks'][number]

const timeoutMs = 10_000
const answerBytesMax = 64 * 1024

/** Safe to repeat: nothing is kept or changed, here or there. @throws AppError not_found for an unknown vendor */
export async function testVendorApp(ctx: Ctx, input: { connector: string }): Promise<SetupTest> {
  authorize(ctx, 'connectors:write')
  const setup = requireSetup(ctx, input.connector)
  const checks = await checksOf(ctx, setup)
  return { ok: checks.every((check) => check.ok !== false), checks }
}

async function checksOf(ctx: Ctx, setup: VendorSetup): Promise<Check[]> {
  const { name } = setup
  if (setup.probe === null) {
    return [{ name: 'app', ok: true, says: `${name} needs no app of ours. Connect it directly.` }]
  }
  const values = await clientValues(ctx, setup)
  if (values === null) {
    return [
      {
        name: 'app',
        ok: false,
        says: `No client for ${name} is kept yet. Fill in the fields above.`,
      },
    ]
  }
  const missing = setup.fields.filter(({ name, required }) => required && !values[name])
  if (missing.length > 0) {
    const labels = missing.map(({ label }) => label).join(', ')
    return [{ name: 'app', ok: false, says: `Missing: ${labels}. Keep the app again with it.` }]
  }
  const [redirectUri = ''] = redirectUrisOf(setup, ctx.settings.publicOrigin)
  return [
    ...formChecks(setup, values),
    ...addressChecks(ctx, setup),
    ...(await clientChecks(ctx, setup, setup.probe, values, redirectUri)),
    ...signingChecks(setup),
  ]
}

/** The client in use, as `oauthClientOf` chooses it, with its further fields; null where there is none. */
async function clientValues(ctx: Ctx, setup: VendorSetup): Promise<SetupValues | null> {
  const row = await readVendorApp(ctx.hub, ctx, setup.connector)
  if (row) return openVendorApp(ctx.hub, ctx, row)
  const client = ctx.settings.oauthClients[setup.connector]
  if (!client) return null
  const [signingSecret] = ctx.settings.inboundSecrets[setup.connector] ?? []
  return { ...client, ...(signingSecret ? { signingSecret } : {}) }
}

/** A hint only: what the vendor itself says of the client weighs more. */
function formChecks(setup: VendorSetup, values: SetupValues): Check[] {
  return setup.fields
    .filter(({ name, form }) => form && values[name] && !form.test(values[name]))
    .map(({ name, label, help }) => ({
      name: `form:${name}`,
      ok: null,
      says: `${label} does not look like one of ${setup.name}. Compare it with: ${help}`,
    }))
}

function addressChecks({ settings }: Ctx, setup: VendorSetup): Check[] {
  if (setup.redirectPaths.length === 0 || settings.publicOrigin.startsWith('https:')) return []
  return [
    {
      name: 'address',
      ok: null,
      says: `This hub answers at ${settings.publicOrigin}, and ${setup.name} sends people back to https addresses only. On a deployed hub this is right.`,
    },
  ]
}

async function clientChecks(
  ctx: Ctx,
  setup: VendorSetup,
  probe: ClientProbe,
  values: SetupValues,
  redirectUri: string,
): Promise<Check[]> {
  const { name } = setup
  const response = await ask(ctx, setup, probe.request(values, redirectUri))
  if (response === null) {
    const says = `${name} did not answer within ${timeoutMs / 1000} s. Test again in a minute; if that lasts, look at the vendor's status page.`
    return [{ name: 'reachable', ok: false, says }]
  }
  if (response.status === 429 || response.status >= 500) {
    const says = `${name} answered that it cannot just now (${response.status}). Test again in a minute.`
    return [{ name: 'reachable', ok: false, says }]
  }
  const verdict = probe.read({ status: response.status, body: jsonOf(response.body) })
  return [
    { name: 'reachable', ok: true, says: `${name} answered.` },
    clientCheck(setup, verdict, response.status),
    ...redirectChecks(setup, verdict, redirectUri),
  ]
}

async function ask(
  ctx: Ctx,
  setup: VendorSetup,
  request: ReturnType<ClientProbe['request']>,
): Promise<EgressResponse | null> {
  const isJson = request.encoding === 'json'
  try {
    return await ctx.egress.fetch(
      vendorUrl(ctx.settings, { id: setup.connector }, request.url),
      {
        method: 'POST',
        headers: {
          'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
          accept: 'application/json',
        },
        body: isJson
          ? JSON.stringify(request.fields)
          : new URLSearchParams(request.fields).toString(),
      },
      {
        purpose: `setup of ${setup.connector}`,
        destination: { kind: 'hosts', hosts: [new URL(request.url).host] },
        timeoutMs,
        responseBytesMax: answerBytesMax,
      },
    )
  } catch (error) {
    if (error instanceof EgressError) return null
    throw error
  }
}

function clientCheck(setup: VendorSetup, verdict: ClientVerdict, status: number): Check {
  const { name } = setup
  const field = (fieldName: string) => setup.fields.find((each) => each.name === fieldName)
  const id = field('clientId')
  const secret = field('clientSecret')
  const wrong = (says: string): Check => ({ name: 'client', ok: false, says })
  switch (verdict) {
    case 'accepted':
    case 'wrong_redirect':
      return {
        name: 'client',
        ok: true,
        says: `${name} accepts ${id?.label} and ${secret?.label}.`,
      }
    case 'wrong_id':
      return wrong(`${name} knows no app with this ${id?.label}. Copy it again: ${id?.help}`)
    case 'wrong_secret':
      return wrong(
        `${name} knows the app and refuses its ${secret?.label}: it is wrong, was replaced, or has expired. Copy it again, or make a new one: ${secret?.help}`,
      )
    case 'wrong_client':
      return wrong(
        `${name} refuses the client: ${id?.label} or ${secret?.label} is wrong. Copy both again: ${id?.help}`,
      )
    case 'wrong_place': {
      const place = setup.fields.find(({ rule }) => rule)
      return wrong(`${name} does not know this ${place?.label}. Copy it again: ${place?.help}`)
    }
    case 'unclear':
      return {
        name: 'client',
        ok: null,
        says: `${name} answered ${status}, which says nothing about the client. Test again, and connect to be sure.`,
      }
  }
}

function redirectChecks(setup: VendorSetup, verdict: ClientVerdict, redirectUri: string): Check[] {
  if (redirectUri === '') return []
  if (verdict === 'wrong_redirect') {
    const says = `The app does not know our redirect URI. Add it in the console, to the letter: ${redirectUri}`
    return [{ name: 'redirect_uri', ok: false, says }]
  }
  if (verdict !== 'accepted') return []
  const says = `${setup.name} looks at the redirect URI only when somebody connects. It must be in the console, to the letter: ${redirectUri}`
  return [{ name: 'redirect_uri', ok: null, says }]
}

/** What signs the vendor's requests shows only in one of them. */
function signingChecks(setup: VendorSetup): Check[] {
  const field = setup.fields.find(({ name }) => name === 'signingSecret')
  if (!field) return []
  const says = `${setup.name} shows whether the ${field.label} is right: in its console let it check the request URL again. It must become verified.`
  return [{ name: 'signing_secret', ok: null, says }]
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
