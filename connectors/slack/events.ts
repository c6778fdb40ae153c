// What Slack tells us, read once and named: a question to the bot, a pressed button, a command, the end of an
// installation, or something ignored on purpose. Call after verification. Nothing throws.
//
// Slack sends an event again when the answer is late, and has sent one message under several event ids, without
// saying that it was a retry: the door must be unique on `eventId` and on team, channel and `ts`.
// Payloads: docs.slack.dev/apis/events-api and docs.slack.dev/reference/interaction-payloads.
import { z } from 'zod'
import { readableText } from './inbound-text.ts'

/** Which installation an event belongs to. */
export interface SlackPlace {
  readonly eventId: string
  /** When it happened, milliseconds since the epoch; null when Slack does not say. */
  readonly eventTimeMs: number | null
  readonly appId: string | null
  /**
   * The workspace that installed the app: in a channel shared with another company, `team_id` may be that company's.
   * Null where an Enterprise Grid organization is meant as a whole.
   */
  readonly teamId: string | null
  readonly enterpriseId: string | null
  readonly isEnterpriseInstall: boolean
  readonly botUserId: string | null
}

/** A person asks: by mentioning the bot in a channel, or by writing to it. */
export interface SlackQuestion extends SlackPlace {
  readonly kind: 'mention' | 'direct_message'
  readonly channel: string
  readonly user: string
  /** Of the workspace's own people, false; of a company that shares the channel, true. */
  readonly isFromOutside: boolean
  /** What the person typed, without the mention of the bot; may be empty. */
  readonly text: string
  /** The message. */
  readonly ts: string
  /** The thread it stands in, null for a message outside threads. */
  readonly threadTs: string | null
}

export type SlackEvent =
  | { readonly kind: 'url_verification'; readonly challenge: string }
  | SlackQuestion
  | ({ readonly kind: 'app_uninstalled' } & SlackPlace)
  /** `botRevoked`: our own token is among them. */
  | ({ readonly kind: 'tokens_revoked'; readonly botRevoked: boolean } & SlackPlace)
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'malformed' }

const text = z.string().max(100_000)
const id = z.string().min(1).max(100)
const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/)

const callback = z.object({
  type: z.literal('event_callback'),
  event_id: id,
  /** Seconds since the epoch. */
  event_time: z.number().int().nonnegative().nullish(),
  api_app_id: id.nullish(),
  team_id: id.nullish(),
  context_team_id: id.nullish(),
  enterprise_id: id.nullish(),
  context_enterprise_id: id.nullish(),
  authorizations: z
    .array(
      z.object({
        enterprise_id: id.nullish(),
        team_id: id.nullish(),
        user_id: id.nullish(),
        is_bot: z.boolean().nullish(),
        is_enterprise_install: z.boolean().nullish(),
      }),
    )
    .nullish(),
  event: z.looseObject({ type: z.string() }),
})
type Callback = z.output<typeof callback>

const message = z.object({
  channel: id,
  user: id,
  text,
  ts,
  thread_ts: ts.nullish(),
  team: id.nullish(),
  user_team: id.nullish(),
})
const tokens = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }) })

const malformed = { kind: 'malformed' } as const
const ignored = (reason: string) => ({ kind: 'ignored', reason }) as const

/** Reads the body of a request to the events URL. */
export function parseEvent(body: Uint8Array): SlackEvent {
  const json = parseJson(new TextDecoder().decode(body))
  const outer = z.looseObject({ type: z.string() }).safeParse(json)
  if (!outer.success) return malformed
  if (outer.data.type === 'url_verification') {
    const { challenge } = outer.data
    const isText = typeof challenge === 'string' && challenge.length <= 1_000
    return isText ? { kind: 'url_verification', challenge } : malformed
  }
  if (outer.data.type !== 'event_callback') return ignored(outer.data.type)
  const parsed = callback.safeParse(json)
  return parsed.success ? readEvent(parsed.data) : malformed
}

function readEvent(given: Callback): SlackEvent {
  const place = placeOf(given)
  const { event } = given
  switch (event.type) {
    case 'app_mention':
      return readQuestion('mention', event, place)
    case 'message':
      return event.channel_type === 'im'
        ? readQuestion('direct_message', event, place)
        : ignored('message outside direct messages')
    case 'app_uninstalled':
      return { kind: 'app_uninstalled', ...place }
    case 'tokens_revoked': {
      const parsed = tokens.safeParse(event)
      if (!parsed.success) return malformed
      const botRevoked = (parsed.data.tokens.bot ?? []).length > 0
      return { kind: 'tokens_revoked', botRevoked, ...place }
    }
    default:
      return ignored(event.type)
  }
}

function placeOf(given: Callback): SlackPlace {
  const [authorization] = given.authorizations ?? []
  return {
    eventId: given.event_id,
    eventTimeMs: given.event_time == null ? null : given.event_time * 1000,
    appId: given.api_app_id ?? null,
    teamId: given.context_team_id ?? authorization?.team_id ?? given.team_id ?? null,
    enterpriseId:
      authorization?.enterprise_id ?? given.context_enterprise_id ?? given.enterprise_id ?? null,
    isEnterpriseInstall: authorization?.is_enterprise_install === true,
    botUserId: authorization?.is_bot === true ? (authorization.user_id ?? null) : null,
  }
}

function readQuestion(
  kind: SlackQuestion['kind'],
  event: Readonly<Record<string, unknown>>,
  place: SlackPlace,
): SlackEvent {
  // Our own words and other bots' would be answered for ever; an edit was answered when it was new.
  if (event.bot_id != null) return ignored('message of a bot')
  if (event.subtype != null) return ignored(`message ${String(event.subtype).slice(0, 50)}`)
  if (event.edited != null || event.hidden === true) return ignored('edited message')
  const parsed = message.safeParse(event)
  if (!parsed.success) return malformed
  const { channel, user, ts, thread_ts, team, user_team } = parsed.data
  if (user === place.botUserId) return ignored('message of a bot')
  const home = user_team ?? team ?? null
  return {
    kind,
    ...place,
    channel,
    user,
    isFromOutside: home !== null && place.teamId !== null && home !== place.teamId,
    text: readableText(parsed.data.text, place.botUserId),
    ts,
    threadTs: thread_ts ?? null,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
