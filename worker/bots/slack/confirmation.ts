// A confirmation in Block Kit: what exactly will be sent, and two buttons whose value is the approval's id. The input is
// shown as it is, escaped: a person says yes to this and nothing else.
import type { KnownBlock } from '@slack/types'
import { sectionBlock } from '../../../connectors/slack/blocks.ts'
import { escapeMrkdwn, splitMrkdwn } from '../../../connectors/slack/mrkdwn.ts'
import type { PresentedApproval } from '../../../core/actions/present-approval.ts'
import { truncateText } from '../../../core/lib/text.ts'

export const approveAction = 'approval_approve'
export const rejectAction = 'approval_reject'

/** A section's text has at most 3,000 characters (Block Kit reference). */
const sectionCharactersMax = 3_000
/** A whole message fails above some 13,200 characters. */
const inputCharactersMax = 12_000
const summaryCharactersMax = 500

export interface SlackContent {
  /** What a notification says. */
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** What stands there while it waits. */
export function openConfirmation(approval: PresentedApproval): SlackContent {
  const summary = escapeMrkdwn(truncateText(approval.summary, summaryCharactersMax))
  const input = inputText(approval.input)
  const text = `Please confirm: ${summary}`
  // Nobody says yes to what they cannot see.
  if (input.length > inputCharactersMax) {
    const why =
      'The input is too long to be shown here whole, so it cannot be confirmed in Slack. Ask for something shorter.'
    return { text, blocks: [sectionBlock(`*${summary}*`), note(why)] }
  }
  return {
    text,
    blocks: [
      sectionBlock(`*${summary}*`),
      ...splitMrkdwn(input, sectionCharactersMax).map(sectionBlock),
      {
        type: 'actions',
        block_id: `approval_${approval.id}`,
        elements: [
          button(approveAction, 'Confirm', approval.id, 'primary'),
          button(rejectAction, 'Reject', approval.id, 'danger'),
        ],
      },
      note(
        approval.kind === 'confirmation'
          ? 'Only you can confirm this. Nothing happens before you do.'
          : 'An owner or admin other than the asker must approve this.',
      ),
    ],
  }
}

function note(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] }
}

/** What stands there once it is decided. */
export function closedConfirmation(
  approval: PresentedApproval,
  userId: string | null,
): SlackContent {
  const by = userId === null ? '' : ` by <@${userId}>`
  const said = {
    pending: 'Still waiting',
    approved: `Confirmed${by}`,
    rejected: `Rejected${by}`,
    expired: 'Expired. Ask again if you still want it',
  }[approval.status]
  const mark = approval.status === 'approved' ? '✅' : approval.status === 'rejected' ? '🚫' : '⌛'
  return {
    text: `${said}: ${escapeMrkdwn(approval.summary)}`,
    blocks: [
      sectionBlock(`*${escapeMrkdwn(truncateText(approval.summary, summaryCharactersMax))}*`),
      ...splitMrkdwn(inputText(approval.input), sectionCharactersMax).slice(0, 3).map(sectionBlock),
      { type: 'context', elements: [{ type: 'mrkdwn', text: `${mark} ${said}.` }] },
    ],
  }
}

function inputText(input: unknown): string {
  const fields = Object.entries(input as Record<string, unknown>)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      return `>${escapeMrkdwn(name)}: ${escapeMrkdwn(text).replaceAll('\n', '\n>')}`
    })
  return fields.join('\n')
}

function button(actionId: string, text: string, value: string, style: 'primary' | 'danger') {
  return {
    type: 'button' as const,
    action_id: actionId,
    style,
    value,
    text: { type: 'plain_text' as const, text },
  }
}
