// Fills dist/pages, what `wrangler pages deploy` uploads: the files of the dashboard's build, and the Worker before them
// (pages/worker.ts) as one file. Pages themselves are left out: the hub gives them, so that page and API are of one deploy.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { root } from './toolchain.mjs'

/** Absolute. */
export const pagesFolder = join(root, 'dist/pages')
const built = join(root, 'web/dist')

/** Writes dist/pages anew. Build the dashboard first. Throws when the Worker does not bundle. */
export async function buildPages(folder = pagesFolder): Promise<void> {
  if (!existsSync(built)) throw new Error('web/dist is not there: build the dashboard first')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(built, folder, { recursive: true, filter: (path) => path !== join(built, 'index.html') })
  // Without it Pages takes the project for a single page and answers unknown files with it.
  writeFileSync(join(folder, '404.html'), '')
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2023',
      minify: false,
      lib: { entry: join(root, 'pages/worker.ts'), formats: ['es'], fileName: () => '_worker.js' },
    },
  })
}
