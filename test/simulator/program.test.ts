// The simulators as a program: how they start and stop, and that `kill -9` loses nothing that was acknowledged.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { call, openHub } from './open.ts'

const program = fileURLToPath(new URL('../../simulator/index.ts', import.meta.url))
const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function run(options: string[]): {
  child: ChildProcess
  lines: () => AsyncIterableIterator<string>
} {
  const child = spawn(process.execPath, [program, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  closers.push(() => {
    if (child.exitCode === null) child.kill('SIGKILL')
  })
  return {
    child,
    lines: () => createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator](),
  }
}

async function started(options: string[]) {
  const { child, lines } = run(options)
  const { value } = await lines().next()
  expect(value).toMatch(/^simulators http:\/\/127\.0\.0\.1:\d+$/)
  return { child, url: String(value).slice('simulators '.length) }
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'simulator-'))
  closers.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

it('delivers 200 mentions that were accepted before a kill -9', { timeout: 60_000 }, async () => {
  const state = folder()
  const before = await started(['--port', '0', '--state', state, '--hub-url', 'http://127.0.0.1:9'])
  const accepted = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      call('POST', `${before.url}/_control/slack/mention`, { text: `n${index}` }),
    ),
  )
  before.child.kill('SIGKILL')
  await once(before.child, 'exit')
  const arrived = new Set<string>()
  let done: () => void = () => undefined
  const all = new Promise<void>((resolve) => {
    done = resolve
  })
  const hub = await openHub((request) => {
    arrived.add(JSON.parse(request.body).event_id)
    if (arrived.size === 200) done()
    return 200
  })
  closers.push(hub.close)
  const after = await started(['--port', '0', '--state', state, '--hub-url', hub.url])
  await all
  expect(arrived).toEqual(new Set(accepted.map((mention) => mention.json.eventId)))
  expect((await call('GET', `${after.url}/_control/slack/threads`)).json).toHaveLength(200)
})

it('stops on SIGTERM with code 0', async () => {
  const { child } = await started(['--port', '0', '--state', folder()])
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('says which port is taken and how to choose another', async () => {
  const first = await started(['--port', '0', '--state', folder()])
  const { child } = run(['--port', new URL(first.url).port, '--state', folder()])
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  expect(await once(child, 'close')).toEqual([1, null])
  expect(said).toContain(new URL(first.url).port)
  expect(said).toContain('--port')
})
