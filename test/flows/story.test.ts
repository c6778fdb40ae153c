// The story that must run, as people in Slack live it: a question is answered in its thread, a write waits for the asker's yes and
// is done once, and every step is an event and an audit row. One hub and one organization for the
// file, since the pretend Slack's one workspace belongs to one organization; each test asks in a thread of its own.
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approvalOn, bot, type Chat, chatOf, people } from '../support/chat.ts'
import { eventually, everyPage, expectStatus } from '../support/client.ts'
import {
  dana,
  lee,
  openHub,
  type TestHub,
  type TestMember,
  type TestOrganization,
} from '../support/hub.ts'
import { countIssues } from '../support/issues.ts'
import { sendSlackEvent, team } from '../support/slack-event.ts'

const question = 'which bugs are open in project ACME?'
let hub: TestHub
let acme: TestOrganization
let leeMember: TestMember
let chat: Chat
let endpointSecret: string
let summaries = 0

/** A summary that no other test uses. */
const fresh = (words: string) => `${words} ${++summaries}`

const fileBug = async (summary: string, user: string = people.dana) => {
  const asked = await chat.mention(`file a bug in project ACME: ${summary}`, { user })
  const reply = await chat.confirmationTo(asked)
  return { asked, reply, approvalId: approvalOn(reply) }
}

const issues = (summary: string) => countIssues(hub.control, summary)

const approval = async (id: string) => (await acme.client.get(`/v1/approvals/${id}`)).body

const statusOf = (approvalId: string, status: string) =>
  eventually(async () => expect((await approval(approvalId)).status).toBe(status))

/** What that person alone sees in the thread. */
const whispersTo = (user: string, ts: string) =>
  eventually(async () => {
    const own = (await chat.repliesTo(ts)).filter((message) => message.ephemeralTo === user)
    expect(own.length).toBeGreaterThan(0)
    return own
  })

const sendEvent = (eventId: string, event: object, retry = 0) =>
  sendSlackEvent(hub, eventId, event, { retry })

const restoreMember = (id: string, role: string) =>
  hub.sql(acme.shard, 'UPDATE members SET role = ?, removed_at = NULL WHERE id = ?', role, id)

beforeAll(async () => {
  hub = await openHub()
  acme = await hub.openOrganization(dana)
  leeMember = await acme.addMember('member', lee)
  await acme.connectSlack()
  await acme.connectJira()
  chat = chatOf(hub.control)
  const url = `${hub.simulatorUrl}/_control/hooks/story`
  endpointSecret = expectStatus(await acme.client.post('/v1/webhook-endpoints', { url }), 201).body
    .secret
}, 120_000)

afterAll(() => hub?.close())

describe('a question', () => {
  test('is answered in its thread, as blocks', async () => {
    const asked = await chat.mention(question)
    const reply = await chat.replyTo(asked)
    expect(JSON.stringify(reply.blocks)).toMatch(/ACME-\d+/)
    expect(reply.blocks.length).toBeGreaterThan(0)
    expect(reply).toMatchObject({ threadTs: asked, user: bot, channel: 'C0SUPPORT1' })
  })

  test('is answered once, though its event comes three times and again under another id', async () => {
    const { ts, channel } = await hub.control('POST', '/slack/say', { text: question })
    const event = {
      type: 'app_mention',
      user: people.dana,
      text: `<@${bot}> ${question}`,
      ts,
      event_ts: ts,
      channel,
      team,
    }
    const sent = [
      sendEvent('Ev0STORY0001', event),
      sendEvent('Ev0STORY0001', event, 1),
      sendEvent('Ev0STORY0001', event, 2),
      sendEvent('Ev0STORY0002', event),
    ]
    for (const answer of await Promise.all(sent)) expectStatus(answer, 200)
    await chat.replyTo(ts)
    expectStatus(await sendEvent('Ev0STORY0003', event), 200)
    // The thread is answered in order: had a second one been waiting, it would stand before this.
    const next = await chat.mention('list channels', { threadTs: ts })
    const replies = await eventually(async () => {
      const list = await chat.repliesTo(ts)
      expect(list.at(-1)?.text).toContain('general')
      return list
    })
    expect(next).not.toBe(ts)
    expect(replies).toHaveLength(2)
  })

  test('in a thread remembers what was said there', async () => {
    const asked = await chat.mention('list channels')
    await chat.replyTo(asked)
    await hub.control('DELETE', '/model/calls')
    await chat.mention(question, { threadTs: asked })
    await chat.replyTo(asked, 2)
    const [call] = await hub.control('GET', '/model/calls')
    const said = call.body.messages.map((message: { role: string; content: string }) => [
      message.role,
      message.content,
    ])
    expect(said.slice(1)).toEqual([
      ['user', 'list channels'],
      ['assistant', expect.stringContaining('general')],
      ['user', question],
    ])
  })

  test('in a direct message is answered there', async () => {
    const asked = await chat.mention(question, { channel: 'D0DANA0001' })
    expect(await chat.replyTo(asked)).toMatchObject({ channel: 'D0DANA0001' })
  })

  test('of somebody who is no member gets one private sentence and nothing else', async () => {
    await hub.control('DELETE', '/model/calls')
    const before = await acme.auditSize()
    const asked = await chat.mention(question, { user: people.gus })
    const [whisper, ...more] = await whispersTo(people.gus, asked)
    expect(whisper?.text).toContain('only answer members')
    expect(more).toEqual([])
    expect(await chat.repliesTo(asked)).toHaveLength(1)
    expect(await hub.control('GET', '/model/calls')).toEqual([])
    expect(await acme.auditSize()).toBe(before)
  })

  test('from another company in a shared channel is not taken for a member with the same address', async () => {
    await hub.control('DELETE', '/model/calls')
    const asked = await chat.mention(question, { user: people.olga })
    const [whisper] = await whispersTo(people.olga, asked)
    expect(whisper?.text).toContain('only answer members')
    expect(await chat.repliesTo(asked)).toHaveLength(1)
    expect(await hub.control('GET', '/model/calls')).toEqual([])
  })
})

