// The Session object itself: what an older hub left in it goes on, what is over is removed, and single-use is single-use under races.
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import type { NewSession, SessionPort } from '../../core/contract/sessions.ts'
import { makeSession } from '../../durable-objects/session.ts'
import { type TestEnv, testHub } from './support.ts'

const dayMs = 24 * 3_600_000
const limits = { idleMs: dayMs, absoluteMs: 7 * dayMs }
let made = 0
let object: DurableObjectStub & SessionPort

beforeEach(() => {
  const { SESSION } = env as unknown as TestEnv
  object = SESSION.get(SESSION.idFromName(`test/${++made}`)) as DurableObjectStub & SessionPort
})

const newSession = (hash = 'a'.repeat(64)): NewSession => ({
  sessionId: `ses_${hash.slice(0, 26)}`,
  hash,
  method: 'link',
  userAgent: null,
  limits,
})

test('keeps the sessions and links of an object that an older hub made', async () => {
  const endsAt = Date.now() + dayMs / 2
  const found = await runInDurableObject(object, async (_instance, state) => {
    const { sql } = state.storage
    sql.exec('DROP TABLE session')
    sql.exec(
      'CREATE TABLE session (hash TEXT PRIMARY KEY, member_id TEXT NOT NULL, expires_at INTEGER NOT NULL)',
    )
    sql.exec("INSERT INTO session VALUES (?, 'mem_old', ?)", 'f'.repeat(64), endsAt)
    sql.exec("INSERT INTO link VALUES ('l', 'mem_old', ?)", endsAt)
    const Session = makeSession(() => testHub())
    const woken = new Session(state, {})
    const session = await woken.find('f'.repeat(64), limits)
    return { session, link: await woken.findLink('l') }
  })
  expect(found.session).toMatchObject({
    sessionId: `ses_${'f'.repeat(26)}`,
    memberId: 'mem_old',
    method: 'link',
    expiresAt: endsAt,
    authenticatedAt: endsAt - dayMs,
  })
  expect(found.link).toEqual({ memberId: 'mem_old', expiresAt: endsAt })
})

test('redeems a link once, however many race for it', async () => {
  await object.createLink('mem_1', 'link', Date.now() + 1_000)
  const redeemed = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      object.redeemLink('link', newSession(String(at).padStart(64, '0'))),
    ),
  )
  expect(redeemed.filter((each) => each !== null)).toHaveLength(1)
  expect(await object.list('mem_1', limits)).toHaveLength(1)
})

test('gives what was kept to the first who takes it', async () => {
  await object.keep('challenge', 'value', Date.now() + 1_000)
  expect(await object.peek('challenge')).toBe('value')
  const taken = await Promise.all(Array.from({ length: 20 }, () => object.take('challenge')))
  expect(taken.filter((each) => each !== null)).toEqual(['value'])
  expect(await object.peek('challenge')).toBeNull()
})

test('gives nothing whose time is over', async () => {
  const past = Date.now() - 1
  await object.keep('late', 'value', past)
  await object.createLink('mem_1', 'late', past)
  expect(await object.peek('late')).toBeNull()
  expect(await object.take('late')).toBeNull()
  expect(await object.findLink('late')).toBeNull()
  expect(await object.redeemLink('late', newSession())).toBeNull()
})

test('admits exactly the limit under a race, says when to come back, and takes places back', async () => {
  const bucket = { name: 'tries', limit: 7, windowMs: 60_000 }
  const asked = await Promise.all(Array.from({ length: 50 }, () => object.reserve(bucket)))
  const admitted = asked.flatMap((each) => (each.admitted ? [each.id] : []))
  expect(admitted).toHaveLength(7)
  for (const each of asked) {
    if (each.admitted) continue
    expect(each.retryAfterMs).toBeGreaterThan(0)
    expect(each.retryAfterMs).toBeLessThanOrEqual(60_000)
  }
  expect((await object.reserve({ ...bucket, name: 'others' })).admitted).toBe(true)
  await object.release(admitted[0] ?? -1)
  // Given back twice, it is one place.
  await object.release(admitted[0] ?? -1)
  expect((await object.reserve(bucket)).admitted).toBe(true)
  expect((await object.reserve(bucket)).admitted).toBe(false)
})

test('never lets a session outlive what it was given when the organization allows more later', async () => {
  const session = { ...newSession(), limits: { idleMs: dayMs, absoluteMs: 3_600_000 } }
  const begun = await object.begin('mem_1', session)
  const found = await object.find(session.hash, limits)
  expect(found?.expiresAt).toBe(begun.authenticatedAt + 3_600_000)
})

test('voids links and everything single-use when everybody is signed out', async () => {
  await object.begin('mem_1', newSession())
  await object.createLink('mem_2', 'link', Date.now() + dayMs)
  await object.keep('challenge', 'value', Date.now() + dayMs)
  expect(await object.endEverybody()).toBe(1)
  expect(await object.find(newSession().hash, limits)).toBeNull()
  expect(await object.findLink('link')).toBeNull()
  expect(await object.peek('challenge')).toBeNull()
})

test('removes what is over by an alarm, and rests when nothing is left', async () => {
  await object.keep('sign-up', 'a name and an address', Date.now() + dayMs)
  await runInDurableObject(object, (_instance, state) => {
    state.storage.sql.exec('UPDATE once SET expires_at = 1')
  })
  expect(await runDurableObjectAlarm(object)).toBe(true)
  const left = await runInDurableObject(object, async (_instance, state) => ({
    rows: state.storage.sql.exec('SELECT * FROM once').toArray(),
    alarm: await state.storage.getAlarm(),
  }))
  expect(left).toEqual({ rows: [], alarm: null })
})
