// `causeway bootstrap`: the first operator's way in, and the way back in when no letter arrives. Shows the deploy secret to the
// named hub and to nobody else: over TLS (or loopback), without following a redirect, and never on a command line.
import { parseArgs } from 'node:util'
import { CommandError, UsageError } from './command-error.ts'
import { readDeploySecret } from './deploy-secret.ts'

const requestMsMax = 30_000

interface Link {
  readonly url: string
  readonly expiresAt: string
}

/** Prints the link. @throws UsageError, CommandError */
export async function bootstrap(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  const hub = readHub(options.url)
  const email = options.email
  if (!email) throw new UsageError('Say whose address the operator has: --email you@hub.example')
  const name = options.name ?? email.split('@', 1)[0] ?? email
  const secret = await readDeploySecret()
  const link = await ask(hub, secret, { email, name })
  if (options.json) {
    console.log(JSON.stringify({ url: link.url, expiresAt: link.expiresAt }))
    return
  }
  console.log(`${email} is an operator of ${hub.host}. Open this once, before ${link.expiresAt}:\n`)
  console.log(link.url)
}

function readOptions(args: readonly string[]) {
  if (args.some((arg) => /^--?(operator-)?secret(=|$)/.test(arg))) {
    throw new UsageError(
      'A secret on a command line is seen by others. Set CAUSEWAY_OPERATOR_SECRET, or send it on standard input.',
    )
  }
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: { type: 'string' },
        email: { type: 'string' },
        name: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
      strict: true,
      allowPositionals: false,
    })
    return values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function readHub(text: string | undefined): URL {
  if (!text) throw new UsageError('Say where the hub is: --url https://hub.example')
  if (!URL.canParse(text)) throw new UsageError(`${JSON.stringify(text)} is no URL.`)
  const url = new URL(text)
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return url
  throw new UsageError('The deploy secret goes over https only (or to this machine).')
}

async function ask(
  hub: URL,
  secret: string,
  body: { readonly email: string; readonly name: string },
): Promise<Link> {
  const response = await fetch(new URL('/operator/bootstrap', hub), {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(requestMsMax),
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const why = cause instanceof Error ? cause.message : 'no answer'
    throw new CommandError('unreachable', `${hub.host} did not answer: ${why}`)
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.status === 201 && isLink(answer)) return answer
  throw refusalOf(hub, response.status, answer)
}

function refusalOf(hub: URL, status: number, answer: unknown): CommandError {
  if (status === 401) {
    return new CommandError(
      'unauthenticated',
      `${hub.host} has another operator secret. It is the one that its deploy set as OPERATOR_SECRET.`,
    )
  }
  const { code, detail, errors } = (answer ?? {}) as {
    code?: unknown
    detail?: unknown
    errors?: readonly { path?: unknown; message?: unknown }[]
  }
  if (typeof code !== 'string' || typeof detail !== 'string') {
    return new CommandError(
      'not_a_hub',
      `${hub.host} answered ${status} and is no Causeway hub. Is --url its public origin?`,
    )
  }
  const fields = (errors ?? []).map(({ path, message }) => `${path}: ${message}`)
  return new CommandError(code, [detail, ...fields].join(' '))
}

function isLink(value: unknown): value is Link {
  const { url, expiresAt } = (value ?? {}) as { url?: unknown; expiresAt?: unknown }
  return typeof url === 'string' && typeof expiresAt === 'string'
}
