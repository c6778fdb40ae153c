// `npm test`: every test of the project, closing with one line that counts them.
// `-- --all` runs the full matrices (TEST_ALL=1); any other argument goes to Vitest (a filter).
// The exit code and the closing line stand even when the runner itself crashes.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onProjectNode, runTool } from './toolchain.mjs'

await onProjectNode(fileURLToPath(import.meta.url))

/** Counts of Vitest's JSON report; a file that did not load counts as one failure. */
function readCounts(path) {
  if (!existsSync(path)) return null
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  }
}

async function runTests(reportPath) {
  const { buildDashboard } = await import('./start/dashboard.ts')
  await buildDashboard()
  const args = process.argv.slice(2)
  const filters = args.filter((arg) => arg !== '--all')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`]
  const env = args.includes('--all') ? { TEST_ALL: '1' } : {}
  return await runTool('vitest', ['run', ...reporters, ...filters], { env })
}

const folder = mkdtempSync(join(tmpdir(), 'causeway-test-'))
const reportPath = join(folder, 'report.json')
let code = 1
let counts = null
try {
  code = await runTests(reportPath)
  counts = readCounts(reportPath)
} catch (error) {
  console.error(`The tests did not run: ${error.message}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const { passed, failed, skipped } = counts ?? { passed: 0, failed: 1, skipped: 0 }
const unexplained = code !== 0 && failed === 0
if (unexplained) console.error(`Vitest ended with code ${code} though no test failed: see above.`)
console.log(`tests: ${passed} passed, ${unexplained ? 1 : failed} failed, ${skipped} skipped`)
process.exit(code === 0 && failed > 0 ? 1 : code)
