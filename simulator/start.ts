// One local origin that hosts every simulator: `/{vendor}/…` with the vendor's real paths, the control API, and a page.
// Every request to a vendor passes here once: faults first or last, then the record of the call, then the answer, so that whoever
// has an answer can already see the call. Listens on the loopback address only.
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  SimulatorAnswer,
  SimulatorSend,
  SimulatorWorld,
  VendorSimulator,
} from '../core/contract/simulator.ts'
import { answerControl, type ControlParts } from './control.ts'
import { faultAnswer, faultQueue } from './faults.ts'
import { openHooks } from './hooks.ts'
import { problem, type ReceivedRequest, readRequest, writeAnswer } from './http.ts'
import { answerPage } from './page/serve.ts'
import { openStore, type Store } from './store.ts'
import { findSimulators } from './vendors.ts'

export interface SimulatorOptions {
  /** 0 takes any free port. */
  port: number
  /** `null` keeps everything in memory. */
  stateFolder: string | null
  hubUrl: string
  slack: { signingSecret: string; clientId: string; clientSecret: string }
  /** Waits are multiplied by this: a test of a five-minute retry gives 0.0001. */
  timeScale?: number
}

export interface RunningSimulators {
  url: string
  setHubUrl(url: string): void
  /** Ends background work and closes port and store. What was acknowledged is kept. */
  close(): Promise<void>
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Starts the simulators and resolves when they answer. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulators> {
  const store = openStore(options.stateFolder)
  const vendors = await findSimulators()
  const surroundings = makeSurroundings(store, options)
  const clock = { now: Date.now, sleep: surroundings.sleep }
  const parts: ControlParts = {
    store,
    vendors,
    hooks: openHooks(store, clock),
    world: surroundings.world,
  }
  const server = createServer((message, response) => {
    surroundings.inBackground(answerOne(message, response, parts, surroundings))
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  }).catch((error: unknown) => {
    store.close()
    throw error
  })
  surroundings.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const vendor of vendors.values()) vendor.seed?.(surroundings.world(vendor))
  for (const vendor of vendors.values()) vendor.start?.(surroundings.world(vendor))
  return {
    url: surroundings.url,
    setHubUrl: (url) => {
      surroundings.hubUrl = url.replace(/\/$/, '')
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      surroundings.abort.abort()
      server.closeAllConnections()
      await Promise.allSettled(surroundings.running)
      await closed
      store.close()
    },
  }
}

type Surroundings = ReturnType<typeof makeSurroundings>

function makeSurroundings(store: Store, options: SimulatorOptions) {
  const abort = new AbortController()
  const running = new Set<Promise<void>>()
  const settings: Record<string, string> = {
    SLACK_SIGNING_SECRET: options.slack.signingSecret,
    SLACK_CLIENT_ID: options.slack.clientId,
    SLACK_CLIENT_SECRET: options.slack.clientSecret,
  }
  const worlds = new Map<string, SimulatorWorld>()
  const self = {
    url: '',
    hubUrl: options.hubUrl.replace(/\/$/, ''),
    abort,
    running,
    sleep,
    inBackground,
    world,
  }

  function sleep(ms: number): Promise<void> {
    if (abort.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        abort.signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms * (options.timeScale ?? 1))
      abort.signal.addEventListener('abort', done)
    })
  }

  function inBackground(work: Promise<void>): void {
    const settled = work
      .catch((error: unknown) => {
        if (!abort.signal.aborted) console.error('simulator:', error)
      })
      .finally(() => running.delete(settled))
    running.add(settled)
  }

  function world(vendor: VendorSimulator): SimulatorWorld {
    const known = worlds.get(vendor.id)
    if (known) return known
    const made: SimulatorWorld = {
      baseUrl: `${self.url}/${vendor.id}`,
      hubUrl: () => self.hubUrl,
      setting: (name) => settings[name] ?? '',
      now: Date.now,
      randomId: (length) =>
        Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join(''),
      table: (name) => store.table(`${vendor.id}:${name}`),
      together: store.together,
      send: (url, request) => send(url, request, abort.signal),
      sleep,
      inBackground,
      closing: () => abort.signal.aborted,
    }
    worlds.set(vendor.id, made)
    return made
  }
  return self
}

