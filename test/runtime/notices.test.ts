// Who is told what by which way: each once, whatever is killed in between, and only those who may know it when it is sent.
import { expect, test } from 'vitest'
import type { Ctx } from '../../core/context.ts'
import { approvals, connections, members, organizations } from '../../core/db/schema/index.ts'
import { eq } from '../../core/db/sql.ts'
import { retryDelaysSeconds } from '../../core/notices/catalogue.ts'
import { sweepNotices, updateNoticeSettings } from '../../core/notices/index.ts'
import { openNoticeBench } from './notice-bench.ts'

type Bench = Awaited<ReturnType<typeof openNoticeBench>>

const asMember = (bench: Bench, id: string): Ctx => ({
  ...bench.ctx,
  actor: { type: 'member', id, onBehalfOf: null },
})

async function broken(bench: Bench, by = bench.ownerId, name?: string): Promise<string> {
  const connectionId = await bench.addConnection(by, name)
  const reason = 'the vendor no longer accepts its credentials'
  await bench.publish('connection.needs_reconnect', { connectionId, connector: 'jira', reason })
  return connectionId
}

const outcomes = async (bench: Bench) =>
  (await bench.rows()).map(({ way, state, reason }) => [way, state, reason])

test('a broken connection is told once to who connected it', async () => {
  const bench = await openNoticeBench()
  await bench.addMember('admin')
  const connectionId = await broken(bench)
  await bench.sweep()
  await bench.sweep()
  expect(bench.letters).toHaveLength(1)
  expect(bench.letters[0]).toMatchObject({
    to: bench.ownerEmail,
    subject: 'Our Jira needs to be reconnected (Acme)',
  })
  expect(bench.letters[0]?.text).toContain(`/connections/${connectionId}`)
  expect(bench.letters[0]?.text).toContain(
    'The reason: the vendor no longer accepts its credentials.',
  )
  expect(await outcomes(bench)).toEqual([['mail', 'sent', null]])
  expect(await bench.jobs()).toBe(0)
})

test('when they have left, owners and admins are told, and nobody else', async () => {
  const bench = await openNoticeBench()
  const [gone] = [await bench.addMember('admin'), await bench.addMember('admin')]
  await bench.addMember('developer')
  await bench.db.update(members).set({ removedAt: 1 }).where(eq(members.id, gone))
  await broken(bench, gone)
  await bench.sweep()
  expect(bench.letters.map((letter) => letter.to).sort()).toEqual([
    `m2-${bench.organizationId}@acme.example`,
    bench.ownerEmail,
  ])
})

test('what other events say is told to nobody', async () => {
  const bench = await openNoticeBench()
  await bench.publish('custom.thing', { connectionId: 'conn_x' })
  await bench.publish('connection.updated', { connectionId: 'conn_x' })
  expect(await bench.jobs()).toBe(0)
})

test('an approval is told to those whose yes counts, and a confirmation to its asker', async () => {
  const bench = await openNoticeBench()
  const asker = await bench.addMember('admin')
  await bench.addMember('member')
  const requestedBy = { type: 'member' as const, id: asker, onBehalfOf: null }
  const approval = await bench.addApproval({ requestedBy })
  await bench.publish('approval.requested', { id: approval })
  const confirmation = await bench.addApproval({ requestedBy, kind: 'confirmation', via: 'mcp' })
  await bench.publish('approval.requested', { id: confirmation })
  await bench.sweep()
  const told = bench.letters.map(({ to, subject }) => [to, subject.split(':')[0]])
  expect(told.sort()).toEqual([
    [`m1-${bench.organizationId}@acme.example`, 'Please confirm'],
    [bench.ownerEmail, 'Please approve'],
  ])
  expect(bench.letters.map((letter) => letter.text).join()).not.toContain('a secret plan')
})

