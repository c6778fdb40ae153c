// A confirmation in Block Kit: what exactly will be sent, and two buttons whose value is the approval's id. The input is
// shown as it is, escaped: a person says yes to this and nothing else.
import type { KnownBlock } from '@slack/types'
import { sectionBlock } from '../../../connectors/slack/blocks.ts'
import { escapeMrkdwn } from '../../../connectors/slack/mrkdwn.ts'
import type { PresentedApproval } from '../../../core/actions/present-approval.ts'
import { truncateText } from '../../../core/lib/text.ts'

export const approveAction = 'approval_approve'
export const rejectAction = 'approval_reject'

/** A section's text has at most 3,000 characters (Block Kit reference). */
const inputCharactersMax = 2_600

export function confirmationBlocks(approval: PresentedApproval): KnownBlock[] {
  const own = approval.kind === 'confirmation'
  return [
    { type: 'divider' },
    sectionBlock(`*${escapeMrkdwn(approval.summary)}*\n${inputText(approval.input)}`),
    {
      type: 'actions',
      block_id: `approval_${approval.id}`,
      elements: [
        button(approveAction, 'Confirm', approval.id, 'primary'),
        button(rejectAction, 'Reject', approval.id, 'danger'),
      ],
    },
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: own
            ? 'Only you can confirm this. Nothing happens before you do.'
            : 'An owner or admin other than the asker must approve this.',
        },
      ],
    },
  ]
}

/** What stands there once it is decided. */
export function closedConfirmation(
  approval: PresentedApproval,
  userId: string,
): { text: string; blocks: KnownBlock[] } {
  const said = {
    pending: 'Still waiting',
    approved: `Confirmed by <@${userId}>`,
    rejected: `Rejected by <@${userId}>`,
    expired: 'Expired. Ask again if you still want it',
  }[approval.status]
  const mark = approval.status === 'approved' ? '✅' : approval.status === 'rejected' ? '🚫' : '⌛'
  return {
    text: `${said}: ${escapeMrkdwn(approval.summary)}`,
    blocks: [
      sectionBlock(`*${escapeMrkdwn(approval.summary)}*\n${inputText(approval.input)}`),
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
  return truncateText(fields.join('\n'), inputCharactersMax)
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
