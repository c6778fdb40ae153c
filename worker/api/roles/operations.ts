// `/v1/roles` and `/v1/permissions`: what members may, and what it is made of.
import { z } from '@hono/zod-openapi'
import { pageSchema } from '../../../core/contract/paging.ts'
import {
  createRole,
  deleteRole,
  listPermissions,
  listRoles,
  newRole,
  presentedPermission,
  presentedRole,
  roleChanges,
  updateRole,
} from '../../../core/people/index.ts'
import { defineOperation } from '../../operation.ts'

const params = z.strictObject({ roleId: z.string().max(80) })
const freshSignIn = 'Needs a sign-in of the last 15 minutes. A signed-in person only.'

export const roleOperations = [
  defineOperation({
    id: 'listPermissions',
    method: 'get',
    path: '/v1/permissions',
    tag: 'People',
    summary: 'Every permission there is',
    permission: null,
    status: 200,
    response: pageSchema(presentedPermission),
    run: (ctx) => listPermissions(ctx),
  }),
  defineOperation({
    id: 'listRoles',
    method: 'get',
    path: '/v1/roles',
    tag: 'People',
    summary: 'The roles, built-in ones first',
    permission: 'members:read',
    status: 200,
    response: pageSchema(presentedRole),
    run: (ctx) => listRoles(ctx),
  }),
  defineOperation({
    id: 'createRole',
    method: 'post',
    path: '/v1/roles',
    tag: 'People',
    summary: 'Make a role',
    description: `Of permissions that its maker holds. ${freshSignIn}`,
    permission: 'members:write',
    body: newRole,
    status: 201,
    response: presentedRole,
    run: (ctx, { body }) => createRole(ctx, body),
  }),
  defineOperation({
    id: 'updateRole',
    method: 'patch',
    path: '/v1/roles/{roleId}',
    tag: 'People',
    summary: 'Change a role',
    description: `Built-in roles are never changed. ${freshSignIn}`,
    permission: 'members:write',
    params,
    body: roleChanges,
    status: 200,
    response: presentedRole,
    run: (ctx, { params, body }) => updateRole(ctx, { ...params, changes: body }),
  }),
  defineOperation({
    id: 'deleteRole',
    method: 'delete',
    path: '/v1/roles/{roleId}',
    tag: 'People',
    summary: 'Remove a role',
    description: `409 while a member, an open invitation or a rule has it. ${freshSignIn}`,
    permission: 'members:write',
    params,
    status: 204,
    response: null,
    run: (ctx, { params }) => deleteRole(ctx, params),
  }),
]
