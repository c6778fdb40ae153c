// What each kind of change costs: rows read and written as D1 counts them (a row of an index is a row), growth of the databases, and
// calls of D1, Durable Objects and queues, for one operation. One D1 is 10 GB and one thread: these are an organization's
// budget. The clockwork beside an operation (Dispatcher, sealing of the audit log) is not in it: it is paid by time, not by operation.
import { type BenchResult, type Figure, figure, median, pause, timed } from './support/figures.ts'
import { type MeasuredHub, openHub } from './support/hub.ts'

const cheapTimes = 60
const dearTimes = 12
const rateEvents = 300
const rateRuns = 3

interface Counts {
  d1Calls: number
  batches: number
  rowsRead: number
  rowsWritten: number
  objectCalls: number
  queueSends: number
}

interface Tally {
  readonly counted: Record<string, Counts>
  readonly bytes: number
}

interface Kind {
  readonly name: string
  /** What is counted as the operation's own. */
  readonly entries: readonly string[]
  readonly times: number
  readonly run: (number: number) => Promise<unknown>
}

export async function measure(): Promise<BenchResult> {
  const hub = await openHub({ main: 'bench/counting/worker.ts' })
  try {
    const figures: Figure[] = []
    const count = async (kind: Kind) => void figures.push(...(await costOf(hub, kind)))
    const publish = (type: string) => (n: number) =>
      hub.api('POST', '/v1/events', { type, data: { n, text: 'x'.repeat(200) } })

    await count(kindOf('publishEvent', ['request'], publish('custom.bench.none')))
    figures.push(...(await rates(hub)))
    await makeEndpoints(hub, 'custom.bench.one', 1)
    const one = kindOf('publishEventTo1', ['request'], publish('custom.bench.one'))
    const delivering = { name: 'deliverWebhook', entries: ['consumer'] }
    figures.push(...(await costOf(hub, one, delivering)))
    await makeEndpoints(hub, 'custom.bench.ten', 10)
    await count(kindOf('publishEventTo10', ['request'], publish('custom.bench.ten')))
    await count(kindOf('createKey', ['request'], (n) => createKey(hub, n)))
    const jira = await connectionOf(hub, 'jira')
    const search = `/v1/connections/${jira}/actions/search_issues`
    await count(
      kindOf('runRead', ['request'], () => hub.api('POST', search, { jql: 'project = ACME' })),
    )
    const chat = ['request', 'conversation']
    await count({
      ...kindOf('answerQuestion', chat, () => mention(hub, 'which bugs are open in project ACME?')),
      times: dearTimes,
    })
    await ask(hub, dearTimes)
    const waiting = await pendingApprovals(hub)
    await count({
      ...kindOf('confirmWrite', chat, (n) => press(hub, waiting[n] ?? '')),
      times: Math.min(dearTimes, waiting.length),
    })
    return {
      notes: [
        `each change ${cheapTimes} times (chat: ${dearTimes}), one at a time; figures are for one`,
        `rates: the use case that publishes an event nobody subscribed to (one batch), ${rateEvents} of them, median of ${rateRuns}`,
        'growth is of whole pages: a few per cent off. Local D1, on disk',
      ],
      figures,
    }
  } finally {
    await hub.close()
  }
}

const kindOf = (name: string, entries: readonly string[], run: Kind['run']): Kind => ({
  name,
  entries,
  times: cheapTimes,
  run,
})

/** The cost of one operation; `beside`, where given, that of the work it causes elsewhere. */
async function costOf(
  hub: MeasuredHub,
  kind: Kind,
  beside?: { readonly name: string; readonly entries: readonly string[] },
): Promise<Figure[]> {
  // Once before: what is done only the first time (a cached place, a mapped person) is not the operation's.
  const before = await settledTally(hub)
  for (let n = 0; n < kind.times; n++) await kind.run(n)
  const after = await settledTally(hub)
  const growth = (after.bytes - before.bytes) / kind.times
  return [
    ...figuresOf(kind.name, sumOf(after, kind.entries), kind.times),
    figure(`${kind.name}GrowthBytes`, growth),
    ...(beside ? figuresOf(beside.name, sumOf(after, beside.entries), kind.times) : []),
  ]
}

