// The Web API as the chat door and the actions use it: one typed function a method, without state. Every function
// throws VendorError; those that post say so, because posting twice is seen by people.
// Methods: docs.slack.dev/reference/methods.
import type { KnownBlock } from '@slack/types'
import { z } from 'zod'
import { callSlack, type SlackSession } from './client.ts'

export type { SlackSession } from './client.ts'
export type { SlackInstallation } from './oauth.ts'
export { exchangeCode, installationOf, uninstallApp } from './oauth.ts'

/** Found again by `findMessageByMetadata`; never shown. */
export interface SlackMetadata {
  readonly event_type: string
  readonly event_payload: Readonly<Record<string, string | number | boolean>>
}

/** Below a message, with a coloured bar. */
export interface SlackAttachment {
  /** `#rrggbb`. */
  readonly color?: string
  readonly fallback: string
  readonly blocks: readonly KnownBlock[]
}

export interface SlackMessageContent {
  /** mrkdwn, already escaped: what notifications say. */
  readonly text: string
  readonly blocks?: readonly KnownBlock[]
  readonly attachments?: readonly SlackAttachment[]
  readonly metadata?: SlackMetadata
}

export interface SlackMessageReference {
  readonly channel: string
  readonly ts: string
}

/** Neither names become mentions nor links previews: a preview would fetch a URL that a model wrote. */
const quiet = { link_names: false, parse: 'none' } as const
const withoutPreviews = { unfurl_links: false, unfurl_media: false } as const
const posted = z.object({ channel: z.string(), ts: z.string() })

/** Posts a message: in a thread when `threadTs` is given. Not safe to repeat. */
export function postMessage(
  session: SlackSession,
  message: SlackMessageContent & { channel: string; threadTs?: string | null },
): Promise<SlackMessageReference> {
  const { channel, threadTs, text, blocks, attachments, metadata } = message
  return callSlack(session, {
    method: 'chat.postMessage',
    effect: 'write',
    arguments: {
      ...{ channel, text, blocks, attachments, metadata },
      // An empty thread is refused as `invalid_thread_ts`.
      thread_ts: threadTs || undefined,
      ...quiet,
      ...withoutPreviews,
    },
    answer: posted,
  })
}

/** Replaces a message of ours; blocks that are not given are taken away. Safe to repeat. */
export function updateMessage(
  session: SlackSession,
  message: SlackMessageContent & SlackMessageReference,
): Promise<SlackMessageReference> {
  const { channel, ts, text, blocks = [], attachments, metadata } = message
  return callSlack(session, {
    method: 'chat.update',
    effect: 'write',
    arguments: { channel, ts, text, blocks, attachments, metadata, ...quiet },
    answer: posted,
  })
}

/** The id of the direct conversation with that person, opened where there was none. Safe to repeat. Needs the scope `im:write`. */
export async function openDirectMessage(session: SlackSession, userId: string): Promise<string> {
  const answer = await callSlack(session, {
    method: 'conversations.open',
    effect: 'read',
    arguments: { users: userId },
    answer: z.object({ channel: z.object({ id: z.string().min(1) }) }),
  })
  return answer.channel.id
}

/** Posts a message that only one person sees, and that cannot be found or changed later. Not safe to repeat. */
export async function postEphemeral(
  session: SlackSession,
  message: Omit<SlackMessageContent, 'metadata'> & {
    channel: string
    user: string
    threadTs?: string | null
  },
): Promise<{ ts: string }> {
  const { channel, user, threadTs, text, blocks } = message
  const answer = await callSlack(session, {
    method: 'chat.postEphemeral',
    effect: 'write',
    arguments: { channel, user, text, blocks, thread_ts: threadTs || undefined, ...quiet },
    answer: z.object({ message_ts: z.string() }),
  })
  return { ts: answer.message_ts }
}

const pageSize = 200
const searchPagesMax = 10
const messagesPage = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
        .nullish()
        .catch(null),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
})

/** `unsure`: there were more messages than are worth reading. */
export type MessageSearch =
  | ({ readonly status: 'found' } & SlackMessageReference)
  | { readonly status: 'absent' }
  | { readonly status: 'unsure' }

/**
 * Looks in a thread, or in a channel outside threads, for the message whose metadata has that type and value,
 * posted at or after `sinceTs` (seconds since the epoch with a fraction, as text). Reads at most 2,000 messages.
 * Needs the scope `channels:history`, `groups:history` or `im:history`.
 */
