// Jira's connector against its simulator. What is sent and answered is held against Atlassian's published API description.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ActionCall } from '../../core/contract/connector.ts'
import { VendorError } from '../../core/contract/vendor-error.ts'
import { openVendorBench, type VendorBench } from '../../test/support/vendor-session.ts'
import type { VendorClient } from '../kit/vendor-client.ts'
import { actions } from './actions.ts'
import { siteHost } from './client.ts'
import { jira } from './index.ts'
import { accountIdOf } from './people.ts'
import { issuesSync } from './sync-issues.ts'

let bench: VendorBench
let connection: { config: Record<string, unknown>; credentials: Record<string, unknown> }

beforeAll(async () => {
  bench = await openVendorBench('jira')
  connection = z
    .object({ config: z.looseObject({}), credentials: z.looseObject({}) })
    .parse(await bench.control('GET', '/credentials'))
})
afterAll(() => bench.close())
afterEach(async () => {
  expect(bench.wrongExchanges()).toEqual([])
  await bench.calm()
})

const call = (given: Partial<ActionCall> = {}) => ({ ...bench.call(connection), ...given })
const { searchIssues, createIssue, transitionIssue, commentIssue } = actions
const search = (jql: string, more: { limit?: number; cursor?: string } = {}) =>
  searchIssues.run(call(), { jql, limit: more.limit ?? 20, ...more })
const bug = (summary: string) => ({ project: 'ACME', issueType: 'Bug', summary })

async function failureOf(promise: Promise<unknown> | undefined): Promise<VendorError> {
  const error = await promise?.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof VendorError)) throw new Error(`expected a vendor error, not ${error}`)
  const { apiToken, email } = connection.credentials as { apiToken: string; email: string }
  const said = JSON.stringify([error.message, error.stack, error.vendorDetail, String(error.cause)])
  for (const secret of [apiToken, btoa(`${email}:${apiToken}`)]) expect(said).not.toContain(secret)
  return error
}

describe('identify', () => {
  it('says who we are, on which site', async () => {
    const account = await jira.identify(call())
    expect(account).toMatchObject({ name: 'Dana Reyes', url: `${bench.simulatorUrl}/jira` })
    expect(account.id).toMatch(/^127\.0\.0\.1:\d+\/5b10/)
  })

  it('refuses a wrong token', async () => {
    const credentials = { email: 'dana@acme.example', apiToken: 'wrong-token-0001' }
    expect((await failureOf(jira.identify(call({ credentials })))).kind).toBe('unauthorized')
  })

  it.each([
    'http://acme.atlassian.net',
    'https://acme.atlassian.net.evil.example',
    'https://evil.example/?x=.atlassian.net',
    'https://atlassian.net',
    'https://a.b.atlassian.net',
    'https://user@acme.atlassian.net',
    'https://acme.atlassian.net:8443',
    'https://127.0.0.1',
  ])('refuses the site %s and sends nothing', async (site) => {
    const deployed = call({ config: { site }, simulatorUrl: null })
    expect((await failureOf(jira.identify(deployed))).kind).toBe('refused')
    expect(jira.hosts({ site })).toEqual([])
    expect(bench.egress.exchanges).toEqual([])
  })

  it('takes a site of Atlassian, and goes to no other host', () => {
    expect(siteHost('https://acme.atlassian.net/')).toBe('acme.atlassian.net')
    expect(jira.hosts({ site: 'https://acme.atlassian.net' })).toEqual(['acme.atlassian.net'])
  })
})

