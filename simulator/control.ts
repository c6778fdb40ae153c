// The control API, `/_control/…`: how tests and the page play people, order faults and read what the vendors saw.
// Answers are bare JSON; mistakes are problem documents. Pages of other origins are refused: a web page must not be able to drive
// a developer's simulators.
import type {
  SimulatorAnswer,
  SimulatorWorld,
  VendorSimulator,
} from '../core/contract/simulator.ts'
import { faultQueue, parseFault } from './faults.ts'
import type { openHooks } from './hooks.ts'
import { problem, type ReceivedRequest } from './http.ts'
import { answerOverview } from './page/overview.ts'
import type { Store } from './store.ts'

export interface ControlParts {
  store: Store
  hooks: ReturnType<typeof openHooks>
  vendors: Map<string, VendorSimulator>
  world(vendor: VendorSimulator): SimulatorWorld
}

const json = (value: unknown): SimulatorAnswer => ({ status: 200, json: value })
const empty: SimulatorAnswer = { status: 204 }

/** Answers one request whose path begins with `/_control/`. */
export async function answerControl(
  request: ReceivedRequest,
  parts: ControlParts,
): Promise<SimulatorAnswer> {
  const [id = '', ...rest] = request.path.slice('/_control/'.length).split('/')
  if (id === 'hooks' && rest.length === 1)
    return parts.hooks.handle(decodeURIComponent(rest[0] ?? ''), request)
  if (isForeign(request))
    return problem(403, 'Pages of another origin may not control the simulators.')
  if (id === 'hooks' && rest.length === 0 && request.method === 'GET')
    return json(parts.hooks.names())
  if (id === 'overview' && request.method === 'GET') return answerOverview(request, parts)
  const vendor = parts.vendors.get(id)
  if (!vendor) return problem(404, `There is no simulator called "${id}".`)
  const path = rest.length > 0 ? `/${rest.join('/')}` : ''
  const own = await vendor.control?.({ ...request, path }, parts.world(vendor))
  if (own) return own.status >= 400 && !own.headers ? asProblem(own) : own
  if (path === '/calls') return answerCalls(request, parts.store, vendor)
  if (path === '/faults') return answerFaults(request, parts, vendor)
  if (path === '/credentials') return answerCredentials(request, parts, vendor)
  return problem(
    404,
    `The ${vendor.name} simulator has no ${request.method} /_control${request.path.slice('/_control'.length)}.`,
  )
}

/** A page of another origin, or one whose name was pointed at this machine (DNS rebinding). */
function isForeign(request: ReceivedRequest): boolean {
  const { origin, host = '' } = request.headers
  const isLocal = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)
  return !isLocal || (origin !== undefined && origin !== `http://${host}`)
}

function asProblem(answer: SimulatorAnswer): SimulatorAnswer {
  const { error, ...rest } = (answer.json ?? {}) as { error?: unknown }
  const document = problem(
    answer.status,
    typeof error === 'string' ? error : 'The request was refused.',
  )
  return { ...document, json: { ...(document.json as object), ...rest } }
}

function answerCalls(
  request: ReceivedRequest,
  store: Store,
  vendor: VendorSimulator,
): SimulatorAnswer {
  const calls = store.log(`${vendor.id}:calls`)
  if (request.method === 'GET') {
    return { status: 200, headers: { 'content-type': 'application/json' }, text: calls.toJson() }
  }
  if (request.method !== 'DELETE') return problem(405, 'The calls take GET and DELETE.')
  calls.clear()
  return empty
}

function answerFaults(
  request: ReceivedRequest,
  parts: ControlParts,
  vendor: VendorSimulator,
): SimulatorAnswer {
  const faults = faultQueue(parts.store, vendor.id)
  if (request.method === 'GET') return json(faults.list())
  if (request.method === 'DELETE') {
    faults.clear()
    return empty
  }
  if (request.method !== 'POST') return problem(405, 'The faults take GET, POST and DELETE.')
  const fault = parseFault(request.body)
  if (typeof fault === 'string') return problem(400, fault)
  const { counted, ...ordered } = fault
  // Revoked without a count is what a person does at the vendor: it lasts until new credentials are made.
  if (fault.kind === 'revoked' && !counted && vendor.revoke) vendor.revoke(parts.world(vendor))
  else faults.add(ordered)
  return json(ordered)
}

function answerCredentials(
  request: ReceivedRequest,
  parts: ControlParts,
  vendor: VendorSimulator,
): SimulatorAnswer {
  if (request.method !== 'GET') return problem(405, 'The credentials take GET.')
  const credentials = vendor.credentials?.(parts.world(vendor))
  if (!credentials) return problem(404, `${vendor.name} needs no credentials.`)
  if ('explanation' in credentials) return problem(404, String(credentials.explanation))
  return json(credentials)
}