export async function findMessageByMetadata(
  session: SlackSession,
  search: {
    channel: string
    threadTs?: string | null
    eventType: string
    key: string
    value: string
    sinceTs: string
  },
): Promise<MessageSearch> {
  const { channel, threadTs, eventType, key, value, sinceTs } = search
  let cursor: string | undefined
  for (let page = 0; page < searchPagesMax; page++) {
    const answer: z.output<typeof messagesPage> = await callSlack(session, {
      method: threadTs ? 'conversations.replies' : 'conversations.history',
      effect: 'read',
      arguments: {
        channel,
        ts: threadTs || undefined,
        oldest: sinceTs,
        inclusive: true,
        limit: pageSize,
        include_all_metadata: true,
        cursor,
      },
      answer: messagesPage,
    })
    const found = answer.messages.find(
      ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload[key] === value,
    )
    if (found !== undefined) return { status: 'found', channel, ts: found.ts }
    cursor = answer.response_metadata?.next_cursor || undefined
    if (cursor === undefined) return { status: 'absent' }
  }
  return { status: 'unsure' }
}

const user = z.object({
  id: z.string(),
  team_id: z.string().nullish(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  is_email_confirmed: z.boolean().nullish(),
  profile: z
    .object({
      email: z.string().nullish(),
      real_name: z.string().nullish(),
      display_name: z.string().nullish(),
    })
    .nullish(),
})

export interface SlackUser {
  readonly id: string
  /** The name people see. */
  readonly name: string
  /** As Slack keeps it; null for bots, for strangers, and without the scope `users:read.email`. */
  readonly email: string | null
  /** Whether the person has shown that the address is theirs. An admin of a workspace can write any other into a profile. */
  readonly isEmailConfirmed: boolean
  readonly teamId: string | null
  readonly isBot: boolean
  /** A guest of one or several channels. */
  readonly isRestricted: boolean
  /** Of another organization, met in a shared channel. */
  readonly isStranger: boolean
  readonly isDeleted: boolean
}

function presentUser(found: z.output<typeof user>): SlackUser {
  const { profile } = found
  return {
    id: found.id,
    name: profile?.display_name || profile?.real_name || found.real_name || found.name || found.id,
    email: profile?.email || null,
    teamId: found.team_id ?? null,
    isBot: found.is_bot === true || found.id === 'USLACKBOT',
    isRestricted: found.is_restricted === true || found.is_ultra_restricted === true,
    isEmailConfirmed: found.is_email_confirmed === true,
    isStranger: found.is_stranger === true,
    isDeleted: found.deleted === true,
  }
}

/** One person or bot. @throws VendorError `not_found` for an id that this workspace does not see */
export async function usersInfo(session: SlackSession, userId: string): Promise<SlackUser> {
  const answer = await callSlack(session, {
    method: 'users.info',
    effect: 'read',
    arguments: { user: userId },
    answer: z.object({ user }),
  })
  return presentUser(answer.user)
}

export interface SlackPage<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}

const nextCursor = z.object({ next_cursor: z.string().optional() }).nullish()

/** One page of the workspace's people and bots. Pages may hold fewer than `limit`. */
export async function usersList(
  session: SlackSession,
  page: { limit: number; cursor?: string | undefined },
): Promise<SlackPage<SlackUser>> {
  const answer = await callSlack(session, {
    method: 'users.list',
    effect: 'read',
    arguments: { limit: page.limit, cursor: page.cursor },
    answer: z.object({ members: z.array(user), response_metadata: nextCursor }),
  })
  return {
    items: answer.members.map(presentUser),
    nextCursor: answer.response_metadata?.next_cursor || null,
  }
}

const channel = z.object({
  id: z.string(),
  name: z.string().nullish(),
  is_private: z.boolean().nullish(),
  is_member: z.boolean().nullish(),
  num_members: z.number().nullish(),
  topic: z.object({ value: z.string() }).nullish(),
  purpose: z.object({ value: z.string() }).nullish(),
})

export interface SlackChannel {
  readonly id: string
  readonly name: string
  readonly isPrivate: boolean
  /** Whether our app is in it, and so may post. */
  readonly isMember: boolean
  readonly memberCount: number | null
  readonly topic: string
  readonly purpose: string
}

/** One page of the channels that are not archived. Pages may hold fewer than `limit`. */
export async function conversationsList(
  session: SlackSession,
  page: { limit: number; cursor?: string | undefined },
): Promise<SlackPage<SlackChannel>> {
  const answer = await callSlack(session, {
    method: 'conversations.list',
    effect: 'read',
    arguments: {
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: page.limit,
      cursor: page.cursor,
    },
    answer: z.object({ channels: z.array(channel), response_metadata: nextCursor }),
  })
  return {
    items: answer.channels.map((found) => ({
      id: found.id,
      name: found.name ?? '',
      isPrivate: found.is_private === true,
      isMember: found.is_member === true,
      memberCount: found.num_members ?? null,
      topic: found.topic?.value ?? '',
      purpose: found.purpose?.value ?? '',
    })),
    nextCursor: answer.response_metadata?.next_cursor || null,
  }
}
