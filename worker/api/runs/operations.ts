// `/v1/runs`: what was done.
import { z } from '@hono/zod-openapi'
import { getRun, listRuns, presentedRun } from '../../../core/actions/index.ts'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import { defineOperation } from '../../operation.ts'

export const runOperations = [
  defineOperation({
    id: 'listRuns',
    method: 'get',
    path: '/v1/runs',
    tag: 'Actions',
    summary: 'The runs, newest first',
    permission: 'runs:read',
    query: pageQuery.extend({
      connectionId: z.string().max(80).optional(),
      state: z.enum(['claimed', 'done', 'failed', 'unknown']).optional(),
    }),
    status: 200,
    response: pageSchema(presentedRun),
    run: (ctx, { query }) => listRuns(ctx, query),
  }),
  defineOperation({
    id: 'getRun',
    method: 'get',
    path: '/v1/runs/{runId}',
    tag: 'Actions',
    summary: 'One run',
    permission: 'runs:read',
    params: z.strictObject({ runId: z.string().max(80) }),
    status: 200,
    response: presentedRun,
    run: (ctx, { params }) => getRun(ctx, params),
  }),
]