test('a confirmation that was asked in a chat stands there, and is not told again', async () => {
  const bench = await openNoticeBench()
  const requestedBy = { type: 'member' as const, id: bench.ownerId, onBehalfOf: null }
  const id = await bench.addApproval({ requestedBy, kind: 'confirmation', via: 'assistant' })
  await bench.publish('approval.requested', { id })
  await bench.sweep()
  expect(await bench.rows()).toEqual([])
})

test('what is settled by the time it would be sent is not', async () => {
  const bench = await openNoticeBench()
  const connectionId = await broken(bench)
  await bench.db
    .update(connections)
    .set({ status: 'active' })
    .where(eq(connections.id, connectionId))
  const id = await bench.addApproval()
  await bench.publish('approval.requested', { id })
  await bench.db.update(approvals).set({ status: 'rejected' }).where(eq(approvals.id, id))
  await bench.sweep()
  expect(bench.letters).toEqual([])
  expect(await outcomes(bench)).toEqual([
    ['mail', 'skipped', 'settled'],
    ['mail', 'skipped', 'settled'],
  ])
})

test('a disabled endpoint is told to those who may change endpoints, by its host alone', async () => {
  const bench = await openNoticeBench()
  await bench.addMember('developer')
  await bench.addMember('auditor')
  const data = { webhookEndpointId: 'whe_none', url: 'https://hooks.acme.example/in?token=s3cret' }
  await bench.publish('webhook_endpoint.disabled', { ...data, reason: 'disabled' })
  expect(await bench.sweepOnce().then(() => bench.rows())).toEqual([])
  await bench.publish('webhook_endpoint.disabled', { ...data, reason: 'gone' })
  await bench.sweepOnce()
  const rows = await bench.rows()
  expect(rows.map((row) => row.content.title)).toEqual(
    Array(2).fill('The webhook endpoint at hooks.acme.example was disabled'),
  )
  expect(JSON.stringify(rows)).not.toContain('s3cret')
})

test('a run of unknown outcome is told to its asker, and of a program to nobody', async () => {
  const bench = await openNoticeBench()
  const data = {
    runId: 'run_1',
    connector: 'jira',
    action: 'create_issue',
    error: { detail: 'Look in Jira' },
  }
  const member = { type: 'member', id: bench.ownerId, onBehalfOf: null }
  const key = { type: 'api_key', id: 'key_1', onBehalfOf: null }
  await bench.publish('run.unknown', { ...data, actor: member, summary: 'Create a bug' })
  await bench.publish('run.unknown', { ...data, actor: key })
  await bench.sweep()
  expect(bench.letters.map((letter) => letter.subject)).toEqual([
    'Not known whether it was done: Create a bug (Acme)',
  ])
})

test('alerts go to owners, those about a way in to the person, and cannot be muted by mail', async () => {
  const bench = await openNoticeBench()
  const member = await bench.addMember('member')
  const muted = updateNoticeSettings(asMember(bench, member), {
    notices: { sign_in: { mail: false } },
  })
  await expect(muted).rejects.toMatchObject({ code: 'invalid_request' })
  await bench.publish('security.alert', {
    alert: 'new_browser',
    memberId: member,
    detail: 'Firefox on Linux',
  })
  await bench.publish('security.alert', { alert: 'passkey_counter', memberId: member })
  await bench.publish('security.alert', { alert: 'operator_view', detail: 'connections' })
  await bench.sweep()
  const told = bench.letters.map(({ to, subject }) => [to, subject])
  expect(told.sort()).toEqual([
    [`m1-${bench.organizationId}@acme.example`, 'A sign-in from a new browser (Acme)'],
    [bench.ownerEmail, 'A security alert (Acme)'],
    [bench.ownerEmail, 'The operator of this hub looked at your data (Acme)'],
  ])
})

