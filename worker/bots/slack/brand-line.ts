// An organization's name and colour under a card of ours. Slack colours nothing but the bar of an attachment, and shows the app's own
// name and picture on top (another name would need the scope `chat:write.customize`, which we do not ask for).
import type { SlackAttachment } from '../../../connectors/slack/api.ts'
import { contextBlock } from '../../../connectors/slack/blocks.ts'
import { plainLine } from '../../../core/lib/plain-text.ts'
import type { Brand } from '../../../core/mail/brand.ts'

const nameCharactersMax = 120

/** Nothing for an organization that chose neither colour nor name. */
export function brandLine(brand: Brand | null): { attachments?: readonly SlackAttachment[] } {
  if (!brand?.isOwn) return {}
  const shown = plainLine(brand.displayName, nameCharactersMax)
  return {
    attachments: [
      {
        ...(brand.accentColor === null ? {} : { color: brand.accentColor }),
        fallback: shown,
        blocks: [contextBlock(shown)],
      },
    ],
  }
}
