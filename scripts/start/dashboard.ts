// Builds the dashboard when its sources changed since the last build, and only then.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runTool } from '../toolchain.mjs'

const output = join(root, 'web/dist')
const entry = join(output, 'index.html')
const stampPath = join(root, 'node_modules/.causeway-dashboard')
/** What the build reads: a change in any of it makes the build stale. */
const sources = ['web', 'sdk/typescript', 'package-lock.json']

function sourcesStamp(): string {
  const hash = createHash('sha256')
  for (const source of sources) addTo(hash, join(root, source))
  return hash.digest('hex')
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return
  const files = path.endsWith('.json')
    ? [path]
    : readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => !file.startsWith(output))
        .sort()
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file))
}

/** True when web/dist was built from the sources as they are. */
export function isDashboardBuilt(): boolean {
  if (!existsSync(entry)) return false
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === sourcesStamp()
}

/** Builds web/dist when it is stale. Throws when the build fails, which has said why by then. */
export async function buildDashboard({ force = false, quiet = true } = {}): Promise<void> {
  if (!force && isDashboardBuilt()) return
  const stamp = sourcesStamp()
  const args = ['build', '--config', 'web/vite.config.ts', ...(quiet ? ['--logLevel', 'warn'] : [])]
  if ((await runTool('vite', args)) !== 0) throw new Error('the dashboard did not build')
  writeFileSync(stampPath, stamp)
}
