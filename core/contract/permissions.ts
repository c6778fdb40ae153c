// The one permission matrix: what each scope means, what each role holds, and what only a person may do.
// A scope is `<resource>:read|write`; actions are `actions:read`, `actions:write`, or one connector's
// (`actions:jira:write`). `*` is everything a program may have, and never what only people may do.
import { z } from 'zod'
import type { Actor } from './actor.ts'
import { AppError } from './errors.ts'

/** What programs may be given, one scope each. */
export const programScopes = [
  'organization:read',
  'members:read',
  'api-keys:read',
  'api-keys:write',
  'connectors:read',
  'connections:read',
  'connections:write',
  'actions:read',
  'actions:write',
  'runs:read',
  'approvals:read',
  'policies:read',
  'events:read',
  'events:write',
  'webhook-endpoints:read',
  'webhook-endpoints:write',
  'deliveries:read',
  'deliveries:write',
  'audit:read',
  'assistant:write',
  'usage:read',
] as const

/** What only people may be given: no key and no app ever holds these, `*` included. */
export const personScopes = [
  'members:write',
  'policies:write',
  'approvals:decide',
  'organization:write',
  'connectors:write',
] as const

export type ProgramScope = (typeof programScopes)[number] | `actions:${string}:${'read' | 'write'}`
export type PersonScope = (typeof personScopes)[number]
export type Permission = ProgramScope | PersonScope

export const roles = ['owner', 'admin', 'developer', 'auditor', 'member'] as const
export type Role = (typeof roles)[number]

/** A built-in role's name, or the id of one of the organization's own. */
export const roleReference = z.union([
  z.enum(roles),
  z.string().regex(/^rol_[0-9a-z]{26}$/, 'is not a role'),
])

const reads = programScopes.filter((scope) => scope.endsWith(':read'))
const assistantUse = ['assistant:write', 'actions:read', 'actions:write'] as const

/** What each built-in role holds. Everyone may decide what they themselves asked for (`approvals:decide`). */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: [...programScopes, ...personScopes],
  admin: [...programScopes, ...personScopes],
  developer: [...programScopes.filter((scope) => scope !== 'audit:read'), 'approvals:decide'],
  auditor: [...reads.filter((scope) => scope !== 'actions:read')],
  member: [
    'organization:read',
    'members:read',
    'connectors:read',
    'connections:read',
    'approvals:read',
    'approvals:decide',
    ...assistantUse,
  ],
}

/** What the actor of this request may do. Made once, when it is authenticated. */
export interface Grants {
  readonly permissions: ReadonlySet<string>
  /** `*`: every program scope. */
  readonly everythingForPrograms: boolean
  /** The person's role, for policies: a built-in one, or the id of one of the organization's own; null for programs. */
  readonly role: string | null
  /** Groups of the person: audiences of policies and connections. Empty for programs. */
  readonly groupIds: readonly string[]
}

/** What a built-in role grants to a person who is in no group. */
export function grantsOfRole(role: Role): Grants {
  return grantsOfMember(role, rolePermissions[role], [])
}

/** What a member may do: the permissions of their role, and the groups they are in. */
export function grantsOfMember(
  role: string,
  permissions: readonly string[],
  groupIds: readonly string[],
): Grants {
  const known = permissions.filter((each) => isPermission(each))
  return { permissions: new Set(known), everythingForPrograms: false, role, groupIds }
}

export function isBuiltInRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}

/** Whether a text is a permission at all: a program's scope, or one for people only. */
export function isPermission(text: string): boolean {
  return isProgramScope(text) || (personScopes as readonly string[]).includes(text)
}

export function grantsOfScopes(scopes: readonly string[]): Grants {
  const own = scopes.filter((scope) => isProgramScope(scope))
  return {
    permissions: new Set(own),
    everythingForPrograms: scopes.includes('*'),
    role: null,
    groupIds: [],
  }
}

export const noGrants: Grants = {
  permissions: new Set(),
  everythingForPrograms: false,
  role: null,
  groupIds: [],
}

/** Whether a text is a scope that a program may have (`*` is not a scope but the sum of them). */
export function isProgramScope(text: string): boolean {
  return (
    (programScopes as readonly string[]).includes(text) ||
    /^actions:[a-z][a-z0-9-]{0,39}:(read|write)$/.test(text)
  )
}

/** Whether the grants hold a permission; `actions:write` covers every connector's writes. */
export function permits(grants: Grants, permission: Permission): boolean {
  if (grants.permissions.has(permission)) return true
  const general = /^actions:[^:]+:(read|write)$/.exec(permission)
  if (general && grants.permissions.has(`actions:${general[1]}`)) return true
  return grants.everythingForPrograms && isProgramScope(permission)
}

/** Whether every scope of a list may be handed on by these grants: a key never grants more than its maker has. */
export function mayGrant(grants: Grants, scopes: readonly string[]): boolean {
  return scopes.every((scope) =>
    scope === '*'
      ? // A program that lists every scope of today does not get those of tomorrow.
        grants.everythingForPrograms ||
        (grants.role !== null && programScopes.every((each) => permits(grants, each)))
      : isProgramScope(scope) && permits(grants, scope as Permission),
  )
}

/** Whether a person with these grants may hand every right of a list to another person: nobody grants what they do not hold. */
export function mayHandOn(grants: Grants, permissions: readonly string[]): boolean {
  return permissions.every((each) => isPermission(each) && permits(grants, each as Permission))
}

/** Refuses with `forbidden` when the permission is missing, naming it. */
export function authorize(
  ctx: { readonly grants: Grants; readonly actor: Actor },
  permission: Permission,
): void {
  if (permits(ctx.grants, permission)) return
  const personOnly = (personScopes as readonly string[]).includes(permission)
  if (personOnly && ctx.actor.type !== 'member' && ctx.actor.type !== 'chat_user') {
    throw new AppError('person_required', `Only a person may do this (${permission}).`)
  }
  throw new AppError('forbidden', `This needs the permission ${permission}.`)
}
