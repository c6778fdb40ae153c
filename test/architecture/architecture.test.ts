// The architecture rules hold on this repository, and each of them still sees what it is there for:
// a small violating source is fed to every rule, and its finding is expected by name.
import { describe, expect, test } from 'vitest'
import { readSources } from './repository.ts'
import { checkArchitecture, type File } from './rules.ts'

const opening = '// What this file is for.\n'
const file = (path: string, code: string): File => ({ path, text: opening + code })

/** What the rules say of these files, as `rule: says`. */
const said = (...files: File[]) =>
  checkArchitecture(files).map(({ rule, says }) => `${rule}: ${says}`)

test('this repository follows its architecture', () => {
  expect(checkArchitecture(readSources())).toEqual([])
})

test('a finding names the file, the line, the rule and what is wrong', () => {
  const found = checkArchitecture([
    file('core/lib/a.ts', "import { b } from '../contract/b.ts'\nb()\n"),
    file('core/contract/b.ts', 'export const b = () => 1\n'),
  ])
  expect(found).toEqual([
    {
      path: 'core/lib/a.ts',
      line: 2,
      rule: 'import direction',
      says: 'core/lib may not import core/contract (core/contract/b.ts)',
    },
  ])
})

describe('imports', () => {
  const imports = (path: string, target: string) => {
    const up = '../'.repeat(path.split('/').length - 1)
    return said(file(path, `import { x } from '${up}${target}'\nx()\n`)).filter((line) =>
      line.startsWith('import direction'),
    )
  }

  test.each([
    ['worker/api/a.ts', 'core/webhooks/list.ts'],
    ['worker/context.ts', 'connectors/registry.ts'],
    ['queues/deliveries.ts', 'core/webhooks/deliver.ts'],
    ['durable-objects/session.ts', 'core/identity/session.ts'],
    ['connectors/jira/actions.ts', 'connectors/kit/vendor-client.ts'],
    ['connectors/jira/actions.ts', 'connectors/jira/fields.ts'],
    ['connectors/jira/simulator.ts', 'core/contract/simulator.ts'],
    ['core/assistant/answer.ts', 'core/actions/run-action.ts'],
    ['core/actions/run-action.ts', 'core/connections/open.ts'],
    ['core/webhooks/list.ts', 'core/db/database.ts'],
    ['simulator/vendors.ts', 'connectors/jira/simulator.ts'],
    ['web/src/a.tsx', 'sdk/typescript/client.ts'],
    ['scripts/openapi.ts', 'worker/openapi.ts'],
  ])('%s may import %s', (path, target) => {
    expect(imports(path, target)).toEqual([])
  })

  test.each([
    ['core/webhooks/list.ts', 'worker/env.ts'],
    ['core/webhooks/list.ts', 'core/connections/open.ts'],
    ['core/connections/open.ts', 'core/actions/run-action.ts'],
    ['core/policy/decide.ts', 'core/webhooks/list.ts'],
    ['core/contract/ids.ts', 'core/db/database.ts'],
    ['connectors/jira/actions.ts', 'connectors/slack/actions.ts'],
    ['connectors/jira/actions.ts', 'core/db/database.ts'],
    ['connectors/jira/actions.ts', 'core/vault/vault.ts'],
    ['connectors/jira/actions.ts', 'connectors/jira/simulator.ts'],
    ['queues/deliveries.ts', 'connectors/jira/index.ts'],
    ['durable-objects/session.ts', 'worker/env.ts'],
    ['worker/app.ts', 'connectors/jira/simulator.ts'],
    ['worker/app.ts', 'simulator/index.ts'],
    ['worker/app.ts', 'test/support/fake.ts'],
    ['worker/app.ts', 'scripts/seed.ts'],
    ['simulator/index.ts', 'core/db/database.ts'],
    ['web/src/a.tsx', 'core/contract/ids.ts'],
    ['sdk/typescript/client.ts', 'core/contract/ids.ts'],
  ])('%s may not import %s', (path, target) => {
    expect(imports(path, target)).toHaveLength(1)
  })

  test('an import that is re-exported, dynamic or of types only counts too', () => {
    for (const code of [
      "export { x } from '../db/x.ts'\n",
      "export const x = () => import('../db/x.ts')\n",
      "import type { X } from '../db/x.ts'\nexport type Y = X\n",
    ]) {
      expect(said(file('core/contract/a.ts', code))).toEqual([
        'import direction: core/contract may not import core/db (core/db/x.ts)',
      ])
    }
  })

  test('an import in a comment or a string is none', () => {
    const code = "// import { x } from '../db/x.ts'\nexport const x = \"import '../db/x.ts'\"\n"
    expect(said(file('core/contract/a.ts', code))).toEqual([])
  })

  test('refuses a file outside every layer', () => {
    expect(said(file('elsewhere/a.ts', 'export {}\n'))).toEqual(['layer: belongs to no layer'])
  })

  test('refuses a circle, and lets one of types be', () => {
    const a = file('core/lib/a.ts', "import { b } from './b.ts'\nexport const a = () => b()\n")
    const b = file('core/lib/b.ts', "import { a } from './a.ts'\nexport const b = () => a()\n")
    const typed = file(
      'core/lib/b.ts',
      "import type { a } from './a.ts'\nexport type B = typeof a\n",
    )
    expect(said(a, b)).toEqual(['no circles: core/lib/a.ts → core/lib/b.ts → core/lib/a.ts'])
    expect(said(a, typed)).toEqual([])
  })
})

