// Roles as their holders have them: a built-in one by its name, one of the organization's own by its id. Two rules hold for
// whoever hands roles out. Nobody gives a role that holds more than they hold themselves, and nobody changes a person who
// holds more than they do. Owners are made and unmade by owners alone.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { roleWords } from '../contract/permission-words.ts'
import { isBuiltInRole, mayHandOn, rolePermissions } from '../contract/permissions.ts'
import { customRoles } from '../db/schema/index.ts'
import { and, eq, type SQL, sql } from '../db/sql.ts'

export interface HeldRole {
  readonly id: string
  readonly name: string
  readonly permissions: readonly string[]
}

/** Null when the organization has no such role. */
export async function readRole(
  ctx: Pick<Ctx, 'db' | 'organizationId'>,
  role: string,
): Promise<HeldRole | null> {
  if (isBuiltInRole(role)) {
    return { id: role, name: roleWords[role].name, permissions: rolePermissions[role] }
  }
  const [row] = await ctx.db
    .select({
      id: customRoles.id,
      name: customRoles.name,
      permissions: customRoles.permissions,
    })
    .from(customRoles)
    .where(and(eq(customRoles.organizationId, ctx.organizationId), eq(customRoles.id, role)))
    .limit(1)
  return row ?? null
}

/** @throws AppError invalid_request naming `path` when there is no such role */
export async function requireRole(
  ctx: Pick<Ctx, 'db' | 'organizationId'>,
  role: string,
  path: string,
): Promise<HeldRole> {
  const held = await readRole(ctx, role)
  if (held) return held
  throw new AppError('invalid_request', 'Some fields are not valid.', {
    errors: [{ path, message: 'is not a role of this organization' }],
  })
}

/** @throws AppError forbidden when the role holds more than who gives it */
export function requireMayGive(ctx: Pick<Ctx, 'grants'>, role: HeldRole): void {
  if (role.id === 'owner' && ctx.grants.role !== 'owner') {
    throw new AppError('forbidden', 'Only an owner makes owners.')
  }
  if (!mayHandOn(ctx.grants, role.permissions)) {
    throw new AppError('forbidden', 'A role cannot be given by somebody who holds less than it.')
  }
}

/**
 * Before a member is changed, signed out or removed by another.
 * @param role the member's own; null when it is gone, and grants nothing
 * @throws AppError forbidden when the member holds more than who changes them
 */
export function requireNotAbove(ctx: Pick<Ctx, 'grants'>, role: HeldRole | null): void {
  if (role?.id === 'owner' && ctx.grants.role !== 'owner') {
    throw new AppError('forbidden', 'Only an owner changes an owner.')
  }
  if (role && !mayHandOn(ctx.grants, role.permissions)) {
    throw new AppError('forbidden', 'They may more than you do. Ask an owner or admin.')
  }
}

/** For `refuseWhen`: one of these roles is no longer there. Built-in ones always are. */
export function someRoleIsGone(
  ctx: Pick<Ctx, 'organizationId'>,
  references: readonly string[],
): SQL {
  const own = JSON.stringify(references.filter((each) => !isBuiltInRole(each)))
  return sql`EXISTS (SELECT 1 FROM json_each(${own}) AS wanted WHERE wanted.value NOT IN (
    SELECT ${customRoles.id} FROM ${customRoles} WHERE ${customRoles.organizationId} = ${ctx.organizationId}))`
}
