// Writes down that the assistant answered: audit, event, meter. Once for each turn: the turn's id stands where an
// Idempotency-Key would, so that a turn resumed after a crash records nothing twice.
// Not authorized here: the turn it records was.
import type { Ctx } from '../context.ts'
import { IdempotentRepeat } from '../db/idempotency.ts'
import { type GuardedStatement, writeChange } from '../db/write.ts'
import type { Answer } from './answer-question.ts'

export async function recordAnswer(
  ctx: Ctx,
  turnId: string,
  answer: Answer,
  where: Readonly<Record<string, string>>,
  statements: readonly GuardedStatement[] = [],
): Promise<void> {
  const approvalIds = answer.approvals.map((each) => each.id)
  const { runIds } = answer
  try {
    await writeChange(
      {
        ...ctx,
        idempotency: {
          id: `${ctx.organizationId}/turn/${turnId}`,
          requestHash: turnId,
          status: 200,
          seal: async () => '',
          open: async () => '{}',
        },
      },
      {
        statements,
        audit: {
          action: 'assistant.answer',
          target: { type: 'turn', id: turnId },
          values: { where, approvalIds, runIds },
        },
        events: [
          {
            type: 'assistant.answered',
            data: { turnId, ...where, actor: ctx.actor, text: answer.text, approvalIds, runIds },
          },
        ],
        meters: ['assistant.turns'],
        answer: null,
      },
    )
  } catch (error) {
    if (!(error instanceof IdempotentRepeat)) throw error
  }
}
