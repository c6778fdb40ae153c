// `causeway bootstrap` as an operator runs it: a real process, a real hub. The link signs in; the secret is nowhere but where it was
// given; every mistake is one clear line.
import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectNode, root } from '../../scripts/toolchain.mjs'
import { expectStatus, isoMs } from '../support/client.ts'
import { openHub, operatorSecret, type TestHub } from '../support/hub.ts'
import { redeemOperator } from '../support/operator.ts'

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

let hub: TestHub
/** Not a hub: redirects one path, answers nonsense elsewhere, and notes every credential it is shown. */
let stranger: Server
let strangerUrl: string
const shown: string[] = []

beforeAll(async () => {
  hub = await openHub()
  stranger = createServer((request, response) => {
    shown.push(`${request.url} ${request.headers.authorization}`)
    response.writeHead(307, { location: `${strangerUrl}/elsewhere` }).end('<html>hello</html>')
  })
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
})
afterAll(async () => {
  stranger?.close()
  await hub.close()
})

function run(
  args: readonly string[],
  { secret, input = '' }: { secret?: string; input?: string } = {},
): Promise<Ended> {
  const { CAUSEWAY_OPERATOR_SECRET: _own, ...env } = process.env
  const child = spawn(projectNode, ['--no-warnings', join(root, 'sdk/cli/index.ts'), ...args], {
    env: { ...env, ...(secret === undefined ? {} : { CAUSEWAY_OPERATOR_SECRET: secret }) },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  child.stdin.end(input)
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

const bootstrap = (...more: string[]) => ['bootstrap', '--url', hub.url, ...more]
const email = ['--email', 'first@hub.example']

test('prints a link that signs the operator in, by a secret from the environment', async () => {
  const ended = await run(bootstrap(...email, '--name', 'First Person'), { secret: operatorSecret })
  expect(ended).toMatchObject({ code: 0, err: '' })
  const link = /^http\S+\/operator\/sign-in\/\S+$/m.exec(ended.out)?.[0] ?? ''
  const client = hub.browser(await redeemOperator(hub, link))
  const me = expectStatus(await client.get('/operator/me'), 200)
  expect(me.body).toMatchObject({ email: 'first@hub.example', name: 'First Person' })
  expect(ended.out).not.toContain(operatorSecret)
})

test('prints JSON for programs, by a secret from standard input', async () => {
  const ended = await run(bootstrap(...email, '--json'), { input: `${operatorSecret}\n` })
  expect(ended).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(ended.out)).toEqual({
    url: expect.stringContaining(`${hub.url}/operator/sign-in/cwol_`),
    expiresAt: isoMs,
  })
})

test('says that the secret is another one', async () => {
  const ended = await run(bootstrap(...email), { secret: 'wrong-secret-wrong-secret-wrong' })
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err).toMatch(/^causeway: .*another operator secret.*\n$/)
  const json = await run(bootstrap(...email, '--json'), { secret: 'wrong' })
  expect(JSON.parse(json.err)).toEqual({
    error: { code: 'unauthenticated', detail: expect.any(String) },
  })
})

test('says which field the hub refuses', async () => {
  const ended = await run(bootstrap('--email', 'nobody'), { secret: operatorSecret })
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err).toMatch(/^causeway: .*email: .*\n$/)
})

test('takes no secret from an argument, and none from nowhere', async () => {
  for (const args of [[`--secret=${operatorSecret}`], ['--secret', operatorSecret]]) {
    const ended = await run(bootstrap(...email, ...args))
    expect(ended).toMatchObject({ code: 2, out: '' })
    expect(ended.err).toMatch(/standard input/)
    expect(ended.err).not.toContain(operatorSecret)
  }
  expect((await run(bootstrap(...email))).err).toMatch(/CAUSEWAY_OPERATOR_SECRET/)
  const lines = await run(bootstrap(...email), { input: 'two\nlines' })
  expect(lines).toMatchObject({ code: 2, out: '' })
})

test('shows the secret to no plain http, and follows no redirect with it', async () => {
  const plain = await run(['bootstrap', '--url', 'http://hub.example', ...email], {
    secret: operatorSecret,
  })
  expect(plain).toMatchObject({ code: 2, out: '' })
  expect(plain.err).toMatch(/https only/)
  const other = await run(['bootstrap', '--url', strangerUrl, ...email], { secret: 'their-secret' })
  expect(other).toMatchObject({ code: 1, out: '' })
  expect(other.err).toMatch(/is no Causeway hub/)
  expect(shown).toEqual(['/operator/bootstrap Bearer their-secret'])
})

test('says what it does not understand, and what it can do', async () => {
  expect((await run(['help'])).out).toMatch(/bootstrap --url/)
  expect(await run(['dance'])).toMatchObject({ code: 2, out: '' })
  for (const args of [
    ['bootstrap'],
    ['bootstrap', '--url', 'x', ...email],
    bootstrap(),
    bootstrap('--more'),
  ]) {
    const ended = await run(args, { secret: operatorSecret })
    expect(ended).toMatchObject({ code: 2, out: '' })
    expect(ended.err).toMatch(/^causeway: .+\n$/)
  }
  const gone = await run(['bootstrap', '--url', 'http://127.0.0.1:9', ...email], { secret: 'x' })
  expect(gone).toMatchObject({ code: 1, out: '' })
  expect(gone.err).toMatch(/did not answer/)
})
