// Honours `Idempotency-Key` on POSTs: the same request replays its answer, another body is 422, one still running is 409.
// The row that decides stands in the batch of the change itself (core/db/idempotency.ts); this is the door around it.
import { z } from 'zod'
import type { Ctx } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import {
  claimIdempotency,
  completeIdempotency,
  type IdempotencyWrite,
  IdempotentRepeat,
  releaseIdempotency,
  type StoredAnswer,
  storedAnswer,
} from '../../core/db/idempotency.ts'
import { canonicalJson } from '../../core/lib/canonical-json.ts'
import { sha256Hex } from '../../core/lib/sha256.ts'
import { type HubContext, respond } from '../http-context.ts'

const eventStreamType = 'text/event-stream; charset=utf-8'

/** Printable ASCII, as the IETF draft's examples; bounded, since it is stored. */
const keyFormat = /^[\x21-\x7e]{1,255}$/

export interface IdempotentOperation {
  readonly method: string
  readonly status: 200 | 201 | 202 | 204
  readonly mode: 'atomic' | 'claimed' | 'none'
}

interface Input {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** Runs a POST once for each key, or as often as it is sent when it carries none. */
export async function runIdempotently(
  c: HubContext,
  operation: IdempotentOperation,
  input: Input,
  run: (ctx: Ctx) => Promise<unknown>,
): Promise<Response> {
  const ctx = c.get('ctx')
  const key = c.req.header('idempotency-key')
  if (key === undefined) return respond(c, operation.status, await run(ctx))
  if (!keyFormat.test(key)) {
    throw new AppError('invalid_request', 'Idempotency-Key must be 1 to 255 printable characters.')
  }
  const write = await makeWrite(
    ctx,
    operation,
    key,
    { path: c.req.path, streams: wantsStream(c) },
    input,
  )
  const kept = await storedAnswer(ctx, write)
  if (kept) return replay(c, kept)
  try {
    const result =
      operation.mode === 'claimed'
        ? await runClaimed(ctx, write, run)
        : await run({ ...ctx, idempotency: write })
    return respond(c, operation.status, result)
  } catch (error) {
    if (!(error instanceof IdempotentRepeat)) throw error
    const first = await storedAnswer(ctx, write)
    if (first) return replay(c, first)
    throw new AppError(
      'idempotency_in_progress',
      'The first request with this key is still running.',
    )
  }
}

/** The key is claimed before the work, and its answer kept after it. */
async function runClaimed(
  ctx: Ctx,
  write: IdempotencyWrite,
  run: (ctx: Ctx) => Promise<unknown>,
): Promise<unknown> {
  await claimIdempotency(ctx, write)
  try {
    const result = await run(ctx)
    if (result instanceof Response) return keepStream(ctx, write, result)
    await completeIdempotency(ctx, write, result)
    return result
  } catch (error) {
    // A refusal may be corrected and sent again; what nobody knows the outcome of must not be.
    if (error instanceof AppError && error.code !== 'outcome_unknown') {
      await releaseIdempotency(ctx, write)
    }
    throw error
  }
}

/** A stream's text is kept once it has ended; the key is taken until then, and free again when it ended in an error. */
function keepStream(ctx: Ctx, write: IdempotencyWrite, response: Response): Response {
  const [told, kept] = response.body?.tee() ?? []
  const work = async () => {
    const eventStream = await new Response(kept).text()
    if (/^event: error$/m.test(eventStream)) await releaseIdempotency(ctx, write)
    else await completeIdempotency(ctx, write, { eventStream })
  }
  ctx.waitUntil('keep a streamed answer', work())
  return new Response(told, response)
}

const keptStream = z.strictObject({ eventStream: z.string() })

/** The same question as JSON and as events has two answers: its key is for one of them. */
const wantsStream = (c: HubContext) => /\btext\/event-stream\b/i.test(c.req.header('accept') ?? '')

async function makeWrite(
  ctx: Ctx,
  operation: IdempotentOperation,
  key: string,
  place: { path: string; streams: boolean },
  input: { query: unknown; body: unknown },
): Promise<IdempotencyWrite> {
  const id = `${ctx.organizationId}/${ctx.actor.type}/${ctx.actor.id}/${key}`
  const subject = { subject: id, field: 'answer' }
  return {
    id,
    requestHash: await sha256Hex(
      canonicalJson([
        operation.method,
        place.path,
        JSON.stringify(input.query),
        JSON.stringify(input.body),
        place.streams,
      ]),
    ),
    status: operation.status,
    seal: (plaintext) => ctx.vault.seal(ctx, subject, plaintext),
    open: (sealed) => ctx.vault.open(ctx, subject, sealed),
  }
}

function replay(c: HubContext, kept: StoredAnswer): Response {
  c.header('idempotency-replayed', 'true')
  const stream = keptStream.safeParse(kept.body)
  if (stream.success) {
    return c.body(stream.data.eventStream, 200, { 'content-type': eventStreamType })
  }
  return kept.status === 204 ? c.body(null, 204) : c.json(kept.body as never, kept.status as 200)
}
