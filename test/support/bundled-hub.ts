// Where the run's one bundle of the hub is configured; the sources' own configuration where nothing bundled it (benches).
import { join } from 'node:path'
import { root } from '../../scripts/toolchain.mjs'

export const bundledHubVariable = 'CAUSEWAY_BUNDLED_HUB'

/** The wrangler configuration that a harness starts the hub from. */
export function hubConfigPath(): string {
  return process.env[bundledHubVariable] ?? join(root, 'wrangler.toml')
}
