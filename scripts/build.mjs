// `npm run build`: the dashboard, then each Worker as a deploy would upload it, without uploading: the
// hub, and the Pages project's. Prints what they weigh compressed.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { onProjectNode, root, runTool } from './toolchain.mjs'

await onProjectNode(fileURLToPath(import.meta.url))
const { buildDashboard } = await import('./start/dashboard.ts')
const { weighFirstPage } = await import('./first-page.ts')
const { buildPages, pagesFolder } = await import('./pages.ts')

const hubFolder = join(root, 'dist/hub')
const pagesWorkerFolder = join(root, 'dist/pages-worker')
/** What a first visit may cost, in script. */
const firstPageKibMax = 250
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
  await buildPages()
} catch (error) {
  console.error(`build: ${error.message}`)
  process.exit(1)
}
rmSync(hubFolder, { recursive: true, force: true })
const args = ['deploy', '--dry-run', '--minify', '--outdir', hubFolder]
if ((await runTool('wrangler', args)) !== 0) process.exit(1)
// `wrangler pages deploy` has no dry run; this compiles the Worker as it does.
rmSync(pagesWorkerFolder, { recursive: true, force: true })
const pagesArgs = ['--build-output-directory', pagesFolder, '--outdir', pagesWorkerFolder]
const compiled = await runTool('wrangler', ['pages', 'functions', 'build', ...pagesArgs], {
  cwd: join(root, 'pages'),
})
if (compiled !== 0) process.exit(1)
const firstPage = weighFirstPage()
const firstKib = firstPage.scriptGzipBytes / 1024
console.log(`
compressed (gzip)
  first page, script  ${kib(firstPage.scriptGzipBytes)} (at most ${firstPageKibMax} KiB)
  first page, style   ${kib(firstPage.styleGzipBytes)}
  dashboard, script   ${kib(weigh(join(root, 'web/dist/assets'), /\.js$/))}
  dashboard, style    ${kib(weigh(join(root, 'web/dist/assets'), /\.css$/))}
  reader of /docs     ${kib(weigh(join(root, 'web/dist'), /scalar\.js$/))}
  hub                 ${kib(weigh(hubFolder, /\.(m?js|wasm)$/))}
  Worker of Pages     ${kib(weigh(pagesFolder, /_worker\.js$/))}`)
if (firstKib > firstPageKibMax) {
  console.error(
    `build: the first page has ${firstKib.toFixed(1)} KiB of script, more than ${firstPageKibMax}`,
  )
  process.exit(1)
}
