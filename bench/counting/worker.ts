// The hub, made of the same factories as worker/index.ts, that counts what it asks of its bindings: by entry (`request`, `consumer`,
// `conversation`, `dispatcher`, `audit-log`), so that an operation and the work it leaves behind can be told apart.
//
// `POST /bench/tally` answers what was counted since the last time, and how large the databases are; `POST /bench/publish` publishes
// events from inside, without HTTP, a number of them at once.
import { grantsOfScopes } from '../../core/contract/permissions.ts'
import { placeOfOrganization } from '../../core/organizations/index.ts'
import { publishEvent } from '../../core/webhooks/index.ts'
import { makeAuditLog } from '../../durable-objects/audit-log.ts'
import { makeConversation } from '../../durable-objects/conversation.ts'
import { makeDispatcher } from '../../durable-objects/dispatcher.ts'
import { makeSession } from '../../durable-objects/session.ts'
import { makeQueueHandler } from '../../queues/index.ts'
import { makeApp } from '../../worker/app.ts'
import { makeChatPlatforms } from '../../worker/bots/platforms.ts'
import { makeHub } from '../../worker/context.ts'
import type { Env } from '../../worker/env.ts'
import { sweeps } from '../../worker/sweeps.ts'
import { type Counts, countedDatabase, countedNamespace, countedQueue, zero } from './count.ts'

const databases = ['DIRECTORY', 'SHARD_00', 'SHARD_01'] as const
const namespaces = ['DISPATCHER', 'AUDIT_LOG', 'SESSION', 'CONVERSATION'] as const

/** Locally one isolate holds entries, objects and consumers alike. */
const tally: Record<string, Counts> = {}
const envs = new Map<string, Env>()

/** The bindings as one of the hub's entries sees them. The same object for the same entry. */
function counting(env: Env, entry: string): Env {
  const known = envs.get(entry)
  if (known) return known
  const count = (change: (counts: Counts) => void) => {
    tally[entry] ??= zero()
    change(tally[entry])
  }
  const made: Record<string, unknown> = { ...env }
  for (const name of databases) made[name] = countedDatabase(env[name] as D1Database, count)
  for (const name of namespaces) {
    made[name] = countedNamespace(env[name] as DurableObjectNamespace, count)
  }
  made.DELIVERIES = countedQueue(env.DELIVERIES, count)
  envs.set(entry, made as Env)
  return made as Env
}

export const AuditLog = makeAuditLog<Env>((env) => makeHub(counting(env, 'audit-log')))
export const Conversation = makeConversation<Env>(
  (env) => makeHub(counting(env, 'conversation')),
  makeChatPlatforms,
)
export const Dispatcher = makeDispatcher<Env>((env) => makeHub(counting(env, 'dispatcher')), sweeps)
export const Session = makeSession<Env>((env) => makeHub(counting(env, 'session')))

const handleQueue = makeQueueHandler<Env>((env) => makeHub(counting(env, 'consumer')))

async function takeTally(env: Env): Promise<Response> {
  const sizes = await Promise.all(
    databases.map(async (name) => {
      const { meta } = await (env[name] as D1Database).prepare('SELECT 1').run()
      return meta.size_after
    }),
  )
  const counted = { ...tally }
  for (const entry of Object.keys(tally)) delete tally[entry]
  return Response.json({ counted, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) })
}

/** Publishes `count` events, `atOnce` at a time, through the use case and the real bindings. */
async function publishMany(request: Request, env: Env, execution: ExecutionContext) {
  const { organizationId, atOnce, count } = (await request.json()) as Record<string, number> & {
    organizationId: string
  }
  const hub = makeHub(env)
  const place = await placeOfOrganization(hub, organizationId)
  if (!place) return new Response(null, { status: 404 })
  const ctx = hub.open({
    ...place,
    actor: { type: 'api_key', id: 'key_bench', onBehalfOf: null },
    grants: grantsOfScopes(['*']),
    requestId: 'req_bench',
    waitUntil: (_name, work) => execution.waitUntil(work),
  })
  let left = count ?? 0
  const publisher = async () => {
    while (left-- > 0) await publishEvent(ctx, { type: 'custom.bench.rate', data: { left } })
  }
  await Promise.all(Array.from({ length: atOnce ?? 1 }, publisher))
  return new Response(null, { status: 204 })
}

export default {
  fetch(request, env, execution) {
    const { pathname } = new URL(request.url)
    if (pathname === '/bench/tally') return takeTally(env)
    if (pathname === '/bench/publish') return publishMany(request, env, execution)
    return makeApp(makeHub(counting(env, 'request')), env.ASSETS).fetch(request, {}, execution)
  },
  queue: (batch, env) => handleQueue(batch, env),
} satisfies ExportedHandler<Env>
