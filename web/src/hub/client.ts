// The way to the hub. `hub` is the SDK's typed client for `/v1`; `told` turns its answers into a value or a thrown Problem; `ask` is
// for the browser's own doors, which stand outside `/v1` and its document.
import { causeway } from '@causeway/sdk'
import { problemOf, problemOfAnswer } from './problem.ts'

/** An action at a vendor may take a while; the hub itself ends it after a minute. */
const answerMsMax = 75_000

export const hub = causeway({
  baseUrl: location.origin,
  fetch: (request) =>
    fetch(new Request(request, { signal: AbortSignal.any([request.signal, deadline()]) })),
})

const deadline = () => AbortSignal.timeout(answerMsMax)

interface Answer<Data> {
  readonly data?: Data
  readonly error?: unknown
  readonly response: Response
}

/** The answer's body (undefined for 204). Throws a Problem for a refusal, and for no answer. */
export async function told<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>
  try {
    answer = await asked
  } catch (thrown) {
    throw problemOf(thrown)
  }
  if (!answer.response.ok) throw problemOfAnswer(answer.response, answer.error)
  return answer.data as Data
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/**
 * JSON to and from a path of our own origin. `Body` is what the caller expects: the doors are ours, and their tests hold them to it.
 * Throws a Problem.
 */
export async function ask<Body>(method: Method, path: string, body?: unknown): Promise<Body> {
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
      method,
      redirect: 'error',
      signal: deadline(),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    text = await response.text()
  } catch (thrown) {
    throw problemOf(thrown)
  }
  const parsed = parse(text)
  if (!response.ok) throw problemOfAnswer(response, parsed)
  // A page where JSON was asked for: another kind of answer is none.
  if (parsed === undefined && text !== '') throw problemOfAnswer(response, parsed)
  return parsed as Body
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
