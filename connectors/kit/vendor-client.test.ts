import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { EgressError, type EgressPolicy } from '../../core/contract/ports.ts'
import { VendorError } from '../../core/contract/vendor-error.ts'
import { pathOf, type VendorRequest, vendorClient } from './vendor-client.ts'

type Step = { status: number; body?: string; headers?: Record<string, string> } | EgressError

const nowMs = Date.UTC(2026, 10, 22, 10, 0, 0)

function bench(steps: Step[], simulatorUrl: string | null = null) {
  const sent: { url: string; method: string; body: unknown; policy: EgressPolicy }[] = []
  const waits: number[] = []
  const client = vendorClient(
    {
      now: () => nowMs,
      random: () => 0.5,
      simulatorUrl,
      sleep: async (ms) => {
        waits.push(ms)
      },
      egress: {
        refusalOf: async () => null,
        async fetch(url, init, policy) {
          sent.push({ url, method: init.method, body: init.body, policy })
          const step = steps[sent.length - 1] ?? steps.at(-1)
          if (step === undefined || step instanceof EgressError) throw step
          const body = new TextEncoder().encode(step.body ?? '')
          const isOver = body.length > policy.responseBytesMax
          const headers = new Headers(step.headers)
          return {
            status: step.status,
            headers,
            body: isOver ? new Uint8Array() : body,
            truncated: isOver,
          }
        },
      },
    },
    {
      id: 'acme',
      baseUrl: 'https://api.acme.example/base',
      hosts: ['api.acme.example'],
      headers: { authorization: 'Bearer s3cret-token' },
      secrets: ['s3cret-token'],
      refusalOf: ({ status, body }) => {
        const parsed = z.object({ message: z.string() }).safeParse(body)
        return parsed.success && status === 400
          ? { kind: 'refused', detail: parsed.data.message }
          : null
      },
    },
  )
  return { client, sent, waits }
}

const read: VendorRequest<z.ZodObject<{ name: z.ZodString }>> = {
  effect: 'read',
  method: 'GET',
  path: '/things/1',
  query: { page: 2, cursor: undefined, wide: true },
  answer: z.object({ name: z.string() }),
}
const write = { ...read, effect: 'write' as const, method: 'POST' as const, json: { a: 1 } }
const fine: Step = { status: 200, body: '{"name":"x","more":1}' }

async function failureOf(promise: Promise<unknown>): Promise<VendorError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof VendorError))
    throw new Error(`expected a vendor error, not ${String(error)}`)
  return error
}

