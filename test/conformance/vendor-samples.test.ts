// The vendors' own sample answers, read by our connectors: each becomes what it means, an output or a named error.
// Skipped, with a notice, where the samples, kept outside this repository, are absent.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { actions as jiraActions } from '../../connectors/jira/actions.ts'
import { jira } from '../../connectors/jira/index.ts'
import { markdownOfAdf } from '../../connectors/jira/markdown-of-adf.ts'
import { actions as slackActions } from '../../connectors/slack/actions.ts'
import * as slackApi from '../../connectors/slack/api.ts'
import { slack } from '../../connectors/slack/index.ts'
import type { ActionCall } from '../../core/contract/connector.ts'

const folder = fileURLToPath(new URL('../../../shared/vendor-samples/', import.meta.url))
const isHere = existsSync(folder)
if (!isHere) console.info('vendor samples are not here: their reading is not checked')

const sample = (name: string) => JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'))

/** A call to a vendor that gives the same sample to every request. */
function answeredWith(name: string): ActionCall {
  const { status, headers, body } = sample(name)
  return {
    connectionId: 'conn_test',
    account: null,
    credentials: name.startsWith('jira')
      ? { email: 'mia@example.com', apiToken: 'a-token' }
      : { accessToken: 'a-token' },
    config: name.startsWith('jira') ? { site: 'https://your-domain.atlassian.net' } : {},
    egress: {
      refusalOf: async () => null,
      fetch: async () => ({
        status,
        headers: new Headers(headers),
        body: new TextEncoder().encode(JSON.stringify(body)),
        truncated: false,
      }),
    },
    now: () => 1_000,
    random: () => 0.5,
    sleep: async () => {},
    simulatorUrl: null,
    runId: 'run_1',
    startedAtMs: 1_000,
  }
}

const bug = { project: 'ED', issueType: 'Bug', summary: 'x' }
const app = { clientId: '1.2', clientSecret: 'pretend' }
const reads: [string, (call: ActionCall) => Promise<unknown>, object][] = [
  [
    'jira/myself',
    (call) => jira.identify(call),
    {
      id: 'your-domain.atlassian.net/5b10a2844c20165700ede21g',
      name: 'Mia Krystof',
      url: 'https://your-domain.atlassian.net',
    },
  ],
  [
    'jira/issue.create',
    (call) => jiraActions.createIssue.run(call, bug),
    { id: '10000', key: 'ED-24', url: 'https://your-domain.atlassian.net/browse/ED-24' },
  ],
  [
    'jira/issue.transitions',
    (call) => jiraActions.transitionIssue.run(call, { issue: 'ED-24', transition: 'close issue' }),
    { issue: 'ED-24', status: 'In Progress' },
  ],
  [
    'slack/auth.test',
    (call) => slack.identify(call),
    { id: 'T12345678', name: 'Subarachnoid Workspace', url: 'https://subarachnoid.slack.com' },
  ],
  [
    'slack/chat.postMessage',
    (call) => slackActions.postMessage.run(call, { channel: 'C1H9RESGL', text: 'x' }),
    { channel: 'C1H9RESGL', ts: '1503435956.000247', url: null },
  ],
  [
    'slack/conversations.list',
    (call) => slackActions.listChannels.run(call, { limit: 20 }),
    {
      data: expect.arrayContaining([expect.objectContaining({ id: 'C012AB3CD', name: 'general' })]),
    },
  ],
  [
    'slack/users.info',
    (call) => slackApi.usersInfo(call, 'W012A3CDE'),
    { name: 'spengler', email: 'spengler@ghostbusters.example.com', isBot: false },
  ],
  [
    'slack/oauth.v2.access',
    (call) => slackApi.exchangeCode(call, app, { code: 'c', redirectUri: 'https://hub.example/' }),
    { scopes: ['chat:write', 'channels:read'], expiresAtMs: 43_201_000, installedBy: 'U1234' },
  ],
]

const search = (call: ActionCall) =>
  slackApi.findMessageByMetadata(call, {
    channel: 'C1',
    eventType: 'e',
    key: 'k',
    value: 'v',
    sinceTs: '1.000000',
  })
const failures: [string, (call: ActionCall) => Promise<unknown>, object][] = [
  [
    'jira/error.not_found',
    (call) => jiraActions.commentIssue.run(call, { issue: 'ED-1', body: 'x' }),
    { kind: 'not_found', vendorDetail: expect.stringContaining('Issue does not exist') },
  ],
  [
    'jira/issue.create.error',
    (call) => jiraActions.createIssue.run(call, bug),
    { kind: 'refused', vendorDetail: "Field 'priority' is required" },
  ],
  [
    'jira/rate_limited',
    (call) => jira.identify(call),
    { kind: 'rate_limited', retryAfterMs: 12_000 },
  ],
  [
    'slack/chat.postMessage.error',
    (call) => slackActions.postMessage.run(call, { channel: 'C1H9RESGL', text: 'x' }),
    { kind: 'not_found', vendorDetail: 'channel_not_found' },
  ],
  [
    'slack/chat.postMessage.missing_scope',
    (call) => slackActions.postMessage.run(call, { channel: 'C1H9RESGL', text: 'x' }),
    { kind: 'forbidden', vendorDetail: 'missing_scope; needs chat:write' },
  ],
  ['slack/rate_limited', search, { kind: 'rate_limited', retryAfterMs: 30_000 }],
]

describe.skipIf(!isHere)("the vendors' samples", () => {
  it.each(reads)('%s is read', async (name, read, expected) => {
    expect(await read(answeredWith(name))).toMatchObject(expected)
  })

  it.each(failures)('%s is a named error', async (name, fail, expected) => {
    await expect(fail(answeredWith(name))).rejects.toMatchObject(expected)
  })

  it('a history with more pages than are read is no proof of absence', async () => {
    expect(await search(answeredWith('slack/conversations.history'))).toEqual({ status: 'unsure' })
  })

  it("a description in Jira's rich text is read", () => {
    const [issue] = sample('jira/search.jql').body.issues
    expect(markdownOfAdf(issue.fields.description, 1_000)).toBe('Main order flow broken')
  })
})
