// One try of one delivery: claim by a guarded lease, sign, send through the guard, record. Safe to call for any delivery at any
// time and from anywhere at once: whoever has no lease does nothing. A process that dies in between leaves a lease that
// lapses, and the sweep finds the row; the receiver may then get the event twice, with the same webhook-id.
import type { Hub } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { isoTime } from '../contract/paging.ts'
import { EgressError } from '../contract/ports.ts'
import { selectDataKey } from '../db/queries/data-keys.ts'
import {
  type ClaimedDelivery,
  claimDelivery,
  type DeliveryOutcome,
  endLease,
  insertAttempt,
  recordTry,
} from '../db/queries/deliveries.ts'
import type { EventRow } from '../db/queries/events.ts'
import type { WebhookEndpointRow } from '../db/queries/webhook-endpoints.ts'
import { type GuardedStatement, meterStatement } from '../db/write.ts'
import { errorText } from '../lib/error-text.ts'
import { disableGoneEndpoint } from './disable-gone-endpoint.ts'
import { judgeTry, type TryResult, type TryVerdict } from './retry-policy.ts'
import { liveSecrets, openHeaders } from './secrets.ts'
import { signWebhook } from './sign.ts'

/** The lease outlives the try by what recording takes, with room. */
const leaseSlackMs = 5_000
const responseBytesMax = 16 * 1024
const keptResponseBytesMax = 1024

type WaitUntil = (name: string, work: Promise<unknown>) => void

interface Try {
  readonly claimed: ClaimedDelivery
  readonly leaseId: string
  readonly attemptId: string
  readonly startedAt: number
}

/** @throws when the database failed: the queue brings it again, or the sweep does. */
export async function deliver(
  hub: Hub,
  shard: string,
  deliveryId: string,
  waitUntil: WaitUntil,
): Promise<void> {
  const startedAt = hub.clock.now()
  const leaseId = hub.ids.next('lease')
  const interruptedId = hub.ids.next('attempt')
  const claimed = await claimDelivery(hub.shard(shard), {
    deliveryId,
    leaseId,
    attemptId: interruptedId,
    nowMs: startedAt,
    leaseMs: hub.settings.webhookTimeoutMs + leaseSlackMs,
  })
  if (!claimed) return
  const attempt: Try = { claimed, leaseId, attemptId: hub.ids.next('attempt'), startedAt }
  const { event, endpoint } = claimed
  if (!event || !endpoint?.enabled) {
    return record(hub, shard, [cancellation(hub, shard, attempt, endpoint !== null)])
  }
  const { result, body } = await sendSafely(hub, shard, attempt, event, endpoint)
  const verdict = judgeTry(result, {
    tried: claimed.delivery.attemptCount,
    ownDelaysSeconds: endpoint.retryDelaysSeconds,
    unit: hub.ids.random(),
    nowMs: hub.clock.now(),
  })
  const statements = outcomeStatements(hub, shard, attempt, { verdict, result, body })
  if (verdict.kind === 'gone') {
    const disabled = await disableGoneEndpoint(hub, shard, endpoint, statements, waitUntil)
    if (disabled) return
  }
  // Armed before it is recorded: a process that dies in between is found by the sweep either way.
  if (verdict.kind === 'retry') await armFor(hub, shard, hub.clock.now() + verdict.afterMs)
  await record(hub, shard, statements)
}

interface Sent {
  readonly result: TryResult
  /** How the answer began. */
  readonly body: string | null
}

/**
 * What cannot be sent for a reason of ours (a secret that does not open) is a failed try like others: it follows the schedule and
 * ends with it, where a lease left to lapse would come back for ever.
 */
async function sendSafely(...input: Parameters<typeof send>): Promise<Sent> {
  try {
    return await send(...input)
  } catch (error) {
    const [hub, shard, { claimed }] = input
    hub.log.write('error', 'a delivery could not be sent', {
      shard,
      deliveryId: claimed.delivery.id,
      error: errorText(error),
    })
    return { result: { kind: 'unanswered', failure: 'internal' }, body: null }
  }
}