describe('search_issues', () => {
  it('gives issues with every promised field', async () => {
    const found = await search('project = ACME AND issuetype = Bug ORDER BY created DESC')
    expect(found.data.length).toBeGreaterThan(1)
    for (const issue of found.data)
      expect(searchIssues.output.shape.data.element.parse(issue)).toEqual(issue)
    const [first] = found.data
    expect(Object.keys(first ?? {}).sort()).toEqual(
      [
        'assignee',
        'created',
        'description',
        'id',
        'key',
        'priority',
        'status',
        'summary',
        'updated',
        'url',
      ].sort(),
    )
    expect(first?.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(first?.url).toBe(`${bench.simulatorUrl}/jira/browse/${first?.key}`)
  })

  it('pages to the end, every issue once', async () => {
    const whole = await search('project = ACME', { limit: 100 })
    const keys: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await search('project = ACME', { limit: 3, ...(cursor ? { cursor } : {}) })
      expect(page.data.length).toBeLessThanOrEqual(3)
      keys.push(...page.data.map((issue) => issue.key))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(keys.length).toBeGreaterThan(6)
    expect(keys.sort()).toEqual(whole.data.map((issue) => issue.key).sort())
  })

  it.each([
    ['an unbounded search', 'ORDER BY created'],
    ['an unknown field', 'colour = red'],
    ['no JQL at all', 'project = '],
  ])('refuses %s with what Jira says', async (_, jql) => {
    const error = await failureOf(search(jql))
    expect(error.kind).toBe('refused')
    expect(error.vendorDetail).toMatch(/\w/)
  })
})

describe('create_issue', () => {
  it('files an issue with all its fields and carries the run', async () => {
    const own = call()
    const made = await createIssue.run(own, {
      ...bug('login fails on Safari'),
      description: 'Steps:\n\n1. open\n2. **press**',
      assignee: 'LEE@acme.example',
      priority: 'High',
      labels: ['login', 'safari'],
    })
    expect(made.url).toBe(`${bench.simulatorUrl}/jira/browse/${made.key}`)
    const found = await search(`key = ${made.key}`)
    expect(found.data[0]).toMatchObject({
      id: made.id,
      summary: 'login fails on Safari',
      assignee: 'Lee Park',
      priority: 'High',
      status: 'To Do',
    })
    expect(found.data[0]?.description).toContain('open')
    expect(await createIssue.lookup?.(own, bug('x'))).toEqual({ found: 'done', output: made })
  })

  it('says field by field what Jira does not take', async () => {
    const error = await failureOf(createIssue.run(call(), { ...bug('x'), issueType: 'Poem' }))
    expect(error.kind).toBe('refused')
    expect(error.vendorDetail).toMatch(/issuetype: \w/)
    expect(
      (await failureOf(createIssue.run(call(), { ...bug('x'), project: 'NOPE' }))).vendorDetail,
    ).toMatch(/project: \w/)
  })

  it.each([
    ['nobody@acme.example', /^No active Jira user/],
    ['@acme.example', /^No active Jira user/],
  ])('refuses the assignee %s and files nothing', async (assignee, sentence) => {
    const error = await failureOf(createIssue.run(call(), { ...bug('not filed'), assignee }))
    expect(error.vendorDetail).toMatch(sentence)
    expect((await search('project = ACME AND summary ~ "not filed"')).data).toEqual([])
  })

  it.each([
    ['hides their email', [{ accountId: 'a1' }], 'a1'],
    [
      'shares the beginning of the email',
      [{ accountId: 'a1', emailAddress: 'x@y.example.org' }],
      null,
    ],
    ['is an app', [{ accountId: 'a1', accountType: 'app' }], null],
    ['has left', [{ accountId: 'a1', active: false }], null],
    ['is one of two that hide it', [{ accountId: 'a1' }, { accountId: 'a2' }], null],
    [
      'is one of two that share it',
      [
        { accountId: 'a1', emailAddress: 'x@y.example' },
        { accountId: 'a2', emailAddress: 'X@y.example' },
      ],
      null,
    ],
  ])('assigns to nobody by guess when the one found %s', async (_, users, accountId) => {
    const client = { request: async () => users } as unknown as VendorClient
    const asked = accountIdOf(client, 'x@y.example')
    if (accountId !== null) expect(await asked).toBe(accountId)
    else expect((await failureOf(asked)).kind).toBe('refused')
  })

  it('is ambiguous when the answer is lost, and the look-up finds the issue', async () => {
    const own = call()
    await bench.fault('lost_response')
    const error = await failureOf(createIssue.run(own, bug('lost in the post')))
    expect(error).toMatchObject({ kind: 'no_answer', ambiguous: true })
    const lookup = await createIssue.lookup?.(own, bug('lost in the post'))
    expect(lookup).toMatchObject({
      found: 'done',
      output: { key: expect.stringMatching(/^ACME-\d+$/) },
    })
    expect((await search('project = ACME AND summary ~ "lost in the post"')).data).toHaveLength(1)
  })

  it('is unsure about a run that is not found: search lags behind', async () => {
    await bench.fault('disconnect')
    const own = call()
    expect((await failureOf(createIssue.run(own, bug('never sent')))).ambiguous).toBe(true)
    expect(await createIssue.lookup?.(own, bug('never sent'))).toEqual({ found: 'unsure' })
  })

  it.each([
    { ...bug('x'), project: 'ACME" OR project = OPS' },
    { ...bug('two\nlines') },
    { ...bug('x'), labels: ['two words'] },
    { ...bug('x'), summary: 'x'.repeat(256) },
    { ...bug('x'), description: 'x'.repeat(30_001) },
    { ...bug('x'), colour: 'red' },
    { ...bug('   ') },
  ])('refuses bad input %#', (input) => {
    expect(createIssue.input.safeParse(input).success).toBe(false)
  })

  it('says to a person what will happen', () => {
    expect(createIssue.summary(bug('login fails'))).toBe(
      'Create a Bug in Jira project ACME: "login fails"',
    )
  })
})

describe('transition_issue', () => {
  it.each(['In Progress', 'done'])('moves an issue to %s', async (transition) => {
    const made = await createIssue.run(call(), bug(`to be moved ${transition}`))
    const moved = await transitionIssue.run(call(), { issue: made.key.toLowerCase(), transition })
    expect(moved.status?.toLowerCase()).toBe(transition.toLowerCase())
    expect((await search(`key = ${made.key}`)).data[0]?.status).toBe(moved.status)
  })

  it('lists what is possible for an unknown transition', async () => {
    const error = await failureOf(
      transitionIssue.run(call(), { issue: 'ACME-1', transition: 'Fly' }),
    )
    expect(error.vendorDetail).toMatch(/"Fly" is not possible from here\. Possible: .*Done \(\d+\)/)
  })

  it('does not find an issue that is not there', async () => {
    const input = { issue: 'ACME-99999', transition: 'Done' }
    expect((await failureOf(transitionIssue.run(call(), input))).kind).toBe('not_found')
  })
})

describe('comment_issue', () => {
  it('adds a comment in rich text', async () => {
    const made = await commentIssue.run(call(), { issue: 'ACME-1', body: 'Seen **again**.' })
    expect(made).toMatchObject({ issue: 'ACME-1', url: expect.stringContaining('/browse/ACME-1?') })
    const sent = JSON.parse(bench.egress.exchanges.at(-1)?.body ?? '')
    expect(sent.body.content[0].content[1]).toEqual({
      type: 'text',
      text: 'again',
      marks: [{ type: 'strong' }],
    })
  })
})

describe('the issues sync', () => {
  it('brings every issue page by page, then only what changed', async () => {
    const total = (await search('project in (ACME, OPS)', { limit: 100 })).data.length
    const ids = new Set<string>()
    let cursor: unknown = null
    for (let done = false; !done; ) {
      const page = await issuesSync.pull(call(), cursor)
      for (const record of page.records) ids.add(record.id)
      cursor = JSON.parse(JSON.stringify(page.cursor))
      done = page.done
    }
    expect(ids.size).toBe(total)
    const made = await createIssue.run(call(), bug('made between two rounds'))
    const next = await issuesSync.pull(call(), cursor)
    expect(next.done).toBe(true)
    expect(next.records.length).toBeLessThan(total)
    const record = next.records.find((one) => one.id === made.id)
    expect(record).toMatchObject({
      title: `${made.key} made between two rounds`,
      url: made.url,
      fields: { key: made.key, status: 'To Do' },
    })
  })

  it('keeps one search for all pages of a round', async () => {
    const answers = [
      { issues: [issueOf('1', '2026-11-22T10:00:00.000+0000')], nextPageToken: 'next' },
      { issues: [issueOf('2', '2026-11-22T11:00:00.000+0100')], isLast: true },
    ]
    const bodies: Record<string, unknown>[] = []
    const scripted = call({
      egress: {
        refusalOf: async () => null,
        fetch: async (_url, init) => {
          bodies.push(JSON.parse(String(init.body)))
          const body = new TextEncoder().encode(JSON.stringify(answers[bodies.length - 1]))
          return { status: 200, headers: new Headers(), body, truncated: false }
        },
      },
    })
    const first = await issuesSync.pull(scripted, null)
    expect(first.done).toBe(false)
    const second = await issuesSync.pull(scripted, first.cursor)
    expect(second).toMatchObject({
      done: true,
      cursor: { updatedSince: Date.UTC(2026, 10, 22, 9, 55), nextPageToken: null, jql: null },
    })
    expect(bodies[1]).toMatchObject({ jql: bodies[0]?.jql, nextPageToken: 'next' })
  })
})

function issueOf(id: string, updated: string) {
  return { id, key: `ACME-${id}`, fields: { summary: id, created: updated, updated } }
}

describe('a vendor in trouble', () => {
  const anyRead = () => search('project = ACME')

  it('waits for a rate limit and reads again', async () => {
    await bench.fault('rate_limited')
    expect((await anyRead()).data.length).toBeGreaterThan(0)
    expect(bench.waits).toEqual([1_000])
  })

  it('gives up on a rate limit that stays', async () => {
    await bench.fault('rate_limited', 3)
    const error = await failureOf(anyRead())
    expect(error).toMatchObject({ kind: 'rate_limited', status: 429, retryAfterMs: 1_000 })
  })

  it.each([
    ['server_error', 3, 'server_error'],
    ['malformed', 1, 'malformed'],
    ['unauthorized', 1, 'unauthorized'],
    ['disconnect', 3, 'no_answer'],
    ['slow', 1, 'no_answer'],
  ] as const)('names %s on a read', async (fault, count, kind) => {
    await bench.fault(fault, count)
    expect((await failureOf(anyRead())).kind).toBe(kind)
  })

  it('never repeats a create that may have been done', async () => {
    for (const fault of ['server_error', 'slow', 'malformed']) {
      await bench.fault(fault)
      const error = await failureOf(createIssue.run(call(), bug(`once ${fault}`)))
      expect(error.ambiguous).toBe(true)
    }
    const posts = bench.egress.exchanges.filter(({ url }) => url.pathname.endsWith('/issue'))
    expect(posts).toHaveLength(3)
  })

  it('takes a failed login behind a 200 for what it is', async () => {
    const anonymous = call({
      egress: {
        refusalOf: async () => null,
        fetch: async () => ({
          status: 200,
          headers: new Headers({ 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }),
          body: new TextEncoder().encode('{"issues":[]}'),
          truncated: false,
        }),
      },
    })
    const found = searchIssues.run(anonymous, { jql: 'project = ACME', limit: 1 })
    expect((await failureOf(found)).kind).toBe('unauthorized')
  })

  it('is unauthorized after the token was revoked', async () => {
    await bench.control('POST', '/faults', { kind: 'revoked' })
    expect((await failureOf(anyRead())).kind).toBe('unauthorized')
    connection = z
      .object({ config: z.looseObject({}), credentials: z.looseObject({}) })
      .parse(await bench.control('GET', '/credentials'))
    expect((await anyRead()).data.length).toBeGreaterThan(0)
  })
})
