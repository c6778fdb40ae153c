// What can be done in Slack: list channels and people, post a message. A post carries its run's id in message
// metadata, so that a lost answer is looked up instead of repeated.
import { z } from 'zod'
import type { ActionCall, Lookup } from '../../core/contract/connector.ts'
import { VendorError } from '../../core/contract/vendor-error.ts'
import { truncateText } from '../../core/lib/text.ts'
import { defineAction } from '../kit/define-connector.ts'
import { conversationsList, findMessageByMetadata, postMessage, usersList } from './api.ts'
import { markdownToMessages } from './blocks.ts'

const textCharactersMax = 10_000
const runEventType = 'causeway_run'
/** Before that, a post whose answer was lost may still be on its way. */
const settledAfterMs = 30_000
const clockSkewSeconds = 60
const channelPagesMax = 20

const paging = {
  limit: z.int().min(1).max(100).default(20).describe('Most items to return'),
  cursor: z.string().min(1).max(1_000).optional().describe('nextCursor of the page before'),
}
const idPattern = /^[CDGUW][A-Z0-9]{6,}$/

const listChannels = defineAction({
  name: 'list_channels',
  title: 'List channels',
  description: 'Lists the Slack channels that are not archived and that the app can see.',
  effect: 'read',
  input: z.strictObject(paging),
  output: z.object({
    data: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        isPrivate: z.boolean(),
        isMember: z.boolean().describe('Whether the app is in the channel'),
        memberCount: z.int().nullable(),
        topic: z.string(),
        purpose: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  summary: () => 'List Slack channels',
  async run(call, page) {
    const { items, nextCursor } = await conversationsList(call, page)
    return { data: items, nextCursor }
  },
})

const listUsers = defineAction({
  name: 'list_users',
  title: 'List people',
  description: 'Lists the people of the Slack workspace, without bots and without those who left.',
  effect: 'read',
  input: z.strictObject(paging),
  output: z.object({
    data: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        email: z.string().nullable(),
        isGuest: z.boolean(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  summary: () => 'List the people in Slack',
  async run(call, page) {
    const { items, nextCursor } = await usersList(call, page)
    const people = items.filter((user) => !user.isBot && !user.isDeleted)
    return {
      data: people.map(({ id, name, email, isRestricted }) => ({
        id,
        name,
        email,
        isGuest: isRestricted,
      })),
      nextCursor,
    }
  },
})

const postMessageInput = z.strictObject({
  channel: z
    .string()
    .trim()
    .regex(/^(?:[CDGUW][A-Z0-9]{6,20}|#?[^\s#@<>|]{1,80})$/, 'must be a channel id or #name')
    .describe('Id of a channel, or its name such as #support'),
  text: z.string().max(textCharactersMax).regex(/\S/, 'must not be blank').describe('Markdown'),
  threadTs: z
    .string()
    .regex(/^\d{1,12}\.\d{6}$/)
    .optional()
    .describe('ts of the message whose thread to answer in'),
})
const postedMessage = z.object({ channel: z.string(), ts: z.string(), url: z.string().nullable() })

const postMessageAction = defineAction({
  name: 'post_message',
  title: 'Post a message',
  description: 'Posts a message to a Slack channel or thread, in the name of the app.',
  effect: 'write',
  input: postMessageInput,
  output: postedMessage,
  summary: ({ channel, text, threadTs }) =>
    `Post to ${channelReference(channel)}${threadTs === undefined ? '' : ' in a thread'}: "${truncateText(text.replace(/\s+/g, ' ').trim(), 300)}"`,
  async run(call, { channel, text, threadTs }) {
    const [content, ...rest] = markdownToMessages(text)
    if (content === undefined || rest.length > 0) {
      const vendorDetail = 'The text is empty, or longer than one Slack message holds.'
      throw new VendorError('refused', 'slack', { vendorDetail })
    }
    const made = await postMessage(call, {
      ...content,
      channel: channelReference(channel),
      ...(threadTs === undefined ? {} : { threadTs }),
      metadata: { event_type: runEventType, event_payload: { runId: call.runId } },
    })
    return { ...made, url: messageUrl(call, made, threadTs) }
  },
  lookup: findPosted,
})

/** An id as it is, a name with its sign. */
function channelReference(channel: string): string {
  return idPattern.test(channel) || channel.startsWith('#') ? channel : `#${channel}`
}

/** The message's address, where the workspace's is known. */
function messageUrl(
  call: ActionCall,
  { channel, ts }: { channel: string; ts: string },
  threadTs: string | undefined,
): string | null {
  const workspace = call.account?.url?.replace(/\/+$/, '')
  if (!workspace) return null
  const url = `${workspace}/archives/${channel}/p${ts.replace('.', '')}`
  return threadTs === undefined ? url : `${url}?thread_ts=${threadTs}&cid=${channel}`
}

async function findPosted(
  call: ActionCall,
  { channel, threadTs }: z.output<typeof postMessageInput>,
): Promise<Lookup<z.input<typeof postedMessage>>> {
  const channelId = await channelIdOf(call, channelReference(channel))
  if (channelId === null) return { found: 'unsure' }
  const search = await findMessageByMetadata(call, {
    channel: channelId,
    ...(threadTs === undefined ? {} : { threadTs }),
    eventType: runEventType,
    key: 'runId',
    value: call.runId,
    sinceTs: (call.startedAtMs / 1000 - clockSkewSeconds).toFixed(6),
  })
  if (search.status === 'found') {
    const { channel: id, ts } = search
    return { found: 'done', output: { channel: id, ts, url: messageUrl(call, search, threadTs) } }
  }
  // Slack reads its own writes: what is not there after a while was not posted.
  const isSettled = call.now() - call.startedAtMs >= settledAfterMs
  return { found: search.status === 'absent' && isSettled ? 'absent' : 'unsure' }
}

/** The id of a channel given by id or `#name`. People's own ids name no channel whose history can be read. */
async function channelIdOf(call: ActionCall, channel: string): Promise<string | null> {
  if (!channel.startsWith('#')) return /^[UW]/.test(channel) ? null : channel
  const name = channel.slice(1).toLowerCase()
  let cursor: string | undefined
  for (let page = 0; page < channelPagesMax; page++) {
    const { items, nextCursor } = await conversationsList(call, { limit: 1_000, cursor })
    const found = items.find((one) => one.name.toLowerCase() === name)
    if (found !== undefined) return found.id
    if (nextCursor === null) return null
    cursor = nextCursor
  }
  return null
}

export const actions = { listChannels, postMessage: postMessageAction, listUsers }
