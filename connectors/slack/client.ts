// Speaks to Slack's Web API: POST to https://slack.com/api/<method>, JSON for writes, a form for reads (whose
// documentation promises no JSON). Slack says most refusals with HTTP 200 and `ok: false`; here they become
// vendor errors like any other. Error words: the methods' pages at docs.slack.dev/reference/methods.
import { z } from 'zod'
import type { VendorSession } from '../../core/contract/connector.ts'
import { VendorError, type VendorErrorKind } from '../../core/contract/vendor-error.ts'
import { type VendorAccess, type VendorRefusal, vendorClient } from '../kit/vendor-client.ts'

export const slackHosts = ['slack.com'] as const

/** What a call needs of a session: its bot token stands in `credentials.accessToken`. */
export type SlackSession = VendorAccess & Pick<VendorSession, 'credentials'>

const credentials = z.object({ accessToken: z.string().min(1) })

/** One method. @throws VendorError */
export function callSlack<Answer extends z.ZodType>(
  session: SlackSession,
  call: {
    method: string
    effect: 'read' | 'write'
    /** Fields that are undefined are not sent. */
    arguments: Readonly<Record<string, unknown>>
    answer: Answer
  },
): Promise<z.output<Answer>> {
  const parsed = credentials.safeParse(session.credentials)
  if (!parsed.success) throw new VendorError('unauthorized', 'slack')
  const { accessToken } = parsed.data
  return slackClient(session, { authorization: `Bearer ${accessToken}` }, [accessToken]).request({
    effect: call.effect,
    method: 'POST',
    path: `/api/${call.method}`,
    ...(call.effect === 'read' ? { form: formOf(call.arguments) } : { json: call.arguments }),
    answer: call.answer,
  })
}

/** One method that the app itself calls, with its client id and secret in a form. @throws VendorError */
export function callSlackAsApp<Answer extends z.ZodType>(
  access: VendorAccess,
  call: {
    method: string
    form: Readonly<Record<string, unknown>>
    secrets: readonly string[]
    answer: Answer
  },
): Promise<z.output<Answer>> {
  return slackClient(access, {}, call.secrets).request({
    effect: 'write',
    method: 'POST',
    path: `/api/${call.method}`,
    form: formOf(call.form),
    answer: call.answer,
  })
}

function slackClient(
  access: VendorAccess,
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
) {
  const baseUrl = 'https://slack.com'
  return vendorClient(access, {
    id: 'slack',
    baseUrl,
    hosts: slackHosts,
    headers,
    secrets,
    refusalOf,
  })
}

function formOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  )
}

const envelope = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  needed: z.string().optional(),
  response_metadata: z
    .object({ messages: z.array(z.string()).optional() })
    .nullish()
    .catch(null),
})

function refusalOf({ status, body }: { status: number; body: unknown }): VendorRefusal | null {
  const parsed = envelope.safeParse(body)
  const isSuccess = status >= 200 && status < 300
  if (!parsed.success) return isSuccess ? { kind: 'malformed', detail: null } : null
  const { ok, error, needed, response_metadata } = parsed.data
  if (ok && isSuccess) return null
  const detail = [
    error ?? 'unknown error',
    ...(needed === undefined ? [] : [`needs ${needed}`]),
    ...(response_metadata?.messages ?? []),
  ].join('; ')
  if (status === 429) return { kind: 'rate_limited', detail }
  if (status >= 500) return { kind: 'server_error', detail }
  return { kind: kindOf(error), detail }
}

const kinds: Readonly<Record<string, VendorErrorKind>> = {
  not_authed: 'unauthorized',
  invalid_auth: 'unauthorized',
  account_inactive: 'unauthorized',
  token_revoked: 'unauthorized',
  token_expired: 'unauthorized',
  missing_scope: 'forbidden',
  not_in_channel: 'forbidden',
  no_permission: 'forbidden',
  not_allowed_token_type: 'forbidden',
  access_denied: 'forbidden',
  restricted_action: 'forbidden',
  ekm_access_denied: 'forbidden',
  org_login_required: 'forbidden',
  team_access_not_granted: 'forbidden',
  two_factor_setup_required: 'forbidden',
  cant_update_message: 'forbidden',
  channel_not_found: 'not_found',
  user_not_found: 'not_found',
  users_not_found: 'not_found',
  message_not_found: 'not_found',
  thread_not_found: 'not_found',
  team_not_found: 'not_found',
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  // "It's possible some aspect of the operation succeeded before the error was raised."
  fatal_error: 'server_error',
  internal_error: 'server_error',
  service_unavailable: 'server_error',
  request_timeout: 'server_error',
  team_added_to_org: 'server_error',
}

function kindOf(error: string | undefined): VendorErrorKind {
  return (
    (error === undefined || !Object.hasOwn(kinds, error) ? undefined : kinds[error]) ?? 'refused'
  )
}
