// The audit operations as a reader meets them: the list and its filters, exports, proofs, and refusals.
import { OpenAPIHono } from '@hono/zod-openapi'
import { decodeBase64, decodeHex } from '@oslojs/encoding'
import { describe, expect, it } from 'vitest'
import type { Ctx } from '../../core/context.ts'
import { noGrants } from '../../core/contract/permissions.ts'
import { verifyConsistency, verifyInclusion } from '../../core/lib/merkle.ts'
import { auditOperations } from '../../worker/api/audit/operations.ts'
import type { HubVariables } from '../../worker/http-context.ts'
import { mountOperations } from '../../worker/operation.ts'
import { problemOf } from '../../worker/problem.ts'
import {
  alter,
  logOf,
  makeQuietOrganization,
  rowAt,
  rowsOf,
  sealNow,
  writeRows,
} from './audit-trail.ts'

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // The shape differs by operation; each test names what it looks at.
  readonly body: Record<string, unknown>
}

/** Asks an operation as this context's actor. */
async function ask(ctx: Ctx, method: 'GET' | 'POST', path: string): Promise<Answer> {
  const app = new OpenAPIHono<{ Variables: HubVariables }>()
  app.onError((error) => problemOf(error, { requestId: 'req', publicOrigin: 'http://localhost' }))
  app.use(async (c, next) => {
    c.set('ctx', ctx)
    await next()
  })
  mountOperations(app, auditOperations)
  const response = await app.request(path, { method })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') && text.startsWith('{')
  const body = isJson && !text.includes('\n') ? JSON.parse(text) : {}
  return { status: response.status, headers: response.headers, text, body }
}

interface Listed {
  data: { id: string; seq: number; actor: { type: string }; action: string }[]
  nextCursor: string | null
}

const list = async (ctx: Ctx, query = '') =>
  (await ask(ctx, 'GET', `/v1/audit-events${query}`)).body as unknown as Listed

describe('GET /v1/audit-events', () => {
  it('pages from the newest to the oldest, each event once', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 24)
    const seen: number[] = []
    for (let cursor = ''; ; ) {
      const page = await list(ctx, `?limit=10${cursor}`)
      seen.push(...page.data.map((each) => each.seq))
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i))
  })

  it('shows all that is needed to check an event, and nothing else', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 1)
    const [event] = (await list(ctx)).data
    expect(Object.keys(event ?? {}).sort()).toEqual(
      [
        ...['id', 'seq', 'epoch', 'at', 'actor', 'onBehalfOf', 'action', 'target', 'outcome'],
        ...['values', 'commitments', 'salts', 'leaf'],
      ].sort(),
    )
  })

  it('filters by action, actor, target and time', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 3)
    await writeRows(ctx, 1, { action: 'member.add', target: { type: 'member', id: 'mem_x' } })
    const chat = { type: 'chat_user', id: 'slack/T/U', onBehalfOf: ctx.actor } as const
    await writeRows({ ...ctx, actor: { ...chat, onBehalfOf: { type: 'member', id: 'mem_y' } } }, 2)
    const count = async (query: string) => (await list(ctx, `?${query}`)).data.length
    expect(await count('action=member.add')).toBe(1)
    expect(await count('targetId=mem_x')).toBe(1)
    expect(await count('actorType=chat_user')).toBe(2)
    expect(await count('actorId=slack%2FT%2FU')).toBe(2)
    expect(await count('actorId=mem_y')).toBe(2)
    expect(await count('action=policy.create&actorType=chat_user')).toBe(2)
    const ids = (await rowsOf(ctx)).map((row) => row.id)
    for (const [index, id] of ids.entries()) {
      const at = new Date(Date.UTC(2026, 0, 1 + index)).toISOString()
      await alter(ctx, 'UPDATE audit_events SET at = ? WHERE id = ?', at, id)
    }
    const seqs = (await list(ctx, '?since=2026-01-02T00:00:00Z&until=2026-01-04T01:00:00%2B01:00'))
      .data
    expect(seqs.map((each) => each.seq)).toEqual([3, 2])
  })

  it('never shows another organization’s events', async () => {
    const [one, other] = [await makeQuietOrganization(), await makeQuietOrganization()]
    await writeRows(other, 3)
    expect((await list(one)).data).toHaveLength(1)
  })

  it.each([
    ['a cursor of another list', '?cursor=WyJldnRfMSJd', 'invalid_cursor'],
    ['an unknown filter', '?actor=x', 'invalid_request'],
    ['a time that is none', '?since=yesterday', 'invalid_request'],
    ['an unknown kind of actor', '?actorType=robot', 'invalid_request'],
  ])('refuses %s', async (_, query, code) => {
    const ctx = await makeQuietOrganization()
    const answer = await ask(ctx, 'GET', `/v1/audit-events${query}`)
    expect([answer.status, answer.body.code]).toEqual([400, code])
  })
})

