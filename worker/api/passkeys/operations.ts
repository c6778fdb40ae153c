// `/v1/me/passkeys`: a person's own.
import { z } from '@hono/zod-openapi'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import {
  createPasskey,
  listPasskeys,
  newPasskey,
  offerPasskey,
  passkeyChange,
  presentedPasskey,
  removePasskey,
  renamePasskey,
} from '../../../core/identity/index.ts'
import { defineOperation } from '../../operation.ts'

const ofPerson = 'For a person who is signed in.'
const ofRecent = `${ofPerson} Needs a sign-in of the last 15 minutes.`
const params = z.strictObject({ passkeyId: z.string().max(80) })

export const passkeyOperations = [
  defineOperation({
    id: 'listPasskeys',
    method: 'get',
    path: '/v1/me/passkeys',
    tag: 'Identity',
    summary: 'Your passkeys',
    description: ofPerson,
    permission: null,
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedPasskey),
    run: (ctx, { query }) => listPasskeys(ctx, query),
  }),
  defineOperation({
    id: 'offerPasskey',
    method: 'post',
    path: '/v1/me/passkeys/options',
    tag: 'Identity',
    summary: 'Begin to make a passkey',
    description: `${ofRecent} \`options\` is a PublicKeyCredentialCreationOptionsJSON; answer within five minutes.`,
    permission: null,
    body: z.strictObject({}),
    bodyOptional: true,
    status: 200,
    response: z.object({ options: z.record(z.string(), z.unknown()) }),
    idempotency: 'none',
    run: (ctx) => offerPasskey(ctx),
  }),
  defineOperation({
    id: 'createPasskey',
    method: 'post',
    path: '/v1/me/passkeys',
    tag: 'Identity',
    summary: 'Keep a passkey that the browser made',
    description: `${ofRecent} \`credential\` is a RegistrationResponseJSON.`,
    permission: null,
    body: newPasskey,
    status: 201,
    response: presentedPasskey,
    run: (ctx, { body }) => createPasskey(ctx, body),
  }),
  defineOperation({
    id: 'renamePasskey',
    method: 'patch',
    path: '/v1/me/passkeys/{passkeyId}',
    tag: 'Identity',
    summary: 'Rename a passkey',
    description: ofPerson,
    permission: null,
    params,
    body: passkeyChange,
    status: 200,
    response: presentedPasskey,
    run: (ctx, { params, body }) => renamePasskey(ctx, { ...params, ...body }),
  }),
  defineOperation({
    id: 'removePasskey',
    method: 'delete',
    path: '/v1/me/passkeys/{passkeyId}',
    tag: 'Identity',
    summary: 'Remove a passkey',
    description: ofRecent,
    permission: null,
    params,
    status: 204,
    response: null,
    run: (ctx, { params }) => removePasskey(ctx, params),
  }),
]
