// A confirmation in Block Kit: what exactly will be sent, and two buttons whose value is the approval's id. The input is
// shown whole and literally: a person says yes to this and nothing else.
import type { KnownBlock } from '@slack/types'
import { sectionBlock } from '../../../connectors/slack/blocks.ts'
import { escapeMrkdwn } from '../../../connectors/slack/mrkdwn.ts'
import type { PresentedApproval } from '../../../core/actions/present-approval.ts'
import { truncateText } from '../../../core/lib/text.ts'

export const approveAction = 'approval_approve'
export const rejectAction = 'approval_reject'

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
  const summary = summaryOf(approval)
  const text = `${approval.kind === 'confirmation' ? 'Please confirm' : 'Approval needed'}: ${summary}`
  // Nobody says yes to what they cannot see.
  if (!isShowable(approval)) {
    const why =
      'The input is too long to be shown here whole, so it cannot be confirmed in Slack. Ask for something shorter.'
    return { text, blocks: [sectionBlock(`*${summary}*`), note(why)] }
  }
  return {
    text,
    blocks: [
      sectionBlock(`*${summary}*`),
      ...inputBlocks(approval.input),
      {
        type: 'actions',
        block_id: `approval_${approval.id}`,
        elements: [
          button(approveAction, 'Confirm', approval.id, 'primary'),
          button(rejectAction, 'Reject', approval.id, 'danger'),
        ],
      },
      note(
        `In ${escapeMrkdwn(visible(approval.account.name))}. ${
          approval.kind === 'confirmation'
            ? 'Only you can confirm this. Nothing happens before you do.'
            : 'An owner or admin other than the asker must approve this.'
        }`,
      ),
    ],
  }
}

function summaryOf(approval: PresentedApproval): string {
  return escapeMrkdwn(visible(truncateText(approval.summary, summaryCharactersMax)))
}

function isShowable(approval: PresentedApproval): boolean {
  const characters = fieldsOf(approval.input).reduce((sum, each) => sum + each.join().length, 0)
  return characters <= inputCharactersMax
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
    text: `${said}: ${summaryOf(approval)}`,
    blocks: [
      sectionBlock(`*${summaryOf(approval)}*`),
      ...(isShowable(approval) ? inputBlocks(approval.input) : []),
      { type: 'context', elements: [{ type: 'mrkdwn', text: `${mark} ${said}.` }] },
    ],
  }
}

/**
 * Each field as a bold name and a literal block of its own: rich text is not parsed, so that no value can look like another field,
 * a mention or a link. Marks that reorder or hide text are shown by their code.
 */
function inputBlocks(input: unknown): KnownBlock[] {
  return fieldsOf(input).map(([name, value]) => ({
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [{ type: 'text', text: name, style: { bold: true } }],
      },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: value }] },
    ],
  }))
}

function fieldsOf(input: unknown): [string, string][] {
  return Object.entries(input as Record<string, unknown>)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [
      name,
      visible(typeof value === 'string' ? value : JSON.stringify(value)) || ' ',
    ])
}

/** Bidirectional controls, zero-width marks and tags, as `[U+202E]`. */
function visible(text: string): string {
  return text.replaceAll(
    /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu,
    (mark) => `[U+${mark.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
  )
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
