// `/v1/me`: the actor who asks, and what a person calls themselves.
import { z } from '@hono/zod-openapi'
import { actorTypes } from '../../../core/contract/actor.ts'
import { getMe, meChange, updateMe } from '../../../core/identity/index.ts'
import { defineOperation } from '../../operation.ts'

const me = z
  .object({
    type: z.enum(actorTypes),
    id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    role: z.string().nullable(),
    organizationId: z.string(),
    organizationName: z.string(),
    scopes: z.array(z.string()),
    session: z
      .object({ id: z.string(), authenticatedAt: z.string(), expiresAt: z.string() })
      .nullable(),
  })
  .openapi('Me')

export const meOperations = [
  defineOperation({
    id: 'getMe',
    method: 'get',
    path: '/v1/me',
    tag: 'Identity',
    summary: 'The actor who asks',
    description: '`email`, `name` and `session` are null for programs.',
    permission: null,
    status: 200,
    response: me,
    run: (ctx) => getMe(ctx),
  }),
  defineOperation({
    id: 'updateMe',
    method: 'patch',
    path: '/v1/me',
    tag: 'Identity',
    summary: 'Change your name',
    description: 'For a person who is signed in.',
    permission: null,
    body: meChange,
    status: 200,
    response: me,
    run: (ctx, { body }) => updateMe(ctx, body),
  }),
]
