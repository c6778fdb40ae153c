// `/v1/organization` and `/v1/members`: who belongs.
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import {
  getOrganization,
  listMembers,
  presentedMember,
  presentedOrganization,
} from '../../../core/organizations/index.ts'
import { defineOperation } from '../../operation.ts'

export const organizationOperations = [
  defineOperation({
    id: 'getOrganization',
    method: 'get',
    path: '/v1/organization',
    tag: 'Organization',
    summary: 'The organization',
    permission: 'organization:read',
    status: 200,
    response: presentedOrganization,
    run: (ctx) => getOrganization(ctx),
  }),
  defineOperation({
    id: 'listMembers',
    method: 'get',
    path: '/v1/members',
    tag: 'Organization',
    summary: 'The members',
    permission: 'members:read',
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedMember),
    run: (ctx, { query }) => listMembers(ctx, query),
  }),
]
