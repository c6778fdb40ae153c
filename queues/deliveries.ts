// Takes deliveries off their queue and tries each once. A receiver that fails is the delivery's own matter and is recorded in its
// row; only when a database or the vault failed does a message go back to the queue. Losing one loses time, not work.
import type { Hub } from '../core/context.ts'
import { deliveryMessage } from '../core/contract/queue-messages.ts'
import { errorText } from '../core/lib/error-text.ts'
import { deliver } from '../core/webhooks/index.ts'

export const deliveriesQueue = /-deliveries$/

/** A Worker may have six connections waiting for their answer at once (developers.cloudflare.com/workers/platform/limits). */
const atOnceMax = 6
const retryAfterSeconds = 5
const armEveryMs = 1_000

/** Tries every message of a batch, six at a time; resolves when each is acknowledged or given back. */
export async function consumeDeliveries(wholeHub: Hub, batch: MessageBatch): Promise<void> {
  const hub = armingSeldom(wholeHub)
  const waiting = [...batch.messages]
  const afterwards: Promise<unknown>[] = []
  const waitUntil = (_name: string, work: Promise<unknown>) => {
    afterwards.push(work)
  }
  const take = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await consume(hub, next, waitUntil)
    }
  }
  await Promise.all(Array.from({ length: atOnceMax }, take))
  await Promise.allSettled(afterwards)
}

/**
 * A receiver that is down fails many at once, and each wants its retry swept. A call for a time that is not before the last
 * second's adds nothing: the sweep it asked for finds whatever is due later.
 */
function armingSeldom(hub: Hub): Hub {
  const armed = new Map<string, { calledAt: number; forMs: number }>()
  return {
    ...hub,
    dispatcher(shard) {
      const dispatcher = hub.dispatcher(shard)
      return {
        wake: (options) => dispatcher.wake(options),
        async arm(atMs) {
          const calledAt = hub.clock.now()
          const last = armed.get(shard)
          if (last && calledAt - last.calledAt < armEveryMs && atMs >= last.forMs) return
          armed.set(shard, { calledAt, forMs: atMs })
          await dispatcher.arm(atMs)
        },
      }
    },
  }
}

async function consume(
  hub: Hub,
  message: Message,
  waitUntil: (name: string, work: Promise<unknown>) => void,
): Promise<void> {
  const parsed = deliveryMessage.safeParse(message.body)
  if (!parsed.success || !hub.shards.includes(parsed.data.shard)) {
    hub.log.write('error', 'a queue message is not one of ours', { messageId: message.id })
    message.ack()
    return
  }
  const { shard, deliveryId } = parsed.data
  try {
    await deliver(hub, shard, deliveryId, waitUntil)
    message.ack()
  } catch (error) {
    hub.log.write('error', 'a delivery could not be tried', {
      shard,
      deliveryId,
      error: errorText(error),
    })
    message.retry({ delaySeconds: retryAfterSeconds })
  }
}
