// `/v1/assistant`: the assistant for programs and the dashboard, as JSON or as server-sent events, and one's own conversations.

import { z } from '@hono/zod-openapi'
import {
  askAssistant,
  assistantReply,
  deleteConversation,
  getConversation,
  listConversations,
  newAssistantMessage,
  presentedConversation,
  wholeConversation,
} from '../../../core/assistant/index.ts'
import type { Ctx } from '../../../core/context.ts'
import { AppError } from '../../../core/contract/errors.ts'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import { authorize } from '../../../core/contract/permissions.ts'
import { errorText } from '../../../core/lib/error-text.ts'
import { defineOperation } from '../../operation.ts'
import { problemOf } from '../../problem.ts'

const conversationParams = z.strictObject({ conversationId: z.string().max(80) })

export const assistantOperations = [
  defineOperation({
    id: 'askAssistant',
    method: 'post',
    path: '/v1/assistant/messages',
    tag: 'Assistant',
    summary: 'Ask the assistant',
    description:
      'With `Accept: text/event-stream` the answer comes as events: `text` pieces, then `reply` with the whole, or `error` with a problem document.',
    permission: 'assistant:write',
    body: newAssistantMessage,
    status: 200,
    idempotency: 'claimed',
    response: assistantReply,
    run: (ctx, { body }, c) =>
      /\btext\/event-stream\b/i.test(c.req.header('accept') ?? '')
        ? stream(ctx, body)
        : askAssistant(ctx, body),
  }),
  defineOperation({
    id: 'listConversations',
    method: 'get',
    path: '/v1/assistant/conversations',
    tag: 'Assistant',
    summary: "The actor's own conversations, the last used first",
    permission: 'assistant:write',
    query: pageQuery,
    status: 200,
    response: pageSchema(presentedConversation),
    run: (ctx, { query }) => listConversations(ctx, query),
  }),
  defineOperation({
    id: 'getConversation',
    method: 'get',
    path: '/v1/assistant/conversations/{conversationId}',
    tag: 'Assistant',
    summary: 'What was said in a conversation',
    permission: 'assistant:write',
    params: conversationParams,
    status: 200,
    response: wholeConversation,
    run: (ctx, { params }) => getConversation(ctx, params),
  }),
  defineOperation({
    id: 'deleteConversation',
    method: 'delete',
    path: '/v1/assistant/conversations/{conversationId}',
    tag: 'Assistant',
    summary: 'Forget a conversation',
    description: 'What was done in it stays in runs and audit.',
    permission: 'assistant:write',
    params: conversationParams,
    status: 204,
    response: null,
    run: (ctx, { params }) => deleteConversation(ctx, params),
  }),
]

/** The first byte leaves at once; a refusal after that is an event. */
async function stream(ctx: Ctx, input: z.output<typeof newAssistantMessage>): Promise<Response> {
  authorize(ctx, 'assistant:write')
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const send = (event: string, data: unknown) =>
    writer.write(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
  const work = async () => {
    try {
      // A reader that has gone away ends the writing, not the turn.
      const reply = await askAssistant(ctx, input, (text) => {
        send('text', { text }).catch(() => {})
      })
      await send('reply', reply)
    } catch (error) {
      if (!(error instanceof AppError)) {
        ctx.log.write('error', 'defect', { requestId: ctx.requestId, error: errorText(error) })
      }
      const problem = problemOf(error, {
        requestId: ctx.requestId,
        publicOrigin: ctx.settings.publicOrigin,
      })
      await send('error', await problem.json()).catch(() => {})
    } finally {
      await writer.close().catch(() => {})
    }
  }
  ctx.waitUntil('answer as events', work())
  return new Response(readable, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  })
}
