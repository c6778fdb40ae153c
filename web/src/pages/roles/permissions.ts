// Permissions in the order and the groups that people read them in.
import type { Permission, Role } from '../../hub/people.ts'
import { holds } from '../../hub/permissions.ts'

export interface PermissionGroup {
  readonly name: string
  readonly permissions: readonly Permission[]
}

const order = ['See', 'Change and act', 'Only for people', 'Single systems'] as const

function groupNameOf({ permission, peopleOnly }: Permission): (typeof order)[number] {
  if (/^actions:[^:]+:/.test(permission)) return 'Single systems'
  if (peopleOnly) return 'Only for people'
  return permission.endsWith(':read') ? 'See' : 'Change and act'
}

/** Groups without a permission are left out. */
export function groupsOf(permissions: readonly Permission[]): readonly PermissionGroup[] {
  return order
    .map((name) => ({
      name,
      permissions: permissions.filter((each) => groupNameOf(each) === name),
    }))
    .filter((group) => group.permissions.length > 0)
}

export const roleHolds = (role: Role, { permission }: Permission) =>
  holds(role.permissions, permission)
