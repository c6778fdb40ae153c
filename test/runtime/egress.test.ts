// The one way out: which addresses it refuses, and how it bounds and tells apart what comes back.
import { describe, expect, inject, test } from 'vitest'
import { EgressError, type EgressPolicy } from '../../core/contract/ports.ts'
import { type EgressOptions, hopHeader, makeEgress } from '../../core/egress/guarded-fetch.ts'

const policy: EgressPolicy = {
  purpose: 'test',
  destination: { kind: 'public' },
  timeoutMs: 5_000,
  responseBytesMax: 1_000,
}
const post = { method: 'POST', headers: {}, body: '{}' }

function egressWith(options: Partial<EgressOptions> = {}) {
  const sent: Request[] = []
  const names: string[] = []
  const egress = makeEgress({
    fetch: async (request) => {
      sent.push(request)
      return new Response('yes')
    },
    clock: { now: () => 0 },
    log: { write: () => {} },
    simulatorUrl: null,
    allowLoopback: false,
    ownHosts: ['hub.example.com'],
    resolve: async (name) => {
      names.push(name)
      return addresses[name] ?? []
    },
    ...options,
  })
  return { egress, sent, names }
}

const addresses: Record<string, string[]> = {
  'public.example.com': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'private.example.com': ['10.0.0.1'],
  'mixed.example.com': ['93.184.215.14', '192.168.1.1'],
  'metadata.example.com': ['169.254.169.254'],
  'loopback.example.com': ['127.0.0.1'],
  'mapped.example.com': ['::ffff:10.0.0.1'],
  'hub.example.com': ['93.184.215.14'],
}

describe('a customer’s URL', () => {
  test.each([
    'https://public.example.com/hook',
    'https://public.example.com:8443/hook',
    'https://93.184.215.14/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
  ])('may be %s', async (url) => {
    const { egress, sent } = egressWith()
    expect(await egress.refusalOf(url)).toBeNull()
    expect((await egress.fetch(url, post, policy)).status).toBe(200)
    expect(sent).toHaveLength(1)
  })

  test.each([
    'http://public.example.com/',
    'ftp://public.example.com/',
    'https://public.example.com:22/',
    'https://user:secret@public.example.com/',
    'https://user@public.example.com/',
    'not a url',
    '/relative',
    `https://public.example.com/${'a'.repeat(3_000)}`,
    'https://private.example.com/',
    'https://mixed.example.com/',
    'https://metadata.example.com/',
    'https://loopback.example.com/',
    'https://mapped.example.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://１２７.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://localhost/',
    'https://localhost./',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://intranet/',
    'https://hub.example.com/v1/events',
    'https://HUB.example.com:8443/',
    'https://hub.example.com./',
  ])('may not be %s', async (url) => {
    const { egress, sent } = egressWith()
    expect(await egress.refusalOf(url)).toMatch(/\.$/)
    await expect(egress.fetch(url, post, policy)).rejects.toMatchObject({ failure: 'blocked' })
    expect(sent).toEqual([])
  })

  test('with a name nobody knows yet is accepted, and fails when it is used', async () => {
    const { egress } = egressWith()
    expect(await egress.refusalOf('https://new.example.com/')).toBeNull()
    await expect(egress.fetch('https://new.example.com/', post, policy)).rejects.toMatchObject({
      failure: 'dns',
    })
  })

  test('fails when the resolver does not answer, and sends nothing', async () => {
    const { egress, sent } = egressWith({ resolve: () => Promise.reject(new Error('down')) })
    const attempt = egress.fetch('https://public.example.com/', post, policy)
    await expect(attempt).rejects.toMatchObject({ failure: 'dns' })
    expect(sent).toEqual([])
  })

  test('is asked with the mark against loops, and redirects are not followed', async () => {
    const { egress, sent } = egressWith({
      fetch: async (request) => {
        sent.push(request)
        return new Response(null, { status: 302, headers: { location: 'https://10.0.0.1/' } })
      },
    })
    const response = await egress.fetch('https://public.example.com/', post, policy)
    expect(response.status).toBe(302)
    expect(sent.map((request) => request.redirect)).toEqual(['manual'])
    expect(sent[0]?.headers.get(hopHeader)).toBe('1')
  })
})

