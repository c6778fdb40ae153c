// The port by which a conversation reaches its platform (Slack, later Teams). Every post carries a key that the platform keeps
// with the message, so that after a crash it can be asked whether the post was made.

import type { PresentedApproval } from '../actions/present-approval.ts'
import type { Ctx } from '../context.ts'
import type { AnswerSource } from './sources.ts'

/** Where a conversation stands. */
export interface ChatPlace {
  readonly teamId: string
  readonly channel: string
  readonly threadTs: string
}

export interface ChatPerson {
  readonly name: string
  /** The platform vouches that it is theirs; null when it does not. */
  readonly email: string | null
  /** Guests, people of another company and bots have no rights of their own. */
  readonly kind: 'person' | 'guest' | 'outsider' | 'bot'
}

/** Words, or a write that waits for a yes: shown with its exact input and two buttons. */
export type ChatMessage =
  | { readonly markdown: string; readonly sources?: readonly AnswerSource[] }
  | { readonly approval: PresentedApproval }

export interface PostedMessage {
  readonly ts: string
}

export interface ChatPlatform {
  person(ctx: Ctx, place: ChatPlace, userId: string): Promise<ChatPerson>
  post(ctx: Ctx, place: ChatPlace, message: ChatMessage, key: string): Promise<PostedMessage>
  /** Whether a post with that key was made; `unsure` where the platform cannot say. */
  findPost(
    ctx: Ctx,
    place: ChatPlace,
    key: string,
    sinceTs: string,
  ): Promise<PostedMessage | 'absent' | 'unsure'>
  /** Shows a decided confirmation in place of its buttons. Safe to repeat. */
  closeConfirmation(
    ctx: Ctx,
    place: ChatPlace,
    messageTs: string,
    approval: PresentedApproval,
    decidedByUserId: string | null,
  ): Promise<void>
  /** Seen by that person alone. */
  whisper(ctx: Ctx, place: ChatPlace, userId: string, markdown: string): Promise<void>
}
