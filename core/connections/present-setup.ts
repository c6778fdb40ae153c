// A vendor's setup as an organization's admin sees it: what to do in the vendor's console with the values of this hub, and the
// client that is kept, without its secrets.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { isoTime } from '../contract/paging.ts'
import type { VendorSetup } from '../contract/setup.ts'
import type { VendorAppRow } from './vendor-apps.ts'

export const presentedSetup = z.object({
  connector: z.string(),
  name: z.string(),
  available: z
    .boolean()
    .describe('Whether this hub has the connector; a client may be kept before'),
  consoleUrl: z.string().nullable(),
  steps: z.array(
    z.object({
      title: z.string(),
      text: z.string().describe('Plain text; what is typed or clicked stands in backticks'),
      copies: z.array(z.object({ label: z.string(), value: z.string() })),
    }),
  ),
  redirectUris: z.array(z.string()),
  scopes: z.array(z.object({ scope: z.string(), why: z.string() })),
  manifest: z.string().nullable().describe('A ready manifest, as JSON text'),
  manifestUrl: z.string().nullable().describe("Opens the vendor's console with the manifest"),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      secret: z.boolean(),
      required: z.boolean(),
      help: z.string(),
    }),
  ),
  app: z.object({
    source: z
      .enum(['hub', 'organization'])
      .nullable()
      .describe("Whose client is used: the hub's, the organization's own, or none there is"),
    fields: z.record(z.string(), z.string()).describe('What is no secret of the own client'),
    updatedAt: z.string().nullable(),
  }),
})

export type PresentedSetup = z.output<typeof presentedSetup>

/** The setup with the values of this hub and organization; `row` is its own client, if it has one. */
export function presentSetup(
  ctx: Pick<Ctx, 'settings' | 'organizationId' | 'connectors'>,
  setup: VendorSetup,
  row: Pick<VendorAppRow, 'fields' | 'updatedAt'> | null,
): PresentedSetup {
  const { publicOrigin, oauthClients } = ctx.settings
  const place = { publicOrigin, organizationId: ctx.organizationId }
  const manifest = setup.manifest?.(place) ?? null
  const source = row ? 'organization' : oauthClients[setup.connector] ? 'hub' : null
  return {
    connector: setup.connector,
    name: setup.name,
    available: ctx.connectors.get(setup.connector) !== undefined,
    consoleUrl: setup.consoleUrl,
    steps: setup
      .steps(place)
      .map(({ title, text, copies }) => ({ title, text, copies: [...copies] })),
    redirectUris: redirectUrisOf(setup, publicOrigin),
    scopes: setup.scopes.map(({ scope, why }) => ({ scope, why })),
    manifest: manifest?.text ?? null,
    manifestUrl: manifest?.url ?? null,
    fields: setup.fields.map(({ name, label, secret, required, help }) => ({
      name,
      label,
      secret,
      required,
      help,
    })),
    app: {
      source,
      fields: row ? { ...row.fields } : {},
      updatedAt: row ? isoTime(row.updatedAt) : null,
    },
  }
}

/** Where the vendor sends browsers back to, in full. */
export function redirectUrisOf(setup: VendorSetup, publicOrigin: string): string[] {
  return setup.redirectPaths.map((path) => publicOrigin + path)
}