describe('in development', () => {
  const local = { allowLoopback: true, ownHosts: ['127.0.0.1:8787'] }

  test.each([
    'http://127.0.0.1:9000/hook',
    'http://localhost:9000/hook',
    'https://[::1]:9000/',
    'http://127.8.8.8/',
  ])('loopback is allowed: %s', async (url) => {
    const { egress } = egressWith(local)
    expect(await egress.refusalOf(url)).toBeNull()
  })

  test.each([
    'http://127.0.0.1:8787/v1/events',
    'http://localhost:8787/',
    'http://[::1]:8787/',
    'http://0x7f000001:8787/',
    'http://10.0.0.1/',
    'http://192.168.0.1:9000/',
    'http://public.example.com/',
    'http://0.0.0.0:9000/',
    'https://loopback.example.com/',
  ])('nothing else private is, nor ourselves: %s', async (url) => {
    const { egress } = egressWith(local)
    expect(await egress.refusalOf(url)).toMatch(/\.$/)
  })
})

describe('a destination of named hosts', () => {
  const hosts = (...list: string[]): EgressPolicy => ({
    ...policy,
    destination: { kind: 'hosts', hosts: list },
  })

  test('is matched whole, or below a star', async () => {
    const { egress } = egressWith()
    const url = 'https://public.example.com/'
    for (const list of [['public.example.com'], ['*.example.com'], ['x.org', '*.com']]) {
      expect((await egress.fetch(url, post, hosts(...list))).status).toBe(200)
    }
    for (const list of [[], ['example.com'], ['*.public.example.com'], ['c.example.com']]) {
      await expect(egress.fetch(url, post, hosts(...list))).rejects.toMatchObject({
        failure: 'blocked',
      })
    }
  })

  test('is guarded like any other, since a customer may have given the host', async () => {
    const { egress } = egressWith()
    await expect(
      egress.fetch('https://private.example.com/', post, hosts('private.example.com')),
    ).rejects.toMatchObject({ failure: 'blocked' })
  })

  test('includes the simulators in development, and carries no mark', async () => {
    const { egress, sent } = egressWith({ simulatorUrl: 'http://127.0.0.1:8788' })
    await egress.fetch('http://127.0.0.1:8788/jira/x', post, hosts('acme.atlassian.net'))
    expect(sent[0]?.headers.has(hopHeader)).toBe(false)
    await expect(
      egress.fetch('http://127.0.0.1:8789/jira/x', post, hosts('acme.atlassian.net')),
    ).rejects.toMatchObject({ failure: 'blocked' })
  })
})

describe('an answer', () => {
  test('is cut at the bound and the rest is let go', async () => {
    let cancelled = false
    const { egress } = egressWith({
      fetch: async () =>
        new Response(
          new ReadableStream({
            pull: (controller) => controller.enqueue(new Uint8Array(300).fill(65)),
            cancel: () => {
              cancelled = true
            },
          }),
        ),
    })
    const response = await egress.fetch('https://public.example.com/', post, policy)
    expect(response.body).toHaveLength(1_000)
    expect(response.truncated).toBe(true)
    expect(cancelled).toBe(true)
  })

  test('of just the bound is whole', async () => {
    const { egress } = egressWith({ fetch: async () => new Response('a'.repeat(1_000)) })
    const response = await egress.fetch('https://public.example.com/', post, policy)
    expect([response.body.length, response.truncated]).toEqual([1_000, false])
  })

  test('that never begins, or never ends, is a timeout', async () => {
    const never: EgressOptions['fetch'][] = [
      () => new Promise(() => {}),
      async () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) })),
    ]
    for (const fetch of never) {
      const { egress } = egressWith({ fetch })
      await expect(
        egress.fetch('https://public.example.com/', post, { ...policy, timeoutMs: 20 }),
      ).rejects.toMatchObject({ failure: 'timeout' })
    }
  })

  test('that breaks is told apart from a connection that was never made', async () => {
    for (const [message, failure] of [
      ['Network connection lost.', 'broken'],
      ['connect ECONNREFUSED: connection refused', 'connect'],
      ['TLS handshake failed', 'connect'],
      ['DNS lookup failed', 'dns'],
    ] as const) {
      const { egress } = egressWith({ fetch: () => Promise.reject(new Error(message)) })
      const error = await egress
        .fetch('https://public.example.com/', post, policy)
        .catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(EgressError)
      expect(error).toMatchObject({ failure })
    }
  })
})

