// Writes down that a policy said no: the audit trail shows what was tried as well as what was done.
// Not authorized here: it records a refusal of what `understand` authorized.
import { type Ctx, withoutIdempotency } from '../context.ts'
import { writeChange } from '../db/write.ts'
import type { UnderstoodAsk } from './ask.ts'

export async function recordDenial(
  ctx: Ctx,
  ask: UnderstoodAsk,
  decision: { ruleId: string | null },
): Promise<void> {
  await writeChange(withoutIdempotency(ctx), {
    statements: [],
    audit: {
      action: `${ask.connector.id}.${ask.action.name}`,
      target: { type: 'connection', id: ask.row.id },
      outcome: 'denied',
      values: { summary: ask.action.summary(ask.input), ruleId: decision.ruleId },
    },
    answer: null,
  })
}
