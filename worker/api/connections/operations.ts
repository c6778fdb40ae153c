// `/v1/connections`, `/v1/connect-sessions`, and an action's run.
import { z } from '@hono/zod-openapi'
import { runAction } from '../../../core/actions/index.ts'
import {
  connectionChanges,
  createConnection,
  createConnectSession,
  getConnection,
  listConnections,
  newConnection,
  newConnectSession,
  presentedConnection,
  presentedConnectSession,
  revokeConnection,
  testConnection,
  updateConnection,
} from '../../../core/connections/index.ts'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import { defineOperation } from '../../operation.ts'

const params = z.strictObject({ connectionId: z.string().max(80) })

export const connectionOperations = [
  defineOperation({
    id: 'createConnection',
    method: 'post',
    path: '/v1/connections',
    tag: 'Connections',
    summary: 'Connect by key, token, password or database credentials',
    description: 'The credentials are tested at the vendor before they are kept.',
    permission: 'connections:write',
    body: newConnection,
    status: 201,
    response: presentedConnection,
    run: (ctx, { body }) => createConnection(ctx, body),
  }),
  defineOperation({
    id: 'listConnections',
    method: 'get',
    path: '/v1/connections',
    tag: 'Connections',
    summary: 'The connections',
    permission: 'connections:read',
    query: pageQuery.extend({ connector: z.string().max(40).optional() }),
    status: 200,
    response: pageSchema(presentedConnection),
    run: (ctx, { query }) => listConnections(ctx, query),
  }),
  defineOperation({
    id: 'getConnection',
    method: 'get',
    path: '/v1/connections/{connectionId}',
    tag: 'Connections',
    summary: 'One connection',
    permission: 'connections:read',
    params,
    status: 200,
    response: presentedConnection,
    run: (ctx, { params }) => getConnection(ctx, params),
  }),
  defineOperation({
    id: 'updateConnection',
    method: 'patch',
    path: '/v1/connections/{connectionId}',
    tag: 'Connections',
    summary: "Change a connection's name, settings or audience",
    description:
      'Outside its audience a connection is in no list, tool or form. Owners and admins see it, to manage it. Programs are not concerned.',
    permission: 'connections:write',
    params,
    body: connectionChanges,
    status: 200,
    response: presentedConnection,
    run: (ctx, { params, body }) => updateConnection(ctx, { ...params, changes: body }),
  }),
  defineOperation({
    id: 'revokeConnection',
    method: 'delete',
    path: '/v1/connections/{connectionId}',
    tag: 'Connections',
    summary: 'Revoke a connection, at the vendor too',
    permission: 'connections:write',
    params,
    status: 204,
    response: null,
    run: (ctx, { params }) => revokeConnection(ctx, params),
  }),
  defineOperation({
    id: 'testConnection',
    method: 'post',
    path: '/v1/connections/{connectionId}/test',
    tag: 'Connections',
    summary: 'Ask the vendor who we are',
    permission: 'connections:write',
    params,
    status: 200,
    idempotency: 'claimed',
    response: z.object({
      ok: z.literal(true),
      account: z.object({ id: z.string(), name: z.string(), url: z.string().nullable() }),
    }),
    run: (ctx, { params }) => testConnection(ctx, params),
  }),
  defineOperation({
    id: 'createConnectSession',
    method: 'post',
    path: '/v1/connect-sessions',
    tag: 'Connections',
    summary: 'Make a link that walks a person through an OAuth connect',
    permission: 'connections:write',
    body: newConnectSession,
    status: 201,
    response: presentedConnectSession,
    run: (ctx, { body }) => createConnectSession(ctx, body),
  }),
  defineOperation({
    id: 'runAction',
    method: 'post',
    path: '/v1/connections/{connectionId}/actions/{action}',
    tag: 'Actions',
    summary: 'Run an action',
    description:
      "The body is the action's input (see the catalogue). Policy may want a yes first: 409 with `approvalId`. Needs `actions:read` or `actions:write`, or the connector's own, as the action is.",
    permission: null,
    params: params.extend({ action: z.string().max(80) }),
    body: z.record(z.string(), z.unknown()),
    status: 200,
    idempotency: 'claimed',
    response: z.object({ output: z.unknown(), runId: z.string() }),
    run: (ctx, { params, body }, c) => {
      const key = c.req.header('idempotency-key')
      const origin = key && `key/${ctx.actor.type}/${ctx.actor.id}/${key}`
      return runAction(ctx, { ...params, input: body, via: 'api', channel: null, origin })
    },
  }),
]
