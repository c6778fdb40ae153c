// Slack as a conversation's platform: the installation's token opened for one call, messages in Block Kit, the post's key
// in the message's metadata.

import {
  findMessageByMetadata,
  postEphemeral,
  postMessage,
  updateMessage,
  usersInfo,
} from '../../../connectors/slack/api.ts'
import { contextBlock, markdownToBlocks } from '../../../connectors/slack/blocks.ts'
import type { ChatMessage, ChatPlatform } from '../../../core/assistant/chat-platform.ts'
import type { AnswerSource } from '../../../core/assistant/sources.ts'
import { VendorError } from '../../../core/contract/vendor-error.ts'
import { brandOf } from '../../../core/mail/brand.ts'
import { brandLine } from './brand-line.ts'
import { closedConfirmation, openConfirmation } from './confirmation.ts'
import { withInstallation } from './installation.ts'

const postEvent = 'causeway_post'

export function makeSlackPlatform(): ChatPlatform {
  return {
    person: (ctx, place, userId) =>
      withInstallation(ctx, place.teamId, async (session) => {
        const user = await usersInfo(session, userId).catch((error: unknown) => {
          // People of another company may be invisible to the workspace they write in.
          if (error instanceof VendorError && error.kind === 'not_found') return null
          throw error
        })
        if (user === null) return { name: userId, email: null, kind: 'outsider' }
        const kind = user.isBot
          ? 'bot'
          : user.teamId !== null && user.teamId !== place.teamId
            ? 'outsider'
            : user.isStranger
              ? 'outsider'
              : user.isRestricted
                ? 'guest'
                : 'person'
        return { name: user.name, email: user.isEmailConfirmed ? user.email : null, kind }
      }),
    post: (ctx, place, message, key) =>
      withInstallation(ctx, place.teamId, async (session) =>
        postMessage(session, {
          channel: place.channel,
          threadTs: place.threadTs,
          ...contentOf(message),
          // A card speaks for the organization; an answer is the assistant's own.
          ...('approval' in message ? brandLine(await brandOf(ctx)) : {}),
          metadata: { event_type: postEvent, event_payload: { key } },
        }),
      ),
    findPost: (ctx, place, key, sinceTs) =>
      withInstallation(ctx, place.teamId, async (session) => {
        const found = await findMessageByMetadata(session, {
          channel: place.channel,
          threadTs: place.threadTs,
          eventType: postEvent,
          key: 'key',
          value: key,
          sinceTs,
        })
        return found.status === 'found' ? { ts: found.ts } : found.status
      }),
    closeConfirmation: async (ctx, place, messageTs, approval, userId) => {
      await withInstallation(ctx, place.teamId, (session) =>
        updateMessage(session, {
          channel: place.channel,
          ts: messageTs,
          ...closedConfirmation(approval, userId),
        }),
      )
    },
    whisper: (ctx, place, userId, markdown) =>
      withInstallation(ctx, place.teamId, async (session) => {
        await postEphemeral(session, {
          channel: place.channel,
          user: userId,
          threadTs: place.threadTs,
          ...markdownToBlocks(markdown),
        })
      }),
  }
}

function contentOf(message: ChatMessage) {
  if ('approval' in message) return openConfirmation(message.approval)
  const content = markdownToBlocks(message.markdown)
  const from = sourcesLine(message.sources ?? [])
  return from === null ? content : { ...content, blocks: [...content.blocks, from] }
}

/** Where the answer comes from, in one quiet line; null when nothing was read. */
function sourcesLine(sources: readonly AnswerSource[]) {
  if (sources.length === 0) return null
  const named = new Set(sources.map((each) => `${each.connectionName}: ${each.action}`))
  return contextBlock(`From ${[...named].slice(0, 5).join(' · ')}`)
}
