// `/v1/policies`: what is allowed, confirmed, approved or denied. Rules are made by people only.
import { z } from '@hono/zod-openapi'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import {
  createPolicy,
  deletePolicy,
  listPolicies,
  newPolicy,
  policySimulation,
  presentedDecision,
  presentedPolicy,
  simulatePolicy,
} from '../../../core/policy/index.ts'
import { defineOperation } from '../../operation.ts'

export const policyOperations = [
  defineOperation({
    id: 'createPolicy',
    method: 'post',
    path: '/v1/policies',
    tag: 'Policies',
    summary: 'Make a rule',
    description: 'The strictest rule that matches wins. A signed-in person only.',
    permission: 'policies:write',
    body: newPolicy,
    status: 201,
    response: presentedPolicy,
    run: (ctx, { body }) => createPolicy(ctx, body),
  }),
  defineOperation({
    id: 'listPolicies',
    method: 'get',
    path: '/v1/policies',
    tag: 'Policies',
    summary: 'The rules',
    permission: 'policies:read',
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedPolicy),
    run: (ctx, { query }) => listPolicies(ctx, query),
  }),
  defineOperation({
    id: 'deletePolicy',
    method: 'delete',
    path: '/v1/policies/{policyId}',
    tag: 'Policies',
    summary: 'Remove a rule',
    description: 'A signed-in person only.',
    permission: 'policies:write',
    params: z.strictObject({ policyId: z.string().max(80) }),
    status: 204,
    response: null,
    run: (ctx, { params }) => deletePolicy(ctx, params),
  }),
  defineOperation({
    id: 'simulatePolicy',
    method: 'post',
    path: '/v1/policies/simulate',
    tag: 'Policies',
    summary: 'What would be decided, and which rule says so',
    permission: 'policies:read',
    body: policySimulation,
    status: 200,
    idempotency: 'none',
    response: presentedDecision,
    run: (ctx, { body }) => simulatePolicy(ctx, body),
  }),
]
