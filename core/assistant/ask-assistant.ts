// The assistant for programs and the host chat: one question in, one answer out, with memory by conversation. A write it
// proposes waits as an approval, as everywhere.
import { z } from 'zod'
import { presentedApproval } from '../actions/present-approval.ts'
import type { Ctx } from '../context.ts'
import { isoTime } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { answerQuestion, questionCharactersMax } from './answer-question.ts'
import { connectPrompt } from './connect-prompts.ts'
import { conversationStatement, memoryOf, type ShownTurn } from './conversations.ts'
import { recordAnswer } from './record-answer.ts'
import { answerSource } from './sources.ts'

export const newAssistantMessage = z.strictObject({
  text: z.string().trim().min(1).max(questionCharactersMax),
  /** Continues a conversation of the same actor. */
  conversationId: z
    .string()
    .regex(/^cnv_[0-9a-z]{26}$/, 'is not a conversation')
    .nullish(),
})

export const assistantReply = z.object({
  conversationId: z.string(),
  turnId: z.string(),
  text: z.string(),
  approvals: z.array(presentedApproval),
  runIds: z.array(z.string()),
  /** Where the answer comes from. */
  sources: z.array(answerSource),
  /** Products that would be needed and are not connected. */
  prompts: z.array(connectPrompt),
})

export type AssistantReply = z.output<typeof assistantReply>

/** @throws AppError model_unavailable */
export async function askAssistant(
  ctx: Ctx,
  input: z.output<typeof newAssistantMessage>,
  onText?: (piece: string) => void,
): Promise<AssistantReply> {
  authorize(ctx, 'assistant:write')
  const conversationId = input.conversationId ?? ctx.ids.next('conversation')
  const turnId = ctx.ids.next('turn')
  const memory = memoryOf(ctx, conversationId)
  const answer = await answerQuestion(
    ctx,
    { turnId, text: input.text, history: await memory.recall(), channel: null },
    onText,
  )
  await recordAnswer(ctx, turnId, answer, { platform: 'api', conversationId }, [
    conversationStatement(ctx, conversationId, input.text),
  ])
  const shown: ShownTurn = {
    turnId,
    at: isoTime(ctx.clock.now()),
    approvalIds: answer.approvals.map((each) => each.id),
    runIds: [...answer.runIds],
    sources: [...answer.sources],
    prompts: [...answer.prompts],
  }
  await memory.remember({
    question: input.text,
    answer: answer.text,
    detail: JSON.stringify(shown),
  })
  return {
    conversationId,
    turnId,
    text: answer.text,
    approvals: [...answer.approvals],
    runIds: [...answer.runIds],
    sources: [...answer.sources],
    prompts: [...answer.prompts],
  }
}
