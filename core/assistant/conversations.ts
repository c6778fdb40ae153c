// The conversations of one actor by the API and in the dashboard: a list kept beside what was said, which the conversation's own
// object holds. Nobody else sees them, not even who leads the organization.
import { z } from 'zod'
import { readApproval } from '../actions/decide-approval.ts'
import { presentApproval, presentedApproval } from '../actions/present-approval.ts'
import type { ConversationPort, Ctx } from '../context.ts'
import { AppError, notFound } from '../contract/errors.ts'
import { isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { authorize } from '../contract/permissions.ts'
import { assistantConversations } from '../db/schema/index.ts'
import { and, desc, eq, lt, or } from '../db/sql.ts'
import { type GuardedStatement, writeChange } from '../db/write.ts'
import { decodeCursor, encodeCursor } from '../lib/paging.ts'
import { truncateText } from '../lib/text.ts'
import { connectPrompt } from './connect-prompts.ts'
import { answerSource } from './sources.ts'

const titleCharactersMax = 80

/** What is kept with a turn, beside question and answer. */
const shownTurn = z.object({
  turnId: z.string(),
  at: z.string(),
  approvalIds: z.array(z.string()),
  runIds: z.array(z.string()),
  sources: z.array(answerSource),
  prompts: z.array(connectPrompt),
})

export type ShownTurn = z.output<typeof shownTurn>

export const presentedConversation = z.object({
  id: z.string(),
  title: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

export const wholeConversation = presentedConversation.extend({
  /** Oldest first, at most the last twenty. */
  turns: z.array(
    shownTurn.omit({ approvalIds: true }).extend({
      question: z.string(),
      answer: z.string(),
      /** As they stand now. */
      approvals: z.array(presentedApproval),
    }),
  ),
})

/** The object that remembers a conversation of this actor. */
export function memoryOf(ctx: Ctx, conversationId: string): ConversationPort {
  const { type, id } = ctx.actor
  const name = `${ctx.organizationId}/api/${type}/${id}/${conversationId}`
  return ctx.hub.conversation(name, ctx.shard)
}

const ownerOf = (ctx: Ctx) => `${ctx.actor.type}/${ctx.actor.id}`

/** For the batch that records an answer: the conversation is there from its first question on, under that question. */
export function conversationStatement(
  ctx: Ctx,
  conversationId: string,
  question: string,
): GuardedStatement {
  const nowMs = ctx.clock.now()
  const row = {
    id: conversationId,
    organizationId: ctx.organizationId,
    owner: ownerOf(ctx),
    title: truncateText(question.replaceAll(/\s+/g, ' '), titleCharactersMax),
    createdAt: nowMs,
    updatedAt: nowMs,
  }
  return {
    statement: ctx.db
      .insert(assistantConversations)
      .values(row)
      .onConflictDoUpdate({
        target: [
          assistantConversations.organizationId,
          assistantConversations.owner,
          assistantConversations.id,
        ],
        set: { updatedAt: nowMs },
      }),
  }
}

/** The actor's own, the last used first. @throws AppError invalid_cursor */
export async function listConversations(
  ctx: Ctx,
  query: PageQuery,
): Promise<Page<z.output<typeof presentedConversation>>> {
  authorize(ctx, 'assistant:write')
  const rows = await ctx.db
    .select()
    .from(assistantConversations)
    .where(and(ownRows(ctx), afterCursor(query.cursor)))
    .orderBy(desc(assistantConversations.updatedAt), desc(assistantConversations.id))
    .limit(query.limit + 1)
  const last = rows[query.limit - 1]
  return {
    ...pageOf(rows, query.limit, present),
    nextCursor: rows.length > query.limit && last ? encodeCursor([last.updatedAt, last.id]) : null,
  }
}

/** @throws AppError not_found, for somebody else's too */
export async function getConversation(
  ctx: Ctx,
  input: { conversationId: string },
): Promise<z.output<typeof wholeConversation>> {
  authorize(ctx, 'assistant:write')
  const row = await readRow(ctx, input.conversationId)
  const turns = await memoryOf(ctx, row.id).recall()
  return {
    ...present(row),
    turns: await Promise.all(
      turns.map(async ({ question, answer, detail }) => {
        const { approvalIds, ...shown } = shownTurn.parse(JSON.parse(detail ?? 'null'))
        const approvals = await Promise.all(approvalIds.map((id) => readApproval(ctx, id)))
        return { ...shown, question, answer, approvals: approvals.map(presentApproval) }
      }),
    ),
  }
}

/** Forgets it for good; what was done in it stays in runs and audit. @throws AppError not_found */
export async function deleteConversation(
  ctx: Ctx,
  input: { conversationId: string },
): Promise<void> {
  authorize(ctx, 'assistant:write')
  const row = await readRow(ctx, input.conversationId)
  await memoryOf(ctx, row.id).forgetTurns()
  await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .delete(assistantConversations)
          .where(and(ownRows(ctx), eq(assistantConversations.id, row.id))),
        orElse: 'not_found',
      },
    ],
    audit: { action: 'conversation.delete', target: { type: 'conversation', id: row.id } },
    answer: null,
  })
}

async function readRow(ctx: Ctx, conversationId: string) {
  const [row] = await ctx.db
    .select()
    .from(assistantConversations)
    .where(and(ownRows(ctx), eq(assistantConversations.id, conversationId)))
    .limit(1)
  if (!row) throw notFound('conversation')
  return row
}

function ownRows(ctx: Ctx) {
  return and(
    eq(assistantConversations.organizationId, ctx.organizationId),
    eq(assistantConversations.owner, ownerOf(ctx)),
  )
}

const cursorShape = z.tuple([z.number().int(), z.string()])

function afterCursor(cursor: string | undefined) {
  if (cursor === undefined) return undefined
  const decoded = decodeCursor(cursor)
  const parsed = cursorShape.safeParse(decoded.ok ? decoded.value : null)
  if (!parsed.success) throw new AppError('invalid_cursor', 'The cursor was not made by this list.')
  const [updatedAt, id] = parsed.data
  return or(
    lt(assistantConversations.updatedAt, updatedAt),
    and(eq(assistantConversations.updatedAt, updatedAt), lt(assistantConversations.id, id)),
  )
}

function present(row: typeof assistantConversations.$inferSelect) {
  const { id, title } = row
  return { id, title, createdAt: isoTime(row.createdAt), updatedAt: isoTime(row.updatedAt) }
}
