// An OpenAI-compatible model server that needs no model: chat completions, streamed or whole, with tools. It follows the small set of
// rules in `rules.ts`, and says so when asked. `npm start` uses it when no model is configured; tests use it for its obedience.
// Its own time stands in the header `x-model-ms`, so that a bench can subtract it.
//
// A person's text may order misbehaviour: [model:unknown-tool] [model:invalid-input] [model:foreign-connection] (tool calls the hub
// must refuse), [model:loop] (the same tool for ever), [model:error] (HTTP 500), [model:slow] or [model:slow=2500] (waits, default
// 5,000 ms), [model:garbage] (HTTP 200 with nonsense).
import type {
  SimulatorAnswer,
  SimulatorRequest,
  SimulatorWorld,
  VendorSimulator,
} from '../../core/contract/simulator.ts'
import { lastUserText, type ModelMessage, type ModelTurn, respond } from './rules.ts'
import { streamCompletion, wholeCompletion } from './wire.ts'

export const modelName = 'causeway-rules-1'
const slowMs = 5_000

const failure = (status: number, message: string, type: string): SimulatorAnswer => ({
  status,
  json: { error: { message, type, param: null, code: null } },
})

async function complete(
  request: SimulatorRequest,
  world: SimulatorWorld,
): Promise<SimulatorAnswer> {
  const began = performance.now()
  const body = request.body as
    | {
        messages?: unknown
        tools?: unknown
        stream?: unknown
        stream_options?: { include_usage?: unknown }
      }
    | undefined
  if (typeof body !== 'object' || !Array.isArray(body.messages) || body.messages.length === 0) {
    return failure(400, "'messages' must be a list that is not empty.", 'invalid_request_error')
  }
  const messages = body.messages as ModelMessage[]
  const asked = lastUserText(messages)
  if (asked.includes('[model:error]'))
    return failure(500, 'The model server was told to fail.', 'server_error')
  if (asked.includes('[model:garbage]'))
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      text: 'data: {"choices":[{"delta":{"content":\n\n<html>',
    }
  const slow = /\[model:slow(?:=(\d{1,6}))?\]/.exec(asked)
  if (slow) await world.sleep(slow[1] === undefined ? slowMs : Number(slow[1]))
  const turn: ModelTurn = respond(messages, Array.isArray(body.tools) ? body.tools : [])
  const envelope = {
    id: `chatcmpl-${world.randomId(24)}`,
    created: Math.floor(world.now() / 1000),
    model: modelName,
    callId: `call_${world.randomId(20)}`,
  }
  const promptCharacters = JSON.stringify(messages).length
  const headers = { 'x-model-ms': (performance.now() - began).toFixed(3) }
  if (body.stream !== true)
    return { status: 200, headers, json: wholeCompletion(envelope, turn, promptCharacters) }
  const withUsage = body.stream_options?.include_usage === true
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'text/event-stream; charset=utf-8' },
    stream: streamCompletion(envelope, turn, promptCharacters, withUsage),
  }
}

export const simulator: VendorSimulator = {
  id: 'model',
  name: 'Model',
  faults: {
    rate_limited: failure(429, 'Rate limit reached.', 'rate_limit_error'),
    unauthorized: failure(401, 'Incorrect API key provided.', 'invalid_request_error'),
    revoked: failure(401, 'Incorrect API key provided.', 'invalid_request_error'),
    server_error: failure(503, 'The server is overloaded.', 'server_error'),
  },
  async handle(request, world) {
    if (request.path === '/v1/chat/completions') {
      return request.method === 'POST'
        ? complete(request, world)
        : failure(405, 'Only POST.', 'invalid_request_error')
    }
    if (request.path === '/v1/models') {
      return {
        status: 200,
        json: {
          object: 'list',
          data: [{ id: modelName, object: 'model', created: 1_735_689_600, owned_by: 'causeway' }],
        },
      }
    }
    return failure(404, `Unknown path ${request.path}.`, 'invalid_request_error')
  },
}
