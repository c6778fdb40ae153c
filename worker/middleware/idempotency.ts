// Honours `Idempotency-Key` on POSTs: the same request replays its answer, another body is 422, one still running is 409.
// The row that decides stands in the batch of the change itself (core/db/idempotency.ts); this is the door around it.
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
import { type HubContext, type Operation, respond } from '../operation.ts'

/** Printable ASCII, as the IETF draft's examples; bounded, since it is stored. */
const keyFormat = /^[\x21-\x7e]{1,255}$/

/** Runs a POST once for each key, or as often as it is sent when it carries none. */
export async function runIdempotently(
  c: HubContext,
  operation: Operation,
  input: { params: unknown; query: unknown; body: unknown },
): Promise<Response> {
  const ctx = c.get('ctx')
  const key = c.req.header('idempotency-key')
  if (key === undefined) return respond(operation, c, await operation.run(ctx, input as never, c))
  if (!keyFormat.test(key)) {
    throw new AppError('invalid_request', 'Idempotency-Key must be 1 to 255 printable characters.')
  }
  const write = await makeWrite(ctx, operation, key, c.req.path, input)
  const kept = await storedAnswer(ctx, write)
  if (kept) return replay(c, kept)
  try {
    return respond(operation, c, await runOnce({ ...ctx, idempotency: write }, operation, input, c))
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

async function runOnce(
  ctx: Ctx,
  operation: Operation,
  input: { params: unknown; query: unknown; body: unknown },
  c: HubContext,
): Promise<unknown> {
  if (operation.idempotency !== 'claimed') return operation.run(ctx, input as never, c)
  const write = ctx.idempotency
  if (!write) return operation.run(ctx, input as never, c)
  await claimIdempotency(ctx, write)
  try {
    const result = await operation.run({ ...ctx, idempotency: null }, input as never, c)
    await completeIdempotency(ctx, write, result)
    return result
  } catch (error) {
    // A refusal may be corrected and sent again; an unknown outcome must not be.
    if (!(error instanceof AppError) || error.code !== 'outcome_unknown') {
      await releaseIdempotency(ctx, write)
    }
    throw error
  }
}

async function makeWrite(
  ctx: Ctx,
  operation: Operation,
  key: string,
  path: string,
  input: { query: unknown; body: unknown },
): Promise<IdempotencyWrite> {
  const id = `${ctx.organizationId}/${ctx.actor.type}/${ctx.actor.id}/${key}`
  const subject = { subject: id, field: 'answer' }
  return {
    id,
    requestHash: await sha256Hex(
      canonicalJson([
        operation.method,
        path,
        JSON.stringify(input.query),
        JSON.stringify(input.body),
      ]),
    ),
    status: operation.status,
    seal: (plaintext) => ctx.vault.seal(ctx, subject, plaintext),
    open: (sealed) => ctx.vault.open(ctx, subject, sealed),
  }
}

function replay(c: HubContext, kept: StoredAnswer): Response {
  c.header('idempotency-replayed', 'true')
  return kept.status === 204 ? c.body(null, 204) : c.json(kept.body as never, kept.status as 200)
}