async function send(
  url: string,
  request: SimulatorSend,
  closing: AbortSignal,
): ReturnType<SimulatorWorld['send']> {
  const late = AbortSignal.timeout(request.timeoutMs)
  try {
    const { method, headers, body } = request
    const answer = await fetch(url, {
      method,
      headers,
      body: body === '' ? null : body,
      redirect: 'manual',
      signal: AbortSignal.any([late, closing]),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      failure: null,
      headers: Object.fromEntries(answer.headers),
      text,
    }
  } catch {
    return {
      status: null,
      failure: late.aborted ? 'http_timeout' : 'connection_failed',
      headers: {},
      text: '',
    }
  }
}

async function answerOne(
  message: IncomingMessage,
  response: ServerResponse,
  parts: ControlParts,
  around: Surroundings,
): Promise<void> {
  // A socket that dies half way is the other side's affair: nothing here waits for it.
  response.on('error', () => undefined)
  let request: ReceivedRequest
  try {
    request = await readRequest(message)
  } catch (error) {
    if (error instanceof RangeError)
      await writeAnswer(response, problem(413, 'The body is larger than 32 MiB.'))
    else response.destroy()
    return
  }
  const [, first = ''] = request.path.split('/')
  const vendor = parts.vendors.get(first)
  try {
    if (vendor && request.path.startsWith(`/${first}/`)) {
      await answerVendor(
        { ...request, path: request.path.slice(first.length + 1) },
        response,
        vendor,
        parts,
        around,
      )
    } else if (request.path.startsWith('/_control/')) {
      await writeAnswer(response, await answerControl(request, parts))
    } else {
      await writeAnswer(response, answerPage(request, parts, around))
    }
  } catch (error) {
    if (around.abort.signal.aborted) return
    if (error instanceof URIError) {
      await writeAnswer(response, problem(400, 'The path is not well encoded.'))
      return
    }
    console.error(`simulator: ${request.method} ${request.path}:`, error)
    if (!response.headersSent)
      await writeAnswer(response, problem(500, 'A defect of the simulator; its log says more.'))
    else response.destroy()
  }
}

async function answerVendor(
  request: ReceivedRequest,
  response: ServerResponse,
  vendor: VendorSimulator,
  parts: ControlParts,
  around: Surroundings,
): Promise<void> {
  const began = performance.now()
  const fault = vendor.spared?.(request) ? null : faultQueue(parts.store, vendor.id).take()
  const instead = fault ? faultAnswer(vendor, fault.kind) : null
  let answer: SimulatorAnswer
  if (fault?.kind === 'disconnect') answer = { status: 0 }
  else if (instead) answer = instead
  else answer = await vendor.handle(request, parts.world(vendor))
  parts.store.log(`${vendor.id}:calls`).append({
    method: request.method,
    path: request.path,
    query: queryObject(request.query),
    headers: request.headers,
    body: request.body ?? null,
    ...(request.bodyBase64 === null ? {} : { bodyBase64: request.bodyBase64 }),
    // 0: the vendor hung up before doing anything.
    status: answer.status,
    at: new Date().toISOString(),
    ms: Math.round((performance.now() - began) * 1000) / 1000,
    ...(fault ? { fault: fault.kind } : {}),
  })
  if (fault?.kind === 'disconnect' || fault?.kind === 'lost_response') {
    response.destroy()
    return
  }
  // A slow vendor has done its work by the time the caller loses patience: that is what makes a late answer dangerous.
  if (fault?.kind === 'slow') await around.sleep(fault.delayMs)
  await writeAnswer(response, answer)
}

function queryObject(query: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}
