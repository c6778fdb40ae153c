// Slack as a way to tell people: a direct message of the app, with the notice's key in its metadata. A message that may have been
// posted before is looked for first, so that a lost answer does not make two.
import {
  findMessageByMetadata,
  openDirectMessage,
  postMessage,
  type SlackSession,
} from '../../../connectors/slack/api.ts'
import { sectionBlock } from '../../../connectors/slack/blocks.ts'
import { escapeMrkdwn, mrkdwnLink } from '../../../connectors/slack/mrkdwn.ts'
import type { Hub } from '../../../core/context.ts'
import { AppError } from '../../../core/contract/errors.ts'
import { noGrants } from '../../../core/contract/permissions.ts'
import { VendorError } from '../../../core/contract/vendor-error.ts'
import type { ChatNotice, ChatVerdict, ChatWay } from '../../../core/notices/index.ts'
import { brandLine } from './brand-line.ts'
import { withInstallation } from './installation.ts'

const noticeEvent = 'causeway_notice'
/** Slack's clock and ours may differ by this. */
const clockSkewMs = 60_000

export function makeSlackWay(hub: Hub): ChatWay {
  return {
    async send(notice, waitUntil): Promise<ChatVerdict> {
      const ctx = hub.open({
        organizationId: notice.organizationId,
        shard: notice.shard,
        actor: { type: 'system', id: 'notices', onBehalfOf: null },
        grants: noGrants,
        requestId: notice.key,
        waitUntil,
      })
      try {
        await withInstallation(ctx, notice.teamId, (session) => tell(session, notice))
        return 'sent'
      } catch (error) {
        if (error instanceof AppError) return 'not_connected'
        if (!(error instanceof VendorError)) throw error
        if (error.kind === 'unauthorized') return 'not_connected'
        if (['not_found', 'refused', 'forbidden'].includes(error.kind)) return 'unknown_person'
        throw error
      }
    },
  }
}

async function tell(session: SlackSession, notice: ChatNotice): Promise<void> {
  const channel = await openDirectMessage(session, notice.userId)
  if (notice.triedSinceMs !== null) {
    const found = await findMessageByMetadata(session, {
      channel,
      eventType: noticeEvent,
      key: 'key',
      value: notice.key,
      sinceTs: String((notice.triedSinceMs - clockSkewMs) / 1000),
    })
    if (found.status === 'found') return
  }
  const { title, text, label } = notice.content
  const escaped = escapeMrkdwn(title).replaceAll('*', '∗')
  await postMessage(session, {
    channel,
    text: escaped,
    blocks: [
      sectionBlock(`*${escaped}*\n${escapeMrkdwn(text)}`),
      sectionBlock(mrkdwnLink(notice.url, label)),
    ],
    ...brandLine(notice.brand),
    metadata: { event_type: noticeEvent, event_payload: { key: notice.key } },
  })
}
