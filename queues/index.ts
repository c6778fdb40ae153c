// What the platform's queues bring, by the queue's name. A message of a queue nobody consumes is logged and let go.
import type { Hub } from '../core/context.ts'
import { consumeDeadLetters, deadLetters } from './dead-letters.ts'
import { consumeDeliveries, deliveriesQueue } from './deliveries.ts'

/** Makes the consumer of every queue; `makeHub` turns bindings into ports. */
export function makeQueueHandler<Env>(makeHub: (env: Env) => Hub) {
  return async (batch: MessageBatch, env: Env): Promise<void> => {
    const hub = makeHub(env)
    if (deliveriesQueue.test(batch.queue)) return consumeDeliveries(hub, batch)
    if (deadLetters.test(batch.queue)) return consumeDeadLetters(hub, batch)
    hub.log.write('error', 'a message came from a queue without a consumer', { queue: batch.queue })
    batch.ackAll()
  }
}
