// `/v1/connector-setups`: what to do in each vendor's console, and the organization's own clients there.
import { z } from '@hono/zod-openapi'
import {
  getSetup,
  keepVendorApp,
  listSetups,
  newVendorApp,
  presentedSetup,
  removeVendorApp,
  setupTest,
  testVendorApp,
} from '../../../core/connections/index.ts'
import { pageSchema } from '../../../core/contract/paging.ts'
import { defineOperation } from '../../operation.ts'

const byConnector = z.strictObject({ connector: z.string().max(40) })
const tag = 'Connector setups'

export const connectorSetupOperations = [
  defineOperation({
    id: 'listConnectorSetups',
    method: 'get',
    path: '/v1/connector-setups',
    tag,
    summary: 'How each vendor is set up',
    description: 'Also vendors that this hub has no connector for yet (`available: false`).',
    permission: 'connectors:read',
    status: 200,
    response: pageSchema(presentedSetup),
    run: (ctx) => listSetups(ctx),
  }),
  defineOperation({
    id: 'getConnectorSetup',
    method: 'get',
    path: '/v1/connector-setups/{connector}',
    tag,
    summary: 'How one vendor is set up',
    permission: 'connectors:read',
    params: byConnector,
    status: 200,
    response: presentedSetup,
    run: (ctx, { params }) => getSetup(ctx, params),
  }),
  defineOperation({
    id: 'keepVendorApp',
    method: 'post',
    path: '/v1/connector-setups/{connector}/app',
    tag,
    summary: "Keep the organization's own client at a vendor",
    description:
      'The body has the names of the setup’s `fields`. It replaces the client before it; connections made through another client id then need to be reconnected. Asks for a sign-in of the last 15 minutes.',
    permission: 'connectors:write',
    params: byConnector,
    body: newVendorApp,
    bodyBytesMax: 16 * 1024,
    status: 200,
    response: presentedSetup,
    run: (ctx, { params, body }) =>
      keepVendorApp(ctx, { connector: params.connector, values: body }),
  }),
  defineOperation({
    id: 'removeVendorApp',
    method: 'delete',
    path: '/v1/connector-setups/{connector}/app',
    tag,
    summary: "Remove the organization's own client at a vendor",
    description:
      'Connections made through it need to be reconnected. Asks for a sign-in of the last 15 minutes.',
    permission: 'connectors:write',
    params: byConnector,
    status: 204,
    response: null,
    run: (ctx, { params }) => removeVendorApp(ctx, params),
  }),
  defineOperation({
    id: 'testVendorApp',
    method: 'post',
    path: '/v1/connector-setups/{connector}/test',
    tag,
    summary: 'Test the client at a vendor, and name what is wrong',
    permission: 'connectors:write',
    params: byConnector,
    status: 200,
    idempotency: 'none',
    response: setupTest,
    run: (ctx, { params }) => testVendorApp(ctx, params),
  }),
]