describe('a write', () => {
  test('waits as a confirmation that shows its exact input, and nothing is done before the yes', async () => {
    const summary = fresh('Login fails on Safari')
    const { reply, approvalId } = await fileBug(summary)
    const shown = JSON.stringify(reply.blocks)
    for (const part of [summary, 'ACME', 'Bug', 'approval_approve', 'approval_reject']) {
      expect(shown).toContain(part)
    }
    expect(await approval(approvalId)).toMatchObject({
      kind: 'confirmation',
      status: 'pending',
      action: 'create_issue',
      input: { project: 'ACME', issueType: 'Bug', summary },
    })
    expect(await issues(summary)).toBe(0)
  })

  test('is done once after five presses, and the thread says so once', async () => {
    const summary = fresh('Five presses')
    const { asked, approvalId } = await fileBug(summary)
    await Promise.all(Array.from({ length: 5 }, () => chat.press(approvalId, 'approve')))
    await statusOf(approvalId, 'approved')
    await eventually(async () => {
      const said = await chat.repliesTo(asked)
      expect(said.filter(({ text }) => text.includes('Done'))).toHaveLength(1)
    })
    await chat.press(approvalId, 'approve')
    expect((await whispersTo(people.dana, asked)).at(-1)?.text).toContain('decided already')
    expect(await issues(summary)).toBe(1)
    const said = await chat.repliesTo(asked)
    expect(said.filter(({ text }) => text.includes('Done'))).toHaveLength(1)
    const confirmation = said.find(
      ({ text }) => text.startsWith('Confirmed') && text.includes(summary),
    )
    expect(JSON.stringify(confirmation?.blocks)).not.toContain('approval_approve')
    const { runId } = await approval(approvalId)
    expect((await acme.client.get(`/v1/runs/${runId}`)).body).toMatchObject({
      state: 'done',
      approvalId,
    })
  })

  test('is not done after a no, nor after a yes that comes later', async () => {
    const summary = fresh('Not this one')
    const { asked, approvalId } = await fileBug(summary)
    await chat.press(approvalId, 'reject')
    await statusOf(approvalId, 'rejected')
    await chat.press(approvalId, 'approve')
    await whispersTo(people.dana, asked)
    expect((await approval(approvalId)).status).toBe('rejected')
    expect(await issues(summary)).toBe(0)
  })

  test('is not done once its time is over', async () => {
    const summary = fresh('Too late')
    const { asked, approvalId } = await fileBug(summary)
    await hub.sql(acme.shard, 'UPDATE approvals SET expires_at = 1 WHERE id = ?', approvalId)
    await chat.press(approvalId, 'approve')
    expect((await whispersTo(people.dana, asked))[0]?.text).toContain('time to confirm is over')
    expectStatus(await hub.operator.post('/operator/wake', {}), 200)
    await statusOf(approvalId, 'expired')
    expect(await issues(summary)).toBe(0)
  })

  test('is not confirmed by another member, who is told so in private', async () => {
    const summary = fresh("Dana's own")
    const { asked, approvalId } = await fileBug(summary)
    await chat.press(approvalId, 'approve', people.lee)
    expect((await whispersTo(people.lee, asked))[0]?.text).toContain('Only the person who asked')
    await chat.press(approvalId, 'reject', people.lee)
    await eventually(async () => {
      expect(await whispersTo(people.lee, asked)).toHaveLength(2)
    })
    expect((await approval(approvalId)).status).toBe('pending')
    expect(await issues(summary)).toBe(0)
  })

  test('is not confirmed by a guest', async () => {
    const summary = fresh('Not for guests')
    const { asked, approvalId } = await fileBug(summary)
    await chat.press(approvalId, 'approve', people.gus)
    expect((await whispersTo(people.gus, asked))[0]?.text).toContain('only answer members')
    expect((await approval(approvalId)).status).toBe('pending')
  })

  test('is refused at the press when the asker was removed in between', async () => {
    const summary = fresh('Left the company')
    const { asked, approvalId } = await fileBug(summary, people.lee)
    await hub.sql(acme.shard, 'UPDATE members SET removed_at = 1 WHERE id = ?', leeMember.id)
    await chat.press(approvalId, 'approve', people.lee)
    const [whisper] = await whispersTo(people.lee, asked)
    await restoreMember(leeMember.id, 'member')
    expect(whisper?.text).toContain('only answer members')
    expect((await approval(approvalId)).status).toBe('pending')
    expect(await issues(summary)).toBe(0)
  })

  test("is refused at the press when the asker's role no longer writes", async () => {
    const summary = fresh('Became an auditor')
    const { asked, approvalId } = await fileBug(summary, people.lee)
    await restoreMember(leeMember.id, 'auditor')
    await chat.press(approvalId, 'approve', people.lee)
    await whispersTo(people.lee, asked)
    await restoreMember(leeMember.id, 'member')
    expect((await approval(approvalId)).status).toBe('pending')
    expect(await issues(summary)).toBe(0)
  })
})

