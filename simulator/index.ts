// The simulators as a program: `node simulator/index.ts --port 8788 --state <folder> --hub-url http://127.0.0.1:8787`.
// Prints `simulators <url>` when they answer and stays until SIGTERM or Ctrl-C. Never part of a deploy.
import { parseArgs } from 'node:util'
import { startSimulator } from './start.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8788' },
    state: { type: 'string', default: '.causeway/simulator' },
    'hub-url': { type: 'string', default: 'http://127.0.0.1:8787' },
  },
})

const port = Number(values.port)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`simulators: --port must be a number from 0 to 65535, not "${values.port}"`)
  process.exit(2)
}

try {
  const running = await startSimulator({
    port,
    stateFolder: values.state,
    hubUrl: values['hub-url'],
    slack: {
      signingSecret: process.env.SLACK_SIGNING_SECRET ?? 'simulator-signing-secret',
      clientId: process.env.SLACK_CLIENT_ID ?? '1000000000001.1000000000002',
      clientSecret: process.env.SLACK_CLIENT_SECRET ?? 'simulator-client-secret',
    },
  })
  const stop = () => {
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  console.log(`simulators ${running.url}`)
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  console.error(taken ? `simulators: port ${port} is taken; choose another with --port` : error)
  process.exit(1)
}
