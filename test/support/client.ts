// A program or a browser at the hub's door, as tests use it: plain HTTP, nothing followed, nothing thrown for a refusal.
// `eventually` is the one way a test waits: it asks again until what it asks holds, within a bound.
import { expect } from 'vitest'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads an answer by name and asserts on what it finds.
  readonly body: any
}

export type RequestHeaders = Readonly<Record<string, string>>

export interface Client {
  /** Sends a body that is an object as JSON, text and bytes as they are. */
  send(method: string, path: string, body?: unknown, headers?: RequestHeaders): Promise<Answer>
  get(path: string, headers?: RequestHeaders): Promise<Answer>
  post(path: string, body?: unknown, headers?: RequestHeaders): Promise<Answer>
  patch(path: string, body?: unknown, headers?: RequestHeaders): Promise<Answer>
  delete(path: string, headers?: RequestHeaders): Promise<Answer>
}

const requestMsMax = 60_000

/** A client of one origin whose requests all carry the same headers (a bearer, or a browser's cookie and origin). */
export function makeClient(origin: string, always: RequestHeaders = {}): Client {
  async function send(method: string, path: string, body?: unknown, headers: RequestHeaders = {}) {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(new URL(path, origin), {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(requestMsMax),
      headers: { ...(raw ? {} : { 'content-type': 'application/json' }), ...always, ...headers },
      body: body === undefined ? null : raw ? (body as string) : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parsed(text) }
  }
  return {
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The answer, or a failed test that shows what was said instead. */
export function expectStatus(answer: Answer, status: number): Answer {
  expect(answer.status, answer.text.slice(0, 600)).toBe(status)
  return answer
}

/** Asserts a problem document (RFC 9457) with that status and code, whole and in its media type. */
export function expectProblem(answer: Answer, status: number, code: string): Answer {
  expectStatus(answer, status)
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(answer.body).toMatchObject({
    type: expect.stringMatching(new RegExp(`#${code}$`)),
    title: expect.any(String),
    detail: expect.any(String),
    status,
    code,
    requestId: expect.stringMatching(/^req_/),
  })
  return answer
}

/** Asserts a page of ours, without script, whose text says that. */
export function expectPage(answer: Answer, status: number, says: string | RegExp): Answer {
  expectStatus(answer, status)
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
  expect(answer.text).not.toContain('<script')
  expect(answer.text).toMatch(says)
  return answer
}

/** ISO 8601 UTC with milliseconds, as every time in an answer. */
export const isoMs = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** An id of that prefix. */
export const idOf = (prefix: string) =>
  expect.stringMatching(new RegExp(`^${prefix}[0-9a-z]{26,38}$`))

/** Reads a list to its end in pages of `limit`; at most 50 pages. */
export async function everyPage(client: Client, path: string, limit: number): Promise<Answer[]> {
  const pages: Answer[] = []
  let cursor: string | null = null
  do {
    const place: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const joiner = path.includes('?') ? '&' : '?'
    const page = expectStatus(await client.get(`${path}${joiner}limit=${limit}${place}`), 200)
    pages.push(page)
    cursor = page.body.nextCursor
  } while (cursor !== null && pages.length < 50)
  return pages
}

/**
 * Repeats `check` until it passes and returns what it returned; its last failure once the bound is over.
 * The pause is only so that asking does not slow what is asked for.
 */
export async function eventually<Value>(
  check: () => Promise<Value> | Value,
  { withinMs = 20_000, everyMs = 50 }: { withinMs?: number; everyMs?: number } = {},
): Promise<Value> {
  const until = Date.now() + withinMs
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }
}
