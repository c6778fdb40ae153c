// What a conversation does with one item, in order, each step once: a question is answered in its thread with the asking
// person's rights; a pressed button decides a confirmation. Errors become one clear sentence to the person who asked; what
// the platform itself refuses is tried again later by the conversation.

import { decideApproval, readApproval } from '../actions/decide-approval.ts'
import { type PresentedApproval, presentApproval } from '../actions/present-approval.ts'
import {
  type ConversationItem,
  type ConversationPort,
  type Ctx,
  type Hub,
  withoutIdempotency,
} from '../context.ts'
import type { Actor } from '../contract/actor.ts'
import { AppError } from '../contract/errors.ts'
import { noGrants } from '../contract/permissions.ts'
import { VendorError } from '../contract/vendor-error.ts'
import { IdempotentRepeat } from '../db/idempotency.ts'
import { chatActor, identityOfChatUser } from '../identity/map-chat-user.ts'
import { isSuspended } from '../identity/suspension.ts'
import { errorText } from '../lib/error-text.ts'
import { type Answer, answerQuestion } from './answer-question.ts'
import type { ChatPerson, ChatPlace, ChatPlatform } from './chat-platform.ts'
import { postOnce } from './post-once.ts'
import { recordAnswer } from './record-answer.ts'
import { once, type StepLog } from './step-log.ts'

export interface Conversing {
  readonly hub: Hub
  readonly platform: ChatPlatform
  readonly steps: StepLog
  readonly memory: Pick<ConversationPort, 'recall' | 'remember'>
  readonly waitUntil: (name: string, work: Promise<unknown>) => void
}

/** Handles one item; safe to call again after a crash at any point. @throws VendorError when the platform does not take it */
export async function converse(with_: Conversing, item: ConversationItem): Promise<void> {
  const { platform, steps } = with_
  const place: ChatPlace = item
  const stranger = openStranger(with_, item)
  if (await isSuspended(with_.hub, item)) {
    return sayWhenConnected(stranger, item, () =>
      once(steps, 'whispered', () =>
        platform.whisper(stranger, place, item.userId, suspendedSentence).then(() => true),
      ),
    )
  }
  const person = await personOf(with_, stranger, item)
  if (person === null) return
  const ofUs = person.kind === 'person' && !(item.kind === 'question' && item.fromOutside)
  const identity = ofUs
    ? await identityOfChatUser(with_.hub, item, async () => person.email, with_.waitUntil)
    : null
  if (!identity) {
    await once(steps, 'whispered', () =>
      platform.whisper(stranger, place, item.userId, strangerSentence(with_.hub)).then(() => true),
    )
    return
  }
  const ctx = with_.hub.open({
    ...identity,
    requestId: item.eventKey,
    waitUntil: with_.waitUntil,
  })
  if (item.kind === 'question') await answer(with_, ctx, item, place)
  else await decide(with_, ctx, item, place)
}

/** Null when the platform is no longer connected: then nobody can be answered, and nothing is tried again. */
async function personOf(
  with_: Conversing,
  stranger: Ctx,
  item: ConversationItem,
): Promise<ChatPerson | null> {
  let person: ChatPerson | null = null
  await sayWhenConnected(stranger, item, async () => {
    person = await once(with_.steps, 'person', () =>
      with_.platform.person(stranger, item, item.userId),
    )
  })
  return person
}

/** Does nothing on a platform that is no longer connected. */
async function sayWhenConnected(
  stranger: Ctx,
  item: ConversationItem,
  say: () => Promise<unknown>,
): Promise<void> {
  try {
    await say()
  } catch (error) {
    const gone =
      error instanceof AppError && ['not_found', 'connection_not_active'].includes(error.code)
    if (!gone) throw error
    stranger.log.write('info', 'a message came for a platform that is not connected', {
      organizationId: item.organizationId,
      requestId: item.eventKey,
    })
  }
}

async function answer(
  with_: Conversing,
  ctx: Ctx,
  item: Extract<ConversationItem, { kind: 'question' }>,
  place: ChatPlace,
): Promise<void> {
  const { platform, steps, memory } = with_
  const turnId = await once(steps, 'turn', async () => ctx.ids.next('turn'))
  const said = await once(steps, 'answer', async (): Promise<Answer> => {
    try {
      return await answerQuestion(ctx, {
        turnId,
        text: item.text,
        history: await memory.recall(),
        channel: item.channel,
      })
    } catch (error) {
      return { text: sentenceOf(ctx, error), approvals: [], runIds: [], sources: [], prompts: [] }
    }
  })
  const sinceTs = item.messageTs
  await postOnce(ctx, platform, steps, {
    place,
    message: { markdown: said.text, sources: said.sources },
    key: turnId,
    sinceTs,
  })
  for (const approval of said.approvals) {
    const key = `approval/${approval.id}`
    await postOnce(ctx, platform, steps, { place, message: { approval }, key, sinceTs })
  }
  for (const prompt of said.prompts) {
    // Private: what one person may connect is nobody else's.
    await once(steps, `prompted/${prompt.connector}`, async () => {
      const way = prompt.url ? ` [Connect ${prompt.name}](${prompt.url})` : ''
      await platform.whisper(ctx, place, item.userId, `${prompt.says}${way}`)
      return true
    })
  }
  await once(steps, 'recorded', async () => {
    await recordAnswer(ctx, turnId, said, {
      platform: item.platform,
      channel: item.channel,
      threadTs: item.threadTs,
    })
    return true
  })
  await once(steps, 'remembered', async () => {
    await memory.remember({ question: item.text, answer: said.text, detail: null })
    return true
  })
}

