// The shapes that the audit operations take and give, for the OpenAPI document and for what enters.
import { z } from '@hono/zod-openapi'
import { auditFailureCodes, exportFormats } from '../../../core/audit/index.ts'
import { actorTypes } from '../../../core/contract/actor.ts'
import { pageQuery } from '../../../core/contract/paging.ts'

const reference = z.object({ type: z.enum(actorTypes), id: z.string() })
const base64 = z.string().describe('Base64.')

export const auditEvent = z
  .object({
    id: z.string(),
    seq: z.number().int(),
    epoch: z.number().int(),
    at: z.string(),
    actor: reference,
    onBehalfOf: reference.nullable(),
    action: z.string(),
    target: z.object({ type: z.string(), id: z.string() }),
    outcome: z.enum(['success', 'denied', 'failed', 'unknown']),
    values: z.record(z.string(), z.unknown()).describe('By name. An erased value is absent.'),
    commitments: z.record(z.string(), z.string()).describe('By the value’s name, hex.'),
    salts: z.record(z.string(), base64),
    leaf: z.string().describe('Hex.'),
  })
  .openapi('AuditEvent')

export const checkpoint = z
  .object({
    size: z.number().int(),
    epoch: z.number().int(),
    rootHash: base64,
    note: z.string().describe('The signed note (c2sp.org/signed-note).'),
    at: z.string(),
  })
  .openapi('AuditCheckpoint')

export const eventProof = z
  .object({
    event: auditEvent,
    index: z.number().int().describe('Of the leaf, from 0.'),
    proof: z.array(base64),
    checkpoint,
    verifierKey: z.string(),
  })
  .openapi('AuditEventProof')

export const growthProof = z
  .object({ from: z.number().int(), to: z.number().int(), proof: z.array(base64) })
  .openapi('AuditGrowthProof')

export const verification = z
  .object({
    ok: z.boolean(),
    checked: z.number().int().describe('Events found sound before the verdict.'),
    checkpoint: checkpoint.nullable(),
    lost: z
      .array(
        z.object({
          epoch: z.number().int(),
          firstSeq: z.number().int(),
          lastSeq: z.number().int(),
        }),
      )
      .describe('Events that a restore of the database took, as the checkpoint says.'),
    failure: z
      .object({
        code: z.enum(auditFailureCodes),
        detail: z.string(),
        eventId: z.string().nullable(),
        epoch: z.number().int().nullable(),
        seq: z.number().int().nullable(),
      })
      .nullable(),
  })
  .openapi('AuditVerification')

/** Any offset is taken; rows are compared in UTC with milliseconds, as they are stored. */
const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString())

const filter = {
  action: z.string().max(100).optional(),
  actorType: z.enum(actorTypes).optional(),
  actorId: z.string().max(200).optional(),
  targetId: z.string().max(500).optional(),
  since: time.optional(),
  until: time.optional(),
}

export const listQuery = pageQuery.extend(filter)

export const exportQuery = z.strictObject({ ...filter, format: z.enum(exportFormats) })

const size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export const proofQuery = z
  .strictObject({
    eventId: z.string().max(80).optional(),
    from: size.optional(),
    to: size.optional(),
  })
  .refine(
    ({ eventId, from, to }) =>
      eventId === undefined
        ? from !== undefined && to !== undefined
        : from === undefined && to === undefined,
    { message: 'takes either eventId, or from and to' },
  )
