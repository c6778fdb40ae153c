// Asks the assistant and hears the answer while it comes: server-sent events over a POST (the browser's own EventSource cannot
// post). The stream is read to its end or until it is stopped; what the hub had begun goes on there, and is found in the conversation.
import type { operations } from '@causeway/sdk'
import { Problem, problemOf, problemOfAnswer, recordOf } from '../../hub/problem.ts'

export type Reply = operations['askAssistant']['responses'][200]['content']['application/json']
export type Conversation =
  operations['getConversation']['responses'][200]['content']['application/json']
export type Turn = Conversation['turns'][number]
export type Source = Turn['sources'][number]
export type Prompt = Turn['prompts'][number]

/** A reply takes minutes at most; the hub ends it after three. */
const replyMsMax = 200_000

/** `onText` is told each piece. Throws a Problem; a DOMException named AbortError when `signal` stopped it. */
export async function askAssistant(
  question: { readonly text: string; readonly conversationId: string | null },
  onText: (piece: string) => void,
  signal: AbortSignal,
): Promise<Reply> {
  try {
    const response = await fetch('/v1/assistant/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(question),
      signal: AbortSignal.any([signal, AbortSignal.timeout(replyMsMax)]),
    })
    if (!response.ok || !response.body) {
      throw problemOfAnswer(response, await response.json().catch(() => undefined))
    }
    for await (const { event, data } of eventsOf(response.body)) {
      if (event === 'text') onText(String(recordOf(data).text ?? ''))
      if (event === 'reply') return data as Reply
      if (event === 'error') throw new Problem(Number(recordOf(data).status ?? 500), recordOf(data))
    }
    throw new Problem(0, {
      code: 'unreachable',
      title: 'The answer broke off',
      detail: 'The connection ended before the answer did. Ask again.',
    })
  } catch (thrown) {
    if (signal.aborted) throw new DOMException('stopped', 'AbortError')
    throw problemOf(thrown)
  }
}

/** The events of a stream (WHATWG HTML, server-sent events), as far as the hub writes them: one `event` and one `data` line each. */
async function* eventsOf(body: ReadableStream<Uint8Array>) {
  let rest = ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1] ?? ''
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (data !== undefined) yield { event, data: JSON.parse(data) as unknown }
    }
  }
}
