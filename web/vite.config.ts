// Builds the dashboard to web/dist: hashed files under /assets, no inline script and no inline style,
// so that the content security policy can be `script-src 'self'; style-src 'self'`. Beside it lies
// /scalar.js, the reader that the hub's page at /docs loads: served by ourselves, from no CDN.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

const apiReader: Plugin = {
  name: 'api-reader',
  generateBundle() {
    const script = '../node_modules/@scalar/api-reference/dist/browser/standalone.js'
    const source = readFileSync(pathOf(script))
    this.emitFile({ type: 'asset', fileName: 'scalar.js', source })
  },
}

export default defineConfig({
  root: pathOf('.'),
  base: '/',
  plugins: [react(), apiReader],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Small files as data: URLs would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The reader is the one large file; it is no part of the dashboard.
    reportCompressedSize: false,
  },
})
