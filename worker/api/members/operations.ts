// `/v1/members`: who belongs.
import { z } from '@hono/zod-openapi'
import { pageSchema } from '../../../core/contract/paging.ts'
import {
  getMember,
  listMembers,
  memberChanges,
  membersQuery,
  presentedMember,
  removeMember,
  updateMember,
} from '../../../core/people/index.ts'
import { defineOperation } from '../../operation.ts'

const params = z.strictObject({ memberId: z.string().max(80) })

export const memberOperations = [
  defineOperation({
    id: 'listMembers',
    method: 'get',
    path: '/v1/members',
    tag: 'People',
    summary: 'The members',
    permission: 'members:read',
    query: membersQuery,
    status: 200,
    response: pageSchema(presentedMember),
    run: (ctx, { query }) => listMembers(ctx, query),
  }),
  defineOperation({
    id: 'getMember',
    method: 'get',
    path: '/v1/members/{memberId}',
    tag: 'People',
    summary: 'One member',
    permission: 'members:read',
    params,
    status: 200,
    response: presentedMember,
    run: (ctx, { params }) => getMember(ctx, params),
  }),
  defineOperation({
    id: 'updateMember',
    method: 'patch',
    path: '/v1/members/{memberId}',
    tag: 'People',
    summary: "Change a member's role or name",
    description:
      'Nobody gives a role that holds more than they hold, or changes a member who does; only owners make and unmake owners. A new role needs a sign-in of the last 15 minutes. A signed-in person only.',
    permission: 'members:write',
    params,
    body: memberChanges,
    status: 200,
    response: presentedMember,
    run: (ctx, { params, body }) => updateMember(ctx, { ...params, changes: body }),
  }),
  defineOperation({
    id: 'removeMember',
    method: 'delete',
    path: '/v1/members/{memberId}',
    tag: 'People',
    summary: 'Remove a member',
    description:
      'Ends their sessions and passkeys. The last owner stays: 409 `last_owner`. Needs a sign-in of the last 15 minutes. A signed-in person only.',
    permission: 'members:write',
    params,
    status: 204,
    response: null,
    run: (ctx, { params }) => removeMember(ctx, params),
  }),
]
