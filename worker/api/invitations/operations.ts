// `/v1/invitations`: who is asked to belong.
import { z } from '@hono/zod-openapi'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import {
  createInvitation,
  invitationStatuses,
  listInvitations,
  newInvitation,
  presentedInvitation,
  resendInvitation,
  revokeInvitation,
} from '../../../core/people/index.ts'
import { defineOperation } from '../../operation.ts'

const params = z.strictObject({ invitationId: z.string().max(80) })

export const invitationOperations = [
  defineOperation({
    id: 'createInvitation',
    method: 'post',
    path: '/v1/invitations',
    tag: 'People',
    summary: 'Invite a person by their address',
    description:
      'Mails a link that works once, within seven days. Nobody invites into a role that holds more than they hold; into one that manages people it needs a sign-in of the last 15 minutes. 403 on a closed hub. A signed-in person only.',
    permission: 'members:write',
    body: newInvitation,
    status: 201,
    idempotency: 'claimed',
    response: presentedInvitation,
    run: (ctx, { body }) => createInvitation(ctx, body),
  }),
  defineOperation({
    id: 'listInvitations',
    method: 'get',
    path: '/v1/invitations',
    tag: 'People',
    summary: 'The invitations',
    permission: 'members:read',
    query: pageQuery.extend({ status: z.enum(invitationStatuses).optional() }),
    status: 200,
    response: pageSchema(presentedInvitation),
    run: (ctx, { query }) => listInvitations(ctx, query),
  }),
  defineOperation({
    id: 'resendInvitation',
    method: 'post',
    path: '/v1/invitations/{invitationId}/resend',
    tag: 'People',
    summary: 'Send an invitation again',
    description:
      'By a new link, for seven more days; the link before is void. Who sends it is who invites from then on. A signed-in person only.',
    permission: 'members:write',
    params,
    status: 200,
    idempotency: 'claimed',
    response: presentedInvitation,
    run: (ctx, { params }) => resendInvitation(ctx, params),
  }),
  defineOperation({
    id: 'revokeInvitation',
    method: 'delete',
    path: '/v1/invitations/{invitationId}',
    tag: 'People',
    summary: 'Withdraw an invitation',
    description: 'Its link is void from then on. A signed-in person only.',
    permission: 'members:write',
    params,
    status: 204,
    response: null,
    run: (ctx, { params }) => revokeInvitation(ctx, params),
  }),
]
