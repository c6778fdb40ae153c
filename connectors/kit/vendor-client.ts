// The one way a connector speaks HTTP: JSON over the session's egress, to the vendor's own hosts, bounded in
// time, size and tries. It never repeats what could double a write, and everything that goes wrong leaves
// as a VendorError without credentials in it.
//
// What is tried again, at most twice, with waits of at most 5 s together (Retry-After: RFC 9110 section 10.2.3):
//
//   outcome                                    read   write
//   429, or the vendor's word for it           yes    yes: it says that it did nothing
//   no name, no connection                     yes    yes: nothing was sent
//   5xx, or the vendor's word for it           yes    no
//   connection broken                          yes    no
//   timeout, anything else                     no     no
import type { z } from 'zod'
import type { VendorSession } from '../../core/contract/connector.ts'
import { EgressError, type EgressResponse } from '../../core/contract/ports.ts'
import { VendorError, type VendorErrorKind } from '../../core/contract/vendor-error.ts'
import { parseRetryAfter } from '../../core/lib/backoff.ts'

const readTimeoutMs = 15_000
/** Longer: giving up on a write costs a look-up. */
const writeTimeoutMs = 20_000
const responseBytesMax = 4 * 1024 * 1024
const triesMax = 3
/** A person may be waiting for the answer; longer waits belong to the caller. */
const waitMsMax = 5_000
const backoffBaseMs = 250

/** What a session must bring for a request; credentials travel in the profile. */
export type VendorAccess = Pick<
  VendorSession,
  'egress' | 'now' | 'random' | 'simulatorUrl' | 'sleep'
>

/** What the vendor's answer says went wrong, in our words. `detail` is the vendor's own text. */
export interface VendorRefusal {
  readonly kind: VendorErrorKind
  readonly detail: string | null
}

/** How one vendor is spoken to, for one session. */
export interface VendorProfile {
  /** The connector's id. */
  readonly id: string
  /** Origin, and base path where there is one, without a slash at the end. */
  readonly baseUrl: string
  readonly hosts: readonly string[]
  /** Sent with every request; the credentials among them. */
  readonly headers: Readonly<Record<string, string>>
  /** Cut out of every text that leaves in an error. */
  readonly secrets: readonly string[]
  /**
   * Reads an answer for a failure. `body` is parsed JSON, or undefined where there is none. Null: the status decides,
   * and a 2xx is a success.
   */
  refusalOf(response: { status: number; headers: Headers; body: unknown }): VendorRefusal | null
}

export interface VendorRequest<Answer extends z.ZodType> {
  readonly effect: 'read' | 'write'
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Begins with `/`; parts from outside are encoded by `pathOf`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  /** At most one of `json` and `form`. */
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  /** The fields we read; an empty body is null. */
  readonly answer: Answer
}

export interface VendorClient {
  /** One answered request. @throws VendorError */
  request<Answer extends z.ZodType>(request: VendorRequest<Answer>): Promise<z.output<Answer>>
}

/** A path whose values are encoded: pathOf`/issue/${key}/comment`. A value cannot leave its segment. */
export function pathOf(parts: TemplateStringsArray, ...values: readonly string[]): string {
  // Dots alone would be resolved away by the URL parser, encoded or not.
  const encode = (value: string) =>
    encodeURIComponent(/^\.{1,2}$/.test(value) ? `${value} ` : value)
  return parts.reduce((path, part, index) => path + part + encodeAt(values, index, encode), '')
}

function encodeAt(values: readonly string[], index: number, encode: (value: string) => string) {
  const value = values[index]
  return value === undefined ? '' : encode(value)
}

/** A client for one call of one session. */
export function vendorClient(access: VendorAccess, profile: VendorProfile): VendorClient {
  const sleep = access.sleep ?? wait
  return {
    async request(request) {
      let waitMsLeft = waitMsMax
      for (let tried = 1; ; tried++) {
        const outcome = await attempt(access, profile, request)
        if (outcome.ok) return outcome.value
        const delayMs = retryDelayMs(outcome.error, request.effect, tried, access.random())
        if (delayMs === null || tried >= triesMax || delayMs > waitMsLeft) throw outcome.error
        waitMsLeft -= delayMs
        await sleep(delayMs)
      }
    },
  }
}

type Attempt<Value> = { ok: true; value: Value } | { ok: false; error: VendorError }

