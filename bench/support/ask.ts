// Requests of a bench: one at a time over one kept-open connection, with nothing between the clock and the socket.
import { Agent, request } from 'node:http'

export type Ask = (path: string, init?: AskInit) => Promise<{ status: number; text: string }>

export interface AskInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A connection to an origin; it is opened by its first request. */
export function openConnection(origin: string): { readonly ask: Ask; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask: Ask = (path, init = {}) =>
    new Promise((resolve, reject) => {
      const { method = 'GET', headers = {}, body = '' } = init
      const length =
        method === 'GET' ? undefined : { 'content-length': String(Buffer.byteLength(body)) }
      const sent = request(
        origin + path,
        { method, agent, headers: { ...headers, ...length } },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () => {
            resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() })
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  return { ask, close: () => agent.destroy() }
}

/** Sends and reads JSON. @throws with the answer when the status is not in the two hundreds */
export async function askJson<T>(
  ask: Ask,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const answer = await ask(path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (answer.status < 200 || answer.status > 299) {
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`)
  }
  return (answer.text === '' ? null : JSON.parse(answer.text)) as T
}
