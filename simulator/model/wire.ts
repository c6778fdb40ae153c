// The wire format of OpenAI chat completions, as `@ai-sdk/openai-compatible` reads it: a whole answer, or server-sent chunks that end
// in `data: [DONE]`. A tool call's arguments are streamed in pieces, as real servers do.
//
//   data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"…"},"finish_reason":null}]}
import type { ModelTurn } from './rules.ts'

interface Envelope {
  id: string
  created: number
  model: string
  callId: string
}

const pieceCharacters = 24
const fingerprint = 'causeway-rules-1'
/** The usual rule of thumb: nobody is billed by it. */
const tokens = (characters: number) => Math.ceil(characters / 4)

function usageOf(turn: ModelTurn, promptCharacters: number) {
  const said = turn.kind === 'text' ? turn.text : turn.tool + JSON.stringify(turn.input)
  const prompt = tokens(promptCharacters)
  const completion = tokens(said.length)
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
}

/** One `chat.completion` object. */
export function wholeCompletion(envelope: Envelope, turn: ModelTurn, promptCharacters: number) {
  const call =
    turn.kind === 'tool'
      ? {
          id: envelope.callId,
          type: 'function',
          function: { name: turn.tool, arguments: JSON.stringify(turn.input) },
        }
      : null
  const message = {
    role: 'assistant',
    content: turn.kind === 'text' ? turn.text : null,
    ...(call ? { tool_calls: [call] } : {}),
  }
  return {
    id: envelope.id,
    object: 'chat.completion',
    created: envelope.created,
    model: envelope.model,
    system_fingerprint: fingerprint,
    choices: [{ index: 0, message, logprobs: null, finish_reason: call ? 'tool_calls' : 'stop' }],
    usage: usageOf(turn, promptCharacters),
  }
}

/** The same answer as server-sent events. */
export async function* streamCompletion(
  envelope: Envelope,
  turn: ModelTurn,
  promptCharacters: number,
  withUsage: boolean,
): AsyncGenerator<string> {
  const base = {
    id: envelope.id,
    object: 'chat.completion.chunk',
    created: envelope.created,
    model: envelope.model,
    system_fingerprint: fingerprint,
  }
  const chunk = (delta: unknown, finish: string | null = null) =>
    `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
  yield chunk({ role: 'assistant', content: turn.kind === 'text' ? '' : null })
  if (turn.kind === 'text') {
    for (const piece of pieces(turn.text)) yield chunk({ content: piece })
    yield chunk({}, 'stop')
  } else {
    yield chunk({
      tool_calls: [
        {
          index: 0,
          id: envelope.callId,
          type: 'function',
          function: { name: turn.tool, arguments: '' },
        },
      ],
    })
    for (const piece of pieces(JSON.stringify(turn.input)))
      yield chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })
    yield chunk({}, 'tool_calls')
  }
  if (withUsage)
    yield `data: ${JSON.stringify({ ...base, choices: [], usage: usageOf(turn, promptCharacters) })}\n\n`
  yield 'data: [DONE]\n\n'
}

/** Cuts between code points, never inside one. */
function pieces(text: string): string[] {
  const points = [...text]
  return Array.from({ length: Math.ceil(points.length / pieceCharacters) }, (_, index) =>
    points.slice(index * pieceCharacters, (index + 1) * pieceCharacters).join(''),
  )
}
