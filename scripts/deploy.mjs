// `npm run deploy -- [options]`: the hub and its Pages project into the operator's Cloudflare account; again, for an upgrade
// (docs/guides/deploy.md). The project's own Node and packages come first (toolchain.mjs); the rest is scripts/deploy/.
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { onProjectNode, root, toolEnv } from './toolchain.mjs'

await onProjectNode(fileURLToPath(import.meta.url))
const { deploy } = await import('./deploy/deploy.ts')
const { readDeployOptions, usage } = await import('./deploy/options.ts')
const { spawnedWrangler } = await import('./deploy/wrangler.ts')
const { DeployStopped } = await import('./deploy/stopped.ts')

const tools = {
  wrangler: spawnedWrangler([
    process.execPath,
    '--no-warnings',
    join(root, 'node_modules/wrangler/wrangler-dist/cli.js'),
  ]),
  env: toolEnv(),
  folder: join(root, 'deploy'),
  fetch,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  say: (line) => console.log(line),
  async confirm(question) {
    if (!process.stdin.isTTY) return false
    const terminal = createInterface({ input: process.stdin, output: process.stdout })
    const answer = await terminal.question(`${question} [y/N] `)
    terminal.close()
    return /^y(es)?$/i.test(answer.trim())
  },
  async build() {
    const { buildDashboard } = await import('./start/dashboard.ts')
    const { buildPages } = await import('./pages.ts')
    await buildDashboard({ force: true })
    await buildPages()
  },
}

try {
  const options = readDeployOptions(process.argv.slice(2))
  if (options) await deploy(options, tools)
  else console.log(usage)
} catch (error) {
  if (!(error instanceof DeployStopped)) throw error
  console.error(`npm run deploy: ${error.message}`)
  process.exitCode = 1
}
