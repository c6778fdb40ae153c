// Writes docs/openapi.json from the operations as they are mounted, and the SDK's types from that document; with --check it only
// says whether both files still equal them.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenAPIHono } from '@hono/zod-openapi'
import { operations } from '../worker/api/index.ts'
import { openApiDocument } from '../worker/docs.ts'
import { mountOperations } from '../worker/operation.ts'
import { root } from './toolchain.mjs'

const app = new OpenAPIHono()
mountOperations(app, operations)
const document = `${JSON.stringify(openApiDocument(app, 'https://causeway.example'), null, 2)}\n`
const files = {
  'docs/openapi.json': document,
  'sdk/typescript/generated/schema.ts': typesOf(document),
}

const stale = Object.entries(files).filter(([path, text]) => readKept(path) !== text)
if (!process.argv.includes('--check')) {
  for (const [path, text] of stale) writeFileSync(join(root, path), text)
} else if (stale.length > 0) {
  const paths = stale.map(([path]) => path).join(' and ')
  console.error(`Not what the code says: ${paths}. Run: npm run openapi`)
  process.exit(1)
}

/** The document's types, made by the SDK package's own generator (it needs a TypeScript of its own). */
function typesOf(text) {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-openapi-'))
  try {
    const input = join(folder, 'openapi.json')
    const output = join(folder, 'schema.ts')
    writeFileSync(input, text)
    const program = join(root, 'sdk/typescript/node_modules/openapi-typescript/bin/cli.js')
    execFileSync(process.execPath, [program, input, '-o', output, '--alphabetize'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const generated = readFileSync(output, 'utf8').replace(/^\/\*\*[\s\S]*?\*\/\n+/, '')
    return `// Types of every operation. Made from docs/openapi.json by \`npm run openapi\`; not written by hand.\n${generated}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readKept(path) {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return null
  }
}
