// `npm run build`: the dashboard, then the hub's bundle as a deploy would upload it (dry run), and
// what both weigh compressed.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { onProjectNode, root, runTool } from './toolchain.mjs'

await onProjectNode(fileURLToPath(import.meta.url))
const { buildDashboard } = await import('./start/dashboard.ts')

const hubFolder = join(root, 'dist/hub')
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`

/** Compressed bytes of every file in the folder whose name fits. */
function weigh(folder, fits) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && fits.test(path))
    .map((path) => gzipSync(readFileSync(path)).length)
    .reduce((sum, bytes) => sum + bytes, 0)
}

try {
  await buildDashboard({ force: true })
} catch (error) {
  console.error(`build: ${error.message}`)
  process.exit(1)
}
rmSync(hubFolder, { recursive: true, force: true })
const args = ['deploy', '--dry-run', '--minify', '--outdir', hubFolder]
if ((await runTool('wrangler', args)) !== 0) process.exit(1)
console.log(`
compressed (gzip)
  dashboard, script   ${kib(weigh(join(root, 'web/dist/assets'), /\.js$/))}
  dashboard, style    ${kib(weigh(join(root, 'web/dist/assets'), /\.css$/))}
  reader of /docs     ${kib(weigh(join(root, 'web/dist'), /scalar\.js$/))}
  hub                 ${kib(weigh(hubFolder, /\.(m?js|wasm)$/))}`)