describe('names', () => {
  function resolving(answers: Record<string, unknown>, clock = { now: () => 0 }) {
    const asked: string[] = []
    const made = makeEgress({
      fetch: async (request) => {
        const url = new URL(request.url)
        if (url.hostname !== 'cloudflare-dns.com') return new Response('yes')
        const key = `${url.searchParams.get('name')} ${url.searchParams.get('type')}`
        asked.push(key)
        const answer = answers[key]
        return answer ? Response.json(answer) : new Response('no', { status: 500 })
      },
      clock,
      log: { write: () => {} },
      simulatorUrl: null,
      allowLoopback: false,
      ownHosts: [],
    })
    return { egress: made, asked }
  }
  const a = (...data: string[]) => ({
    Status: 0,
    Answer: data.map((each) => ({ type: 1, data: each })),
  })

  test('are looked up by DNS over HTTPS, both families, and kept for a minute', async () => {
    let nowMs = 0
    const { egress, asked } = resolving(
      {
        'x.example.com A': {
          Status: 0,
          Answer: [
            { type: 5, data: 'y.example.net.' },
            { type: 1, data: '93.184.215.14' },
          ],
        },
        'x.example.com AAAA': { Status: 0 },
      },
      { now: () => nowMs },
    )
    for (const at of [0, 59_000, 61_000]) {
      nowMs = at
      expect((await egress.fetch('https://x.example.com./', post, policy)).status).toBe(200)
    }
    expect(asked).toEqual([
      'x.example.com A',
      'x.example.com AAAA',
      'x.example.com A',
      'x.example.com AAAA',
    ])
  })

  test('with a private address in either family are refused', async () => {
    const { egress } = resolving({
      'x.example.com A': a('93.184.215.14'),
      'x.example.com AAAA': { Status: 0, Answer: [{ type: 28, data: 'fd00::1' }] },
    })
    expect(await egress.refusalOf('https://x.example.com/')).toContain('not a public one')
  })

  test('that do not exist, or are not answered, fail as dns', async () => {
    const { egress } = resolving({
      'gone.example.com A': { Status: 3 },
      'gone.example.com AAAA': { Status: 3 },
    })
    for (const host of ['gone.example.com', 'unanswered.example.com']) {
      await expect(egress.fetch(`https://${host}/`, post, policy)).rejects.toMatchObject({
        failure: 'dns',
      })
    }
  })
})

test('reaches a real receiver on this machine', async () => {
  const url = `${inject('simulatorUrl')}/_control/hooks/egress`
  const { egress } = egressWith({ fetch: (request) => fetch(request), allowLoopback: true })
  const response = await egress.fetch(url, { ...post, headers: { 'x-a': 'b' } }, policy)
  expect(response.status).toBe(200)
  const got = (await (await fetch(url)).json()) as { body: string; headers: object }[]
  expect(got).toMatchObject([{ body: '{}', headers: { 'x-a': 'b', [hopHeader]: '1' } }])
})

test('tells a closed port from an answer', async () => {
  const { egress } = egressWith({ fetch: (request) => fetch(request), allowLoopback: true })
  const error = await egress
    .fetch('http://127.0.0.1:9/', post, policy)
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(EgressError)
  expect(['connect', 'broken']).toContain((error as EgressError).failure)
})
