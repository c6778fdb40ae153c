// The entry: what the platform calls. Objects and consumers are made by factories that are given the hub's maker; here they
// are bound and exported.
import { makeAuditLog } from '../durable-objects/audit-log.ts'
import { makeConversation } from '../durable-objects/conversation.ts'
import { makeDispatcher } from '../durable-objects/dispatcher.ts'
import { makeSession } from '../durable-objects/session.ts'
import { makeQueueHandler } from '../queues/index.ts'
import { makeApp } from './app.ts'
import { makeChatPlatforms } from './bots/platforms.ts'
import { makeHub } from './context.ts'
import type { Env } from './env.ts'
import { sweeps } from './sweeps.ts'

export const AuditLog = makeAuditLog<Env>(makeHub)
export const Conversation = makeConversation<Env>(makeHub, makeChatPlatforms)
export const Dispatcher = makeDispatcher<Env>(makeHub, sweeps)

export const Session = makeSession<Env>(makeHub)

const handleQueue = makeQueueHandler<Env>(makeHub)

export default {
  fetch: (request, env, execution) =>
    makeApp(makeHub(env), env.ASSETS).fetch(request, {}, execution),
  queue: (batch, env) => handleQueue(batch, env),
  async scheduled(_event, env) {
    const hub = makeHub(env)
    await Promise.all(hub.shards.map((shard) => hub.dispatcher(shard).wake({ restarted: false })))
  },
} satisfies ExportedHandler<Env>
