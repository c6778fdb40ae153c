// `/v1/audit-events` and `/v1/audit`: the trail, its export, its checkpoints and its proofs.
import { z } from '@hono/zod-openapi'
import {
  exportAuditEvents,
  listAuditEvents,
  listCheckpoints,
  proveAuditEvent,
  proveAuditGrowth,
  verifyAuditLog,
} from '../../../core/audit/index.ts'
import { pageQuery, pageSchema } from '../../../core/contract/paging.ts'
import { defineOperation } from '../../operation.ts'
import {
  auditEvent,
  checkpoint,
  eventProof,
  exportQuery,
  growthProof,
  listQuery,
  proofQuery,
  verification,
} from './schemas.ts'

export const auditOperations = [
  defineOperation({
    id: 'listAuditEvents',
    method: 'get',
    path: '/v1/audit-events',
    tag: 'Audit',
    summary: 'The audit trail, newest first',
    description: '`actorId` finds what an actor did itself and what was done on its behalf.',
    permission: 'audit:read',
    query: listQuery,
    status: 200,
    response: pageSchema(auditEvent),
    run: (ctx, { query }) => listAuditEvents(ctx, query),
  }),
  defineOperation({
    id: 'exportAuditEvents',
    method: 'get',
    path: '/v1/audit-events/export',
    tag: 'Audit',
    summary: 'The audit trail as a file, oldest first',
    description: 'Streams at most 200,000 events; `since` and `until` cut a longer trail.',
    permission: 'audit:read',
    query: exportQuery,
    status: 200,
    response: null,
    run: async (ctx, { query }) =>
      new Response(bytesOf(await exportAuditEvents(ctx, query)), {
        headers: {
          'content-type': exportMediaTypes[query.format],
          'content-disposition': `attachment; filename="audit-events.${query.format}"`,
          'cache-control': 'no-store',
        },
      }),
  }),
  defineOperation({
    id: 'listAuditCheckpoints',
    method: 'get',
    path: '/v1/audit/checkpoints',
    tag: 'Audit',
    summary: 'Signed checkpoints of the trail, newest first',
    description: 'Keep one elsewhere: nothing under it can change unseen.',
    permission: 'audit:read',
    query: pageQuery,
    status: 200,
    response: pageSchema(checkpoint).extend({ verifierKey: z.string() }),
    run: (ctx, { query }) => listCheckpoints(ctx, query),
  }),
  defineOperation({
    id: 'proveAuditTrail',
    method: 'get',
    path: '/v1/audit/proof',
    tag: 'Audit',
    summary: 'A proof that an event is in the trail, or that the trail only grew',
    description: 'With `eventId`, or with the sizes `from` and `to`.',
    permission: 'audit:read',
    query: proofQuery,
    status: 200,
    response: z.union([eventProof, growthProof]),
    run: (ctx, { query }) =>
      query.eventId === undefined
        ? proveAuditGrowth(ctx, { from: query.from ?? 0, to: query.to ?? 0 })
        : proveAuditEvent(ctx, { eventId: query.eventId }),
  }),
  defineOperation({
    id: 'verifyAuditLog',
    method: 'post',
    path: '/v1/audit/verify',
    tag: 'Audit',
    summary: 'Verify the whole trail and name the first thing that is wrong',
    permission: 'audit:read',
    body: z.strictObject({}),
    bodyOptional: true,
    idempotency: 'none',
    status: 200,
    response: verification,
    run: async (ctx) => {
      const { checked, checkpoint, lost, verdict } = await verifyAuditLog(ctx)
      return {
        ok: verdict.ok,
        checked,
        checkpoint,
        lost,
        failure: verdict.ok ? null : verdict.error,
      }
    },
  }),
]

const exportMediaTypes = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
} as const

/** Pulls a piece only when the reader asks for it, so that a slow reader costs no memory. */
function bytesOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
