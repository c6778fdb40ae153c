// `GET /v1/me`: the actor who asks.
import { z } from '@hono/zod-openapi'
import { actorTypes } from '../../../core/contract/actor.ts'
import { getMe } from '../../../core/identity/index.ts'
import { defineOperation } from '../../operation.ts'

export const meOperations = [
  defineOperation({
    id: 'getMe',
    method: 'get',
    path: '/v1/me',
    tag: 'Identity',
    summary: 'The actor who asks',
    permission: null,
    status: 200,
    response: z
      .object({
        type: z.enum(actorTypes),
        id: z.string(),
        email: z.string().nullable(),
        name: z.string().nullable(),
        role: z.string().nullable(),
        organizationId: z.string(),
        scopes: z.array(z.string()),
      })
      .openapi('Me'),
    run: (ctx) => getMe(ctx),
  }),
]
