// The roles: the built-in ones, whose rights the hub knows, then the organization's own by name. And the permissions they are made of.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { notFound } from '../contract/errors.ts'
import type { Page } from '../contract/paging.ts'
import { permissionWords, roleWords } from '../contract/permission-words.ts'
import {
  authorize,
  isPermission,
  personScopes,
  programScopes,
  rolePermissions,
  roles,
} from '../contract/permissions.ts'
import { customRoles } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'

/** Few enough to be shown at once. */
export const rolesMax = 100
const permissionsMax = 100

export const newRole = z.strictObject({
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(500).nullish(),
  permissions: z
    .array(z.string().refine(isPermission, 'is not a permission'))
    .min(1)
    .max(permissionsMax)
    .transform((permissions) => [...new Set(permissions)].sort()),
})

export const presentedRole = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  builtIn: z.boolean(),
  permissions: z.array(z.string()),
})

export type PresentedRole = z.output<typeof presentedRole>
export type RoleRow = typeof customRoles.$inferSelect

/** All of them: the list is short and fits one page. */
export async function listRoles(ctx: Ctx): Promise<Page<PresentedRole>> {
  authorize(ctx, 'members:read')
  return {
    data: [...builtInRoles(), ...(await readOwnRoles(ctx)).map(presentRole)],
    nextCursor: null,
  }
}

export const presentedPermission = z.object({
  permission: z.string(),
  description: z.string(),
  /** No key and no app ever holds it. */
  peopleOnly: z.boolean(),
})

/** Every permission there is, those of single connectors too. Whoever may come in may ask. */
export async function listPermissions(
  ctx: Pick<Ctx, 'connectors'>,
): Promise<Page<z.output<typeof presentedPermission>>> {
  const named = (permissions: readonly (keyof typeof permissionWords)[], peopleOnly: boolean) =>
    permissions.map((permission) => ({
      permission: permission as string,
      description: permissionWords[permission],
      peopleOnly,
    }))
  const ofConnectors = ctx.connectors
    .list()
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap(({ id, name }) => [
      {
        permission: `actions:${id}:read`,
        description: `Run ${name}'s actions that read.`,
        peopleOnly: false,
      },
      {
        permission: `actions:${id}:write`,
        description: `Run ${name}'s actions that write.`,
        peopleOnly: false,
      },
    ])
  return {
    data: [...named(programScopes, false), ...ofConnectors, ...named(personScopes, true)],
    nextCursor: null,
  }
}

/** The organization's own roles, by name. */
export async function readOwnRoles(ctx: Ctx): Promise<RoleRow[]> {
  return await ctx.db
    .select()
    .from(customRoles)
    .where(eq(customRoles.organizationId, ctx.organizationId))
    .orderBy(customRoles.name, customRoles.id)
    // Two made at once may pass the bound by one.
    .limit(rolesMax * 2)
}

/** @throws AppError not_found, for a built-in role too: those are never changed */
export async function readOwnRole(ctx: Ctx, roleId: string): Promise<RoleRow> {
  const [row] = await ctx.db
    .select()
    .from(customRoles)
    .where(and(eq(customRoles.organizationId, ctx.organizationId), eq(customRoles.id, roleId)))
    .limit(1)
  if (!row) throw notFound('role')
  return row
}

export function presentRole(row: RoleRow): PresentedRole {
  const { id, name, description } = row
  return { id, name, description, builtIn: false, permissions: [...row.permissions] }
}

function builtInRoles(): PresentedRole[] {
  return roles.map((id) => ({
    id,
    ...roleWords[id],
    builtIn: true,
    permissions: [...rolePermissions[id]],
  }))
}