describe('packages and bindings', () => {
  test.each([
    ['core/webhooks/list.ts', 'drizzle-orm', 'the ORM belongs to core/db'],
    ['worker/app.ts', 'drizzle-orm/d1', 'the ORM belongs to core/db'],
    ['core/webhooks/list.ts', 'hono', 'Hono belongs to worker and simulators'],
    ['queues/deliveries.ts', '@hono/zod-openapi', 'Hono belongs to worker and simulators'],
    ['core/webhooks/list.ts', 'cloudflare:sockets', 'sockets belong to core/egress'],
    ['core/webhooks/list.ts', 'uuidv7', 'chance comes in ctx.ids'],
  ])('%s may not import %s', (path, specifier, says) => {
    expect(said(file(path, `import { x } from '${specifier}'\nx()\n`))).toEqual([
      `package: ${says}: ${specifier}`,
    ])
  })

  test.each([
    ['core/db/database.ts', 'drizzle-orm/d1'],
    ['worker/app.ts', 'hono'],
    ['connectors/slack/simulator/methods.ts', 'hono'],
    ['worker/ports/ids.ts', 'uuidv7'],
    ['durable-objects/dispatcher.ts', 'cloudflare:workers'],
  ])('%s may import %s', (path, specifier) => {
    const findings = said(file(path, `import { x } from '${specifier}'\nx()\n`))
    expect(findings.filter((line) => line.startsWith('package'))).toEqual([])
  })

  test('bindings are seen by the entry, the environment and the context only', () => {
    const code = "import type { Env } from './env.ts'\nexport type E = Env\n"
    const rule =
      'package: bindings are seen by worker/{index,env,context}.ts and Durable Objects only: ./env.ts'
    expect(said(file('worker/context.ts', code))).toEqual([])
    expect(said(file('worker/app.ts', code))).toEqual([rule])
  })
})

describe('one home', () => {
  test.each([
    ['core/webhooks/list.ts', 'Date.now()'],
    ['queues/deliveries.ts', 'new Date()'],
    ['durable-objects/session.ts', 'performance.now()'],
    ['connectors/jira/actions.ts', 'Math.random()'],
    ['core/lib/ids.ts', 'crypto.randomUUID()'],
    ['core/vault/vault.ts', 'globalThis.crypto.getRandomValues(new Uint8Array(4))'],
    ['core/webhooks/deliver.ts', "fetch('https://example.com')"],
    ['worker/app.ts', "globalThis.fetch('https://example.com')"],
    ['connectors/jira/actions.ts', "new WebSocket('wss://example.com')"],
    ['core/webhooks/deliver.ts', "crypto.subtle.encrypt('AES-GCM', key, bytes)"],
  ])('%s may not call %s', (path, call) => {
    const findings = said(file(path, `export const x = (key: never, bytes: never) => ${call}\n`))
    expect(findings.filter((line) => line.startsWith('one home'))).toHaveLength(1)
  })

  test.each([
    ['core/webhooks/list.ts', 'new Date(ms)'],
    ['core/webhooks/list.ts', 'ctx.clock.now()'],
    ['core/egress/guarded-fetch.ts', "fetch('https://example.com')"],
    ['core/vault/vault.ts', "crypto.subtle.decrypt('AES-GCM', ms, ctx)"],
    ['core/webhooks/sign.ts', "crypto.subtle.sign('HMAC', ms, ctx)"],
    ['connectors/jira/simulator.ts', 'Date.now()'],
    ['core/lib/backoff.test.ts', 'Math.random()'],
    ['worker/ports/ids.ts', 'crypto.getRandomValues(ctx)'],
    ['scripts/seed.ts', "fetch('http://127.0.0.1')"],
  ])('%s may call %s', (path, call) => {
    const findings = said(file(path, `export const x = (ctx: never, ms: never) => ${call}\n`))
    expect(findings.filter((line) => line.startsWith('one home'))).toEqual([])
  })
})

