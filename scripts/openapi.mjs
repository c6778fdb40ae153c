// Writes docs/openapi.json from the operations as they are mounted; with --check it only says whether the file still equals them.
import { readFileSync, writeFileSync } from 'node:fs'
import { OpenAPIHono } from '@hono/zod-openapi'
import { operations } from '../worker/api/index.ts'
import { openApiDocument } from '../worker/docs.ts'
import { mountOperations } from '../worker/operation.ts'

const path = new URL('../docs/openapi.json', import.meta.url)
const app = new OpenAPIHono()
mountOperations(app, operations)
const text = `${JSON.stringify(openApiDocument(app, 'https://causeway.example'), null, 2)}\n`

if (process.argv.includes('--check')) {
  const kept = readFileSync(path, 'utf8')
  if (kept !== text) {
    console.error('docs/openapi.json is not what the code says. Run: npm run openapi')
    process.exit(1)
  }
} else {
  writeFileSync(path, text)
}