describe('a policy', () => {
  const under = async (effect: 'deny' | 'approve', work: () => Promise<void>) => {
    const made = await acme.memberClient.post('/v1/policies', {
      effect,
      match: { actions: ['jira.create_issue'] },
    })
    const { id } = expectStatus(made, 201).body
    await work().finally(() => acme.memberClient.delete(`/v1/policies/${id}`))
  }

  test('that denies filing issues is told in the thread, without a button', async () => {
    await under('deny', async () => {
      const summary = fresh('Denied')
      const asked = await chat.mention(`file a bug in project ACME: ${summary}`)
      const reply = await chat.replyTo(asked)
      expect(JSON.stringify(reply.blocks)).not.toContain('approval_approve')
      expect(reply.text).toMatch(/polic/i)
      expect(await issues(summary)).toBe(0)
    })
  })

  test('that came after the question holds at the press', async () => {
    const summary = fresh('Denied by now')
    const { asked, approvalId } = await fileBug(summary)
    await under('deny', async () => {
      await chat.press(approvalId, 'approve')
      expect((await whispersTo(people.dana, asked))[0]?.text).toContain('policy denies')
    })
    expect(await issues(summary)).toBe(0)
  })

  test("that wants a second person's yes takes an owner's and not the asker's", async () => {
    await under('approve', async () => {
      const summary = fresh('Four eyes')
      const { asked, approvalId } = await fileBug(summary, people.lee)
      expect((await approval(approvalId)).kind).toBe('approval')
      await chat.press(approvalId, 'approve', people.lee)
      expect((await whispersTo(people.lee, asked))[0]?.text).toContain('other than the asker')
      expect(await issues(summary)).toBe(0)
      await chat.press(approvalId, 'approve', people.dana)
      await statusOf(approvalId, 'approved')
      await eventually(async () => expect(await issues(summary)).toBe(1))
    })
  })
})

describe('every step', () => {
  test('is an event that reaches a webhook endpoint and verifies', async () => {
    const summary = fresh('Watched')
    const { asked, approvalId } = await fileBug(summary)
    await chat.press(approvalId, 'approve')
    await chat.replyTo(asked, 3)
    const { runId } = await approval(approvalId)
    const received = await eventually(async () => {
      const hooks: { body: string; headers: Record<string, string> }[] = await hub.control(
        'GET',
        '/hooks/story',
      )
      const own = hooks.filter(
        ({ body }) => body.includes(approvalId) || body.includes(asked) || body.includes(runId),
      )
      const types = own.map(({ body }) => JSON.parse(body).type)
      expect(new Set(types)).toEqual(
        new Set(['approval.requested', 'assistant.answered', 'approval.decided', 'run.done']),
      )
      return own
    })
    for (const { body, headers } of received) {
      expect(new Webhook(endpointSecret).verify(body, headers)).toMatchObject({
        id: headers['webhook-id'],
        timestamp: expect.any(String),
        data: expect.any(Object),
      })
    }
  })

  test('is an audit event of the chat user on behalf of the member', async () => {
    const { approvalId, asked } = await fileBug(fresh('Written down'))
    await chat.press(approvalId, 'approve')
    await chat.replyTo(asked, 3)
    const { runId } = await approval(approvalId)
    const pages = await everyPage(acme.client, `/v1/audit-events?actorId=${acme.ownerId}`, 100)
    const rows = pages.flatMap((page) => page.body.data)
    const own = rows.filter((row) => JSON.stringify(row).match(`${approvalId}|${runId}`))
    expect(new Set(own.map((row) => `${row.action} ${row.outcome}`))).toEqual(
      new Set([
        'approval.request success',
        'assistant.answer success',
        'approval.approve success',
        'jira.create_issue success',
      ]),
    )
    for (const row of own) {
      expect(row.actor).toEqual({ type: 'chat_user', id: `slack/${team}/${people.dana}` })
      expect(row.onBehalfOf).toEqual({ type: 'member', id: acme.ownerId })
    }
    const verified = expectStatus(await acme.client.post('/v1/audit/verify', {}), 200)
    expect(verified.body).toMatchObject({ ok: true, failure: null })
  })
})
