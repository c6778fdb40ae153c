// What travels through queues: ids only, so that a message is small, may come twice, and never outlives a
// right. Read by zod at the consumer; a message that does not parse is logged and dropped.
import { z } from 'zod'

export const deliveryMessage = z.strictObject({
  kind: z.literal('delivery'),
  shard: z.string().length(2),
  deliveryId: z.string(),
})

export type DeliveryMessage = z.infer<typeof deliveryMessage>
