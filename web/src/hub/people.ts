// People as the dashboard asks for them: members, groups, roles, invitations, and what a role is made of. Ids that come from the
// address bar are foreign text, so every path is built here.
import { queryOptions } from '@tanstack/react-query'
import { ask } from './client.ts'
import { holds } from './permissions.ts'

export interface PageOf<Row> {
  readonly data: Row[]
  readonly nextCursor: string | null
}

export interface Member {
  readonly id: string
  readonly email: string
  readonly name: string
  /** A built-in role, or the id of one of the organization's own. */
  readonly role: string
  readonly roleName: string
  readonly groupIds: readonly string[]
  readonly createdAt: string
  readonly lastSeenAt: string | null
}

export interface Group {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly memberCount: number
  readonly createdAt: string
}

export interface Role {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly builtIn: boolean
  readonly permissions: readonly string[]
}

export interface Permission {
  readonly permission: string
  readonly description: string
  readonly peopleOnly: boolean
}

export interface Session {
  readonly id: string
  readonly createdAt: string
  readonly lastUsedAt: string
  readonly expiresAt: string
  readonly method: 'link' | 'passkey' | 'invitation' | 'sign_up'
  readonly userAgent: string | null
  readonly current: boolean
}

/** `/v1/members?limit=100&role=admin`: what is null or undefined is left out, ids in the path are encoded. */
export function pathOf(
  path: readonly string[],
  query: Readonly<Record<string, string | number | null | undefined>> = {},
): string {
  const kept = Object.entries(query).flatMap(([name, value]) =>
    value == null ? [] : [[name, String(value)]],
  )
  const text = new URLSearchParams(kept).toString()
  return `/v1/${path.map(encodeURIComponent).join('/')}${text && `?${text}`}`
}

/** The built-in roles, then the organization's own. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  staleTime: 60_000,
  queryFn: async () => (await ask<PageOf<Role>>('GET', pathOf(['roles']))).data,
})

/** Every permission there is; it changes with a deploy only. */
export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  staleTime: 30 * 60_000,
  queryFn: async () => (await ask<PageOf<Permission>>('GET', pathOf(['permissions']))).data,
})

/** The newest hundred groups: for names and choices. */
export const groupsQuery = queryOptions({
  queryKey: ['groups', 'choices'],
  staleTime: 60_000,
  queryFn: async () => (await ask<PageOf<Group>>('GET', pathOf(['groups'], { limit: 100 }))).data,
})

/** Whether a person may give this role: nobody gives what they do not hold, and only an owner makes owners. */
export function mayGive(
  giver: { readonly role: string | null; readonly scopes: readonly string[] },
  role: Role,
): boolean {
  if (role.id === 'owner') return giver.role === 'owner'
  return role.permissions.every((each) => holds(giver.scopes, each))
}
