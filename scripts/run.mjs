// Runs one tool of node_modules/.bin on the project's Node, installing what is missing first:
// `node scripts/run.mjs biome check --write .`
import { installMissing, runTool } from './toolchain.mjs'

const [tool, ...args] = process.argv.slice(2)
if (!tool) {
  console.error('usage: node scripts/run.mjs <tool> [arguments]')
  process.exit(1)
}
installMissing()
process.exit(await runTool(tool, args))