describe('GET /v1/audit-events/export', () => {
  it('gives every event as a line, oldest first, as the list shows it', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 19)
    const answer = await ask(ctx, 'GET', '/v1/audit-events/export?format=ndjson')
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = answer.text.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual((await list(ctx)).data.toReversed())
  })

  it('streams over several pages', { timeout: 60_000 }, async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 1010)
    const { text } = await ask(ctx, 'GET', '/v1/audit-events/export?format=ndjson')
    const seqs = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { seq: number }).seq)
    expect(seqs).toEqual(Array.from({ length: 1011 }, (_, i) => i + 1))
  })

  it('quotes CSV, and lets no cell be run as a formula', async () => {
    const ctx = await makeQuietOrganization()
    const target = { type: 'record', id: '=HYPERLINK("https://evil.example")' }
    await writeRows(ctx, 1, { action: 'record.update', target, values: { a: 'x,"y"' } })
    const { text } = await ask(
      ctx,
      'GET',
      '/v1/audit-events/export?format=csv&action=record.update',
    )
    const [header, line, ...rest] = text.split('\r\n')
    expect(header).toMatch(/^id,seq,epoch,at,actorType,actorId,.*,values,commitments,salts,leaf$/)
    expect(line).toContain(`,record,"'=HYPERLINK(""https://evil.example"")",success,`)
    expect(line).toContain(String.raw`"{""a"":""x,\""y\""""}"`)
    expect(rest).toEqual([''])
  })

  it('refuses another format', async () => {
    const answer = await ask(
      await makeQuietOrganization(),
      'GET',
      '/v1/audit-events/export?format=xml',
    )
    expect(answer.status).toBe(400)
  })
})

describe('GET /v1/audit/proof', () => {
  it('proves an event that nobody sealed yet', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 10)
    const row = await rowAt(ctx, 7)
    const { body } = await ask(ctx, 'GET', `/v1/audit/proof?eventId=${row.id}`)
    const checkpoint = body.checkpoint as { size: number; rootHash: string }
    expect([body.index, checkpoint.size]).toEqual([6, 11])
    const proof = (body.proof as string[]).map(decodeBase64)
    const root = decodeBase64(checkpoint.rootHash)
    expect(await verifyInclusion(decodeHex(row.leaf), 6, 11, proof, root)).toBe(true)
    expect(await verifyInclusion(decodeHex(row.leaf), 5, 11, proof, root)).toBe(false)
  })

  it('proves that the trail only grew', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 4)
    const old = await sealNow(ctx)
    await writeRows(ctx, 4)
    const now = await sealNow(ctx)
    const { body } = await ask(ctx, 'GET', '/v1/audit/proof?from=5&to=9')
    const proof = (body.proof as string[]).map(decodeBase64)
    const roots = [old, now].map((each) => decodeBase64(each.rootHash))
    const [oldRoot = new Uint8Array(), newRoot = new Uint8Array()] = roots
    expect(await verifyConsistency(5, oldRoot, 9, newRoot, proof)).toBe(true)
  })

  it.each(['', '?eventId=aud_1&from=0&to=1', '?from=1', '?from=1&to=99', '?from=-1&to=1'])(
    'refuses the question %j',
    async (query) => {
      const answer = await ask(await makeQuietOrganization(), 'GET', `/v1/audit/proof${query}`)
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    },
  )

  it('does not find another organization’s event', async () => {
    const [one, other] = [await makeQuietOrganization(), await makeQuietOrganization()]
    const { id } = await rowAt(other, 1)
    const answer = await ask(one, 'GET', `/v1/audit/proof?eventId=${id}`)
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
  })

  it('says so when the log stopped before the event', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 4, {}, 1)
    const [bad, late] = [await rowAt(ctx, 2), await rowAt(ctx, 4)]
    await alter(ctx, "UPDATE audit_events SET action = 'x.y' WHERE id = ?", bad.id)
    const answer = await ask(ctx, 'GET', `/v1/audit/proof?eventId=${late.id}`)
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict'])
  })
})

describe('GET /v1/audit/checkpoints', () => {
  it('pages from the newest to the oldest, with the key that verifies them', async () => {
    const ctx = await makeQuietOrganization()
    for (let i = 0; i < 2; i++) {
      await writeRows(ctx, 1)
      await sealNow(ctx)
    }
    const first = (await ask(ctx, 'GET', '/v1/audit/checkpoints?limit=2')).body
    expect((first.data as { size: number }[]).map((each) => each.size)).toEqual([3, 2])
    expect(first.verifierKey).toBe(await logOf(ctx).verifierKey())
    const query = `?limit=2&cursor=${first.nextCursor}`
    const second = (await ask(ctx, 'GET', `/v1/audit/checkpoints${query}`)).body
    expect((second.data as { size: number }[]).map((each) => each.size)).toEqual([1])
    expect(second.nextCursor).toBeNull()
  })
})

describe('POST /v1/audit/verify', () => {
  it('answers that the trail is whole', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 4)
    const { status, body } = await ask(ctx, 'POST', '/v1/audit/verify')
    expect(status).toBe(200)
    expect(body).toMatchObject({ ok: true, checked: 5, lost: [], failure: null })
    expect(body.checkpoint).toMatchObject({ size: 5, epoch: 1 })
  })

  it('names what is wrong', async () => {
    const ctx = await makeQuietOrganization()
    await writeRows(ctx, 4, {}, 1)
    const row = await rowAt(ctx, 2)
    await alter(ctx, "UPDATE audit_events SET action = 'x.y' WHERE id = ?", row.id)
    expect((await ask(ctx, 'POST', '/v1/audit/verify')).body).toMatchObject({
      ok: false,
      checked: 1,
      failure: { code: 'event_changed', eventId: row.id, epoch: 1, seq: 2 },
    })
  })
})

it.each([
  ['GET', '/v1/audit-events'],
  ['GET', '/v1/audit-events/export?format=csv'],
  ['GET', '/v1/audit/checkpoints'],
  ['GET', '/v1/audit/proof?eventId=aud_1'],
  ['GET', '/v1/audit/proof?from=0&to=1'],
  ['POST', '/v1/audit/verify'],
] as const)('%s %s needs audit:read', async (method, path) => {
  const ctx = await makeQuietOrganization()
  const answer = await ask({ ...ctx, grants: noGrants }, method, path)
  expect([answer.status, answer.body.code]).toEqual([403, 'forbidden'])
})
