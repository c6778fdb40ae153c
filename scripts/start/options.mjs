// The options of `npm start`. An unknown or malformed one ends the command with one clear line.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

const usage = `npm start -- [options]
  --port N             where the hub answers              (8787)
  --simulator-port N   where the simulators answer        (8788)
  --pages-port N       put the Pages project before the hub, as a deploy does, and answer there
  --state FOLDER       all local state, kept between runs (.causeway)
  --fresh              empty that folder first
  --verbose            print the hub's and the simulators' logs here as well`

function refuse(message) {
  console.error(`npm start: ${message}`)
  process.exit(1)
}

function readPort(name, text) {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    refuse(`--${name} takes a port between 1 and 65535, not "${text}"`)
  }
  return port
}

/**
 * Reads the command line. `state` comes back absolute (relative ones count from the working folder).
 * Exits 1 with one line when an option is unknown or wrong, 0 after `--help`.
 */
export function readOptions(args) {
  let values
  try {
    values = parseArgs({
      args,
      options: {
        port: { type: 'string', default: '8787' },
        'simulator-port': { type: 'string', default: '8788' },
        'pages-port': { type: 'string' },
        state: { type: 'string', default: '.causeway' },
        fresh: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    refuse(`${error.message.split('. ')[0]}.\n${usage}`)
  }
  if (values.help) {
    console.log(usage)
    process.exit(0)
  }
  const port = readPort('port', values.port)
  const simulatorPort = readPort('simulator-port', values['simulator-port'])
  if (port === simulatorPort) refuse(`--port and --simulator-port are both ${port}; choose two`)
  const pagesPort =
    values['pages-port'] === undefined ? null : readPort('pages-port', values['pages-port'])
  if (pagesPort === port || pagesPort === simulatorPort) {
    refuse(`--pages-port ${pagesPort} is the port of another; choose a third`)
  }
  if (values.state.trim() === '') refuse('--state takes the name of a folder')
  const { fresh, verbose } = values
  return { port, simulatorPort, pagesPort, state: resolve(values.state), fresh, verbose }
}
