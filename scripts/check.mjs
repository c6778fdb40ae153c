// `npm run check`: everything a machine can judge without running the product, in under a minute.
// All steps run, two at a time; each is reported with its time, and what it said when it fails.
// `npm run check -- types bundle` runs the steps whose names contain one of the words.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { steps } from './check-steps.mjs'
import { onProjectNode, root, toolEnv } from './toolchain.mjs'

await onProjectNode(fileURLToPath(import.meta.url))

const atOnce = 2
const words = process.argv.slice(2)
const chosen = steps.filter(({ name }) => words.length === 0 || words.some((w) => name.includes(w)))
if (chosen.length === 0) {
  console.error(
    `No step is called ${words.join(' or ')}. Steps: ${steps.map((s) => s.name).join(', ')}`,
  )
  process.exit(1)
}

/** Runs one step; resolves to whether it passed, with all it printed. */
function runStep({ name, command: [tool, ...args] }) {
  const began = Date.now()
  const bin = tool === 'node' ? process.execPath : join(root, 'node_modules/.bin', tool)
  const child = spawn(bin, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: toolEnv() })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((resolve) => {
    const end = (passed) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1)
      console.log(`${passed ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
      if (!passed) console.log(output.trim().replaceAll(/^/gm, '     '))
      resolve({ name, passed })
    }
    child.on('error', (error) => {
      output += error.message
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}

const began = Date.now()
const waiting = [...chosen]
const results = []
async function work() {
  for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await runStep(step))
}
await Promise.all(Array.from({ length: atOnce }, work))
const failed = results.filter(({ passed }) => !passed).map(({ name }) => name)
const seconds = ((Date.now() - began) / 1000).toFixed(1)
const verdict = failed.length === 0 ? 'all passed' : `failed: ${failed.join(', ')}`
console.log(`check: ${results.length} steps in ${seconds} s, ${verdict}`)
process.exit(failed.length === 0 ? 0 : 1)