test('a way that was turned off is skipped and says so', async () => {
  const bench = await openNoticeBench()
  await bench.inSlack(bench.ownerId)
  const notices = { connection_needs_reconnect: { mail: false } }
  await updateNoticeSettings(bench.ctx, { notices })
  await broken(bench)
  await bench.sweep()
  expect(bench.letters).toEqual([])
  expect(bench.chatted).toMatchObject([
    { teamId: 'T0TEAM', content: { title: 'Our Jira needs to be reconnected' } },
  ])
  expect(await outcomes(bench)).toEqual([
    ['mail', 'skipped', 'muted'],
    ['slack', 'sent', null],
  ])
})

test('one letter a day holds what is not urgent, at the hour that was chosen', async () => {
  const bench = await openNoticeBench()
  await updateNoticeSettings(bench.ctx, { digest: 'daily', digestHour: 11 })
  await broken(bench, bench.ownerId, 'First')
  await broken(bench, bench.ownerId, 'Second')
  await bench.publish('security.alert', { alert: 'passkey_counter' })
  await bench.sweep()
  expect(bench.letters.map((letter) => letter.subject)).toEqual(['A security alert (Acme)'])
  const { nextDueAt } = await bench.sweepOnce()
  expect(nextDueAt).toBeLessThanOrEqual(bench.time.nowMs + 90 * 60_000)
  bench.time.nowMs += 90 * 60_000
  await bench.sweep()
  expect(bench.letters[1]).toMatchObject({ subject: '2 things to know (Acme)' })
  expect(bench.letters[1]?.text).toMatch(/First needs[\s\S]*Second needs/)
  expect(bench.letters).toHaveLength(2)
})

test('a letter that is not taken is tried again ever later, and in the end fails', async () => {
  const bench = await openNoticeBench()
  bench.during.mail = () => Promise.reject(new Error('the mail provider answered 503'))
  await broken(bench)
  const waits: number[] = []
  for (let tries = 0; tries <= retryDelaysSeconds.length; tries++) {
    await bench.sweepOnce()
    const [row] = await bench.rows()
    expect(row?.tries).toBe(tries + 1)
    if (row?.dueAt == null) break
    waits.push((row.dueAt - bench.time.nowMs) / 1_000)
    bench.time.nowMs = row.dueAt
  }
  expect(waits).toEqual([...retryDelaysSeconds])
  expect(await outcomes(bench)).toEqual([['mail', 'failed', 'exhausted']])
})

test('killed before the notices are made, they are made later, once', async () => {
  const bench = await openNoticeBench()
  await broken(bench)
  const dying = {
    ...bench.hub,
    ids: {
      ...bench.hub.ids,
      next: () => {
        throw new Error('killed')
      },
    },
  }
  await sweepNotices(dying, bench.shard, bench.chat, () => {}).catch(() => {})
  expect(await bench.rows()).toEqual([])
  expect(await bench.jobs()).toBe(1)
  bench.time.nowMs += 60_000
  await bench.sweep()
  expect(bench.letters).toHaveLength(1)
  expect(await bench.jobs()).toBe(0)
})

test('killed after the letter left, it is sent again under the same key when the lease lapses', async () => {
  const bench = await openNoticeBench()
  await broken(bench)
  const left = new Promise<void>((sent) => {
    bench.during.mail = () => {
      sent()
      return new Promise<never>(() => {})
    }
  })
  const keys: (string | undefined)[] = []
  const { send } = bench.hub.mail
  bench.hub.mail.send = (letter) => {
    if (letter.to === bench.ownerEmail) keys.push(letter.key)
    return send(letter)
  }
  void bench.sweepOnce()
  await left
  bench.during.mail = async () => {}
  await bench.sweep()
  expect(bench.letters).toEqual([])
  bench.time.nowMs += 90_000
  await bench.sweep()
  expect(bench.letters).toHaveLength(1)
  expect(keys).toHaveLength(2)
  expect(keys[0]).toBe(keys[1])
  expect(await outcomes(bench)).toEqual([['mail', 'sent', null]])
})