async function attempt<Answer extends z.ZodType>(
  access: VendorAccess,
  profile: VendorProfile,
  request: VendorRequest<Answer>,
): Promise<Attempt<z.output<Answer>>> {
  const fail = (
    kind: VendorErrorKind,
    more: ConstructorParameters<typeof VendorError>[2] = {},
  ) => ({
    ok: false as const,
    error: new VendorError(kind, profile.id, more),
  })
  let response: EgressResponse
  try {
    response = await send(access, profile, request)
  } catch (error) {
    if (!(error instanceof EgressError)) throw error
    const nothingSent = ['blocked', 'dns', 'connect'].includes(error.failure)
    return fail(nothingSent ? 'unreachable' : 'no_answer', { cause: error })
  }
  const { status, headers } = response
  const body = response.truncated ? undefined : jsonOf(response.body)
  const refusal = profile.refusalOf({ status, headers, body }) ?? refusalOfStatus(status)
  if (refusal !== null) {
    const retryAfterMs = parseRetryAfter(headers.get('retry-after'), access.now())
    return fail(refusal.kind, {
      status,
      ...(refusal.detail === null ? {} : { vendorDetail: cleanDetail(refusal.detail, profile) }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  }
  if (response.truncated) return fail('malformed', { status, vendorDetail: 'answer over 4 MiB' })
  const parsed = request.answer.safeParse(body)
  if (parsed.success) return { ok: true, value: parsed.data }
  // Paths and codes only: the values are the vendor's.
  const where = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'body'} ${issue.code}`,
  )
  return fail('malformed', { status, vendorDetail: `unexpected answer: ${where.join(', ')}` })
}

function send(access: VendorAccess, profile: VendorProfile, request: VendorRequest<z.ZodType>) {
  const simulated = access.simulatorUrl === null ? null : new URL(access.simulatorUrl)
  const base = simulated === null ? profile.baseUrl : `${access.simulatorUrl}/${profile.id}`
  const url = new URL(base + request.path)
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  const { body, type } = bodyOf(request)
  return access.egress.fetch(
    url.href,
    {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...(type === null ? {} : { 'content-type': type }),
        ...profile.headers,
      },
      ...(body === null ? {} : { body }),
    },
    {
      purpose: profile.id,
      destination: {
        kind: 'hosts',
        hosts: simulated === null ? profile.hosts : [simulated.hostname],
      },
      timeoutMs: request.effect === 'read' ? readTimeoutMs : writeTimeoutMs,
      responseBytesMax,
    },
  )
}

function bodyOf(request: VendorRequest<z.ZodType>): { body: string | null; type: string | null } {
  if (request.json !== undefined) {
    return { body: JSON.stringify(request.json), type: 'application/json; charset=utf-8' }
  }
  if (request.form === undefined) return { body: null, type: null }
  return {
    body: new URLSearchParams({ ...request.form }).toString(),
    type: 'application/x-www-form-urlencoded',
  }
}

/** Parsed JSON, null for an empty body, undefined for what is not JSON. */
function jsonOf(body: Uint8Array): unknown {
  if (body.length === 0) return null
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

function refusalOfStatus(status: number): VendorRefusal | null {
  const refuse = (kind: VendorErrorKind) => ({ kind, detail: null })
  if (status >= 200 && status < 300) return null
  if (status === 401) return refuse('unauthorized')
  if (status === 402 || status === 403) return refuse('forbidden')
  if (status === 404 || status === 410) return refuse('not_found')
  if (status === 429) return refuse('rate_limited')
  if (status >= 500) return refuse('server_error')
  // Redirects are never followed, and no vendor here documents one.
  return refuse(status >= 400 ? 'refused' : 'malformed')
}

/** Milliseconds until the next try is worth it; null when there must be none. */
function retryDelayMs(
  error: VendorError,
  effect: 'read' | 'write',
  tried: number,
  unit: number,
): number | null {
  const brokenOff = error.cause instanceof EgressError && error.cause.failure === 'broken'
  const blocked = error.cause instanceof EgressError && error.cause.failure === 'blocked'
  const nothingDone = error.kind === 'rate_limited' || (error.kind === 'unreachable' && !blocked)
  const repeatable =
    nothingDone || (effect === 'read' && (error.kind === 'server_error' || brokenOff))
  if (!repeatable) return null
  // Half fixed, half by chance: what failed together does not return together, nor at once.
  return error.retryAfterMs ?? backoffBaseMs * 2 ** (tried - 1) * (1 + unit)
}

/** One line of the vendor's text, without control characters and without our secrets. */
function cleanDetail(detail: string, profile: VendorProfile): string {
  const line = detail.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return profile.secrets
    .filter((secret) => secret.length > 0)
    .reduce((text, secret) => text.replaceAll(secret, '[removed]'), line)
}

/** The only timer of the connectors. */
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
