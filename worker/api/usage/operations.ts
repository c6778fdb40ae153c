// `/v1/usage`: meters.
import { listUsage, presentedUsage, usageQuery } from '../../../core/usage/index.ts'
import { defineOperation } from '../../operation.ts'

export const usageOperations = [
  defineOperation({
    id: 'listUsage',
    method: 'get',
    path: '/v1/usage',
    tag: 'Usage',
    summary: 'What was used, by meter and day',
    permission: 'usage:read',
    query: usageQuery,
    status: 200,
    response: presentedUsage,
    run: (ctx, { query }) => listUsage(ctx, query),
  }),
]
