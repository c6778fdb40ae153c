// Where the deploy secret comes from: the environment, or standard input. A person at a terminal is told so and nothing they
// would type is echoed, because nothing is read from a terminal.
import { UsageError } from './command-error.ts'

/** No secret is longer; what is piped here by mistake is not read to its end. */
const secretCharactersMax = 4_096

/** The secret, without the line break a file ends in. @throws UsageError when there is none */
export async function readDeploySecret(): Promise<string> {
  const fromEnvironment = process.env.CAUSEWAY_OPERATOR_SECRET
  const secret = (fromEnvironment ?? (process.stdin.isTTY ? '' : await readInput())).trim()
  if (secret === '') {
    throw new UsageError(
      'The deploy secret is missing. Set CAUSEWAY_OPERATOR_SECRET, or send it on standard input: causeway bootstrap … < secret.txt',
    )
  }
  if (!/^[\x21-\x7e]+$/.test(secret) || secret.length > secretCharactersMax) {
    throw new UsageError('What was given as the deploy secret is not one line of printable text.')
  }
  return secret
}

async function readInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin) {
    text += String(chunk)
    if (text.length > secretCharactersMax) break
  }
  return text
}
