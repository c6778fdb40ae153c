// Bundles the hub once for a whole test run, as a deploy does, so that files that open a hub of their own do not each bundle it.
// Vitest's global setup; the tests' processes find the bundle's configuration by an environment variable.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, runTool } from '../../scripts/toolchain.mjs'
import { bundledHubVariable } from './bundled-hub.ts'

export default async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-bundle-'))
  const code = await runTool('wrangler', ['deploy', '--dry-run', '--outdir', folder], {
    env: { WRANGLER_LOG: 'error' },
  })
  if (code !== 0) throw new Error('the hub could not be bundled')
  const source = readFileSync(join(root, 'wrangler.toml'), 'utf8')
  const config = source
    .replace(/^main = .*$/m, `main = ${JSON.stringify(join(folder, 'index.js'))}\nno_bundle = true`)
    .replaceAll(/^(directory|migrations_dir) = "(.*)"$/gm, (_line, key, path) => {
      return `${key} = ${JSON.stringify(join(root, path))}`
    })
  const configPath = join(folder, 'wrangler.toml')
  writeFileSync(configPath, config)
  process.env[bundledHubVariable] = configPath
  return () => rmSync(folder, { recursive: true, force: true })
}