test('two sweeps at once send one letter', async () => {
  const bench = await openNoticeBench()
  await broken(bench)
  await Promise.all([bench.sweepOnce(), bench.sweepOnce(), bench.sweepOnce()])
  await bench.sweep()
  expect(bench.letters).toHaveLength(1)
})

test('Slack is asked again whether the message is there, and a person it lost is skipped', async () => {
  const bench = await openNoticeBench()
  await bench.inSlack(bench.ownerId)
  await broken(bench)
  bench.during.chat = () => Promise.reject(new Error('no answer'))
  await bench.sweep()
  expect(bench.chatted[0]?.triedSinceMs).toBeNull()
  bench.during.chat = async () => 'unknown_person'
  bench.time.nowMs += 36_000
  await bench.sweep()
  expect(bench.chatted[1]).toMatchObject({
    key: bench.chatted[0]?.key,
    triedSinceMs: expect.any(Number),
  })
  expect((await outcomes(bench))[1]).toEqual(['slack', 'skipped', 'unknown_person'])
})

test('who left or lost the right before it is sent is not told', async () => {
  const bench = await openNoticeBench()
  const [gone, lesser] = [await bench.addMember('admin'), await bench.addMember('owner')]
  const data = { meter: 'actions.write' }
  bench.during.mail = () => Promise.reject(new Error('down'))
  await bench.publish('quota.reached', data)
  await bench.publish('security.alert', { alert: 'passkey_counter' })
  await bench.sweep()
  await bench.db.update(members).set({ removedAt: 1 }).where(eq(members.id, gone))
  await bench.db.update(members).set({ role: 'member' }).where(eq(members.id, lesser))
  bench.during.mail = async () => {}
  bench.time.nowMs += 60_000
  await bench.sweep()
  expect(new Set(bench.letters.map((letter) => letter.to))).toEqual(new Set([bench.ownerEmail]))
  const reasons = (await bench.rows()).map((row) => [row.memberId, row.reason])
  expect(reasons).toContainEqual([gone, 'member_left'])
  expect(reasons).toContainEqual([lesser, 'no_right'])
})

test('of a suspended organization all but its suspension waits, and goes on after', async () => {
  const bench = await openNoticeBench()
  const suspend = (suspendedAt: number | null) =>
    bench.db
      .update(organizations)
      .set({ suspendedAt })
      .where(eq(organizations.id, bench.organizationId))
  await broken(bench)
  await suspend(1)
  const alert = 'organization_suspended'
  await bench.publish('security.alert', { alert, suspended: true, detail: 'Unpaid' })
  await bench.sweep()
  expect(bench.letters.map((letter) => letter.subject)).toEqual([
    'The organization was suspended (Acme)',
  ])
  expect(bench.letters[0]?.text).toContain('Unpaid.')
  await suspend(null)
  await bench.sweep()
  expect(bench.letters).toHaveLength(2)
})

test('markup, line breaks and hidden characters in names are plain text in a letter', async () => {
  const bench = await openNoticeBench()
  const name = '<img src=x onerror=alert(1)>\r\nBcc: eve@evil.example \u202egnp.exe'
  await bench.db
    .update(organizations)
    .set({ name })
    .where(eq(organizations.id, bench.organizationId))
  await broken(bench, bench.ownerId, name)
  await bench.sweep()
  const [letter] = bench.letters
  expect(letter?.html).not.toContain('<img')
  expect(letter?.subject).not.toMatch(/[\r\n\u202e]/)
  expect(letter?.text).toContain('<img src=x onerror=alert(1)> Bcc: eve@evil.example gnp.exe')
})

test('forgets what ended a month ago', async () => {
  const bench = await openNoticeBench()
  await broken(bench)
  await bench.sweep()
  expect(await bench.rows()).toHaveLength(1)
  bench.time.nowMs += 31 * 86_400_000
  await bench.sweep()
  expect(await bench.rows()).toHaveLength(0)
})
