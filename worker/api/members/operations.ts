// `/v1/members`: who belongs.
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import { listMembers, presentedMember } from '../../../core/people/index.ts'
import { defineOperation } from '../../operation.ts'

export const memberOperations = [
  defineOperation({
    id: 'listMembers',
    method: 'get',
    path: '/v1/members',
    tag: 'People',
    summary: 'The members',
    permission: 'members:read',
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedMember),
    run: (ctx, { query }) => listMembers(ctx, query),
  }),
]