async function send(
  hub: Hub,
  shard: string,
  attempt: Try,
  event: EventRow,
  endpoint: WebhookEndpointRow,
): Promise<Sent> {
  const { organizationId } = endpoint
  const readDataKey = () => selectDataKey(hub.shard(shard), organizationId)
  const ctx = { vault: hub.vault, organizationId, readDataKey }
  const timestampSeconds = Math.floor(attempt.startedAt / 1000)
  const body = messageBody(event)
  const secrets = await liveSecrets(ctx, endpoint.id, endpoint.secret, attempt.startedAt)
  const headers = {
    ...(await openHeaders(ctx, endpoint.id, endpoint.headers)),
    'content-type': 'application/json',
    'user-agent': 'Causeway-Webhooks/1 (+https://www.standardwebhooks.com)',
    'webhook-id': event.id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': await signWebhook(secrets, { id: event.id, timestampSeconds, body }),
  }
  try {
    const response = await hub.egress.fetch(
      endpoint.url,
      { method: 'POST', headers, body },
      {
        purpose: 'webhook',
        destination: { kind: 'public' },
        timeoutMs: hub.settings.webhookTimeoutMs,
        responseBytesMax,
      },
    )
    const retryAfter = response.headers.get('retry-after')
    return {
      result: { kind: 'answered', status: response.status, retryAfter },
      body: new TextDecoder().decode(response.body.subarray(0, keptResponseBytesMax)),
    }
  } catch (error) {
    if (!(error instanceof EgressError)) throw error
    return { result: { kind: 'unanswered', failure: error.failure }, body: null }
  }
}

/** The same bytes at every try: the data stands as it was stored. */
function messageBody(event: EventRow): string {
  const { id, type } = event
  const head = JSON.stringify({ id, type, timestamp: isoTime(event.createdAt) })
  return `${head.slice(0, -1)},"data":${event.data}}`
}

function outcomeStatements(
  hub: Hub,
  shard: string,
  attempt: Try,
  tried: Sent & { readonly verdict: TryVerdict },
): GuardedStatement[] {
  const { claimed, leaseId, attemptId, startedAt } = attempt
  const { verdict, result } = tried
  const db = hub.shard(shard)
  const nowMs = hub.clock.now()
  const { id, organizationId, attemptCount } = claimed.delivery
  const lease = { deliveryId: id, leaseId }
  return [
    {
      statement: endLease(db, lease, outcomeOf(verdict, nowMs), { attempted: true }),
      orElse: 'conflict',
    },
    {
      statement: insertAttempt(db, {
        id: attemptId,
        organizationId,
        deliveryId: id,
        number: attemptCount,
        startedAt,
        durationMs: nowMs - startedAt,
        statusCode: result.kind === 'answered' ? result.status : null,
        error: verdict.kind === 'delivered' ? null : verdict.error,
        responseBody: tried.body,
      }),
    },
    ...(verdict.kind === 'retry'
      ? []
      : [{ statement: meterStatement(db, organizationId, meterOf(verdict), nowMs) }]),
  ]
}

/** A delivery counts once it has ended, by what came of it. */
function meterOf(verdict: TryVerdict): string {
  return verdict.kind === 'delivered' ? 'deliveries' : 'deliveries.failed'
}

function outcomeOf(verdict: TryVerdict, nowMs: number): DeliveryOutcome {
  if (verdict.kind === 'retry') {
    return { status: 'retrying', reason: null, dueAt: nowMs + verdict.afterMs, endedAt: null }
  }
  const ended = { dueAt: null, endedAt: nowMs }
  if (verdict.kind === 'delivered') return { status: 'delivered', reason: null, ...ended }
  if (verdict.kind === 'blocked') return { status: 'blocked', reason: 'blocked_address', ...ended }
  if (verdict.kind === 'gone') return { status: 'failed', reason: 'gone', ...ended }
  return { status: 'failed', reason: verdict.reason, ...ended }
}

/** Nothing was sent: the endpoint was deleted or disabled while the delivery waited. */
function cancellation(hub: Hub, shard: string, attempt: Try, there: boolean): GuardedStatement {
  const lease = { deliveryId: attempt.claimed.delivery.id, leaseId: attempt.leaseId }
  const reason = there ? 'endpoint_disabled' : 'endpoint_deleted'
  const outcome = {
    status: 'cancelled' as const,
    reason,
    dueAt: null,
    endedAt: hub.clock.now(),
  }
  return {
    statement: endLease(hub.shard(shard), lease, outcome, { attempted: false }),
    orElse: 'conflict',
  }
}

/** Only the lease's holder records; whoever lost it leaves the outcome to the one who has it now. */
async function record(hub: Hub, shard: string, statements: GuardedStatement[]): Promise<void> {
  try {
    await recordTry(hub.shard(shard), statements)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
    hub.log.write('warn', 'a delivery was taken over before its outcome was recorded', { shard })
  }
}

/** Losing the call loses time only: the sweep that follows every arm finds the row when it is due. */
async function armFor(hub: Hub, shard: string, atMs: number): Promise<void> {
  try {
    await hub.dispatcher(shard).arm(atMs)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    hub.log.write('warn', 'the dispatcher could not be armed', { shard, error: text })
  }
}
