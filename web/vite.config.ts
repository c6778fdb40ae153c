// Builds the dashboard to web/dist: hashed files under /assets, no inline script and no inline style,
// so that the content security policy can be `script-src 'self'; style-src 'self'`. Beside it lies
// /scalar.js, the reader that the hub's page at /docs loads: served by ourselves, from no CDN.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

// A test that builds the dashboard has an environment of its own, which would bring React's development build.
process.env.NODE_ENV = 'production'

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

const apiReader: Plugin = {
  name: 'api-reader',
  generateBundle() {
    const script = '../node_modules/@scalar/api-reference/dist/browser/standalone.js'
    const source = readFileSync(pathOf(script))
    this.emitFile({ type: 'asset', fileName: 'scalar.js', source })
  },
}

const listed = readFileSync(pathOf('./src/brand/mantine.css'), 'utf8')

/** Mantine's styles are picked by component: one that is used and not listed would look broken, so the build ends. */
const mantineStyles: Plugin = {
  name: 'mantine-styles',
  transform(code, id) {
    if (!/\/web\/src\/.*\.tsx$/.test(id)) return
    for (const [, names = ''] of code.matchAll(/\{([^{}]*)\}\s*from\s*["']@mantine\/core["']/g)) {
      for (const name of names.split(',').map((each) => each.trim())) {
        const styles = `@mantine/core/styles/${name}.layer.css`
        const isStyled = existsSync(pathOf(`../node_modules/${styles}`))
        if (isStyled && !listed.includes(styles)) {
          this.error(`add @import "${styles}"; to web/src/brand/mantine.css (for ${id})`)
        }
      }
    }
  },
}

export default defineConfig({
  root: pathOf('.'),
  base: '/',
  plugins: [{ ...mantineStyles, enforce: 'pre' }, react(), apiReader],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Small files as data: URLs would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The reader is the one large file; it is no part of the dashboard. What the first page weighs, `npm run build` says.
    reportCompressedSize: false,
    chunkSizeWarningLimit: 500,
    rolldownOptions: {
      output: {
        // `overview-page-….js` says whose it is; `page-….js` would not.
        chunkFileNames: ({ facadeModuleId }) => {
          const page = /\/src\/pages\/([\w-]+)\/([\w-]+)\.tsx$/.exec(facadeModuleId ?? '')
          return page ? `assets/${page[1]}-${page[2]}-[hash].js` : 'assets/[name]-[hash].js'
        },
      },
    },
  },
})
