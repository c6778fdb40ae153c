// `npm run check`, step “paths in documents”: every path that a document names exists. A path is a
// link to a file, or `text in backticks` that begins with a folder of the repository. Names with a
// placeholder (`<vendor>`, `*`, `…`) and fenced blocks are not read.
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { listFiles, repositoryRoot } from '../../test/architecture/repository.ts'

const isDocument = (path: string) =>
  /^(docs\/.*|[A-Z]+|\.github\/.*|examples\/.*)\.md$/.test(path) && path !== 'CHANGELOG.md'

/** Made by a run, a build or an install: named in documents, absent from a fresh clone. */
const isMade = (path: string) =>
  /^(node_modules|dist|web\/dist|bench\/results|\.causeway|\.wrangler)(\/|$)/.test(path)

type Named = { readonly path: string; readonly line: number }

/** The paths a document names, from the root of the repository. `roots` are its top-level names. */
export function namedPaths(document: string, text: string, roots: ReadonlySet<string>): Named[] {
  const found: Named[] = []
  let fenced = false
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced
    if (fenced) continue
    for (const [, target = ''] of line.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:|^\//.test(target)) continue
      found.push({ path: posix.join(posix.dirname(document), target), line: index + 1 })
    }
    for (const [, quoted = ''] of line.matchAll(/`([^`\s]+)`/g)) {
      if (!/^[\w.@/-]+$/.test(quoted) || !quoted.includes('/')) continue
      if (roots.has(quoted.split('/')[0] ?? '')) found.push({ path: quoted, line: index + 1 })
    }
  }
  return found
}

if (import.meta.main) {
  const files = listFiles()
  const roots = new Set(
    files.filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? ''),
  )
  let missing = 0
  for (const document of files.filter(isDocument)) {
    const text = readFileSync(posix.join(repositoryRoot, document), 'utf8')
    for (const { path, line } of namedPaths(document, text, roots)) {
      if (isMade(path) || existsSync(posix.join(repositoryRoot, path))) continue
      console.log(`${document}:${line}  ${path} does not exist`)
      missing++
    }
  }
  process.exit(missing === 0 ? 0 : 1)
}
