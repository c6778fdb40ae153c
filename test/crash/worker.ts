// The hub, made of the same factories as worker/index.ts, that stops for ever at one chosen boundary: before or after any I/O
// (database, queue, Durable Object, network) between a published event and its recorded delivery. The test then kills it.
//
// `POST /v1/events` with `x-crash-point: N` counts boundaries from there; at the Nth the hub tells CRASH_URL and goes on with
// nothing any more. With `x-crash-point: 0` it only tells the names of all that it passes.
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

const networkFetch = globalThis.fetch.bind(globalThis)

/** One count for the whole isolate, which locally holds entries, objects and consumers alike. */
const crash = { counting: false, point: 0, passed: 0, stopped: false, tellUrl: '' }

async function boundary(name: string): Promise<void> {
  if (crash.stopped) await new Promise(() => {})
  if (!crash.counting) return
  crash.passed++
  const here = crash.point === crash.passed
  if (here) crash.stopped = true
  if (here || crash.point === 0) {
    const url = `${crash.tellUrl}?point=${crash.passed}&name=${encodeURIComponent(name)}`
    await networkFetch(url, { method: 'POST' })
  }
  if (here) await new Promise(() => {})
}

/** Runs one I/O between two boundaries. */
async function between<T>(name: string, work: () => Promise<T>): Promise<T> {
  await boundary(`before ${name}`)
  const result = await work()
  await boundary(`after ${name}`)
  return result
}

/** Wraps the named methods of a binding; everything else is as it is. */
function wrapped<T extends object>(
  target: T,
  methods: (name: string, method: (...args: unknown[]) => unknown) => unknown,
): T {
  return new Proxy(target, {
    get(real, name) {
      const value: unknown = Reflect.get(real, name)
      if (typeof value !== 'function' || typeof name !== 'string') return value
      // A stub's methods are made as they are asked for, and only a call on the stub itself is one.
      const call = (...args: unknown[]) => Reflect.apply(value, real, args) as unknown
      return methods(name, call) ?? call
    },
  })
}

const realStatements = new WeakMap<object, D1PreparedStatement>()

function crashingStatement(name: string, real: D1PreparedStatement): D1PreparedStatement {
  const proxy = wrapped(real, (method, call) => {
    if (method === 'bind') {
      return (...args: unknown[]) => crashingStatement(name, call(...args) as D1PreparedStatement)
    }
    if (!['run', 'all', 'first', 'raw'].includes(method)) return undefined
    return (...args: unknown[]) => between(name, () => call(...args) as Promise<unknown>)
  })
  realStatements.set(proxy, real)
  return proxy
}

function crashingDatabase(name: string, real: D1Database): D1Database {
  return wrapped(real, (method, call) => {
    if (method === 'prepare') {
      return (text: unknown) =>
        crashingStatement(`${name} query`, call(text) as D1PreparedStatement)
    }
    if (method !== 'batch') return undefined
    return (statements: D1PreparedStatement[]) =>
      between(`${name} batch of ${statements.length}`, () => {
        const real = statements.map((statement) => realStatements.get(statement) ?? statement)
        return call(real) as Promise<unknown>
      })
  })
}

function crashingNamespace(name: string, real: DurableObjectNamespace): DurableObjectNamespace {
  return wrapped(real, (method, call) => {
    if (method !== 'get') return undefined
    return (...args: unknown[]) =>
      wrapped(call(...args) as object, (rpc, callObject) =>
        rpc === 'fetch' || rpc === 'then'
          ? undefined
          : (...rest: unknown[]) =>
              between(`${name}.${rpc}`, () => callObject(...rest) as Promise<unknown>),
      )
  })
}

const crashingEnvs = new WeakMap<object, Map<string, Env>>()

/** The bindings as one of the hub's entries sees them, each with its boundaries. The same object for the same entry. */
function crashing(env: Env, entry: string): Env {
  const known = crashingEnvs.get(env)?.get(entry)
  if (known) return known
  crash.tellUrl = String(env.CRASH_URL)
  const made: Record<string, unknown> = { ...env }
  for (const name of ['DIRECTORY', 'SHARD_00', 'SHARD_01']) {
    made[name] = crashingDatabase(`${entry}: ${name}`, env[name] as D1Database)
  }
  for (const name of ['DISPATCHER', 'AUDIT_LOG', 'SESSION', 'CONVERSATION']) {
    made[name] = crashingNamespace(`${entry}: ${name}`, env[name] as DurableObjectNamespace)
  }
  made.DELIVERIES = wrapped(
    env.DELIVERIES,
    (method, call) =>
      (...args: unknown[]) =>
        between(`${entry}: DELIVERIES.${method}`, () => call(...args) as Promise<unknown>),
  )
  const envs = crashingEnvs.get(env) ?? new Map<string, Env>()
  crashingEnvs.set(env, envs.set(entry, made as Env))
  return made as Env
}

globalThis.fetch = (input, init) =>
  between('network', () => networkFetch(input as RequestInfo, init as RequestInit))

export const Session = makeSession<Env>(makeHub)
// The log seals beside the way of an event, at its own time: its reads are no boundaries of that way.
export const AuditLog = makeAuditLog<Env>(makeHub)
export const Conversation = makeConversation<Env>(makeHub, makeChatPlatforms)
export const Dispatcher = makeDispatcher<Env>((env) => makeHub(crashing(env, 'dispatcher')), sweeps)

const handleQueue = makeQueueHandler<Env>((env) => makeHub(crashing(env, 'consumer')))

export default {
  async fetch(request, env, execution) {
    const point = request.headers.get('x-crash-point')
    const seen = crashing(env, 'request')
    const answer = makeApp(makeHub(seen), env.ASSETS)
    if (point === null) return answer.fetch(request, {}, execution)
    Object.assign(crash, { counting: true, point: Number(point), passed: 0 })
    const response = await answer.fetch(request, {}, execution)
    await boundary('before the answer')
    return response
  },
  async queue(batch, env) {
    await boundary('before the consumer')
    await handleQueue(batch, env)
    await boundary('after the consumer')
  },
} satisfies ExportedHandler<Env>
