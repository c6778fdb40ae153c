// Whom a connection is for. Without an audience it is for every member; with one, for the members of its groups. To everybody else
// it is not there: in no list, tool or form. Owners and admins see it, to manage it, and act through it only from within. Programs
// act for the organization and are in no group: audiences are about people.
import type { Grants } from '../contract/permissions.ts'
import type { ConnectionAudience } from '../db/schema/index.ts'
import { connections } from '../db/schema/index.ts'
import { type SQL, sql } from '../db/sql.ts'

type Audience = ConnectionAudience | null

/** Whether the connection is there at all for who asks. */
export function maySee(grants: Grants, audience: Audience): boolean {
  return managesAll(grants) || mayUse(grants, audience)
}

/** Whether who asks may act through it. */
export function mayUse(grants: Grants, audience: Audience): boolean {
  if (audience === null || isProgram(grants)) return true
  return audience.groupIds.some((id) => grants.groupIds.includes(id))
}

/** A condition on `connections`: those that are there for who asks. Undefined: all are. */
export function isSeen(grants: Grants): SQL | undefined {
  return managesAll(grants) || isProgram(grants) ? undefined : isUsable(grants)
}

/** A condition on `connections`: those that who asks may act through. */
export function isUsable(grants: Grants): SQL | undefined {
  if (isProgram(grants)) return undefined
  return sql`(${connections.audience} IS NULL OR EXISTS (
    SELECT 1 FROM json_each(${connections.audience}, '$.groupIds') AS named
    WHERE named.value IN (SELECT value FROM json_each(${JSON.stringify(grants.groupIds)}))))`
}

/** For what was done or asked through connections: those that are not there for who asks. Undefined: none. */
export function isOfUnseen(
  ctx: { readonly organizationId: string; readonly grants: Grants },
  connectionId: SQL,
): SQL | undefined {
  const seen = isSeen(ctx.grants)
  return (
    seen &&
    sql`${connectionId} IN (SELECT ${connections.id} FROM ${connections}
      WHERE ${connections.organizationId} = ${ctx.organizationId} AND NOT ${seen})`
  )
}

const managesAll = ({ role }: Grants) => role === 'owner' || role === 'admin'
/** A person always has a role. */
const isProgram = ({ role }: Grants) => role === null
