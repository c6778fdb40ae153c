// `npm start`: the hub and the simulators on this machine, from a fresh clone, with one command.
// This part runs on any Node from 20: it reads the options and refuses a taken port before anything
// is installed, written or started. The rest (start/start.ts) runs on the project's Node.
import { fileURLToPath } from 'node:url'
import { readOptions } from './start/options.mjs'
import { refuseTakenPorts } from './start/ports.mjs'
import { isRestarted, onProjectNode } from './toolchain.mjs'

const options = readOptions(process.argv.slice(2))
if (!isRestarted()) await refuseTakenPorts(options)
await onProjectNode(fileURLToPath(import.meta.url))
const { start } = await import('./start/start.ts')
await start(options)
