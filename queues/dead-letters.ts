// Messages that a queue gave up after its tries, because our own database or vault failed each time. Nothing is lost by it: a message
// only hurries work that is a row, and the shard's sweep finds the row. So each is told to the operator, the shard is woken, and it is
// let go.
import type { Hub } from '../core/context.ts'
import { deliveryMessage } from '../core/contract/queue-messages.ts'
import { errorText } from '../core/lib/error-text.ts'

export const deadLetters = /-dead$/

/** Logs every message of a batch as an error, with the row it names, and wakes the shards they are of. */
export async function consumeDeadLetters(hub: Hub, batch: MessageBatch): Promise<void> {
  const shards = new Set<string>()
  for (const message of batch.messages) {
    const { data } = deliveryMessage.safeParse(message.body)
    if (data && hub.shards.includes(data.shard)) shards.add(data.shard)
    hub.log.write('error', 'a queue gave a message up', {
      queue: batch.queue,
      messageId: message.id,
      shard: data?.shard,
      deliveryId: data?.deliveryId,
    })
    message.ack()
  }
  for (const shard of shards) {
    try {
      await hub.dispatcher(shard).wake({ restarted: false })
    } catch (error) {
      // Cron wakes it within the minute.
      hub.log.write('error', 'a shard could not be woken', { shard, error: errorText(error) })
    }
  }
}