describe('files', () => {
  test('refuses a file past 400 lines', () => {
    const lines = (count: number) => file('core/lib/a.ts', '\n'.repeat(count - 1))
    expect(said(lines(400))).toEqual([])
    expect(said(lines(401))).toEqual(['length: has 401 lines; past 400 it is two things'])
  })

  test.each([
    'core/lib/utils.ts',
    'core/helpers/a.ts',
    'worker/api-data.ts',
    'web/src/common/a.ts',
  ])('refuses the name %s', (path) => {
    expect(said(file(path, 'export {}\n')).some((line) => line.startsWith('names'))).toBe(true)
  })

  test('refuses a file that does not say what it is for, and asks no test to', () => {
    const bare = (path: string) => said({ path, text: 'export {}\n' })
    expect(bare('core/lib/a.ts')).toHaveLength(1)
    expect(bare('core/lib/a.test.ts')).toEqual([])
  })
})

describe('shapes', () => {
  const vendor = (id = 'jira'): File[] => [
    file('connectors/jira/index.ts', `export const connector = { id: '${id}' }\n`),
    file('connectors/jira/actions.ts', 'export {}\n'),
    file('connectors/jira/setup.ts', "export const setup = { connector: 'jira' }\n"),
    file('connectors/jira/simulator.ts', 'export {}\n'),
    file('connectors/jira/connector.test.ts', 'export {}\n'),
    file(
      'connectors/registry.ts',
      "import { connector } from './jira/index.ts'\nimport { setup } from './jira/setup.ts'\nconnector\nsetup\n",
    ),
  ]
  const setupOnly = (id = 'fax'): File[] => [
    file('connectors/fax/setup.ts', `export const setup = { connector: '${id}' }\n`),
    file('connectors/fax/simulator.ts', 'export {}\n'),
    file('connectors/registry.ts', "import { setup } from './fax/setup.ts'\nsetup\n"),
  ]

  test('accepts a vendor that has its setup only, and the pretend vendor that answers it', () => {
    expect(said(...setupOnly())).toEqual([])
    const bare = setupOnly().filter(({ path }) => !path.endsWith('simulator.ts'))
    expect(said(...bare)).toEqual([])
  })

  test('refuses a setup that is not registered, or is of another vendor', () => {
    const unregistered = setupOnly().filter(({ path }) => path !== 'connectors/registry.ts')
    expect(said(...unregistered)).toEqual(['connector shape: is not in connectors/registry.ts'])
    expect(said(...setupOnly('telex'))).toEqual([
      "connector shape: setup.ts does not say connector: 'fax'",
    ])
  })

  test('accepts a whole vendor', () => {
    expect(said(...vendor())).toEqual([])
  })

  test('refuses a vendor without its simulator, its test or its line in the registry', () => {
    for (const missing of ['simulator.ts', 'connector.test.ts', 'actions.ts']) {
      const files = vendor().filter(({ path }) => !path.endsWith(missing))
      expect(said(...files)).toEqual([`connector shape: has no ${missing}`])
    }
    const unregistered = vendor().filter(({ path }) => path !== 'connectors/registry.ts')
    expect(said(...unregistered)).toEqual(['connector shape: is not in connectors/registry.ts'])
  })

  test('refuses an id that is not the folder', () => {
    expect(said(...vendor('gira'))).toEqual(["connector shape: index.ts does not say id: 'jira'"])
  })

  const writerOf = (body: string) =>
    said(
      file(
        'core/webhooks/create.ts',
        `import { writeChange } from '../db/write.ts'\nexport const create = (ctx: never) => { ${body} }\n`,
      ),
    )

  test('accepts a write that authorizes and names its audit action', () => {
    expect(
      writerOf(
        "authorize(ctx, 'x:write'); writeChange(ctx, { audit: { action: 'endpoint.create' } })",
      ),
    ).toEqual([])
  })

  test('refuses a write that does not authorize, unless it says why', () => {
    const write = "writeChange(ctx, { audit: { action: 'endpoint.create' } })"
    expect(writerOf(write)).toEqual(['write shape: writes without authorize()'])
    expect(writerOf(`\n// Not authorized here: the sweep acts for nobody.\n${write}`)).toEqual([])
  })

  test('refuses a write without an audit action, or with one that is not noun.verb', () => {
    expect(writerOf("authorize(ctx, 'x:write'); writeChange(ctx, {})")).toEqual([
      'write shape: writes without naming an audit action',
    ])
    expect(
      writerOf("authorize(ctx, 'x:write'); writeChange(ctx, { audit: { action: 'Created' } })"),
    ).toEqual(['write shape: audit action "Created" is not of the form noun.verb'])
  })

  test('accepts an audit action that is made of a vendor and its action', () => {
    expect(
      writerOf(
        // biome-ignore lint/suspicious/noTemplateCurlyInString: source code that holds a template.
        "authorize(ctx, 'x:write'); writeChange(ctx, { audit: { action: `${ctx}.${ctx}` } })",
      ),
    ).toEqual([])
  })

  test('refuses an index that does more than list', () => {
    const index = (code: string) => said(file('core/webhooks/index.ts', code))
    expect(index("export { create } from './create.ts'\n")).toEqual([])
    expect(index("import { create } from './create.ts'\ncreate()\n")).toEqual([
      'index: lists public use cases and nothing else',
    ])
  })
})
