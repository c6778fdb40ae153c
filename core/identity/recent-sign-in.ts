// Dangerous acts of a signed-in person ask for a fresh proof of who they are: a browser left open is not enough.
import type { Ctx } from '../context.ts'
import { AppError } from '../contract/errors.ts'

/** How long a sign-in counts as fresh. */
export const recentMinutes = 15

/**
 * Programs, which cannot do what this guards, and chat users pass; a browser session must have signed in within the last minutes.
 * @throws AppError reauthentication_required
 */
export function requireRecentSignIn(ctx: Pick<Ctx, 'session' | 'clock'>): void {
  if (ctx.session === null) return
  if (ctx.clock.now() - ctx.session.authenticatedAt <= recentMinutes * 60_000) return
  throw new AppError(
    'reauthentication_required',
    `This needs a sign-in of the last ${recentMinutes} minutes. Sign in again, then repeat it.`,
  )
}
