// The contract between one vendor's simulator and the program that hosts all of them.
// A vendor's simulator is one file, `connectors/<vendor>/simulator.ts`, that exports `simulator: VendorSimulator`; the host finds
// it by listing the folders. The vendor knows its paths, its shapes and its errors; the host owns the port, the stored state, the
// record of calls, the faults and the page. Types only: nothing here runs.

/** One request, as the vendor sees it: `path` begins with `/` and lacks the `/{vendor}` prefix and the query. */
export interface SimulatorRequest {
  method: string
  path: string
  query: URLSearchParams
  /** Lower-case names. */
  headers: Record<string, string>
  /** Parsed JSON, a form as an object of strings, `undefined` when empty, otherwise the raw text. */
  body: unknown
  rawBody: string
}

/** An answer. At most one of `json`, `text` and `stream` is given; none of them is an empty body. */
export interface SimulatorAnswer {
  status: number
  headers?: Record<string, string>
  json?: unknown
  text?: string
  /** Sent piece by piece, for server-sent events. */
  stream?: AsyncIterable<string>
}

/** Rows by id, in the order of their first `put`. A `put` has reached the operating system when it returns: `kill -9` cannot lose it. */
export interface SimulatorTable<Row> {
  get(id: string): Row | undefined
  put(id: string, row: Row): void
  delete(id: string): void
  all(): Row[]
  size(): number
  clear(): void
}

/** What a simulator may use of the world outside it. */
export interface SimulatorWorld {
  /** `http://127.0.0.1:8788/slack`: where this vendor answers. */
  baseUrl: string
  /** Where the hub answers. Read at every use: tests change it. */
  hubUrl(): string
  /** Variables the hub and the simulator share, such as `SLACK_SIGNING_SECRET`. */
  setting(name: string): string
  /** Milliseconds since 1970. */
  now(): number
  /** Lower-case letters and digits, unguessable. `length` is at most 64. */
  randomId(length: number): string
  table<Row>(name: string): SimulatorTable<Row>
  /** Runs `change` so that its writes are stored together or not at all. It must not await. */
  together(change: () => void): void
  /** One HTTP request to the hub; `null` when no answer came within `timeoutMs`. Never throws. */
  send(url: string, request: SimulatorSend): Promise<SimulatorReceipt>
  /** Resolves after `ms`, or at once when the simulators close. Tests shorten it. */
  sleep(ms: number): Promise<void>
  /** Work that outlives the request. Ended, and awaited, when the simulators close. */
  inBackground(work: Promise<void>): void
  /** True from the moment the simulators close. */
  closing(): boolean
}

export interface SimulatorSend {
  method: string
  headers: Record<string, string>
  body: string
  timeoutMs: number
}

export interface SimulatorReceipt {
  /** `null`: refused, reset, or too late. */
  status: number | null
  /** Why there is no status. */
  failure: 'http_timeout' | 'connection_failed' | null
  headers: Record<string, string>
  text: string
}

/** A table on the simulators' page: what the vendor holds now. */
export interface SimulatorPanel {
  title: string
  columns: string[]
  /** Plain text, newest first; the page escapes it. */
  rows: string[][]
}

/** A place where people write: what the page needs to let a person play in it. */
export interface SimulatorChat {
  people: { id: string; name: string; note: string; directRoomId: string }[]
  rooms: { id: string; name: string }[]
  bot: { id: string; name: string }
  /** "is thinking…", by room and thread. */
  statuses: { channel: string; threadTs: string; text: string }[]
  /** Oldest first, in the shape of the vendor's own control path. */
  messages: SimulatorMessage[]
}

export interface SimulatorMessage {
  channel: string
  ts: string
  threadTs: string | null
  user: string
  text: string
  blocks: unknown[]
  ephemeralTo?: string
  edited?: true
  streaming?: true
  reactions?: { name: string; users: string[] }[]
}

export interface VendorSimulator {
  /** The folder's name: `/{id}/…` and `/_control/{id}/…` are this vendor's. */
  id: string
  /** The product's name, for people. */
  name: string
  handle(request: SimulatorRequest, world: SimulatorWorld): Promise<SimulatorAnswer>
  /** Paths under `/_control/{id}` that the host does not know; `null` is 404. `path` is `''` or begins with `/`. */
  control?(request: SimulatorRequest, world: SimulatorWorld): Promise<SimulatorAnswer | null>
  /** The body that `POST /v1/connections` takes beside `connector`, or a sentence that says how to connect instead. */
  credentials?(world: SimulatorWorld): Record<string, unknown> | { explanation: string }
  /** Makes every credential given out so far worthless, as when a person revokes them at the vendor. */
  revoke?(world: SimulatorWorld): void
  /** Fills an empty vendor. Called at every start: must leave what is there alone. */
  seed?(world: SimulatorWorld): void
  /** Takes up work that a restart interrupted. Called once, when the address is known. */
  start?(world: SimulatorWorld): void
  /** Requests that faults do not touch, such as a page for people. */
  spared?(request: SimulatorRequest): boolean
  /** The vendor's own words for what can go wrong with it. Absent ones get a plain answer of the host. */
  faults?: Partial<
    Record<'rate_limited' | 'unauthorized' | 'server_error' | 'revoked', SimulatorAnswer>
  >
  panel?(world: SimulatorWorld): SimulatorPanel
  /**
   * For vendors where people write. Its control paths take `POST /say { text, user, channel, threadTs, mention }` and
   * `POST /press-button { channel, ts, blockId, actionId, user }`.
   */
  chat?(world: SimulatorWorld): SimulatorChat
}
