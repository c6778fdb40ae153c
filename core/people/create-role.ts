// Makes a role of the organization's own: a name and a list of permissions, none of which its maker lacks.
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { roleWords } from '../contract/permission-words.ts'
import { authorize, mayHandOn } from '../contract/permissions.ts'
import { customRoles } from '../db/schema/index.ts'
import { writeChange } from '../db/write.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import {
  type newRole,
  type PresentedRole,
  presentRole,
  type RoleRow,
  readOwnRoles,
  rolesMax,
} from './list-roles.ts'

/**
 * Asks for a fresh sign-in.
 * @throws AppError forbidden for a permission beyond the maker's own; conflict for a name that is taken, or above the greatest number
 */
export async function createRole(
  ctx: Ctx,
  input: z.output<typeof newRole>,
): Promise<PresentedRole> {
  authorize(ctx, 'members:write')
  requireMayHandOn(ctx, input.permissions)
  requireRecentSignIn(ctx)
  const there = await readOwnRoles(ctx)
  if (there.length >= rolesMax) {
    throw new AppError('conflict', `An organization may have at most ${rolesMax} roles of its own.`)
  }
  requireFreeName(there, input.name)
  const nowMs = ctx.clock.now()
  const row = {
    id: ctx.ids.next('role'),
    organizationId: ctx.organizationId,
    name: input.name,
    description: input.description ?? null,
    permissions: input.permissions,
    createdAt: nowMs,
    updatedAt: nowMs,
  }
  const { answer } = await writeChange(ctx, {
    statements: [{ statement: ctx.db.insert(customRoles).values(row) }],
    audit: {
      action: 'role.create',
      target: { type: 'role', id: row.id },
      values: { name: row.name, permissions: row.permissions },
    },
    answer: presentRole(row),
  })
  return answer
}

/** @throws AppError forbidden naming what the actor does not hold */
export function requireMayHandOn(ctx: Ctx, permissions: readonly string[]): void {
  const beyond = permissions.filter((each) => !mayHandOn(ctx.grants, [each]))
  if (beyond.length === 0) return
  const named = beyond.slice(0, 5).join(', ')
  throw new AppError('forbidden', `Nobody grants what they do not hold: ${named}.`)
}

/** Names are told apart without regard to case, and none is a built-in role's. @throws AppError conflict */
export function requireFreeName(there: readonly RoleRow[], name: string): void {
  const taken = [...Object.values(roleWords), ...there].map((each) => each.name.toLowerCase())
  if (!taken.includes(name.toLowerCase())) return
  throw new AppError('conflict', 'There is a role of this name already.')
}
