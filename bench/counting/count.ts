// Bindings that count. Each does exactly what the real one does; what D1 says of a statement (`rows_read`, `rows_written`) is added
// up. Drizzle's reads use `raw()`, which says nothing, so a SELECT is run once more to be told: the counted hub is not for timing.

import type {
  D1Database,
  D1Meta,
  D1PreparedStatement,
  DurableObjectNamespace,
  Queue,
} from '@cloudflare/workers-types'

export interface Counts {
  d1Calls: number
  batches: number
  rowsRead: number
  rowsWritten: number
  objectCalls: number
  queueSends: number
}

export type Count = (change: (counts: Counts) => void) => void

export const zero = (): Counts => ({
  d1Calls: 0,
  batches: 0,
  rowsRead: 0,
  rowsWritten: 0,
  objectCalls: 0,
  queueSends: 0,
})

type Method = (...args: unknown[]) => unknown

/** Replaces the methods for which `replace` gives another; everything else is as it is. */
function wrapped<T extends object>(
  target: T,
  replace: (name: string, method: Method) => Method | undefined,
): T {
  return new Proxy(target, {
    get(real, name) {
      const value: unknown = Reflect.get(real, name)
      if (typeof value !== 'function' || typeof name !== 'string') return value
      const method: Method = (...args) => Reflect.apply(value, real, args) as unknown
      return replace(name, method) ?? method
    },
  })
}

const realStatements = new WeakMap<object, D1PreparedStatement>()

export function countedDatabase(real: D1Database, count: Count): D1Database {
  return wrapped(real, (name, method) => {
    if (name === 'prepare') {
      return (text) => countedStatement(method(text) as D1PreparedStatement, String(text), count)
    }
    if (name !== 'batch') return undefined
    return async (statements) => {
      const given = statements as D1PreparedStatement[]
      const results = await real.batch(given.map((each) => realStatements.get(each) ?? each))
      count((counts) => {
        counts.d1Calls += 1
        counts.batches += 1
      })
      for (const { meta } of results) addRows(meta, count)
      return results
    }
  })
}

function countedStatement(
  real: D1PreparedStatement,
  text: string,
  count: Count,
): D1PreparedStatement {
  const proxy = wrapped(real, (name, method) => {
    if (name === 'bind') {
      return (...args) => countedStatement(method(...args) as D1PreparedStatement, text, count)
    }
    if (!['run', 'all', 'first', 'raw'].includes(name)) return undefined
    return async (...args) => {
      const result = await method(...args)
      count((counts) => {
        counts.d1Calls += 1
      })
      const told = (result as { meta?: D1Meta } | null)?.meta
      if (told) addRows(told, count)
      else if (/^\s*select\b/i.test(text)) addRows((await real.all()).meta, count)
      return result
    }
  })
  realStatements.set(proxy, real)
  return proxy
}

function addRows(meta: D1Meta, count: Count): void {
  count((counts) => {
    counts.rowsRead += meta.rows_read
    counts.rowsWritten += meta.rows_written
  })
}

/** Counts the calls of the objects' own methods, not the making of ids and stubs. */
export function countedNamespace(
  real: DurableObjectNamespace,
  count: Count,
): DurableObjectNamespace {
  return wrapped(real, (name, method) => {
    if (name !== 'get') return undefined
    return (...args) =>
      wrapped(method(...args) as object, (call, callObject) => {
        if (call === 'then') return undefined
        return (...given) => {
          count((counts) => {
            counts.objectCalls += 1
          })
          return callObject(...given)
        }
      })
  })
}

export function countedQueue<Body>(real: Queue<Body>, count: Count): Queue<Body> {
  return wrapped(real, (_name, method) => (...args) => {
    count((counts) => {
      counts.queueSends += 1
    })
    return method(...args)
  })
}
