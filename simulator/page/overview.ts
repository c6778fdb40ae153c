// What the page shows, in one answer: the rooms where people write, what each vendor holds, letters, webhook deliveries and calls.
// `GET /_control/overview?version=N` answers 204 when nothing changed since N, so that watching costs nothing.
import type {
  SimulatorAnswer,
  SimulatorChat,
  SimulatorPanel,
} from '../../core/contract/simulator.ts'
import type { ControlParts } from '../control.ts'
import type { ReceivedRequest } from '../http.ts'

const messagesMax = 300
const callsMax = 40
const hookNamesMax = 10
const hookRecordsMax = 8
const bodyCharactersMax = 4_000

export interface OverviewCall {
  vendor: string
  method: string
  path: string
  status: number
  at: string
  fault: string | null
}

export interface OverviewHook {
  name: string
  deliveries: number
  latest: { status: number; at: string; body: string }[]
}

export interface Overview {
  version: number
  chats: { vendor: string; name: string; chat: SimulatorChat }[]
  panels: { vendor: string; name: string; panel: SimulatorPanel }[]
  hooks: OverviewHook[]
  /** Newest first, of all vendors. */
  calls: OverviewCall[]
}

export function answerOverview(request: ReceivedRequest, parts: ControlParts): SimulatorAnswer {
  const version = parts.store.version()
  if (request.query.get('version') === String(version)) return { status: 204 }
  const vendors = [...parts.vendors.values()]
  const chats = vendors.flatMap((vendor) => {
    const chat = vendor.chat?.(parts.world(vendor))
    return chat
      ? [
          {
            vendor: vendor.id,
            name: vendor.name,
            chat: { ...chat, messages: chat.messages.slice(-messagesMax) },
          },
        ]
      : []
  })
  const panels = vendors.flatMap((vendor) => {
    const panel = vendor.panel?.(parts.world(vendor))
    return panel ? [{ vendor: vendor.id, name: vendor.name, panel }] : []
  })
  const calls = vendors
    .flatMap((vendor) =>
      parts.store
        .log(`${vendor.id}:calls`)
        .latest(callsMax)
        .map((call) => readCall(vendor.id, call)),
    )
    .sort((a, b) => b.at.localeCompare(a.at))
    .slice(0, callsMax)
  const hooks = parts.hooks
    .names()
    .slice(-hookNamesMax)
    .reverse()
    .map(({ name, deliveries }) => ({ name, deliveries, latest: latestDeliveries(parts, name) }))
  const overview: Overview = { version, chats, panels, hooks, calls }
  return { status: 200, json: overview }
}

function readCall(vendor: string, call: unknown): OverviewCall {
  const { method, path, status, at, fault = null } = call as OverviewCall
  return { vendor, method, path, status, at, fault }
}

function latestDeliveries(parts: ControlParts, name: string): OverviewHook['latest'] {
  const records = parts.hooks.latest(name, hookRecordsMax).reverse()
  return records.map(({ status, at, body }) => ({
    status,
    at,
    body: body.slice(0, bodyCharactersMax),
  }))
}
