// `/v1/overview`: the organization at a glance.
import { getOverview, presentedOverview } from '../../../core/overview/index.ts'
import { defineOperation } from '../../operation.ts'

export const overviewOperations = [
  defineOperation({
    id: 'getOverview',
    method: 'get',
    path: '/v1/overview',
    tag: 'Organization',
    summary: 'What happened, what needs a person, and how much there is',
    description: 'What the actor may not read is null, or left out.',
    permission: 'organization:read',
    status: 200,
    response: presentedOverview,
    run: (ctx) => getOverview(ctx),
  }),
]
