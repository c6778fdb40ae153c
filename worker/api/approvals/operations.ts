// `/v1/approvals`: writes that wait for a yes. Only a person decides.
import { z } from '@hono/zod-openapi'
import {
  decideApproval,
  getApproval,
  listApprovals,
  presentedApproval,
} from '../../../core/actions/index.ts'
import type { Ctx } from '../../../core/context.ts'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import { defineOperation } from '../../operation.ts'

const params = z.strictObject({ approvalId: z.string().max(80) })

async function decided(ctx: Ctx, approvalId: string, choice: 'approve' | 'reject') {
  // What the run came to stands at `/v1/runs/{runId}`: the decision itself was made either way.
  const { approval } = await decideApproval(ctx, { approvalId, choice })
  return approval
}

export const approvalOperations = [
  defineOperation({
    id: 'listApprovals',
    method: 'get',
    path: '/v1/approvals',
    tag: 'Approvals',
    summary: 'What waits for a yes, and what was decided',
    permission: 'approvals:read',
    query: pageQuery.extend({
      status: z.enum(['pending', 'approved', 'rejected', 'expired']).optional(),
    }),
    status: 200,
    response: pageSchema(presentedApproval),
    run: (ctx, { query }) => listApprovals(ctx, query),
  }),
  defineOperation({
    id: 'getApproval',
    method: 'get',
    path: '/v1/approvals/{approvalId}',
    tag: 'Approvals',
    summary: 'One of them',
    permission: 'approvals:read',
    params,
    status: 200,
    response: presentedApproval,
    run: (ctx, { params }) => getApproval(ctx, params),
  }),
  defineOperation({
    id: 'approve',
    method: 'post',
    path: '/v1/approvals/{approvalId}/approve',
    tag: 'Approvals',
    summary: 'Say yes: the write runs, once',
    description:
      'A signed-in person only; a key or an app gets 403. What the run came to: `GET /v1/runs/{runId}`.',
    permission: 'approvals:decide',
    params,
    status: 200,
    idempotency: 'claimed',
    response: presentedApproval,
    run: (ctx, { params }) => decided(ctx, params.approvalId, 'approve'),
  }),
  defineOperation({
    id: 'reject',
    method: 'post',
    path: '/v1/approvals/{approvalId}/reject',
    tag: 'Approvals',
    summary: 'Say no',
    description: 'A signed-in person only; a key or an app gets 403.',
    permission: 'approvals:decide',
    params,
    status: 200,
    idempotency: 'claimed',
    response: presentedApproval,
    run: (ctx, { params }) => decided(ctx, params.approvalId, 'reject'),
  }),
]
