// A vendor that is slow, down, rate-limiting, revoked or sending nonsense. The person reads one clear sentence that says what to
// do, the run is written down with its reason, and nothing is repeated that could double a write: issues are counted at the pretend
// Jira, past its API. And a Slack that fails while we answer: the person is answered once in the end.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { approvalOn, type Chat, chatOf } from '../support/chat.ts'
import { eventually, everyPage, expectProblem, expectStatus } from '../support/client.ts'
import { dana, openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { countIssues } from '../support/issues.ts'

const question = 'which bugs are open in project ACME?'
const search = { jql: 'project = ACME' }
let hub: TestHub
let acme: TestOrganization
let chat: Chat
let jiraId: string
let summaries = 0

const fault = (vendor: 'jira' | 'slack', kind: string, count = 1, delayMs?: number) =>
  hub.control('POST', `/${vendor}/faults`, { kind, count, ...(delayMs ? { delayMs } : {}) })

const fresh = (words: string) => `${words} ${++summaries}`
const bug = (summary: string) => ({ project: 'ACME', issueType: 'Bug', summary })
const issues = (summary: string) => countIssues(hub.control, summary)

const act = (action: string, input: object) =>
  acme.client.post(`/v1/connections/${jiraId}/actions/${action}`, input)

const run = async (runId: string) => (await acme.client.get(`/v1/runs/${runId}`)).body

/** Requests that reached Jira with that method and path since the last test. */
async function jiraCalls(path: RegExp): Promise<number> {
  const calls: { path: string }[] = await hub.control('GET', '/jira/calls')
  return calls.filter((call) => path.test(call.path)).length
}

const searches = () => jiraCalls(/\/search\/jql$/)
const creations = () => jiraCalls(/\/issue$/)

/** Another connection to Jira with live credentials, after the one in use was broken. */
async function reconnect(): Promise<void> {
  const id = await acme.connectJira()
  expect((await acme.client.get(`/v1/connections/${id}`)).body.status).toBe('active')
  jiraId = id
}

async function confirmBug(summary: string): Promise<{ asked: string; approvalId: string }> {
  const asked = await chat.mention(`file a bug in project ACME: ${summary}`)
  return { asked, approvalId: approvalOn(await chat.confirmationTo(asked)) }
}

beforeAll(async () => {
  hub = await openHub()
  acme = await hub.openOrganization(dana)
  await acme.connectSlack()
  jiraId = await acme.connectJira()
  chat = chatOf(hub.control)
}, 120_000)

afterAll(() => hub?.close())

afterEach(async () => {
  for (const vendor of ['jira', 'slack']) await hub.control('DELETE', `/${vendor}/faults`)
  await hub.control('DELETE', '/jira/calls')
})

/** Kinds that last over the three tries of a read, what the person is told, and the code of the refusal. */
const readFailures = [
  ['rate_limited', 503, 'vendor_rate_limited', 'Jira limits our requests. Try again soon.', 3],
  ['server_error', 502, 'vendor_unreachable', 'Jira does not answer. Try again later.', 3],
  ['disconnect', 502, 'vendor_unreachable', 'Jira does not answer. Try again later.', 3],
  ['lost_response', 502, 'vendor_unreachable', 'Jira does not answer. Try again later.', 3],
  [
    'malformed',
    502,
    'vendor_malformed',
    'Jira answered something that makes no sense. Try again later.',
    1,
  ],
] as const

describe('a read', () => {
  for (const [kind, status, code, sentence, tries] of readFailures) {
    test(`that meets ${kind} fails with one sentence and its reason, by REST`, async () => {
      await fault('jira', kind, 10)
      const answer = expectProblem(await act('search_issues', search), status, code)
      expect(answer.body.detail).toBe(sentence)
      expect(await run(answer.body.runId)).toMatchObject({
        state: 'failed',
        effect: 'read',
        error: { code, detail: sentence },
      })
      expect(await searches()).toBe(tries)
    })

    test(`that meets ${kind} is told to the person in one sentence, in chat`, async () => {
      await fault('jira', kind, 10)
      const asked = await chat.mention(question)
      const reply = await chat.replyTo(asked)
      expect(reply.text).toContain(sentence)
      expect(await chat.repliesTo(asked)).toHaveLength(1)
      const failed = await eventually(async () => {
        const { data } = (await acme.client.get('/v1/runs?limit=1')).body
        expect(data[0]).toMatchObject({ state: 'failed', error: { code } })
        return data[0]
      })
      expect(failed.actor.type).toBe('chat_user')
    })
  }

  test('that meets one 429 or one broken connection is answered all the same', async () => {
    for (const kind of ['rate_limited', 'disconnect', 'server_error', 'lost_response']) {
      await fault('jira', kind)
      expectStatus(await act('search_issues', search), 200)
    }
  })
})

describe('a write by REST', () => {
  test('that meets a 429 is tried again, for Jira says that it did nothing', async () => {
    const summary = fresh('Limited')
    await fault('jira', 'rate_limited')
    expectStatus(await act('create_issue', bug(summary)), 200)
    expect(await issues(summary)).toBe(1)
  })

  test('that is refused by a limit for long fails and leaves nothing', async () => {
    const summary = fresh('Limited for long')
    await fault('jira', 'rate_limited', 10)
    const answer = await act('create_issue', bug(summary))
    expectProblem(answer, 503, 'vendor_rate_limited')
    expect((await run(answer.body.runId)).state).toBe('failed')
    expect(await issues(summary)).toBe(0)
  })

  test('whose answer is lost is looked up, and is done once', async () => {
    const summary = fresh('Answer lost')
    await fault('jira', 'lost_response')
    const answer = expectStatus(await act('create_issue', bug(summary)), 200)
    expect(answer.body.output.key).toMatch(/^ACME-\d+$/)
    expect((await run(answer.body.runId)).state).toBe('done')
    expect(await issues(summary)).toBe(1)
    expect(await creations()).toBe(1)
  })

  for (const kind of ['disconnect', 'server_error', 'malformed'] as const) {
    test(`that meets ${kind} is looked up, not found, and called unknown: never sent twice`, async () => {
      const summary = fresh(kind)
      await fault('jira', kind)
      const answer = expectProblem(await act('create_issue', bug(summary)), 502, 'outcome_unknown')
      expect(answer.body.detail).toContain('Look in Jira before you try again')
      expect(await run(answer.body.runId)).toMatchObject({
        state: 'unknown',
        error: { code: 'outcome_unknown' },
      })
      expect(await creations()).toBe(1)
      expect(await issues(summary)).toBe(0)
    })
  }

  test('whose answer and look-up are both lost is unknown, though it was done', async () => {
    const summary = fresh('Both lost')
    await fault('jira', 'lost_response', 10)
    const answer = expectProblem(await act('create_issue', bug(summary)), 502, 'outcome_unknown')
    expect((await run(answer.body.runId)).state).toBe('unknown')
    expect(await creations()).toBe(1)
    expect(await issues(summary)).toBe(1)
  })

  test('that Jira is slow to answer is looked up when its time is over; a read is given up', async () => {
    const summary = fresh('Slow')
    await fault('jira', 'slow', 2, 22_000)
    const [read, write] = await Promise.all([
      act('search_issues', search),
      act('create_issue', bug(summary)),
    ])
    expectProblem(read, 502, 'vendor_unreachable')
    expect((await run(read.body.runId)).state).toBe('failed')
    expectStatus(write, 200)
    expect((await run(write.body.runId)).state).toBe('done')
    expect(await issues(summary)).toBe(1)
    expect(await creations()).toBe(1)
    // One for the read, one to look the issue up.
    expect(await searches()).toBe(2)
  })

  test('that Jira refuses says why and is not repeated', async () => {
    const answer = await act('create_issue', { ...bug('Nowhere'), project: 'NOPE' })
    expectProblem(answer, 400, 'vendor_refused')
    expect(answer.body.detail).toMatch(/^Jira refused the request\. Jira said: .*project/i)
    expect(await creations()).toBe(1)
  })
})

describe('a confirmed write in chat', () => {
  test('whose answer is lost is looked up: one issue, and the thread says done', async () => {
    const summary = fresh('Chat lost')
    const { asked, approvalId } = await confirmBug(summary)
    await fault('jira', 'lost_response')
    await chat.press(approvalId, 'approve')
    expect((await chat.replyTo(asked, 3)).text).toContain('Done')
    expect(await issues(summary)).toBe(1)
    expect(await creations()).toBe(1)
  })

  test('that cannot be looked up is unknown, and the thread says where to look', async () => {
    const summary = fresh('Chat unknown')
    const { asked, approvalId } = await confirmBug(summary)
    await fault('jira', 'disconnect', 10)
    await chat.press(approvalId, 'approve')
    expect((await chat.replyTo(asked, 3)).text).toContain('Look in Jira before you try again')
    const { runId } = (await acme.client.get(`/v1/approvals/${approvalId}`)).body
    expect((await run(runId)).state).toBe('unknown')
    expect(await creations()).toBe(1)
    expect(await issues(summary)).toBe(0)
    // The yes is used up: pressing again does not send it again.
    await hub.control('DELETE', '/jira/faults')
    await chat.press(approvalId, 'approve')
    await chat.replyTo(asked, 4)
    expect(await creations()).toBe(1)
  })

  test('that is refused by a limit fails once, with its reason', async () => {
    const summary = fresh('Chat limited')
    const { asked, approvalId } = await confirmBug(summary)
    await fault('jira', 'rate_limited', 10)
    await chat.press(approvalId, 'approve')
    expect((await chat.replyTo(asked, 3)).text).toContain('limits our requests. Try again soon')
    const { runId } = (await acme.client.get(`/v1/approvals/${approvalId}`)).body
    expect(await run(runId)).toMatchObject({
      state: 'failed',
      error: { code: 'vendor_rate_limited' },
    })
    expect(await issues(summary)).toBe(0)
  })
})

describe('a connection whose access is gone', () => {
  const eventsOf = async (type: string, connectionId: string) => {
    const pages = await everyPage(acme.client, '/v1/events', 100)
    const all = pages.flatMap((page) => page.body.data)
    return all.filter((event) => event.type === type && event.data.connectionId === connectionId)
  }

  test('needs reconnecting: said once as an event, however many callers meet it', async () => {
    await fault('jira', 'unauthorized', 10)
    const answers = await Promise.all([1, 2, 3].map(() => act('search_issues', search)))
    for (const answer of answers) {
      expectProblem(answer, 409, 'connection_not_active')
      expect(answer.body.detail).toContain('reconnect')
    }
    expect((await acme.client.get(`/v1/connections/${jiraId}`)).body.status).toBe('needs_reconnect')
    await hub.control('DELETE', '/jira/faults')
    expectProblem(await act('search_issues', search), 409, 'connection_not_active')
    expect(await eventsOf('connection.needs_reconnect', jiraId)).toHaveLength(1)
    await reconnect()
    expectStatus(await act('search_issues', search), 200)
  })

  test('is told in chat, and a confirmed write leaves nothing', async () => {
    const summary = fresh('Revoked')
    const { asked, approvalId } = await confirmBug(summary)
    const before = (await eventsOf('connection.needs_reconnect', jiraId)).length
    await hub.control('POST', '/jira/faults', { kind: 'revoked' })
    await chat.press(approvalId, 'approve')
    expect((await chat.replyTo(asked, 3)).text).toContain('An admin must reconnect it')
    expect(await issues(summary)).toBe(0)
    expect(await eventsOf('connection.needs_reconnect', jiraId)).toHaveLength(before + 1)
    for (const text of [question, 'file a bug in project ACME: not now']) {
      const reply = await chat.replyTo(await chat.mention(text))
      expect(reply.text).toContain('An admin must reconnect Jira first.')
      expect(JSON.stringify(reply.blocks)).not.toContain('approval_approve')
    }
    await reconnect()
    const after = await chat.mention(question)
    expect((await chat.replyTo(after)).text).toMatch(/ACME-\d+/)
  })
})

describe('Slack itself', () => {
  for (const [kind, count] of [
    ['rate_limited', 2],
    ['server_error', 4],
    ['disconnect', 4],
    ['lost_response', 4],
    ['malformed', 1],
  ] as const) {
    test(`that fails with ${kind} while we answer gets the answer once in the end`, async () => {
      await fault('slack', kind, count)
      const asked = await chat.mention(question)
      await chat.replyTo(asked)
      // Its last step is written after the post: then nothing more is said.
      await eventually(async () => {
        const { data } = (await acme.client.get('/v1/events?limit=20')).body
        const threads = data.map((event: { data: { threadTs?: string } }) => event.data.threadTs)
        expect(threads).toContain(asked)
      })
      expect(await chat.repliesTo(asked)).toHaveLength(1)
    })
  }

  test('that stores the post and loses the answer is asked, not told twice', async () => {
    // The first call asks who the person is and is slow; by then the post's fault stands next.
    await fault('slack', 'slow', 1, 50)
    await fault('slack', 'lost_response')
    const asked = await chat.mention(question)
    await chat.replyTo(asked)
    await eventually(async () => {
      const { data } = (await acme.client.get('/v1/events?limit=20')).body
      const threads = data.map((event: { data: { threadTs?: string } }) => event.data.threadTs)
      expect(threads).toContain(asked)
    })
    expect(await chat.repliesTo(asked)).toHaveLength(1)
  })
})
