// No secret leaves: everything an organization and its operator can read, after everything has been done with every secret there
// is, is searched for each of them. So are the databases: what is kept at rest is sealed or hashed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, eventually, expectStatus } from '../support/client.ts'
import {
  dana,
  openHub,
  operatorSecret,
  slackSigningSecret,
  type TestHub,
  type TestOrganization,
} from '../support/hub.ts'
import { localSlackApp, testVariables } from '../support/local-variables.ts'

let hub: TestHub
let org: TestOrganization
/** By name, so that a failure says which one leaked and does not show it. */
const secrets = new Map<string, string>()
/** All that was answered but the one answer that tells each secret. */
const answers: { asked: string; text: string }[] = []
const hook = '/hooks/secrets'

beforeAll(async () => {
  hub = await openHub()
  org = await hub.openOrganization()
  await useEverySecret()
  await readEverything()
}, 120_000)
afterAll(() => hub.close())

function note(asked: string, answer: Answer): Answer {
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  answers.push({ asked, text: `${headers}\n${answer.text}` })
  return answer
}

/** Keeps an answer that tells a secret, without the secret. */
function told(asked: string, answer: Answer, status: number, name: string, secret: string): void {
  expectStatus(answer, status)
  secrets.set(name, secret)
  answers.push({ asked, text: answer.text.replaceAll(JSON.stringify(secret), '""') })
}

async function useEverySecret(): Promise<void> {
  const { client, memberClient } = org
  const variables = testVariables(hub.simulatorUrl)
  secrets.set('the first API key', org.apiKey)
  secrets.set("the operator's secret", operatorSecret)
  secrets.set("Slack's signing secret", slackSigningSecret)
  secrets.set("Slack's client secret", localSlackApp.clientSecret)
  secrets.set("the vault's key", (variables.VAULT_KEYS ?? '').split(':')[1] ?? '')
  secrets.set("the audit log's key", variables.AUDIT_SIGNING_KEY ?? '')

  const setup = '/v1/connector-setups/slack'
  const { manifest } = (await memberClient.get(setup)).body
  const app = await hub.control('POST', '/slack/apps', { manifest })
  secrets.set("an own Slack app's client secret", app.clientSecret)
  secrets.set("an own Slack app's signing secret", app.signingSecret)
  const ownClient = { clientId: app.clientId, clientSecret: app.clientSecret }
  const own = { ...ownClient, signingSecret: app.signingSecret }
  for (const body of [{ ...own, extra: app.signingSecret }, ownClient, own]) {
    note('POST …/slack/app', await memberClient.post(`${setup}/app`, body))
  }
  note('POST …/slack/test', await memberClient.post(`${setup}/test`))
  const google = { clientId: 'planted', clientSecret: 'planted-google-client-secret' }
  secrets.set("a Google client's secret", google.clientSecret)
  note('POST …/google/app', await memberClient.post('/v1/connector-setups/google/app', google))
  note('POST …/google/test', await memberClient.post('/v1/connector-setups/google/test'))

  const jira = await hub.control('GET', '/jira/credentials')
  const planted = { ...jira.credentials, apiToken: 'planted-token-that-is-wrong' }
  secrets.set("Jira's token", jira.credentials.apiToken)
  secrets.set('a token that was refused', planted.apiToken)
  const connection = { connector: 'jira', name: 'Jira', ...jira }
  for (const body of [
    { ...connection, credentials: planted },
    { ...connection, credentials: { ...planted, extra: planted.apiToken } },
    { ...connection, connector: 'fax' },
    { ...connection, config: { site: planted.apiToken } },
  ]) {
    note('POST /v1/connections', await client.post('/v1/connections', body))
  }
  const made = note('POST /v1/connections', await client.post('/v1/connections', connection))
  const { id } = expectStatus(made, 201).body
  await org.connectSlack()

  const [url, value] = [`${hub.simulatorUrl}/_control${hook}`, 'planted-header-value']
  secrets.set("a header's value", value)
  const endpoint = await client.post('/v1/webhook-endpoints', { url })
  told('POST /v1/webhook-endpoints', endpoint, 201, 'a webhook secret', endpoint.body.secret)
  const path = `/v1/webhook-endpoints/${endpoint.body.id}`
  const rotated = await client.post(`${path}/rotate-secret`)
  told('POST …/rotate-secret', rotated, 200, 'a rotated webhook secret', rotated.body.secret)
  // Where the receiver is not ours it is given the header; here it would be found in its own log.
  const headers = { url: `${hub.simulatorUrl}/_control/hooks/elsewhere`, headers: { 'x-a': value } }
  note(
    'POST /v1/webhook-endpoints',
    withoutSecret(await client.post('/v1/webhook-endpoints', headers)),
  )

  const key = await client.post('/v1/api-keys', { name: 'Leaky', scopes: ['events:read'] })
  told('POST /v1/api-keys', key, 201, 'an API key', key.body.key)
  note('GET /v1/me', await hub.client(`${key.body.key}x`).get('/v1/me'))
  note('GET /v1/policies', await hub.client(key.body.key).get('/v1/policies'))
  const link = new URL(await hub.signInLink(org.id, dana.email)).pathname.split('/').at(-1) ?? ''
  secrets.set('a sign-in link', link)
  const cookie = await hub.redeem(`${hub.url}/sign-in/${link}`)
  secrets.set("a session's cookie", cookie.split('=')[1] ?? '')
  note(
    'POST /sign-in',
    await hub.anonymous.send('POST', `/sign-in/${link}`, undefined, { origin: hub.url }),
  )
  const connect = await client.post('/v1/connect-sessions', { connector: 'slack' })
  secrets.set('a connect link', new URL(connect.body.url).pathname.split('/').at(-1) ?? '')

  const actions = `/v1/connections/${id}/actions`
  const search = { jql: 'project = ACME', limit: 1 }
  note('search', await client.post(`${actions}/search_issues`, search))
  note('search wrongly', await client.post(`${actions}/search_issues`, { jql: '===' }))
  for (const kind of ['malformed', 'server_error', 'disconnect', 'unauthorized']) {
    await hub.control('DELETE', '/jira/faults')
    await hub.control('POST', '/jira/faults', { kind, count: 1 })
    note(`search, ${kind}`, await client.post(`${actions}/search_issues`, search))
  }
  await hub.control('DELETE', '/jira/faults')
  note('test', await client.post(`/v1/connections/${id}/test`))
  const question = { text: 'which bugs are open in project ACME?' }
  note('ask', await memberClient.post('/v1/assistant/messages', question))
  await hub.control('POST', '/slack/mention', { text: 'hello' })
  await eventually(async () => {
    const seen = await client.get('/v1/events?type=assistant.answered')
    expect(seen.body.data.length).toBeGreaterThan(1)
  })
  const calls: { headers: Record<string, string> }[] = await hub.control('GET', '/slack/calls')
  const bearer = calls.map(({ headers }) => /^Bearer (xoxb-.+)$/.exec(headers.authorization ?? ''))
  secrets.set("Slack's token", bearer.find((match) => match !== null)?.[1] ?? '')
}

