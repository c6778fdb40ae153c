// `npm run check`, step “migrations”: the SQL files make exactly the tables that core/db/schema
// declares. drizzle-kit is asked for the next migration, in a copy; it must find nothing to write.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { repositoryRoot } from '../../test/architecture/repository.ts'

/** One database kind: where its migrations lie and which file declares its tables. */
const kinds = [
  { folder: 'migrations/directory', schema: 'core/db/schema/directory.ts' },
  { folder: 'migrations/shard', schema: 'core/db/schema/index.ts' },
]

// drizzle-kit takes folders relative to where it runs, so the copy lies inside the tree, ignored.
const scratch = mkdtempSync(join(repositoryRoot, 'node_modules/.migrations-'))
const problems = kinds.flatMap(({ folder, schema }) => {
  const copy = join(scratch, folder)
  cpSync(join(repositoryRoot, folder), copy, { recursive: true })
  const before = new Set(readdirSync(copy))
  const out = relative(repositoryRoot, copy)
  const args = ['generate', '--dialect', 'sqlite', '--schema', schema, '--out', out]
  const tool = spawnSync(join(repositoryRoot, 'node_modules/.bin/drizzle-kit'), args, {
    cwd: repositoryRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = readdirSync(copy).filter((name) => !before.has(name))
  const missing = written.map((name) => {
    const sql = existsSync(join(copy, name)) ? readFileSync(join(copy, name), 'utf8') : ''
    return `${folder} lacks a migration. Run drizzle-kit generate; it would write:\n${sql}`
  })
  if (tool.status !== 0) missing.push(`${folder}: drizzle-kit failed\n${tool.stdout}${tool.stderr}`)
  return missing
})
rmSync(scratch, { recursive: true, force: true })
for (const problem of problems) console.log(problem)
process.exit(problems.length === 0 ? 0 : 1)