async function decide(
  with_: Conversing,
  ctx: Ctx,
  item: Extract<ConversationItem, { kind: 'decision' }>,
  place: ChatPlace,
): Promise<void> {
  const { platform, steps } = with_
  const runId = await once(steps, 'run', async () => ctx.ids.next('run'))
  const progress = {
    runId,
    sent: steps.get('sent') === true,
    markSent: async () => steps.set('sent', true),
  }
  try {
    const { approval, outcome } = await decideApproval(withoutIdempotency(ctx), item, progress)
    if (!outcome) return close(with_, ctx, item, place, approval, item.userId)
    const markdown = outcome.error
      ? `${outcome.state === 'unknown' ? '⚠️' : '❌'} ${outcome.error.detail}`
      : doneSentence(approval, outcome.output)
    await postOnce(ctx, platform, steps, {
      place,
      message: { markdown },
      key: `decision/${item.approvalId}`,
      sinceTs: item.messageTs,
    })
    await close(with_, ctx, item, place, approval, item.userId)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'approval_decided' || error.code === 'approval_expired') {
      const row = await readApproval(ctx, item.approvalId)
      const shown = error.code === 'approval_expired' ? { ...row, status: 'expired' as const } : row
      await close(with_, ctx, item, place, presentApproval(shown), deciderOf(row.decidedBy))
    }
    await once(steps, 'whispered', () =>
      platform.whisper(ctx, place, item.userId, error.detail).then(() => true),
    )
  }
}

/** Takes the buttons away. A message that is gone, or that the platform will not change, keeps nobody waiting. */
async function close(
  with_: Conversing,
  ctx: Ctx,
  item: Extract<ConversationItem, { kind: 'decision' }>,
  place: ChatPlace,
  approval: PresentedApproval,
  decidedByUserId: string | null,
): Promise<void> {
  try {
    await with_.platform.closeConfirmation(ctx, place, item.messageTs, approval, decidedByUserId)
  } catch (error) {
    const final = error instanceof VendorError && ['not_found', 'refused'].includes(error.kind)
    if (!final) throw error
  }
}

/** The chat user who decided it, who need not be the one who presses now; null when it was decided elsewhere. */
function deciderOf(decidedBy: Actor | null): string | null {
  return decidedBy?.type === 'chat_user' ? (decidedBy.id.split('/').at(-1) ?? null) : null
}

function doneSentence(approval: PresentedApproval, output: unknown): string {
  const made = output as { key?: unknown; url?: unknown } | null
  const name = typeof made?.key === 'string' ? made.key : null
  const url = typeof made?.url === 'string' ? made.url : null
  const link = name && url ? `[${name}](${url})` : (name ?? url ?? '')
  return link ? `✅ Done: ${link} (${approval.summary})` : `✅ Done: ${approval.summary}`
}

/** What a person reads when a turn failed. Nothing of an unknown error's text. */
function sentenceOf(ctx: Ctx, error: unknown): string {
  if (error instanceof AppError) return error.detail
  if (error instanceof IdempotentRepeat) throw error
  ctx.log.write('error', 'a turn failed', {
    requestId: ctx.requestId,
    organizationId: ctx.organizationId,
    error: errorText(error),
  })
  return 'Something failed on our side. Please ask again.'
}

/** Why is between the operator and the owner. */
const suspendedSentence =
  'I cannot answer now: this organization is suspended. Its owner knows whom to ask.'

function strangerSentence(hub: Hub): string {
  return `I only answer members of this organization. Ask an admin to add you, then [sign in](${hub.settings.publicOrigin}/).`
}

function openStranger(with_: Conversing, item: ConversationItem): Ctx {
  return with_.hub.open({
    organizationId: item.organizationId,
    shard: item.shard,
    actor: chatActor(item, null),
    grants: noGrants,
    requestId: item.eventKey,
    waitUntil: with_.waitUntil,
  })
}
