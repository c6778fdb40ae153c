// `/v1/organization`: the organization itself.
import {
  getOrganization,
  organizationChanges,
  presentedOrganization,
  updateOrganization,
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
    id: 'updateOrganization',
    method: 'patch',
    path: '/v1/organization',
    tag: 'Organization',
    summary: "Change the organization's name, look or settings",
    description:
      'Settings of sign-in need a sign-in of the last 15 minutes, and bite at once on open sessions. A signed-in person only.',
    permission: 'organization:write',
    body: organizationChanges,
    status: 200,
    response: presentedOrganization,
    run: (ctx, { body }) => updateOrganization(ctx, body),
  }),
]
