// What was acknowledged survives `kill -9`: hub and simulators are killed while they work, and started again. Every mention is
// answered once, a confirmed write is done once, every webhook arrives under one id, and the audit trail is whole. 24 mentions by
// default, 200 with TEST_ALL. The moment of the kill is drawn from a seed that is printed; RESTART_SEED repeats it.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approvalOn, type Chat, type Control, chatOf } from '../support/chat.ts'
import { type Client, eventually, everyPage, expectStatus, makeClient } from '../support/client.ts'
import { countIssues } from '../support/issues.ts'
import { type Product, startProduct } from '../support/process.ts'

interface Received {
  readonly headers: Record<string, string>
  readonly body: string
}

interface AnsweredEvent {
  readonly id: string
  readonly type: string
  readonly data: { readonly threadTs?: string }
}

const mentions = process.env.TEST_ALL ? 200 : 24
const seed = Number(process.env.RESTART_SEED ?? Date.now() % 1_000_000)
/** Seconds, not half a minute: conversations wake within five, and then answer a few at a time. */
const resumeMsMax = 15_000 + mentions * 250
/** Long enough to be seen and killed in. */
const withheldMs = 2_000
const received: Received[] = []
let receiver: Server
let product: Product
let client: Client
let control: Control
let chat: Chat
let secret: string

function openReceiver(): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      received.push({ headers, body: Buffer.concat(chunks).toString() })
      response.end()
    })
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** Mulberry32: the same seed draws the same moment. */
function draw(): number {
  let state = (seed + 0x6d2b79f5) | 0
  state = Math.imul(state ^ (state >>> 15), state | 1)
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61)
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32
}

function use(started: Product): void {
  product = started
  client = makeClient(product.url, { authorization: `Bearer ${product.apiKey}` })
  const simulators = makeClient(product.simulatorUrl)
  control = async (method, path, body) => {
    const answer = await simulators.send(method, `/_control${path}`, body)
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  chat = chatOf(control)
}

async function killAndStartAgain(): Promise<void> {
  await product.kill()
  use(await product.restart())
}

/** How many of the mentions have an answer in their thread. */
async function answered(asked: readonly string[]): Promise<number> {
  const threads = new Set((await chat.messages()).map(threadOfReply))
  return asked.filter((ts) => threads.has(ts)).length
}

const threadOfReply = ({ threadTs, ts }: { threadTs: string | null; ts: string }) =>
  threadTs === ts ? null : threadTs

/** Mentions the bot with each text, ten at a time; resolves when all were accepted. */
async function ask(texts: readonly string[]): Promise<readonly string[]> {
  const asked: string[] = []
  const waiting = [...texts]
  const sender = async () => {
    for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) {
      asked.push(await chat.mention(text))
    }
  }
  await Promise.all(Array.from({ length: 10 }, sender))
  return asked
}

const questions = (count: number) =>
  Array.from({ length: count }, (_each, i) => `which bugs are open in project ACME? (${i})`)

async function answerEvents(): Promise<readonly AnsweredEvent[]> {
  const pages = await everyPage(client, '/v1/events', 100)
  const events = pages.flatMap((page) => page.body.data as AnsweredEvent[])
  return events.filter((event) => event.type === 'assistant.answered')
}

/** Each is answered and written down, which is the last that happens to a question, and was answered once. */
async function expectEachOnce(asked: readonly string[]): Promise<void> {
  const allRecorded = async () => {
    const threads = (await answerEvents()).map((event) => event.data.threadTs)
    expect(asked.filter((ts) => !threads.includes(ts))).toEqual([])
    return threads
  }
  const recorded = await eventually(allRecorded, { withinMs: resumeMsMax })
  const replies = await Promise.all(asked.map((ts) => chat.repliesTo(ts)))
  for (const [i, ts] of asked.entries()) {
    expect(replies[i]?.length, `answers to mention ${i}`).toBe(1)
    expect(JSON.stringify(replies[i])).toMatch(/ACME-\d+/)
    expect(recorded.filter((thread) => thread === ts).length).toBe(1)
  }
}

