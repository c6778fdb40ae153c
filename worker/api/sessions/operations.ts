// Signed-in browsers: `/v1/me/sessions`, a member's, and everybody's.
import { z } from '@hono/zod-openapi'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import {
  endEverySession,
  endMemberSessions,
  endMySession,
  endMySessions,
  listMemberSessions,
  listMySessions,
  presentedSession,
} from '../../../core/identity/index.ts'
import { defineOperation } from '../../operation.ts'

const ended = z.object({ ended: z.number().int() })
const member = z.strictObject({ memberId: z.string().max(80) })
const ofPerson = 'For a person who is signed in.'
const ofRecent = 'Needs a sign-in of the last 15 minutes.'

export const sessionOperations = [
  defineOperation({
    id: 'listMySessions',
    method: 'get',
    path: '/v1/me/sessions',
    tag: 'Identity',
    summary: 'Where you are signed in',
    description: `${ofPerson} \`expiresAt\` is when a session ends if nobody uses it any more.`,
    permission: null,
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedSession),
    run: (ctx, { query }) => listMySessions(ctx, query),
  }),
  defineOperation({
    id: 'endMySession',
    method: 'delete',
    path: '/v1/me/sessions/{sessionId}',
    tag: 'Identity',
    summary: 'Sign out one browser of yours',
    description: ofPerson,
    permission: null,
    params: z.strictObject({ sessionId: z.string().max(80) }),
    status: 204,
    response: null,
    run: (ctx, { params }) => endMySession(ctx, params),
  }),
  defineOperation({
    id: 'endMySessions',
    method: 'post',
    path: '/v1/me/sessions/end',
    tag: 'Identity',
    summary: 'Sign out everywhere, or everywhere else',
    description: `${ofPerson} Sign-in links that were not used yet are void too.`,
    permission: null,
    body: z.strictObject({ keepCurrent: z.boolean() }),
    status: 200,
    response: ended,
    run: (ctx, { body }) => endMySessions(ctx, body),
  }),
  defineOperation({
    id: 'listMemberSessions',
    method: 'get',
    path: '/v1/members/{memberId}/sessions',
    tag: 'Organization',
    summary: 'Where a member is signed in',
    permission: 'members:write',
    params: member,
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedSession),
    run: (ctx, { params, query }) => listMemberSessions(ctx, params, query),
  }),
  defineOperation({
    id: 'endMemberSessions',
    method: 'post',
    path: '/v1/members/{memberId}/sessions/end',
    tag: 'Organization',
    summary: 'Sign a member out everywhere',
    description: ofRecent,
    permission: 'members:write',
    params: member,
    status: 200,
    response: ended,
    run: (ctx, { params }) => endMemberSessions(ctx, params),
  }),
  defineOperation({
    id: 'endEverySession',
    method: 'post',
    path: '/v1/sessions/end',
    tag: 'Organization',
    summary: 'Sign everybody out',
    description: `Whoever asks included. ${ofRecent}`,
    permission: 'organization:write',
    body: z.strictObject({}),
    bodyOptional: true,
    status: 200,
    response: ended,
    run: (ctx) => endEverySession(ctx),
  }),
]
