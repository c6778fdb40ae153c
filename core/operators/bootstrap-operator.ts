// The first operator, and the way back in when no letter arrives: the deploy secret names a person and gets a one-time link.
import type { z } from 'zod'
import { addOperator, type newOperator } from './manage-operators.ts'
import type { OperatorRequest } from './operator.ts'
import { createOperatorLink, type OperatorLink } from './sign-in.ts'
import { recordOperatorAct } from './write-operator-change.ts'

/** The caller's door has seen the deploy secret. Safe to repeat: the same address is the same operator, with another link. */
export async function bootstrapOperator(
  request: OperatorRequest,
  input: z.output<typeof newOperator>,
): Promise<OperatorLink> {
  const { id } = await addOperator(request, input)
  await recordOperatorAct(request, { action: 'operator.bootstrap', targetId: id })
  return createOperatorLink(request.hub, id)
}
