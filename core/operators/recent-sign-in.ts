// What an operator can hardly take back asks for a fresh proof of who they are: a console left open is not enough.
import { AppError } from '../contract/errors.ts'
import { recentMinutes } from '../identity/recent-sign-in.ts'
import type { OperatorRequest } from './operator.ts'

/**
 * Programs with the deploy secret pass; a person must have signed in within the last minutes. It is `forbidden`, not
 * `reauthentication_required`: that one tells a member's browser to sign in again, as a member.
 * @throws AppError forbidden
 */
export function requireRecentOperatorSignIn({
  hub,
  operator,
}: Pick<OperatorRequest, 'hub' | 'operator'>): void {
  const { authenticatedAt } = operator
  if (authenticatedAt === null) return
  if (hub.clock.now() - authenticatedAt <= recentMinutes * 60_000) return
  throw new AppError(
    'forbidden',
    `This needs a sign-in of the last ${recentMinutes} minutes. Sign in again at /console/sign-in, then repeat it.`,
  )
}