const withoutSecret = (answer: Answer): Answer => ({
  ...answer,
  text: answer.text.replace(/"whsec_[^"]*"/, '""'),
})

async function readEverything(): Promise<void> {
  const document = expectStatus(await hub.anonymous.get('/openapi.json'), 200).body
  const paths = Object.entries<Record<string, unknown>>(document.paths)
  const reads = paths.filter(([path, methods]) => methods.get && !path.includes('{'))
  for (const client of [org.client, org.memberClient]) {
    for (const [path] of reads) {
      if (path.endsWith('/proof')) continue
      const query = path.endsWith('/export') ? '?format=ndjson' : ''
      note(`GET ${path}`, await client.get(`${path}${query}`))
    }
    for (const path of ['connections', 'webhook-endpoints', 'api-keys', 'runs', 'approvals']) {
      const list = await client.get(`/v1/${path}?limit=100`)
      for (const { id } of list.body.data) {
        note(`GET /v1/${path}/{id}`, await client.get(`/v1/${path}/${id}`))
        if (path !== 'webhook-endpoints') continue
        const deliveries = await client.get(`/v1/${path}/${id}/deliveries?limit=100`)
        note(`GET /v1/${path}/{id}/deliveries`, deliveries)
        for (const delivery of deliveries.body.data) {
          const attempts = await client.get(`/v1/deliveries/${delivery.id}/attempts`)
          note('GET /v1/deliveries/{id}/attempts', attempts)
        }
      }
    }
  }
  note('GET /health', await hub.anonymous.get('/health'))
}

/** Names of the secrets that stand in a text. */
const leaksIn = (text: string): string[] =>
  [...secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => name)

test('the secrets were really there to be leaked', () => {
  expect(secrets.size).toBe(19)
  for (const [name, secret] of secrets) expect(secret.length, name).toBeGreaterThan(12)
  expect(answers.length).toBeGreaterThan(60)
})

test('no answer holds a secret that it does not tell', () => {
  const leaks = answers.flatMap(({ asked, text }) =>
    leaksIn(text).map((name) => `${name} in ${asked}`),
  )
  expect(leaks).toEqual([])
})

test('no webhook holds a secret', async () => {
  const received: { headers: Record<string, string>; body: string }[] = await hub.control(
    'GET',
    hook,
  )
  expect(received.length).toBeGreaterThan(3)
  expect(leaksIn(JSON.stringify(received))).toEqual([])
})

test('no question to the model holds a secret', async () => {
  const calls = await hub.control('GET', '/model/calls')
  expect(calls.length).toBeGreaterThan(1)
  expect(leaksIn(JSON.stringify(calls))).toEqual([])
})

test("no line of the hub's log holds a secret, and no line is a defect", () => {
  const lines = hub.logs()
  expect(lines.length).toBeGreaterThan(100)
  expect(lines.flatMap(leaksIn)).toEqual([])
  expect(lines.filter((line) => line.includes('"defect"'))).toEqual([])
})

test('no row of a database holds a secret in the clear', async () => {
  const list =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
  let rows = 0
  for (const database of ['DIRECTORY', '00', '01']) {
    for (const { name } of await hub.sql<{ name: string }>(database, list)) {
      const all = await hub.sql(database, `SELECT * FROM "${name}"`)
      rows += all.length
      expect(leaksIn(JSON.stringify(all)), `${database}.${name}`).toEqual([])
    }
  }
  expect(rows).toBeGreaterThan(50)
})
