// What people press and type beside messages: buttons, and slash commands. Form bodies, verified before they are
// read here. Nothing throws; what the hub does not use is ignored by name.
// Payloads: docs.slack.dev/reference/interaction-payloads and docs.slack.dev/interactivity/implementing-slash-commands.
import { z } from 'zod'

export interface SlackPress {
  readonly kind: 'block_actions'
  readonly appId: string | null
  readonly teamId: string | null
  readonly enterpriseId: string | null
  readonly isEnterpriseInstall: boolean
  readonly user: string
  /** The person's own workspace, which differs in shared channels. */
  readonly userTeamId: string | null
  readonly channel: string | null
  readonly messageTs: string | null
  readonly threadTs: string | null
  readonly isEphemeral: boolean
  readonly responseUrl: string | null
  /** Valid for three seconds, once. */
  readonly triggerId: string | null
  readonly actions: readonly {
    readonly actionId: string
    readonly blockId: string
    readonly value: string | null
    readonly actionTs: string
  }[]
}

export interface SlackCommand {
  readonly kind: 'command'
  readonly appId: string | null
  readonly teamId: string
  readonly enterpriseId: string | null
  readonly isEnterpriseInstall: boolean
  readonly channel: string
  readonly user: string
  /** With its slash. */
  readonly command: string
  readonly text: string
  readonly responseUrl: string | null
  readonly triggerId: string | null
}

export type SlackForm =
  | SlackPress
  | SlackCommand
  /** Slack looks at the certificate; unsigned, so answer 200 without a body and do nothing. */
  | { readonly kind: 'ssl_check' }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'malformed' }

const id = z.string().min(1).max(100)
const place = z.object({ id }).nullish()
const press = z.object({
  api_app_id: id.nullish(),
  team: place,
  enterprise: place,
  is_enterprise_install: z.boolean().nullish(),
  user: z.object({ id, team_id: id.nullish() }),
  channel: place,
  container: z
    .object({
      message_ts: z.string().nullish(),
      channel_id: id.nullish(),
      thread_ts: z.string().nullish(),
      is_ephemeral: z.boolean().nullish(),
    })
    .nullish(),
  response_url: z.string().max(2_000).nullish(),
  trigger_id: z.string().max(500).nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string().max(255),
        block_id: z.string().max(255),
        value: z.string().max(2_000).nullish(),
        action_ts: z.string().max(50),
      }),
    )
    .max(25),
})
const command = z.object({
  api_app_id: id.optional(),
  team_id: id,
  enterprise_id: id.optional(),
  is_enterprise_install: z.string().optional(),
  channel_id: id,
  user_id: id,
  command: z.string().regex(/^\/\S{1,100}$/),
  text: z.string().max(20_000).default(''),
  response_url: z.string().max(2_000).optional(),
  trigger_id: z.string().max(500).optional(),
})

/** Whether a request is Slack's unsigned look at the certificate: exactly `ssl_check=1`. */
export function isSslCheck(body: Uint8Array): boolean {
  return formOf(body).ssl_check === '1'
}

/** Reads the body of a request to the interactions URL. */
export function parseInteraction(body: Uint8Array): SlackForm {
  if (isSslCheck(body)) return { kind: 'ssl_check' }
  const json = parseJson(formOf(body).payload)
  const outer = z.object({ type: z.string() }).safeParse(json)
  if (!outer.success) return { kind: 'malformed' }
  if (outer.data.type !== 'block_actions') {
    return { kind: 'ignored', reason: outer.data.type.slice(0, 50) }
  }
  const parsed = press.safeParse(json)
  return parsed.success ? presentPress(parsed.data) : { kind: 'malformed' }
}

function presentPress(given: z.output<typeof press>): SlackPress {
  const { container } = given
  return {
    kind: 'block_actions',
    appId: given.api_app_id ?? null,
    teamId: given.team?.id ?? null,
    enterpriseId: given.enterprise?.id ?? null,
    isEnterpriseInstall: given.is_enterprise_install === true,
    user: given.user.id,
    userTeamId: given.user.team_id ?? null,
    channel: given.channel?.id ?? container?.channel_id ?? null,
    messageTs: container?.message_ts ?? null,
    threadTs: container?.thread_ts ?? null,
    isEphemeral: container?.is_ephemeral === true,
    responseUrl: given.response_url ?? null,
    triggerId: given.trigger_id ?? null,
    actions: given.actions.map((action) => ({
      actionId: action.action_id,
      blockId: action.block_id,
      value: action.value ?? null,
      actionTs: action.action_ts,
    })),
  }
}

/** Reads the body of a request to the commands URL. */
export function parseCommand(body: Uint8Array): SlackForm {
  if (isSslCheck(body)) return { kind: 'ssl_check' }
  const parsed = command.safeParse(formOf(body))
  if (!parsed.success) return { kind: 'malformed' }
  const given = parsed.data
  return {
    kind: 'command',
    appId: given.api_app_id ?? null,
    teamId: given.team_id,
    enterpriseId: given.enterprise_id ?? null,
    isEnterpriseInstall: given.is_enterprise_install === 'true',
    channel: given.channel_id,
    user: given.user_id,
    command: given.command,
    text: given.text.trim(),
    responseUrl: given.response_url ?? null,
    triggerId: given.trigger_id ?? null,
  }
}

function formOf(body: Uint8Array): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)))
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
