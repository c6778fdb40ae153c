// What a person is shown when an answer needs a product that is not connected, or no longer works: who may connect gets the way,
// everybody else the words to ask an admin with. The model only names the product; the way is made here.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import type { Connector } from '../contract/connector.ts'
import { permits } from '../contract/permissions.ts'
import { connections } from '../db/schema/index.ts'
import { and, eq, ne } from '../db/sql.ts'

/** The tool by which a model says that a product would be needed; no connector can have this name. */
export const offerConnectionTool = 'causeway_offer_connection'

export const connectPrompt = z.object({
  kind: z.enum(['connect', 'reconnect']),
  connector: z.string(),
  /** The product's name. */
  name: z.string(),
  /** The connection that no longer works. */
  connectionId: z.string().nullable(),
  /** Where the person can do it; null when they may not. */
  url: z.string().nullable(),
  says: z.string(),
})

export type ConnectPrompt = z.output<typeof connectPrompt>

export function promptFor(
  ctx: Ctx,
  connector: Connector,
  broken: { id: string; name: string } | null,
): ConnectPrompt {
  const may = permits(ctx.grants, 'connections:write')
  const path = broken ? `/connections/${broken.id}` : `/connectors/${connector.id}`
  const what = broken
    ? `${broken.name} needs to be reconnected`
    : `${connector.name} is not connected`
  return {
    kind: broken ? 'reconnect' : 'connect',
    connector: connector.id,
    name: connector.name,
    connectionId: broken?.id ?? null,
    url: may ? ctx.settings.publicOrigin + path : null,
    says: may ? `${what}.` : `${what}. An owner or admin can do that.`,
  }
}

/** Products of the catalogue to which the organization has no connection at all. */
export async function absentConnectors(ctx: Ctx): Promise<readonly Connector[]> {
  const rows = await ctx.db
    .selectDistinct({ connector: connections.connector })
    .from(connections)
    .where(
      and(eq(connections.organizationId, ctx.organizationId), ne(connections.status, 'revoked')),
    )
  const there = new Set(rows.map((row) => row.connector))
  return ctx.connectors.list().filter((each) => !there.has(each.id))
}

/** Adds a prompt, each product once. */
export function withPrompt(prompts: ConnectPrompt[], prompt: ConnectPrompt): void {
  if (!prompts.some((each) => each.connector === prompt.connector)) prompts.push(prompt)
}
