// Faults that a test or a person orders for one vendor: the next calls fail in the chosen way, so that the hub's behaviour under a
// slow, broken or hostile vendor can be seen. The order is stored: it holds over a restart.
import type { SimulatorAnswer, VendorSimulator } from '../core/contract/simulator.ts'
import type { Store } from './store.ts'

export const faultKinds = [
  'rate_limited',
  'unauthorized',
  'server_error',
  'slow',
  'revoked',
  'malformed',
  'disconnect',
  'lost_response',
] as const

export type FaultKind = (typeof faultKinds)[number]

export interface Fault {
  kind: FaultKind
  /** Calls that still fail this way. */
  remaining: number
  delayMs: number
}

/** The vendor's ordered faults, first in first out. */
export function faultQueue(store: Store, vendorId: string) {
  const table = store.table<Fault[]>(`${vendorId}:faults`)
  const list = () => table.get('ordered') ?? []
  return {
    list,
    add(fault: Fault) {
      table.put('ordered', [...list(), fault])
    },
    clear() {
      table.clear()
    },
    /** The fault for the call that came just now, counted down; `null` when all is well. */
    take(): Fault | null {
      const [first, ...rest] = list()
      if (!first) return null
      const left = { ...first, remaining: first.remaining - 1 }
      table.put('ordered', left.remaining > 0 ? [left, ...rest] : rest)
      return first
    },
  }
}

/** Reads `{ kind, count?, delayMs? }`; a string says what is wrong with it. `count` is 1 to 10,000, `delayMs` at most ten minutes. */
export function parseFault(body: unknown): (Fault & { counted: boolean }) | string {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return 'The body must be a JSON object.'
  const { kind, count = 1, delayMs = 20_000, ...unknown } = body as Record<string, unknown>
  const extra = Object.keys(unknown)[0]
  if (extra !== undefined) return `Unknown field "${extra}".`
  const known = faultKinds.find((name) => name === kind)
  if (!known) return `"kind" must be one of ${faultKinds.join(', ')}.`
  if (!isWithin(count, 1, 10_000)) return '"count" must be a whole number from 1 to 10000.'
  if (!isWithin(delayMs, 0, 600_000)) return '"delayMs" must be a whole number from 0 to 600000.'
  return { kind: known, remaining: count, delayMs, counted: 'count' in body }
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

/** What the vendor says instead of doing its work; `null` for the kinds where it does the work first. */
export function faultAnswer(vendor: VendorSimulator, kind: FaultKind): SimulatorAnswer | null {
  if (kind === 'rate_limited') {
    const own = vendor.faults?.rate_limited ?? { status: 429, json: { error: 'rate limited' } }
    return { ...own, headers: { 'retry-after': '1', ...own.headers } }
  }
  if (kind === 'unauthorized' || kind === 'revoked') {
    return vendor.faults?.[kind] ?? { status: 401, json: { error: 'unauthorized' } }
  }
  if (kind === 'server_error') {
    return (
      vendor.faults?.server_error ?? {
        status: 503,
        headers: { 'content-type': 'text/html' },
        text: '<h1>503 Service Unavailable</h1>',
      }
    )
  }
  if (kind === 'malformed') {
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      text: '<!doctype html><html><body>Something went wr',
    }
  }
  return null
}
