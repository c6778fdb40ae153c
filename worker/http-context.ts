// What a request carries through the hub's doors, and how a use case's result becomes an answer.
import type { Context } from 'hono'
import type { Ctx } from '../core/context.ts'
import type { Operator } from '../core/operators/index.ts'

export interface HubVariables {
  requestId: string
  ctx: Ctx
  /** At the operator's door only. */
  operator?: Operator
}

export type HubContext = Context<{ Variables: HubVariables }>

/** An answer of JSON with that status. A Response (a stream, a file) passes as it is. */
export function respond(c: HubContext, status: 200 | 201 | 202 | 204, result: unknown): Response {
  if (result instanceof Response) return result
  if (status === 204) return c.body(null, 204)
  return c.json(result as never, status)
}