describe('the vendor client', () => {
  it('sends to the vendor and gives the fields that are read', async () => {
    const { client, sent } = bench([fine])
    expect(await client.request(read)).toEqual({ name: 'x' })
    expect(sent[0]).toMatchObject({
      url: 'https://api.acme.example/base/things/1?page=2&wide=true',
      method: 'GET',
      policy: {
        purpose: 'acme',
        destination: { kind: 'hosts', hosts: ['api.acme.example'] },
        timeoutMs: 15_000,
        responseBytesMax: 4 * 1024 * 1024,
      },
    })
  })

  it('sends to the simulator, and to it alone, where there is one', async () => {
    const { client, sent } = bench([fine], 'http://127.0.0.1:8788')
    await client.request(write)
    expect(sent[0]?.url).toBe('http://127.0.0.1:8788/acme/things/1?page=2&wide=true')
    expect(sent[0]?.policy.destination).toEqual({ kind: 'hosts', hosts: ['127.0.0.1'] })
    expect(sent[0]?.policy.timeoutMs).toBe(20_000)
  })

  it.each([
    ['in seconds', '2', 2_000],
    ['as a date', 'Sun, 22 Nov 2026 10:00:03 GMT', 3_000],
  ])('waits as long as Retry-After %s says', async (_, header, waitMs) => {
    for (const status of [429, 503]) {
      const { client, waits } = bench([{ status, headers: { 'retry-after': header } }, fine])
      expect(await client.request(read)).toEqual({ name: 'x' })
      expect(waits).toEqual([waitMs])
    }
  })

  it('does not wait over 5 s together, and says how long the vendor asked for', async () => {
    const long = bench([{ status: 429, headers: { 'retry-after': '60' } }])
    const error = await failureOf(long.client.request(read))
    expect(error).toMatchObject({ kind: 'rate_limited', status: 429, retryAfterMs: 60_000 })
    expect(long.waits).toEqual([])

    const twice = bench([{ status: 429, headers: { 'retry-after': '3' } }])
    await failureOf(twice.client.request(read))
    expect(twice.waits).toEqual([3_000])
  })

  it('reads again after a server error, twice at most, later each time', async () => {
    const { client, sent, waits } = bench([{ status: 500 }])
    expect(await failureOf(client.request(read))).toMatchObject({
      kind: 'server_error',
      status: 500,
    })
    expect(sent).toHaveLength(3)
    expect(waits).toEqual([375, 750])
  })

  it.each([
    ['a server error', { status: 502 }, 'server_error', true],
    ['a time-out', new EgressError('timeout', 'late'), 'no_answer', true],
    ['a broken connection', new EgressError('broken', 'reset'), 'no_answer', true],
    ['nonsense', { status: 200, body: '<html>' }, 'malformed', true],
    ['a refusal', { status: 409 }, 'refused', false],
    ['a redirect', { status: 302 }, 'malformed', true],
    ['a blocked host', new EgressError('blocked', 'no'), 'unreachable', false],
  ] as const)('never repeats a write after %s', async (_, step, kind, ambiguous) => {
    const { client, sent } = bench([step, fine])
    const error = await failureOf(client.request(write))
    expect(error.kind).toBe(kind)
    expect(error.ambiguous).toBe(ambiguous)
    expect(sent).toHaveLength(1)
  })

  it.each([
    ['the vendor said that it did nothing', { status: 429 }],
    ['no connection was made', new EgressError('connect', 'refused')],
    ['the name was not found', new EgressError('dns', 'unknown')],
  ] as const)('repeats a write when %s', async (_, step) => {
    const { client, sent } = bench([step, fine])
    expect(await client.request(write)).toEqual({ name: 'x' })
    expect(sent).toHaveLength(2)
  })

  it('reads again after a broken connection, not after a time-out', async () => {
    const broken = bench([new EgressError('broken', 'reset'), fine])
    expect(await broken.client.request(read)).toEqual({ name: 'x' })
    const late = bench([new EgressError('timeout', 'late'), fine])
    expect((await failureOf(late.client.request(read))).kind).toBe('no_answer')
  })

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [422, 'refused'],
    [429, 'rate_limited'],
  ] as const)('names status %i %s', async (status, kind) => {
    const { client } = bench([{ status, headers: { 'retry-after': '99' } }])
    expect((await failureOf(client.request(read))).kind).toBe(kind)
  })

  it('cuts our secrets and control characters out of what the vendor says', async () => {
    const message = `token s3cret-token\n\u0007is bad ${'x'.repeat(900)}`
    const { client } = bench([{ status: 400, body: JSON.stringify({ message }) }])
    const error = await failureOf(client.request(read))
    expect(error.vendorDetail).toMatch(/^token \[removed\] is bad x+$/)
    expect(error.vendorDetail).toHaveLength(500)
    expect(JSON.stringify([error.message, error.stack])).not.toContain('s3cret')
  })

  it('says where an answer is not as documented, without its values', async () => {
    const { client } = bench([{ status: 200, body: '{"name":{"secret":"value"}}' }])
    const error = await failureOf(client.request(read))
    expect(error).toMatchObject({
      kind: 'malformed',
      vendorDetail: 'unexpected answer: name invalid_type',
    })
  })

  it('refuses an answer over 4 MiB', async () => {
    const { client } = bench([{ status: 200, body: `{"name":"${'x'.repeat(4 * 1024 * 1024)}"}` }])
    expect((await failureOf(client.request(read))).vendorDetail).toBe('answer over 4 MiB')
  })

  it('passes a defect on as it is', async () => {
    const { client } = bench([])
    await expect(client.request(read)).rejects.not.toBeInstanceOf(VendorError)
  })
})

describe('a path', () => {
  it.each([
    ['ACME-1', '/issue/ACME-1/comment'],
    ['../user?x=1#', '/issue/..%2Fuser%3Fx%3D1%23/comment'],
    ['..', '/issue/..%20/comment'],
  ])('keeps %s inside its segment', (value, path) => {
    expect(new URL(pathOf`/issue/${value}/comment`, 'https://a.example').pathname).toBe(path)
  })
})
