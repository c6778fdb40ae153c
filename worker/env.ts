// What the platform gives the hub: its bindings by name, checked by presence, and the variables (variables.ts). Shards are the
// bindings named SHARD_<two base62 characters>.
import type { DeliveryMessage } from '../core/contract/queue-messages.ts'

/** The bindings of wrangler.toml. Durable Objects are reached by RPC, typed in context.ts. */
export interface Bindings {
  ASSETS: Fetcher
  /** Cloudflare's email service, where the operator set it up. */
  MAIL?: SendEmail
  DIRECTORY: D1Database
  CACHE: KVNamespace
  DELIVERIES: Queue<DeliveryMessage>
  DISPATCHER: DurableObjectNamespace
  CONVERSATION: DurableObjectNamespace
  AUDIT_LOG: DurableObjectNamespace
  SESSION: DurableObjectNamespace
}

export type Env = Bindings & Record<string, unknown>

/** The shard databases by name, in order. */
export function shardBindings(env: Env): ReadonlyMap<string, D1Database> {
  const shards = Object.keys(env)
    .filter((name) => /^SHARD_[0-9A-Za-z]{2}$/.test(name))
    .sort()
    .map((name) => [name.slice('SHARD_'.length), env[name] as D1Database] as const)
  if (shards.length === 0) throw new Error('The hub has no shard database (SHARD_00)')
  return new Map(shards)
}
