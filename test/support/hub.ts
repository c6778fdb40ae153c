// The built hub for one test file, as a deploy would run it: all of worker/index.ts in workerd with the real migrations,
// beside simulators of its own, so that no file sees another's calls, faults or Slack workspace.
//
// A file opens it once (`beforeAll`) and each test makes its own organization. A Slack workspace belongs to one organization
// only, and the pretend Slack has one workspace: one organization of a file can have it at a time.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTestHarness } from 'wrangler'
import { allowSlack } from '../../scripts/start/slack-consent.ts'
import { startSimulator } from '../../simulator/start.ts'
import { hubConfigPath } from './bundled-hub.ts'
import { type Answer, type Client, expectStatus, makeClient } from './client.ts'
import { localSlackApp, testVariables } from './local-variables.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const variables = testVariables('http://127.0.0.1:9')

export const operatorSecret = variables.OPERATOR_SECRET ?? ''
export const slackSigningSecret = localSlackApp.signingSecret

/** People whom the pretend Slack knows too: who mentions the bot there is found by this address. */
export const dana = { email: 'dana@acme.example', name: 'Dana Reyes' }
export const lee = { email: 'lee@acme.example', name: 'Lee Park' }

export type Role = 'owner' | 'admin' | 'developer' | 'auditor' | 'member'

export interface TestMember {
  readonly id: string
  readonly email: string
  /** Their signed-in browser. */
  readonly client: Client
}

export interface TestOrganization {
  readonly id: string
  readonly ownerId: string
  /** With every scope. */
  readonly apiKey: string
  /** Two characters: which database it lives in. */
  readonly shard: string
  /** By the API key. */
  readonly client: Client
  /** By the owner's session. */
  readonly memberClient: Client
  /** Adds a person and signs them in. */
  addMember(role: Role, person?: { email: string; name: string }): Promise<TestMember>
  /** A client by a new key with these scopes. */
  withScopes(scopes: readonly string[]): Promise<Client>
  /** Connects the pretend Jira by its API token and returns the connection's id. */
  connectJira(): Promise<string>
  /** Installs the app in the pretend Slack's workspace as a person would and returns the connection's id. */
  connectSlack(): Promise<string>
  /** How many audit rows it has: what changed nothing leaves it as it is. */
  auditSize(): Promise<number>
}

export interface TestHub {
  readonly url: string
  readonly simulatorUrl: string
  /** Without credentials. */
  readonly anonymous: Client
  readonly operator: Client
  client(apiKey: string): Client
  openOrganization(owner?: { email: string; name: string }): Promise<TestOrganization>
  /** A one-time link for a member, as the operator makes it. */
  signInLink(organizationId: string, email: string): Promise<string>
  /** Redeems a link and returns the `Cookie` header of the browser that did. */
  redeem(link: string): Promise<string>
  /** A browser with that cookie, on our own pages. */
  browser(cookie: string): Client
  /** `/_control<path>` of the simulators; the JSON it answers. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads foreign JSON by name and asserts on what it finds.
  control(method: string, path: string, body?: unknown): Promise<any>
  /** Rows of a database, for what no door shows and to move time: `DIRECTORY`, or a shard's name. */
  sql<Row = Record<string, unknown>>(
    database: string,
    statement: string,
    ...values: readonly (string | number | null)[]
  ): Promise<Row[]>
  /** How many objects of that binding hold anything: what was refused at a door made none. */
  objectCount(binding: 'CONVERSATION' | 'SESSION'): Promise<number>
  /** Runs a statement in the storage of one Durable Object, to move time. */
  objectSql(binding: 'CONVERSATION' | 'SESSION', name: string, statement: string): Promise<void>
  /** Puts all sign-ins of an organization back in time: what asks for a fresh one refuses. */
  ageSignIns(organizationId: string, ms: number): Promise<void>
  /** Everything the hub has logged, one line each. */
  logs(): string[]
  close(): Promise<void>
}

/** Holds the harness's port until the hub takes its place. */
const emptyWorker = {
  configPath: fileURLToPath(new URL('empty-worker/wrangler.toml', import.meta.url)),
}

let opened = 0

/**
 * Starts simulators and hub; resolves when both answer. Close it in `afterAll`.
 * @param host `localhost` where passkeys are made: browsers make none for an IP address
 */
