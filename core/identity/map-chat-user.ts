// A person of a chat platform as a member: known from before, or found by the address the platform vouches for. Rights are
// read anew at each use; whoever left the organization is nobody.
// Not authorized here: it finds out who asks.

import { type Hub, withoutIdempotency } from '../context.ts'
import type { Actor } from '../contract/actor.ts'
import { AppError } from '../contract/errors.ts'
import { noGrants } from '../contract/permissions.ts'
import { chatUsers, members } from '../db/schema/index.ts'
import { and, eq, isNull } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { type Identity, identityOfMember } from './authenticate.ts'

export interface ChatUser {
  readonly organizationId: string
  readonly shard: string
  readonly platform: string
  readonly teamId: string
  readonly userId: string
}

/** The actor of a chat user before, or without, a member behind it. */
export function chatActor(user: ChatUser, memberId: string | null): Actor {
  return {
    type: 'chat_user',
    id: `${user.platform}/${user.teamId}/${user.userId}`,
    onBehalfOf: memberId ? { type: 'member', id: memberId } : null,
  }
}

/**
 * @param emailOf asked only when the person is not known yet; null when the platform does not vouch for an address
 * @returns null for a person who is no member
 */
export async function identityOfChatUser(
  hub: Hub,
  user: ChatUser,
  emailOf: () => Promise<string | null>,
  waitUntil: (name: string, work: Promise<unknown>) => void,
): Promise<Identity | null> {
  const { organizationId, shard } = user
  const db = hub.shard(shard)
  const id = `${organizationId}/${user.platform}/${user.teamId}/${user.userId}`
  const [known] = await db
    .select({ memberId: chatUsers.memberId })
    .from(chatUsers)
    .where(eq(chatUsers.id, id))
    .limit(1)
  const memberId = known?.memberId ?? (await memberByEmail(hub, user, await emailOf()))
  if (!memberId) return null
  const identity = await identityOfMember(hub, organizationId, shard, memberId)
  if (!identity) return null
  const actor = chatActor(user, memberId)
  if (!known) {
    const ctx = withoutIdempotency(
      hub.open({ organizationId, shard, actor, grants: noGrants, requestId: id, waitUntil }),
    )
    const row = { id, organizationId, memberId, createdAt: hub.clock.now() }
    try {
      await writeChange(ctx, {
        statements: [{ statement: db.insert(chatUsers).values(row) }],
        audit: {
          action: 'chat_user.map',
          target: { type: 'member', id: memberId },
          values: { platform: user.platform, teamId: user.teamId, userId: user.userId },
        },
        answer: null,
      })
    } catch (error) {
      // Another conversation mapped the same person in this moment.
      if (!(error instanceof AppError && error.code === 'conflict')) throw error
    }
  }
  return { ...identity, actor }
}

async function memberByEmail(
  hub: Hub,
  user: ChatUser,
  email: string | null,
): Promise<string | null> {
  if (!email) return null
  const [member] = await hub
    .shard(user.shard)
    .select({ id: members.id })
    .from(members)
    .where(
      and(
        eq(members.organizationId, user.organizationId),
        eq(members.email, email.toLowerCase()),
        isNull(members.removedAt),
      ),
    )
    .limit(1)
  return member?.id ?? null
}
