// Webhook receivers by name: `/_control/hooks/{name}`. Any POST is a delivery, kept with its exact body and answered by the list
// that was set for the name, in order, then 200. Quick, because benches send thousands.
import type { SimulatorAnswer } from '../core/contract/simulator.ts'
import { problem, type ReceivedRequest } from './http.ts'
import type { Store } from './store.ts'

interface PlannedAnswer {
  status: number
  delayMs?: number
  headers?: Record<string, string>
}

const plannedAnswersMax = 20_000
const delayMsMax = 600_000
const namePattern = /^[A-Za-z0-9._~-]{1,128}$/

/** One record of `GET`: what came, and what was said to it. */
export interface HookRecord {
  headers: Record<string, string>
  body: string
  status: number
  at: string
}

export function openHooks(
  store: Store,
  clock: { now(): number; sleep(ms: number): Promise<void> },
) {
  const plans = store.table<PlannedAnswer[]>('hooks:answers')
  const names = store.table<string>('hooks:names')
  const positions = new Map<string, number>()
  const planned = store.table<number>('hooks:position')

  async function receive(name: string, request: ReceivedRequest): Promise<SimulatorAnswer> {
    const plan = plans.get(name)
    const position = positions.get(name) ?? planned.get(name) ?? 0
    const next = plan?.[position] ?? { status: 200 }
    positions.set(name, position + 1)
    const record: HookRecord = {
      headers: request.headers,
      body: request.bodyBase64 ?? request.rawBody,
      status: next.status,
      at: new Date(clock.now()).toISOString(),
    }
    // One write for a plain delivery: benches send thousands.
    if (!names.get(name)) names.put(name, name)
    if (plan) planned.put(name, position + 1)
    store.log(`hooks:${name}`).append(record)
    if (next.delayMs) await clock.sleep(next.delayMs)
    return { status: next.status, ...(next.headers ? { headers: next.headers } : {}) }
  }

  return {
    /** Names that received something, newest name last. */
    names: () =>
      names.all().map((name) => ({ name, deliveries: store.log(`hooks:${name}`).size() })),
    latest: (name: string, count: number) =>
      store.log(`hooks:${name}`).latest(count) as HookRecord[],
    /** Answers one request to `/_control/hooks/{name}`. */
    async handle(name: string, request: ReceivedRequest): Promise<SimulatorAnswer> {
      if (!namePattern.test(name))
        return problem(
          404,
          'A hook name has 1 to 128 letters, digits, dots, dashes or underscores.',
        )
      if (request.method === 'POST') return receive(name, request)
      if (request.method === 'GET') {
        return {
          status: 200,
          headers: { 'content-type': 'application/json' },
          text: store.log(`hooks:${name}`).toJson(),
        }
      }
      if (request.method === 'PUT') {
        const plan = parsePlan(request.body)
        if (typeof plan === 'string') return problem(400, plan)
        positions.delete(name)
        store.together(() => {
          plans.put(name, plan)
          planned.put(name, 0)
        })
        return { status: 204 }
      }
      if (request.method === 'DELETE') {
        positions.delete(name)
        store.together(() => {
          store.log(`hooks:${name}`).clear()
          plans.delete(name)
          planned.delete(name)
          names.delete(name)
        })
        return { status: 204 }
      }
      return problem(405, 'A hook takes GET, POST, PUT and DELETE.')
    },
  }
}

function parsePlan(body: unknown): PlannedAnswer[] | string {
  if (!Array.isArray(body) || body.length > plannedAnswersMax)
    return `The body must be a list of at most ${plannedAnswersMax} answers.`
  for (const item of body as unknown[]) {
    if (typeof item !== 'object' || item === null)
      return 'Each answer is { status, delayMs?, headers? }.'
    const { status, delayMs = 0, headers = {} } = item as Record<string, unknown>
    if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599)
      return '"status" must be 200 to 599.'
    if (typeof delayMs !== 'number' || delayMs < 0 || delayMs > delayMsMax)
      return `"delayMs" must be 0 to ${delayMsMax}.`
    if (
      typeof headers !== 'object' ||
      headers === null ||
      Object.values(headers).some((value) => typeof value !== 'string')
    ) {
      return '"headers" must be an object of strings.'
    }
  }
  return body as PlannedAnswer[]
}
