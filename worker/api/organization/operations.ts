// `/v1/organization`: the organization itself.
import { getOrganization, presentedOrganization } from '../../../core/organizations/index.ts'
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
]
