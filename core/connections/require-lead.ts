// Who may bring in an account that events name (a Slack workspace), or the app that signs those events: its people become members by
// their address, so whoever does it decides who may speak for whom. A right to write connections or connectors is not enough.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'

/** @throws AppError forbidden */
export function requireLead(ctx: Pick<Ctx, 'grants'>): void {
  const { role, everythingForPrograms } = ctx.grants
  if (role === 'owner' || role === 'admin' || everythingForPrograms) return
  throw new AppError(
    'forbidden',
    'Only an owner or admin, or a key with every scope, connects this.',
  )
}
