// Every payload of Slack's that was collected beside this repository is read as what it is, or ignored on purpose.
// Skipped, with a notice, where the collection is absent.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { installationOf } from '../../connectors/slack/api.ts'
import { parseEvent } from '../../connectors/slack/events.ts'
import { parseCommand, parseInteraction } from '../../connectors/slack/interactions.ts'
import { verifySlackRequest } from '../../connectors/slack/verify.ts'

const folder = fileURLToPath(new URL('../../../shared/research/data/slack/', import.meta.url))
const isHere = existsSync(folder)
if (!isHere) console.info('collected Slack payloads are not here: their reading is not checked')

const load = (name: string) => JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'))
const bytes = (text: string) => new TextEncoder().encode(text)
const event = (name: string) => {
  const given = load(name)
  return parseEvent(bytes(JSON.stringify(given.body ?? given)))
}

const question = {
  kind: 'mention',
  teamId: 'T0HUBTEAM1',
  enterpriseId: null,
  user: 'U0DANA0001',
  channel: 'C0SUPPORT1',
  text: 'what changed in the Q4 plan?',
  ts: '1795363201.000100',
  threadTs: null,
  isFromOutside: false,
}

const events: Record<string, object> = {
  url_verification: { kind: 'url_verification', challenge: expect.stringMatching(/^3eZ/) },
  app_mention: question,
  duplicate_without_retry_header: { ...question, eventId: 'Ev0HUB9999' },
  app_mention_in_thread: {
    ...question,
    text: 'and the owner?',
    ts: '1795363300.000200',
    threadTs: '1795363201.000100',
  },
  app_mention_org_install: {
    ...question,
    teamId: 'T0GRIDWS01',
    enterpriseId: 'E0GRIDORG1',
    isEnterpriseInstall: true,
  },
  app_mention_slack_connect: { ...question, user: 'U0EXTERN01', isFromOutside: true },
  message_im: { kind: 'direct_message', channel: 'D0HUBDM001', text: 'summarise my open tickets' },
  app_uninstalled: { kind: 'app_uninstalled', teamId: 'T0HUBTEAM1' },
  tokens_revoked: { kind: 'tokens_revoked', teamId: 'T0HUBTEAM1', botRevoked: true },
  message_im_from_own_bot: { kind: 'ignored', reason: 'message of a bot' },
  message_changed: { kind: 'ignored', reason: 'message message_changed' },
  app_home_opened_home: { kind: 'ignored', reason: 'app_home_opened' },
  app_home_opened_messages: { kind: 'ignored', reason: 'app_home_opened' },
  assistant_thread_started: { kind: 'ignored', reason: 'assistant_thread_started' },
  link_shared: { kind: 'ignored', reason: 'link_shared' },
  app_rate_limited: { kind: 'ignored', reason: 'app_rate_limited' },
}

const forms: Record<string, [typeof parseCommand, object]> = {
  slash_command: [
    parseCommand,
    { kind: 'command', teamId: 'T0HUBTEAM1', command: '/ask', text: 'what is our refund policy?' },
  ],
  slash_command_org_install: [
    parseCommand,
    { kind: 'command', enterpriseId: 'E0GRIDORG1', isEnterpriseInstall: true },
  ],
  ssl_check: [parseCommand, { kind: 'ssl_check' }],
  block_actions: [
    parseInteraction,
    {
      kind: 'block_actions',
      user: 'U0DANA0001',
      messageTs: '1795363210.000150',
      actions: [{ actionId: 'regenerate', blockId: 'fb', value: 'ans_01' }],
    },
  ],
  view_submission: [parseInteraction, { kind: 'ignored', reason: 'view_submission' }],
}

/** Answers and headers rather than requests to us: read elsewhere in this file, by the client, or by the simulators. */
const others = [
  'oauth_v2_access_ok',
  'oauth_v2_access_org',
  'retry_delivery',
  'signature_vector',
  'stream_errors',
  'web_api_ratelimited',
]

describe.skipIf(!isHere)('collected Slack payloads', () => {
  it('are all accounted for', () => {
    const names = isHere ? readdirSync(folder).map((name) => name.replace(/\.json$/, '')) : []
    const known = [...Object.keys(events), ...Object.keys(forms), ...others]
    expect(names.filter((name) => !known.includes(name))).toEqual([])
  })

  it.each(Object.entries(events))('reads the event %s', (name, expected) => {
    expect(event(name)).toMatchObject(expected)
  })

  it.each(Object.entries(forms))('reads the form %s', (name, [parse, expected]) => {
    expect(parse(bytes(load(name).raw_body))).toMatchObject(expected)
  })

  it('reads the installation of a workspace with token rotation', () => {
    expect(installationOf(load('oauth_v2_access_ok'), 1_000)).toMatchObject({
      refreshToken: expect.stringMatching(/^xoxe-/),
      expiresAtMs: 1_000 + 43_200_000,
      team: { id: 'T0HUBTEAM1', name: 'Acme' },
      enterprise: null,
    })
  })

  it('reads the installation of an Enterprise Grid organization', () => {
    expect(installationOf(load('oauth_v2_access_org'), 1_000)).toMatchObject({
      refreshToken: null,
      expiresAtMs: null,
      team: null,
      enterprise: { id: 'E0GRIDORG1', name: 'Acme Group' },
      isEnterpriseInstall: true,
    })
  })

  it('verifies the collected signature', async () => {
    const { signing_secret, timestamp, raw_body, signature } = load('signature_vector')
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature }
    const request = { headers, body: bytes(raw_body), url: 'https://hub.example/slack/events' }
    const nowMs = Number(timestamp) * 1000
    expect(await verifySlackRequest(request, [signing_secret], nowMs)).toEqual({ ok: true })
    const other = { ...request, body: bytes(`${raw_body} `) }
    const forged = { ok: false, reason: 'forged' }
    expect(await verifySlackRequest(other, [signing_secret], nowMs)).toEqual(forged)
  })
})
