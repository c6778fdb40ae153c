// The catalogue: what can be connected, and each action with the JSON Schema of its input and output.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import type { Connector } from '../contract/connector.ts'
import { notFound } from '../contract/errors.ts'
import type { Page } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { describeAction } from './ask.ts'

const jsonSchema = z.record(z.string(), z.unknown())

export const presentedConnector = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  authorizations: z.array(
    z.object({ kind: z.string(), credentials: jsonSchema.nullable(), scopes: z.array(z.string()) }),
  ),
  config: jsonSchema,
  actsAs: z.enum(['organization', 'person']),
  actions: z.array(
    z.object({
      name: z.string(),
      tool: z.string(),
      title: z.string(),
      description: z.string(),
      effect: z.enum(['read', 'write']),
      permission: z.string(),
      input: jsonSchema,
      output: jsonSchema,
    }),
  ),
  syncs: z.array(z.object({ model: z.string(), title: z.string() })),
})

type PresentedConnector = z.output<typeof presentedConnector>

/** All connectors, by product name; the list is short and fits one page. */
export async function listConnectors(ctx: Ctx): Promise<Page<PresentedConnector>> {
  authorize(ctx, 'connectors:read')
  const all = [...ctx.connectors.list()].sort((a, b) => a.name.localeCompare(b.name))
  return { data: all.map(presentConnector), nextCursor: null }
}

/** @throws AppError not_found */
export async function getConnector(
  ctx: Ctx,
  input: { connectorId: string },
): Promise<PresentedConnector> {
  authorize(ctx, 'connectors:read')
  const connector = ctx.connectors.get(input.connectorId)
  if (!connector) throw notFound('connector')
  return presentConnector(connector)
}

function presentConnector(connector: Connector): PresentedConnector {
  const { id, name, description, actsAs } = connector
  return {
    id,
    name,
    description,
    authorizations: connector.authorizations.map((each) => ({
      kind: each.kind,
      credentials: 'credentials' in each ? z.toJSONSchema(each.credentials) : null,
      scopes: 'scopes' in each ? [...each.scopes] : [],
    })),
    config: z.toJSONSchema(connector.config, { io: 'input' }),
    actsAs,
    actions: connector.actions.map((action) => describeAction(connector, action)),
    syncs: connector.syncs.map(({ model, title }) => ({ model, title })),
  }
}
