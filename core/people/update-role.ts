// Changes a role of the organization's own. Whoever holds it has the new rights from their next request on.
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { authorize } from '../contract/permissions.ts'
import { customRoles } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { requireRecentSignIn } from '../identity/recent-sign-in.ts'
import { requireNotAbove } from '../identity/roles.ts'
import { requireFreeName, requireMayHandOn } from './create-role.ts'
import {
  newRole,
  type PresentedRole,
  presentRole,
  readOwnRole,
  readOwnRoles,
} from './list-roles.ts'

export const roleChanges = newRole.partial()

/**
 * Asks for a fresh sign-in.
 * @throws AppError not_found, for a built-in role too; forbidden when it holds, or would hold, more than who changes it; conflict
 */
export async function updateRole(
  ctx: Ctx,
  input: { roleId: string; changes: z.output<typeof roleChanges> },
): Promise<PresentedRole> {
  authorize(ctx, 'members:write')
  const row = await readOwnRole(ctx, input.roleId)
  requireNotAbove(ctx, row)
  const { name, description, permissions } = input.changes
  if (permissions) requireMayHandOn(ctx, permissions)
  requireRecentSignIn(ctx)
  if (name !== undefined) {
    const others = (await readOwnRoles(ctx)).filter(({ id }) => id !== row.id)
    requireFreeName(others, name)
  }
  const changed = {
    name: name ?? row.name,
    description: description === undefined ? row.description : description,
    permissions: permissions ?? row.permissions,
    // Later than the one read, so that of two changes at once one is refused.
    updatedAt: Math.max(ctx.clock.now(), row.updatedAt + 1),
  }
  const { answer } = await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .update(customRoles)
          .set(changed)
          .where(
            and(
              eq(customRoles.organizationId, ctx.organizationId),
              eq(customRoles.id, row.id),
              eq(customRoles.updatedAt, row.updatedAt),
            ),
          ),
        orElse: 'conflict',
      },
    ],
    audit: {
      action: 'role.update',
      target: { type: 'role', id: row.id },
      values: { name: changed.name, permissions: changed.permissions },
    },
    answer: presentRole({ ...row, ...changed }),
  })
  return answer
}
