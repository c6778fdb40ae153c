// Refuses to start on a port that something else holds, naming the port and the option to change it.
import { connect, createServer } from 'node:net'

/** True when something on this machine already accepts connections at the port. */
export function isAnswering(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('connect', () => socket.destroy())
    socket.on('connect', () => resolve(true))
    socket.on('close', () => resolve(false))
    socket.on('error', () => resolve(false))
  })
}

/** The code of the error that listening at the port gives (`EADDRINUSE`, `EACCES`), or null. */
function listenError(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', (error) => resolve(error.code ?? 'unknown'))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(null)),
    )
  })
}

async function nextFree(port, other) {
  for (let candidate = port + 10; candidate < Math.min(port + 200, 65536); candidate += 10) {
    if (candidate !== other && (await listenError(candidate)) === null) return candidate
  }
  return 'N'
}

/** Ends the process with one line when the hub's or the simulators' port cannot be had. */
export async function refuseTakenPorts({ port, simulatorPort, pagesPort }) {
  const wanted = [
    { option: '--port', number: port, other: simulatorPort },
    { option: '--simulator-port', number: simulatorPort, other: port },
    ...(pagesPort === null ? [] : [{ option: '--pages-port', number: pagesPort, other: port }]),
  ]
  for (const { option, number, other } of wanted) {
    const code = (await isAnswering(number)) ? 'EADDRINUSE' : await listenError(number)
    if (code === null) continue
    const reason =
      code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`
    const free = await nextFree(number, other)
    console.error(`Port ${number} ${reason}. Choose another: npm start -- ${option} ${free}`)
    process.exit(1)
  }
}
