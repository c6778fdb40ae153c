// Who runs the hub: a person known by an address, or a program with the deploy secret. What they do is written in the operator
// log of the directory, and what they do to an organization in its own audit trail too.
import type { Ctx, Hub } from '../context.ts'
import type { Actor } from '../contract/actor.ts'

export interface Operator {
  /** `opr_…`, or `operator` for the deploy secret. */
  readonly id: string
  /** Null for the deploy secret. */
  readonly email: string | null
  readonly name: string
  /** When the person signed in, in milliseconds; null for the deploy secret. */
  readonly authenticatedAt: number | null
}

/** The deploy secret itself, as programs bear it. */
export const deploySecretOperator: Operator = {
  id: 'operator',
  email: null,
  name: 'The deploy secret',
  authenticatedAt: null,
}

/** One request of an operator. */
export interface OperatorRequest {
  readonly hub: Hub
  readonly operator: Operator
  readonly requestId: string
  readonly waitUntil: Ctx['waitUntil']
}

/** How an operator stands in an organization's audit trail. */
export function operatorActor(operator: Operator): Actor {
  return { type: 'operator', id: operator.id, onBehalfOf: null }
}
