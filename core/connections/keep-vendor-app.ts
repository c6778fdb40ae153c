// Keeps an organization's own client at a vendor, or replaces it whole: what is secret goes into the vault and comes back in no
// answer, event or audit value. Replaced by another client, the one before no longer serves the connections made through it. Where the
// vendor's events say who speaks (`claimsAccount`), only an owner or admin keeps one, and any new secret asks for a new consent.

import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError, type FieldError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import type { SetupField, SetupValues, VendorSetup } from '../contract/setup.ts'
import { vendorApps } from '../db/schema/index.ts'
import { writeChange } from '../db/write.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import { requireSetup } from './list-setups.ts'
import { type PresentedSetup, presentSetup } from './present-setup.ts'
import { breakConnectionsOf } from './remove-vendor-app.ts'
import { requireLead } from './require-lead.ts'
import { openVendorApp, readVendorApp, secretsOf, type VendorAppRow } from './vendor-apps.ts'

/** Vendors' longest secrets stay under a kilobyte. */
const valueCharactersMax = 2_000

/** By the names of the setup's `fields`; what they are differs by vendor. */
export const newVendorApp = z.record(z.string().max(60), z.string().max(valueCharactersMax))

/** @throws AppError not_found for an unknown vendor, forbidden, invalid_request field by field, reauthentication_required */
export async function keepVendorApp(
  ctx: Ctx,
  input: { connector: string; values: SetupValues },
): Promise<PresentedSetup> {
  authorize(ctx, 'connectors:write')
  const setup = requireSetup(ctx, input.connector)
  requireRecentSignIn(ctx)
  if (ctx.connectors.get(setup.connector)?.claimsAccount) requireLead(ctx)
  const values = parseValues(setup, input.values)
  refuseHubsClient(ctx, setup, values)
  const before = await readVendorApp(ctx.hub, ctx, setup.connector)
  await breakOutdated(ctx, setup, before, values)
  const pick = (secret: boolean) =>
    Object.fromEntries(
      setup.fields
        .filter((field) => field.secret === secret && values[field.name] !== undefined)
        .map((field) => [field.name, values[field.name] ?? '']),
    )
  const row = {
    id: `${ctx.organizationId}/${setup.connector}`,
    organizationId: ctx.organizationId,
    connector: setup.connector,
    appId: null,
    fields: pick(false),
    secrets: await ctx.vault.seal(ctx, secretsOf(setup.connector), JSON.stringify(pick(true))),
    updatedBy: ctx.actor,
    updatedAt: ctx.clock.now(),
  }
  const { answer } = await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .insert(vendorApps)
          .values(row)
          .onConflictDoUpdate({ target: vendorApps.id, set: row }),
      },
    ],
    audit: {
      action: before ? 'vendor_app.replace' : 'vendor_app.keep',
      target: { type: 'vendor_app', id: setup.connector },
      // What it replaced, and until when that stood: a restored database must not have it back (core/audit/endings.ts).
      values: { fields: row.fields, ...(before ? { endedVersion: before.updatedAt } : {}) },
    },
    answer: presentSetup(ctx, setup, row),
  })
  return answer
}

/** The hub's client is not an organization's own: its connections would pass for some made through this app. */
function refuseHubsClient(ctx: Ctx, setup: VendorSetup, values: SetupValues): void {
  const hubs = ctx.settings.oauthClients[setup.connector]?.clientId
  if (hubs === undefined || values.clientId !== hubs) return
  throw new AppError('invalid_request', 'Some fields are not valid.', {
    errors: [{ path: 'clientId', message: "is this hub's own app: enter one of your own" }],
  })
}

/** Takes connections out of use that the new values do not stand for: consent, through the new app, proves them again. */
async function breakOutdated(
  ctx: Ctx,
  setup: VendorSetup,
  before: VendorAppRow | null,
  values: SetupValues,
): Promise<void> {
  const reason = `the organization's own ${setup.name} app was replaced`
  const sameClient = before?.fields.clientId === values.clientId
  if (before && !sameClient) await breakConnectionsOf(ctx, before, reason)
  if (!ctx.connectors.get(setup.connector)?.claimsAccount) return
  const { connector } = setup
  const { clientId = '' } = values
  const known = before && sameClient ? await openVendorApp(ctx.hub, ctx, before) : null
  const unchanged = known && setup.fields.every(({ name }) => known[name] === values[name])
  if (!unchanged) await breakConnectionsOf(ctx, { connector, fields: { clientId } }, reason)
}

/** The values by field, without blanks around them. No value is repeated in the refusal. */
function parseValues(setup: VendorSetup, given: SetupValues): SetupValues {
  const errors: FieldError[] = Object.keys(given)
    .filter((name) => !setup.fields.some((field) => field.name === name))
    .map((name) => ({ path: name, message: `is no field of ${setup.name}` }))
  if (setup.fields.length === 0) {
    errors.push({ path: 'body', message: `${setup.name} needs no app of ours` })
  }
  const values: Record<string, string> = {}
  for (const field of setup.fields) {
    const value = Object.hasOwn(given, field.name) ? given[field.name]?.trim() : undefined
    const wrong = refusalOf(field, value)
    if (wrong !== null) errors.push({ path: field.name, message: wrong })
    else if (value) values[field.name] = value
  }
  if (errors.length > 0) {
    throw new AppError('invalid_request', 'Some fields are not valid.', { errors })
  }
  return values
}

function refusalOf(field: SetupField, value: string | undefined): string | null {
  if (!value) return field.required ? `is required. Find it at: ${field.help}` : null
  if (/[^\x21-\x7e]/.test(value))
    return 'has a space, a line break or a sign that no such value has'
  if (field.rule && !field.rule.test(value)) return `is not of its form. Find it at: ${field.help}`
  return null
}
