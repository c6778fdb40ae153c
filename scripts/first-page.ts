// What a browser loads before the dashboard's first page (`/`, signed in) can be shown: the document's script and styles, the chunk
// of that page, and everything that those import statically. What a press loads later does not count.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './toolchain.mjs'

export interface FirstPage {
  /** File names under web/dist/assets. */
  readonly scripts: readonly string[]
  readonly scriptGzipBytes: number
  readonly styleGzipBytes: number
}

/** The chunk of the page at `/`: vite.config.ts names chunks by their page. */
const pageChunk = /^overview-page-.*\.(js|css)$/
/** `import{a}from"./b.js"` and `import"./b.js"`, never `import("./b.js")`. */
const staticImport = /(?:from|import)\s*["']\.\/([^"'()]+\.js)["']/g

/** Weighs the build that lies in web/dist. Throws when it has no such page. */
export function weighFirstPage(): FirstPage {
  const dist = join(root, 'web/dist')
  const assets = join(dist, 'assets')
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const linked = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(
    ([, name = '']) => name,
  )
  const wanted = new Set([...linked, ...readdirSync(assets).filter((name) => pageChunk.test(name))])
  if (![...wanted].some((name) => /^overview-page-.*\.js$/.test(name))) {
    throw new Error('web/dist has no chunk of the first page')
  }
  // A Set is walked on over what is added while it is walked.
  for (const name of wanted) {
    if (!name.endsWith('.js')) continue
    const text = readFileSync(join(assets, name), 'utf8')
    for (const [, imported = ''] of text.matchAll(staticImport)) wanted.add(imported)
  }
  const names = [...wanted].sort()
  const gzip = (ending: string) =>
    names
      .filter((name) => name.endsWith(ending))
      .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0)
  return {
    scripts: names.filter((name) => name.endsWith('.js')),
    scriptGzipBytes: gzip('.js'),
    styleGzipBytes: gzip('.css'),
  }
}