export async function openHub(
  changes: Readonly<Record<string, string>> = {},
  host: '127.0.0.1' | 'localhost' = '127.0.0.1',
): Promise<TestHub> {
  ensureDashboard()
  // Else the runtime asks the network where it is, and waits.
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
  const simulator = await startSimulator({
    port: 0,
    stateFolder: null,
    hubUrl: 'http://127.0.0.1:9',
    slack: localSlackApp,
  })
  const workers = (publicOrigin: string) => ({
    workers: [
      {
        configPath: hubConfigPath(),
        vars: { ...testVariables(simulator.url), PUBLIC_ORIGIN: publicOrigin, ...changes },
      },
    ],
  })
  // A Worker of one line first: the port is known only now, and links, redirects and the same-origin check need it.
  const harness = createTestHarness({ workers: [emptyWorker] })
  const { port } = (await harness.listen()).url
  const url = `http://${host}:${port}`
  await harness.update(workers(url))
  simulator.setHubUrl(url)
  const worker = harness.getWorker<Record<string, Database>>()
  const databases = ['DIRECTORY', 'SHARD_00', 'SHARD_01']
  await Promise.all(databases.map((name) => worker.applyD1Migrations(name)))
  const env = await worker.getEnv()

  const anonymous = makeClient(url)
  const operator = makeClient(url, { authorization: `Bearer ${operatorSecret}` })
  const hub: TestHub = {
    url,
    simulatorUrl: simulator.url,
    anonymous,
    operator,
    client: (apiKey) => makeClient(url, { authorization: `Bearer ${apiKey}` }),
    openOrganization: (owner = dana) => openOrganization(hub, owner),
    async signInLink(organizationId, email) {
      const link = await operator.post('/operator/sign-in-links', { organizationId, email })
      return expectStatus(link, 201).body.url
    },
    async redeem(link) {
      const { pathname } = new URL(link)
      const answer = await anonymous.send('POST', pathname, undefined, { origin: url })
      return cookieOf(expectStatus(answer, 303))
    },
    browser: (cookie) => makeClient(url, { cookie, origin: url, 'sec-fetch-site': 'same-origin' }),
    async control(method, path, body) {
      const answer = await makeClient(simulator.url).send(method, `/_control${path}`, body)
      if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${answer.text}`)
      return answer.body
    },
    async sql(database, statement, ...values) {
      const binding = env[database === 'DIRECTORY' ? database : `SHARD_${database}`]
      if (!binding) throw new Error(`there is no database ${database}`)
      const { results } = await binding
        .prepare(statement)
        .bind(...values)
        .all()
      return results as never
    },
    objectCount: async (binding) => (await worker.listDurableObjectIds(binding)).length,
    async objectSql(binding, name, statement) {
      const storage = await worker.getDurableObjectStorage(binding, { name })
      await storage.exec(statement)
    },
    ageSignIns: (organizationId, ms) =>
      hub.objectSql(
        'SESSION',
        organizationId,
        `UPDATE session SET authenticated_at = authenticated_at - ${Math.floor(ms)}`,
      ),
    logs: () => harness.getLogs().map((line) => line.message),
    async close() {
      await harness.close()
      await simulator.close()
    },
  }
  return hub
}

interface Database {
  prepare(statement: string): {
    bind(...values: unknown[]): { all(): Promise<{ results: unknown[] }> }
  }
}

async function openOrganization(
  hub: TestHub,
  owner: { email: string; name: string },
): Promise<TestOrganization> {
  const name = `Organization ${++opened}`
  const made = await hub.operator.post('/operator/organizations', { name, region: 'eu', owner })
  const { organization, owner: person, apiKey } = expectStatus(made, 201).body
  const client = hub.client(apiKey.key)
  const signIn = async (email: string) =>
    hub.browser(await hub.redeem(await hub.signInLink(organization.id, email)))
  const shard = apiKey.key.slice('cwk_test_'.length).slice(0, 2)
  return {
    id: organization.id,
    ownerId: person.id,
    apiKey: apiKey.key,
    shard,
    client,
    memberClient: await signIn(owner.email),
    async addMember(role, given) {
      const added = given ?? { email: `${role}-${++opened}@acme.example`, name: `A ${role}` }
      const input = { organizationId: organization.id, role, ...added }
      const { body } = expectStatus(await hub.operator.post('/operator/members', input), 201)
      return { id: body.id, email: body.email, client: await signIn(body.email) }
    },
    async withScopes(scopes) {
      const key = await client.post('/v1/api-keys', { name: 'Narrow', scopes })
      return hub.client(expectStatus(key, 201).body.key)
    },
    async connectJira() {
      const offered = await hub.control('GET', '/jira/credentials')
      const body = { connector: 'jira', name: 'Jira', ...offered }
      return expectStatus(await client.post('/v1/connections', body), 201).body.id
    },
    async connectSlack() {
      const session = await client.post('/v1/connect-sessions', { connector: 'slack' })
      const urls = { hub: hub.url, simulator: hub.simulatorUrl }
      await allowSlack(expectStatus(session, 201).body.url, urls)
      const list = expectStatus(await client.get('/v1/connections?connector=slack'), 200)
      return list.body.data[0].id
    },
    async auditSize() {
      const [head] = await hub.sql<{ seq: number }>(
        shard,
        'SELECT seq FROM audit_heads WHERE organization_id = ?',
        organization.id,
      )
      return head?.seq ?? 0
    },
  }
}

/** The cookies an answer sets, as a browser sends them back. */
export function cookieOf(answer: Answer): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** The hub serves the dashboard's build; where none was made, a page stands in. */
function ensureDashboard(): void {
  const folder = `${root}web/dist`
  if (existsSync(`${folder}/index.html`)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/index.html`, '<!doctype html><title>Causeway</title>')
}
