// `/v1/api-keys`: programs' keys.
import { z } from '@hono/zod-openapi'
import {
  createApiKey,
  createdApiKey,
  getApiKey,
  listApiKeys,
  newApiKey,
  presentedApiKey,
  revokeApiKey,
} from '../../../core/api-keys/index.ts'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import { defineOperation } from '../../operation.ts'

const params = z.strictObject({ apiKeyId: z.string().max(80) })

export const apiKeyOperations = [
  defineOperation({
    id: 'createApiKey',
    method: 'post',
    path: '/v1/api-keys',
    tag: 'API keys',
    summary: 'Make a key',
    description: 'The key is told once, as `key`. It never grants more than its maker has.',
    permission: 'api-keys:write',
    body: newApiKey,
    status: 201,
    response: createdApiKey,
    run: (ctx, { body }) => createApiKey(ctx, body),
  }),
  defineOperation({
    id: 'listApiKeys',
    method: 'get',
    path: '/v1/api-keys',
    tag: 'API keys',
    summary: 'The keys',
    permission: 'api-keys:read',
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedApiKey),
    run: (ctx, { query }) => listApiKeys(ctx, query),
  }),
  defineOperation({
    id: 'getApiKey',
    method: 'get',
    path: '/v1/api-keys/{apiKeyId}',
    tag: 'API keys',
    summary: 'One key',
    permission: 'api-keys:read',
    params,
    status: 200,
    response: presentedApiKey,
    run: (ctx, { params }) => getApiKey(ctx, params),
  }),
  defineOperation({
    id: 'revokeApiKey',
    method: 'delete',
    path: '/v1/api-keys/{apiKeyId}',
    tag: 'API keys',
    summary: 'Revoke a key',
    permission: 'api-keys:write',
    params,
    status: 204,
    response: null,
    run: (ctx, { params }) => revokeApiKey(ctx, params),
  }),
]
