// `npm run bench [-- NAME …]`: runs bench/<name>.ts, prints one table and merges the figures into bench/results/latest.json.
// The project's own Node and packages come first (toolchain.mjs); the rest is bench/support/report.ts.
import { fileURLToPath } from 'node:url'
import { onProjectNode } from './toolchain.mjs'

await onProjectNode(fileURLToPath(import.meta.url))
// One line for each batch of a queue would bury the table.
process.env.WRANGLER_LOG ??= 'warn'
const { runBenches } = await import('../bench/support/report.ts')
process.exit(await runBenches(process.argv.slice(2)))
