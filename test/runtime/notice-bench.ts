// A hub whose clock, mail and chat a test holds in its hand, and an organization with people to be told. Its time lies years ahead, so
// that the shard's own clockwork leaves its notices alone.
import type { Ctx, Hub } from '../../core/context.ts'
import type { EventType } from '../../core/contract/events.ts'
import { encodeIdBytes, type IdKind, idPrefixes } from '../../core/contract/ids.ts'
import type { Role } from '../../core/contract/permissions.ts'
import type { Letter } from '../../core/contract/ports.ts'
import type { NoticeRow } from '../../core/db/queries/notices.ts'
import { approvals, chatUsers, connections, members, notices } from '../../core/db/schema/index.ts'
import { eq, sql } from '../../core/db/sql.ts'
import { writeChange } from '../../core/db/write.ts'
import { type ChatNotice, type ChatVerdict, sweepNotices } from '../../core/notices/index.ts'
import { makeTestOrganization, testHub } from './support.ts'

const yearsAheadMs = 10 * 365 * 86_400_000
const sweepsMax = 50

export async function openNoticeBench() {
  const base = testHub()
  const organization = await makeTestOrganization()
  const { organizationId, shard, ownerId } = organization
  // 09:30 UTC.
  const time = {
    nowMs: Math.ceil((base.clock.now() + yearsAheadMs) / 86_400_000) * 86_400_000 + 34_200_000,
  }
  const letters: Letter[] = []
  const chatted: ChatNotice[] = []
  /** Runs before a letter or message is taken; rejects when it is not. */
  const during: { mail: () => Promise<void>; chat: () => Promise<ChatVerdict> } = {
    mail: async () => {},
    chat: async () => 'sent',
  }
  const db = base.shard(shard)
  const mine = (address: string) => address.includes(organizationId)
  const clock = { now: () => time.nowMs }
  let made = 0
  // Ids tell their time, and what is old is forgotten by it: they are made by the test's clock.
  const next = (kind: IdKind) => {
    const bytes = base.ids.randomBytes(16)
    const view = new DataView(bytes.buffer)
    view.setBigUint64(0, (BigInt(time.nowMs) << 16n) | BigInt(++made))
    return idPrefixes[kind] + encodeIdBytes(bytes)
  }
  const ids = { ...base.ids, next, random: () => 0.5 }
  const outbox: Ctx['outbox'] = { arm: async () => {}, handOver: () => {}, auditGrew: () => {} }
  const hub: Hub = {
    ...base,
    clock,
    ids,
    log: { write: () => {} },
    mail: {
      async send(letter) {
        // Letters of other tests' organizations are none of this one's.
        if (!mine(letter.to)) return
        await during.mail()
        letters.push(letter)
      },
    },
    open: (options) => ({ ...base.open(options), hub, clock, ids, outbox }),
  }
  const ctx: Ctx = { ...organization.ownerCtx, hub, clock, ids, outbox }
  const chat = {
    async send(notice: ChatNotice): Promise<ChatVerdict> {
      if (notice.organizationId !== organizationId) return 'sent'
      chatted.push(notice)
      return during.chat()
    },
  }

  let people = 0
  async function addMember(role: Role | string, name = 'A person'): Promise<string> {
    const id = ids.next('member')
    const email = `m${++people}-${organizationId}@acme.example`
    const row = { id, organizationId, email, name, role, createdAt: time.nowMs }
    await db.insert(members).values(row)
    return id
  }
  await db
    .update(members)
    .set({ email: `owner-${organizationId}@acme.example` })
    .where(eq(members.id, ownerId))

  const sweepOnce = () => sweepNotices(hub, shard, chat, () => {})
  return {
    ...organization,
    hub,
    ctx,
    db,
    time,
    letters,
    chatted,
    during,
    chat,
    addMember,
    ownerEmail: `owner-${organizationId}@acme.example`,
    /** The member is known in Slack. */
    async inSlack(memberId: string) {
      const id = `${organizationId}/slack/T0TEAM/U${memberId.slice(-6)}`
      await db.insert(chatUsers).values({ id, organizationId, memberId, createdAt: time.nowMs })
    },
    async addConnection(createdBy: string, name = 'Our Jira'): Promise<string> {
      const id = ids.next('connection')
      await db.insert(connections).values({
        id,
        organizationId,
        connector: 'jira',
        name,
        status: 'needs_reconnect',
        accountId: id,
        accountName: 'acme.atlassian.net',
        config: {},
        credentials: '',
        createdBy: { type: 'member', id: createdBy, onBehalfOf: null },
        createdAt: time.nowMs,
        updatedAt: time.nowMs,
        connectedAt: time.nowMs,
      })
      return id
    },
    async addApproval(changes: Partial<typeof approvals.$inferInsert> = {}): Promise<string> {
      const id = ids.next('approval')
      await db.insert(approvals).values({
        id,
        organizationId,
        kind: 'approval',
        status: 'pending',
        connectionId: 'conn_none',
        accountId: 'a',
        accountName: 'acme.atlassian.net',
        connector: 'jira',
        action: 'create_issue',
        input: { summary: 'a secret plan' },
        inputHash: 'x',
        summary: 'Create the bug "login fails" in ACME',
        requestedBy: { type: 'api_key', id: 'key_none', onBehalfOf: null },
        via: 'api',
        origin: id,
        createdAt: time.nowMs,
        expiresAt: time.nowMs + 3_600_000,
        ...changes,
      })
      return id
    },
    /** Publishes an event as whatever it happened to would. */
    async publish(type: EventType, data: unknown) {
      await writeChange(ctx, {
        statements: [],
        audit: { action: 'test.publish', target: { type: 'test', id: 'test' } },
        events: [{ type, data }],
        answer: null,
      })
    },
    sweepOnce,
    /** Sweeps until nothing is due. */
    async sweep() {
      for (let each = 0; each < sweepsMax; each++) {
        const { nextDueAt } = await sweepOnce()
        if (nextDueAt === null || nextDueAt > time.nowMs) return
      }
      throw new Error('the sweep spins')
    },
    rows: (): Promise<readonly NoticeRow[]> =>
      db
        .select()
        .from(notices)
        .where(eq(notices.organizationId, organizationId))
        .orderBy(notices.id)
        .then((found) => found),
    async jobs(): Promise<number> {
      const [row] = await db.all<{ count: number }>(
        sql`SELECT COUNT(*) AS count FROM notice_jobs WHERE organization_id = ${organizationId}`,
      )
      return row?.count ?? -1
    },
  }
}
