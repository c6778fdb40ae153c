// The SDK: Causeway's API typed from its OpenAPI document, and a thin client on fetch. It imports nothing of the hub.
import createClient, { type Client } from 'openapi-fetch'
import type { paths } from './generated/schema.ts'

export type { components, operations, paths } from './generated/schema.ts'

export interface CausewayOptions {
  /** Where the hub answers: `https://causeway.example`. In a browser on the hub's own pages it may be left out. */
  readonly baseUrl?: string
  /** An API key. A signed-in browser needs none. */
  readonly apiKey?: string
  /** Used instead of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/** A client whose methods take the API's paths; each answers `{ data }` or `{ error }` (RFC 9457), and never throws for a refusal. */
export function causeway(options: CausewayOptions = {}): Client<paths> {
  return createClient<paths>({
    baseUrl: options.baseUrl ?? '/',
    ...(options.apiKey ? { headers: { authorization: `Bearer ${options.apiKey}` } } : {}),
    ...(options.fetch ? { fetch: options.fetch } : {}),
  })
}
