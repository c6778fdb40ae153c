// Plain node:http for the simulators: reads a request whole and within bounds, and writes an answer.
// Bodies keep their exact text, because receivers verify signatures over it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SimulatorAnswer, SimulatorRequest } from '../core/contract/simulator.ts'

/** No vendor call of the hub is larger; a file upload comes close. */
const bodyBytesMax = 32 * 1024 * 1024

export interface ReceivedRequest extends SimulatorRequest {
  /** Present when the body is not valid UTF-8; `body` and `rawBody` are then empty. */
  bodyBase64: string | null
}

/** Reads the request. Throws a `RangeError` when the body is over 32 MiB; the caller answers 413. */
export async function readRequest(message: IncomingMessage): Promise<ReceivedRequest> {
  const url = new URL(message.url ?? '/', 'http://simulator')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bodyBytesMax) throw new RangeError('body too large')
    chunks.push(chunk)
  }
  const raw = Buffer.concat(chunks)
  const text = decode(raw)
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: text === null ? undefined : parseBody(text, headers['content-type'] ?? ''),
    rawBody: text ?? '',
    bodyBase64: text === null ? raw.toString('base64') : null,
  }
}

function decode(raw: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw)
  } catch {
    return null
  }
}

function parseBody(text: string, contentType: string): unknown {
  if (text === '') return undefined
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(text))
  if (type === 'application/json' || type.endsWith('+json')) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      return text
    }
  }
  return text
}

/** Sends the answer. Resolves when it is written or the other side is gone; a `stream` stops when the reader leaves. */
export async function writeAnswer(
  response: ServerResponse,
  answer: SimulatorAnswer,
): Promise<void> {
  const headers: Record<string, string> = { 'cache-control': 'no-store', ...answer.headers }
  if (answer.stream) {
    response.writeHead(answer.status, headers)
    for await (const piece of answer.stream) {
      if (response.destroyed) return
      response.write(piece)
    }
    response.end()
    return
  }
  if (answer.json !== undefined) {
    headers['content-type'] ??= 'application/json; charset=utf-8'
    response.writeHead(answer.status, headers)
    response.end(JSON.stringify(answer.json))
    return
  }
  if (answer.text !== undefined) headers['content-type'] ??= 'text/plain; charset=utf-8'
  response.writeHead(answer.status, headers)
  response.end(answer.text ?? '')
}

/** A problem document (RFC 9457) for the control paths. `detail` is for the person who called. */
export function problem(status: number, detail: string): SimulatorAnswer {
  const titles: Record<number, string> = {
    400: 'Bad request',
    403: 'Forbidden',
    404: 'Not found',
    405: 'Method not allowed',
    413: 'Body too large',
    500: 'The simulator failed',
  }
  const title = titles[status] ?? 'Error'
  const headers = { 'content-type': 'application/problem+json; charset=utf-8' }
  return { status, headers, json: { type: 'about:blank', title, status, detail } }
}
