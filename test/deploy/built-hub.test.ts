// The hub as a deploy uploads it: bundled and minified by wrangler, run in the runtime with a deployed hub's variables. A variable of
// development, or one that is wrong or missing, stops it before it answers anything but an error.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestHarness, experimental_readRawConfig } from 'wrangler'
import { makeHubSecrets } from '../../scripts/hub-secrets.ts'
import { root, toolEnv } from '../../scripts/toolchain.mjs'
import { prepareBuild } from './bench.ts'

const origin = 'https://hub.acme.example'
const deployed = {
  ENVIRONMENT: 'production',
  PUBLIC_ORIGIN: origin,
  DATABASE_REGIONS: '00:apac',
  ...makeHubSecrets(),
}
const folder = mkdtempSync(join(tmpdir(), 'causeway-built-'))
beforeAll(async () => {
  await prepareBuild()
  const wrangler = join(root, 'node_modules/wrangler/wrangler-dist/cli.js')
  const args = ['--no-warnings', wrangler, 'deploy', '--dry-run', '--minify', '--outdir', folder]
  const built = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: toolEnv() })
  expect(built.status, built.stderr).toBe(0)
}, 180_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Harness options for the built file, as it is, with these variables; `undefined` takes one away. */
function hubWith(changes: Record<string, string | undefined>) {
  const variables = Object.entries({ ...deployed, ...changes })
  const { rawConfig } = experimental_readRawConfig({ config: join(root, 'wrangler.toml') })
  const configPath = join(folder, 'wrangler.json')
  const absolute = (path = '') => join(root, path)
  const configuration = {
    ...rawConfig,
    main: 'index.js',
    no_bundle: true,
    vars: Object.fromEntries(variables.filter(([, text]) => text !== undefined)),
    assets: { ...rawConfig.assets, directory: absolute(rawConfig.assets?.directory) },
    d1_databases: rawConfig.d1_databases?.map((each: { migrations_dir?: string }) => ({
      ...each,
      migrations_dir: absolute(each.migrations_dir),
    })),
  }
  writeFileSync(configPath, JSON.stringify(configuration))
  return { workers: [{ configPath }] }
}

/** What the hub answers, or how it failed. */
async function ask(changes: Record<string, string | undefined>, path: string) {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
  const harness = createTestHarness(hubWith(changes))
  try {
    const { url } = await harness.listen()
    const answer = await fetch(new URL(path, url), { redirect: 'manual' })
    return { status: answer.status, text: await answer.text() }
  } finally {
    await harness.close()
  }
}

test('a deployed hub runs, knows no simulator, and answers at no other origin', async () => {
  const health = await ask({}, '/health')
  expect(health.status, health.text).toBe(200)
  expect(JSON.parse(health.text)).toMatchObject({ status: 'ok', simulatorUrl: null })
  const elsewhere = await ask({}, '/v1/me')
  expect(elsewhere.status).toBe(421)
  expect(JSON.parse(elsewhere.text).detail).toContain(origin)
})

test.each([
  ['SIMULATOR_URL', 'http://127.0.0.1:8788'],
  ['ALLOW_LOOPBACK_EGRESS', 'true'],
  ['ALLOW_LOOPBACK_EGRESS', 'false'],
  ['ENVIRONMENT', 'local'],
  ['PUBLIC_ORIGIN', 'http://hub.acme.example'],
  ['DATABASE_REGIONS', '07:eu'],
  ['OPERATOR_SECRET', 'short'],
  ['VAULT_KEYS', undefined],
  ['AUDIT_SIGNING_KEY', undefined],
])('it does not run with %s=%s, and names the variable but not its value', async (name, value) => {
  const { status, text } = await ask({ [name]: value }, '/health')
  expect(status).toBe(500)
  expect(text).toContain(name)
  expect(text).not.toContain(deployed.VAULT_KEYS)
})