beforeAll(async () => {
  receiver = await openReceiver()
  use(await startProduct())
  const endpoint = await client.post('/v1/webhook-endpoints', {
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
  })
  secret = expectStatus(endpoint, 201).body.secret
}, 180_000)

afterAll(async () => {
  await product?.close()
  receiver?.close()
})

test('mentions accepted before a kill -9 are answered after it, each once', async () => {
  const killAfter = Math.floor(draw() * mentions)
  console.log(`restart: seed ${seed}, killed after ${killAfter} of ${mentions} answers`)
  const asked = await ask(questions(mentions))
  const enough = async () => expect(await answered(asked)).toBeGreaterThanOrEqual(killAfter)
  await eventually(enough, { withinMs: resumeMsMax })

  await killAndStartAgain()

  const beganMs = performance.now()
  const all = async () => expect(await answered(asked)).toBe(mentions)
  await eventually(all, { withinMs: resumeMsMax })
  const tookMs = Math.round(performance.now() - beganMs)
  console.log(`restart: all answered ${tookMs} ms after the hub was ready again`)
  await expectEachOnce(asked)
}, 300_000)

test('an answer that Slack stored before the hub died is not posted again', async () => {
  // Slack does its work and withholds its answers: first to who the person is, then to the post. There the hub dies.
  const count = 3
  const fault = { kind: 'slow', count: 2 * count, delayMs: withheldMs }
  await control('POST', '/slack/faults', fault)
  const asked = await ask(questions(count))
  await eventually(async () => expect(await answered(asked)).toBe(count))

  await killAndStartAgain()

  await control('DELETE', '/slack/faults')
  await expectEachOnce(asked)
}, 300_000)

test('an issue that Jira made before the hub died is not made again', async () => {
  const summary = `Made before the kill ${seed}`
  const question = await chat.mention(`file a bug in project ACME: ${summary}`)
  const approvalId = approvalOn(await chat.confirmationTo(question))
  await control('POST', '/jira/faults', { kind: 'slow', delayMs: withheldMs })
  await chat.press(approvalId, 'approve')
  const made = () => countIssues(control, summary)
  await eventually(async () => expect(await made()).toBe(1))

  await killAndStartAgain()

  await control('DELETE', '/jira/faults')
  const said = await chat.replyTo(question, 3)
  expect(said.text).toContain('Done')
  expect(await made()).toBe(1)
  const { runId } = expectStatus(await client.get(`/v1/approvals/${approvalId}`), 200).body
  expect((await client.get(`/v1/runs/${runId}`)).body).toMatchObject({
    state: 'done',
    output: { key: expect.stringMatching(/^ACME-\d+$/) },
  })
}, 300_000)

test('every event is delivered, always under its own id, and verifies', async () => {
  const events = await answerEvents()
  await eventually(() => {
    const ids = new Set(received.map(({ headers }) => headers['webhook-id']))
    expect(events.filter(({ id }) => !ids.has(id))).toEqual([])
  })
  expect(events.length).toBe(mentions + 3 + 1)
  const bodies = new Map<string, string>()
  for (const { headers, body } of received) {
    const id = headers['webhook-id'] ?? ''
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ id })
    expect(bodies.get(id) ?? body).toBe(body)
    bodies.set(id, body)
  }
}, 60_000)

test('the audit trail is gap-free and verifies', async () => {
  const verified = expectStatus(await client.post('/v1/audit/verify', {}), 200)
  expect(verified.body).toMatchObject({ ok: true, lost: [], failure: null })
  const pages = await everyPage(client, '/v1/audit-events', 100)
  const places = pages.flatMap((page) => page.body.data.map((row: { seq: number }) => row.seq))
  expect(places).toEqual(places.map((_place, i) => places.length - i))
}, 60_000)
