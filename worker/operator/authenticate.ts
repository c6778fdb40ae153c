// Who is at the operator's door: a program with the deploy secret, or a person with an operator's session, whose every change
// must come from our own pages.
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Hub } from '../../core/context.ts'
import { AppError, assert } from '../../core/contract/errors.ts'
import { constantTimeEqual } from '../../core/lib/hmac.ts'
import type { OperatorRequest } from '../../core/operators/index.ts'
import {
  authenticateOperator,
  deploySecretOperator,
  type Operator,
} from '../../core/operators/index.ts'
import type { HubContext, HubVariables } from '../http-context.ts'
import { requireSameOrigin } from '../middleware/authenticate.ts'

/** Another cookie than the members': one browser may be both, and neither opens the other's doors. */
export const operatorCookie = '__Host-causeway-operator'

/** Puts the operator into the request. @throws AppError unauthenticated, forbidden */
export function authenticateOperators(hub: Hub) {
  return createMiddleware<{ Variables: HubVariables }>(async function operators(c, next) {
    c.set('operator', await identify(hub, c.req.raw, getCookie(c, operatorCookie)))
    await next()
  })
}

async function identify(hub: Hub, request: Request, cookie: string | undefined): Promise<Operator> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    const secret = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? ''
    if (constantTimeEqual(secret, hub.settings.operatorSecret)) return deploySecretOperator
    throw new AppError('unauthenticated', 'This door needs the operator secret.')
  }
  if (cookie) {
    requireSameOrigin(request, hub.settings.publicOrigin)
    return await authenticateOperator(hub, cookie)
  }
  throw new AppError(
    'unauthenticated',
    'This door needs an operator: sign in, or send the operator secret.',
  )
}

/**
 * What lets somebody act as an organization's own people, makes the first operator, or restores, is for whoever holds the deploy
 * secret. Operators who are there add others by themselves, freshly signed in.
 * @throws AppError forbidden
 */
export const requireDeploySecret = createMiddleware<{ Variables: HubVariables }>(
  async function requireDeploySecret(c, next) {
    if (c.get('operator') !== deploySecretOperator) {
      throw new AppError('forbidden', 'Only a program with the operator secret may do this.')
    }
    await next()
  },
)

export function requestOf(c: HubContext) {
  return {
    requestId: c.get('requestId'),
    waitUntil: (_name: string, work: Promise<unknown>) => c.executionCtx.waitUntil(work),
  }
}

/** Who asks; behind `authenticateOperators` only. */
export function operatorOf(c: HubContext): Operator {
  const operator = c.get('operator')
  assert(operator, 'a request came past the operator door')
  return operator
}

export function operatorRequest(hub: Hub, c: HubContext): OperatorRequest {
  return { hub, operator: operatorOf(c), ...requestOf(c) }
}
