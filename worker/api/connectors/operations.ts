// `/v1/connectors`: the catalogue.
import { z } from '@hono/zod-openapi'
import { getConnector, listConnectors, presentedConnector } from '../../../core/actions/index.ts'
import { pageSchema } from '../../../core/contract/paging.ts'
import { defineOperation } from '../../operation.ts'

export const connectorOperations = [
  defineOperation({
    id: 'listConnectors',
    method: 'get',
    path: '/v1/connectors',
    tag: 'Connectors',
    summary: 'The catalogue, with each action and its JSON Schema',
    permission: 'connectors:read',
    status: 200,
    response: pageSchema(presentedConnector),
    run: (ctx) => listConnectors(ctx),
  }),
  defineOperation({
    id: 'getConnector',
    method: 'get',
    path: '/v1/connectors/{connectorId}',
    tag: 'Connectors',
    summary: 'One connector',
    permission: 'connectors:read',
    params: z.strictObject({ connectorId: z.string().max(80) }),
    status: 200,
    response: presentedConnector,
    run: (ctx, { params }) => getConnector(ctx, params),
  }),
]