function figuresOf(name: string, counts: Counts, times: number): Figure[] {
  return [
    figure(`${name}RowsWritten`, counts.rowsWritten / times),
    figure(`${name}RowsRead`, counts.rowsRead / times),
    figure(`${name}D1Calls`, counts.d1Calls / times),
    figure(`${name}Batches`, counts.batches / times),
    figure(`${name}ObjectCalls`, counts.objectCalls / times),
    figure(`${name}QueueSends`, counts.queueSends / times),
  ]
}

function sumOf(tally: Tally, entries: readonly string[]): Counts {
  const sum = { d1Calls: 0, batches: 0, rowsRead: 0, rowsWritten: 0, objectCalls: 0, queueSends: 0 }
  for (const entry of entries) {
    const counts = tally.counted[entry]
    if (!counts) continue
    for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key]
  }
  return sum
}

/** Everything counted since the last time, once nothing has happened for a while but the clockwork's beat. */
async function settledTally(hub: MeasuredHub): Promise<Tally> {
  const total: Tally & { bytes: number } = { counted: {}, bytes: 0 }
  let quiet = 0
  while (quiet < 4) {
    await pause(150)
    const answer = await hub.ask('/bench/tally', { method: 'POST' })
    const tally = JSON.parse(answer.text) as Tally
    total.bytes = tally.bytes
    const busy = ['request', 'consumer', 'conversation'].some((entry) => tally.counted[entry])
    quiet = busy ? 0 : quiet + 1
    for (const entry of Object.keys(tally.counted)) {
      const known = sumOf(total, [entry])
      const more = sumOf(tally, [entry])
      for (const key of Object.keys(known) as (keyof Counts)[]) known[key] += more[key]
      total.counted[entry] = known
    }
  }
  return total
}

async function rates(hub: MeasuredHub): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const atOnce of [1, 8, 32]) {
    const perSecond: number[] = []
    for (let run = 0; run < rateRuns; run++) {
      const body = { organizationId: hub.organizationId, atOnce, count: rateEvents }
      const { ms, value } = await timed(() =>
        hub.ask('/bench/publish', { method: 'POST', body: JSON.stringify(body) }),
      )
      if (value.status !== 204) throw new Error(`publishing answered ${value.status}`)
      perSecond.push(rateEvents / (ms / 1000))
    }
    figures.push(figure(`batchesAt${atOnce}PerSecond`, median(perSecond)))
  }
  return figures
}

async function makeEndpoints(hub: MeasuredHub, type: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const url = `${hub.simulator.url}/_control/hooks/bench-${count}-${n}`
    await hub.api('POST', '/v1/webhook-endpoints', { url, eventTypes: [type] })
  }
}

const createKey = (hub: MeasuredHub, n: number) =>
  hub.api('POST', '/v1/api-keys', { name: `Bench ${n}`, scopes: ['events:read'] })

async function connectionOf(hub: MeasuredHub, connector: string): Promise<string> {
  const { data } = await hub.api<{ data: { id: string; connector: string }[] }>(
    'GET',
    '/v1/connections',
  )
  const found = data.find((connection) => connection.connector === connector)
  if (!found) throw new Error(`${connector} is not connected`)
  return found.id
}

/** A person asks, and the answer is waited for, so that one is handled at a time. */
async function mention(hub: MeasuredHub, text: string): Promise<void> {
  const said = await hub.control<{ ts: string }>('POST', '/slack/mention', { text })
  await until(async () => {
    const messages = await hub.control<{ threadTs: string | null }[]>('GET', '/slack/threads')
    return messages.some((message) => message.threadTs === said.ts)
  })
}

async function ask(hub: MeasuredHub, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await mention(hub, `file a bug: bench ${n} fails on Safari`)
}

async function pendingApprovals(hub: MeasuredHub): Promise<string[]> {
  const { data } = await hub.api<{ data: { id: string; status: string }[] }>(
    'GET',
    '/v1/approvals?limit=100',
  )
  const pending = data.filter(({ status }) => status === 'pending').map(({ id }) => id)
  if (pending.length === 0) throw new Error('no confirmation waits')
  return pending
}

const press = (hub: MeasuredHub, approvalId: string) =>
  hub.control('POST', '/slack/press', { approvalId, choice: 'approve' })

async function until(enough: () => Promise<boolean>): Promise<void> {
  const began = performance.now()
  while (!(await enough())) {
    if (performance.now() - began > 30_000) throw new Error('nothing came within 30 s')
    await pause(10)
  }
}
