// A connector against its simulator, as tests of connectors need it: simulators of their own in memory, sessions for
// one call, orders of faults, and every exchange held against the vendor's published API description.
import { randomUUID } from 'node:crypto'
import type { ActionCall, VendorAccount } from '../../core/contract/connector.ts'
import { startSimulator } from '../../simulator/start.ts'
import { makeNodeEgress, type NodeEgress } from './node-egress.ts'
import { validateExchange } from './vendor-spec.ts'

export const slackApp = {
  clientId: '1000000000001.1000000000002',
  clientSecret: 'pretend-client-secret',
  signingSecret: 'pretend-signing-secret',
}

export interface VendorBench {
  readonly simulatorUrl: string
  readonly egress: NodeEgress
  /** How long the client wanted to wait between tries, in milliseconds. No test waits. */
  readonly waits: number[]
  call(given: {
    credentials?: Record<string, unknown>
    config?: Record<string, unknown>
    account?: VendorAccount | null
    runId?: string
    startedAtMs?: number
  }): ActionCall
  control(method: string, path: string, body?: unknown): Promise<unknown>
  /** The next `count` calls fail so. After `slow`, requests give up quickly until `calm`. */
  fault(kind: string, count?: number): Promise<void>
  /** Takes the orders back and forgets the exchanges and waits so far. */
  calm(): Promise<void>
  /** What is wrong with the exchanges so far, by the vendor's description. Broken answers and those not JSON are left out. */
  wrongExchanges(): string[]
  close(): Promise<void>
}

export async function openVendorBench(vendor: string): Promise<VendorBench> {
  const simulator = await startSimulator({
    port: 0,
    stateFolder: null,
    hubUrl: 'http://127.0.0.1:1',
    slack: slackApp,
  })
  const egress = makeNodeEgress()
  const waits: number[] = []
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${simulator.url}/_control/${vendor}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`control ${path}: ${response.status} ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  return {
    simulatorUrl: simulator.url,
    egress,
    waits,
    control,
    call: (given) => ({
      connectionId: 'conn_test',
      account: given.account ?? null,
      credentials: given.credentials ?? {},
      config: given.config ?? {},
      egress,
      now: Date.now,
      random: () => 0.5,
      sleep: async (ms) => {
        waits.push(ms)
      },
      simulatorUrl: simulator.url,
      runId: given.runId ?? `run_${randomUUID()}`,
      startedAtMs: given.startedAtMs ?? Date.now(),
    }),
    async fault(kind, count = 1) {
      if (kind === 'slow') egress.timeoutMsMax = 200
      await control('POST', '/faults', { kind, count })
    },
    async calm() {
      await control('DELETE', '/faults')
      egress.timeoutMsMax = 60_000
      egress.exchanges.length = 0
      waits.length = 0
    },
    wrongExchanges: () => egress.exchanges.flatMap((exchange) => wrongWith(exchange, vendor)),
    close: () => simulator.close(),
  }
}

function wrongWith(exchange: NodeEgress['exchanges'][number], vendor: string): string[] {
  const { url, method, headers, body, answer } = exchange
  const type = headers['content-type']
  const isForm = type?.startsWith('application/x-www-form-urlencoded') === true
  const fields = isForm ? Object.fromEntries(new URLSearchParams(body ?? '')) : jsonOf(body)
  const answered = answer === null ? undefined : jsonOf(answer.body)
  const path = url.pathname.slice(`/${vendor}`.length)
  if (path === '/api/apps.uninstall') return [] // not in the description
  return validateExchange({
    spec: `${vendor}.json`,
    method,
    path,
    query: Object.fromEntries(url.searchParams),
    requestBody: fields,
    ...(type === undefined ? {} : { requestType: type }),
    // A 5xx is in no description.
    ...(answer === null || answered === undefined || answer.status >= 500
      ? {}
      : { status: answer.status, responseBody: answered }),
  })
}

function jsonOf(text: string | null): unknown {
  if (text === null || text === '') return text === null ? undefined : null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
