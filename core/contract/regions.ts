// Where an organization may live. Chosen when it is created, and fixed: its database and its Durable Objects are placed by it.
import { z } from 'zod'

export const region = z.enum(['eu', 'us', 'apac'])

export type Region = z.infer<typeof region>
