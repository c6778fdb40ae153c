// `/v1/operator-consents`: whether, and until when, the operators of this hub may see the organization's data.
import { z } from '@hono/zod-openapi'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import {
  endOperatorConsent,
  grantOperatorConsent,
  listOperatorConsents,
  newOperatorConsent,
  presentedOperatorConsent,
} from '../../../core/organizations/index.ts'
import { defineOperation } from '../../operation.ts'

const tag = 'Operator consent'

export const operatorConsentOperations = [
  defineOperation({
    id: 'grantOperatorConsent',
    method: 'post',
    path: '/v1/operator-consents',
    tag,
    summary: 'Let the operators see the organization, for a time',
    description:
      'For 1 to 72 hours the people who run this hub may read connections, runs, deliveries, members and the audit trail; never a credential. Each look stands in the audit trail (`operator.view`). Only a person may consent, signed in within the last 15 minutes.',
    permission: 'organization:write',
    body: newOperatorConsent,
    status: 201,
    response: presentedOperatorConsent,
    run: (ctx, { body }) => grantOperatorConsent(ctx, body),
  }),
  defineOperation({
    id: 'listOperatorConsents',
    method: 'get',
    path: '/v1/operator-consents',
    tag,
    summary: 'List consents, who gave them and until when',
    permission: 'organization:read',
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedOperatorConsent),
    run: (ctx, { query }) => listOperatorConsents(ctx, query),
  }),
  defineOperation({
    id: 'endOperatorConsent',
    method: 'delete',
    path: '/v1/operator-consents/{consentId}',
    tag,
    summary: 'End a consent now',
    permission: 'organization:write',
    params: z.strictObject({ consentId: z.string().max(80) }),
    status: 204,
    response: null,
    run: (ctx, { params }) => endOperatorConsent(ctx, params),
  }),
]
